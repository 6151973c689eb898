import { useStore } from 'zustand';
import { useHost, useStores } from '../../stores/context.ts';
import { failureText } from '../../ui/failure-text.ts';
import { PanelFailure, Skeleton } from '../../ui/panel.tsx';

const WAITING = [50, 70];

/** What a panel shows until the host has told about keys: that it waits, or why it waits in vain. */
export function UntilKnown() {
  const { keys } = useStores();
  const host = useHost();
  const phase = useStore(keys, (state) => state.phase);
  if (phase.kind !== 'failed') return <Skeleton widths={WAITING} />;
  return <PanelFailure reason={failureText(phase.failure)} onRetry={() => host.loadKeys()} />;
}

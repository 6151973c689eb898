import { useStore } from 'zustand';
import { t } from '../../i18n/i18n.ts';
import { useStores } from '../../stores/context.ts';
import { failureText } from '../../ui/failure-text.ts';
import { formatClock } from './time-text.ts';

/** Says that what is shown could not be renewed, and how old it is. */
export function StaleNote({ slice }: { readonly slice: 'use' | 'spend' | 'fits' }) {
  const { inspect } = useStores();
  const { failure, atMs } = useStore(inspect, (state) => state[slice]);
  if (failure === null || atMs === null) return null;
  return (
    <span className="detail__stale" role="status" title={failureText(failure)}>
      {t('panel.stale', { time: formatClock(atMs) })}
    </span>
  );
}

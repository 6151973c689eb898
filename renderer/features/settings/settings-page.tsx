import { useEffect, useRef } from 'react';
import { useStore } from 'zustand';
import { useStores } from '../../stores/context.ts';
import { About } from './about.tsx';
import { KeyboardSettings, LookSettings, WritingSettings } from './page-settings.tsx';
import { PracticeExchanges, PracticeWorkloads } from './practice-settings.tsx';
import './settings.css';
import { StoragePanel } from './storage-panel.tsx';
import { TierSettings } from './tier-settings.tsx';

export function SettingsPage() {
  const page = useRef<HTMLDivElement>(null);
  usePartFocus(page);
  return (
    <div className="settings" ref={page}>
      <LookSettings />
      <WritingSettings />
      <KeyboardSettings />
      <TierSettings />
      <StoragePanel />
      <PracticeWorkloads />
      <PracticeExchanges />
      <About />
    </div>
  );
}

const CONTROLS = 'input:checked, select, input, button, summary';

/** A part that was asked for comes into sight with its control in focus. */
function usePartFocus(page: React.RefObject<HTMLElement | null>): void {
  const { ui, storage, practice } = useStores();
  const part = useStore(ui, (state) => state.part);
  const storagePhase = useStore(storage, (state) => state.phase.kind);
  const practicePhase = useStore(practice, (state) => state.phase.kind);
  const done = useRef<typeof part>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the part may only be there once its data is
  useEffect(() => {
    if (part === null || done.current === part) return;
    const place = page.current?.querySelector<HTMLElement>(`[data-part="${CSS.escape(part.name)}"]`);
    const control = place?.querySelector<HTMLElement>(CONTROLS);
    if (place === null || place === undefined || control === null || control === undefined) return;
    done.current = part;
    place.scrollIntoView({ block: 'center' });
    control.focus({ preventScroll: true });
  }, [page, part, storagePhase, practicePhase]);
}

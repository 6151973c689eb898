import { type RefObject, useEffect, useRef, useState } from 'react';
import { useStore } from 'zustand';
import { t } from '../../i18n/i18n.ts';
import { isOpen, NO_FILTER } from '../../stores/activity-filter.ts';
import { rowAt } from '../../stores/activity-rows.ts';
import { useActions, useHost, useStores } from '../../stores/context.ts';
import { failureText } from '../../ui/failure-text.ts';
import { PanelFailure, PanelMessage, Skeleton } from '../../ui/panel.tsx';
import { activityActions } from './activity-actions.ts';
import './activity.css';
import './activity-drawer.css';
import './activity-filters.css';
import './activity-times.css';
import { FilterBar } from './filter-bar.tsx';
import { FollowBar } from './follow-bar.tsx';
import { Histogram } from './histogram.tsx';
import { LogTable } from './log-table.tsx';
import { RowDrawer } from './row-drawer.tsx';

const WAITING = [96, 88, 92, 84, 90];

/** Every request and socket event that is kept: when, by whom, at what cost, how long it took and how it ended. */
export function ActivityPage() {
  const { activity } = useStores();
  const host = useHost();
  const phase = useStore(activity, (state) => state.phase);
  const isEmpty = useStore(activity, (state) => state.view.total === 0);
  const filter = useStore(activity, (state) => state.filter);
  const isAsking = useStore(activity, (state) => state.isAsking);
  const search = useRef<HTMLInputElement>(null);
  const frame = useRef<HTMLDivElement>(null);
  useEffect(() => host.activity.watch(), [host]);
  useActions(activityActions);

  const isUnfiltered = isOpen(filter);
  return (
    <div className="activity fades">
      <div className="activity__bar">
        <FilterBar search={search} onLeave={() => frame.current?.focus()} />
        <FollowBar />
      </div>
      {phase.kind === 'failed' ? null : <Histogram />}
      {phase.kind === 'failed' ? (
        <PanelFailure reason={failureText(phase.failure)} onRetry={() => host.activity.retry()} />
      ) : phase.kind === 'loading' ? (
        <Skeleton widths={WAITING} />
      ) : isEmpty && !isAsking ? (
        <Nothing isUnfiltered={isUnfiltered} onClear={() => host.activity.setFilter(NO_FILTER)} />
      ) : (
        <Rows frame={frame} />
      )}
    </div>
  );
}

function Nothing({ isUnfiltered, onClear }: { readonly isUnfiltered: boolean; readonly onClear: () => void }) {
  const kind = isUnfiltered ? 'empty' : 'no-match';
  return (
    <PanelMessage>
      <strong>{t(`activity.${kind}.title`)}</strong>
      <p>{t(`activity.${kind}.text`)}</p>
      {isUnfiltered ? null : (
        <button type="button" className="button" onClick={onClear}>
          {t('activity.clear')}
        </button>
      )}
    </PanelMessage>
  );
}

function Rows({ frame }: { readonly frame: RefObject<HTMLDivElement | null> }) {
  const { activity } = useStores();
  const host = useHost();
  const opened = useStore(activity, (state) => state.opened);
  const [active, setActive] = useState<number | null>(null);

  function step(by: 1 | -1): void {
    const { view } = activity.getState();
    const next = Math.min(view.total - 1, Math.max(0, (active ?? -1) + by));
    const row = rowAt(view, next);
    if (row === undefined) return;
    setActive(next);
    host.activity.hold('browsing');
    host.activity.open(row.id);
  }

  function close(): void {
    host.activity.close();
    frame.current?.focus();
  }

  return (
    <div className="activity__rows" data-drawer={opened !== null}>
      <LogTable frame={frame} active={active} onActive={setActive} />
      {opened === null ? null : <RowDrawer opened={opened} onStep={step} onClose={close} />}
    </div>
  );
}

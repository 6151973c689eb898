import { useEffect } from 'react';
import { useStore } from 'zustand';
import { t } from '../../i18n/i18n.ts';
import { useHost, useStores } from '../../stores/context.ts';
import { failureText } from '../../ui/failure-text.ts';
import { formatCount } from '../../ui/format.ts';
import { Panel, PanelFailure, PanelMessage, Skeleton } from '../../ui/panel.tsx';
import './activity.css';
import { ActivityTable } from './activity-table.tsx';

const WAITING = [96, 88, 92, 84, 90];

/** The newest requests, renewed every second while the page is open. */
export function ActivityPage() {
  const { activity } = useStores();
  const host = useHost();
  const { phase, rows, total, isPaused } = useStore(activity);
  useEffect(() => host.watchActivity(), [host]);
  return (
    <Panel
      className="activity"
      title={t('activity.title')}
      extra={
        <>
          <span>{t('activity.text', { count: formatCount(rows.length), total: formatCount(total) })}</span>
          <span className="activity__state" role="status">
            {isPaused ? t('activity.paused') : t('activity.live')}
          </span>
          <button type="button" className="button" onClick={() => activity.setState({ isPaused: !isPaused })}>
            {isPaused ? t('activity.resume') : t('activity.pause')}
          </button>
        </>
      }
    >
      {phase.kind === 'failed' ? (
        <PanelFailure reason={failureText(phase.failure)} onRetry={() => host.refresh()} />
      ) : phase.kind === 'loading' ? (
        <Skeleton widths={WAITING} />
      ) : rows.length === 0 ? (
        <PanelMessage>
          <strong>{t('activity.empty.title')}</strong>
          <p>{t('activity.empty.text')}</p>
        </PanelMessage>
      ) : (
        <ActivityTable rows={rows} />
      )}
    </Panel>
  );
}

import { useMemo } from 'react';
import { useStore } from 'zustand';
import { t } from '../../i18n/i18n.ts';
import { activeOf, unseenOf } from '../../stores/alerts.ts';
import { useHost, useHostSecond, useIsOpen, useStores } from '../../stores/context.ts';
import { formatMinute } from '../../ui/format.ts';
import { Icon } from '../../ui/icons.tsx';
import { Panel } from '../../ui/panel.tsx';
import { ActFailure } from './act-failure.tsx';
import { AlertCard } from './alert-card.tsx';
import { AllowNotifications } from './allow-notifications.tsx';
import { useAct } from '../../ui/use-act.ts';

/** Alerts that are not over. */
export function NowPanel() {
  const { alerts } = useStores();
  const byId = useStore(alerts, (state) => state.byId);
  const active = useMemo(() => activeOf(byId), [byId]);
  return (
    <>
      <Pausing />
      <Panel title={t('alerts.active', { count: active.length })} extra={<Extra />}>
        {active.length === 0 ? (
          <NothingNow />
        ) : (
          <ul className="alert-list">
            {active.map((alert) => (
              <AlertCard key={alert.id} alert={alert} />
            ))}
          </ul>
        )}
      </Panel>
    </>
  );
}

function Extra() {
  const { alerts } = useStores();
  const host = useHost();
  const isOpen = useIsOpen();
  const act = useAct();
  const unseen = useStore(alerts, (state) => unseenOf(state.byId));
  async function acknowledgeAll(): Promise<void> {
    for (const { id, state } of activeOf(alerts.getState().byId)) {
      if (state === 'fired' && !(await act.run(() => host.alerts.acknowledge(id)))) return;
    }
  }
  return (
    <>
      <ActFailure act={act} />
      <AllowNotifications isBrief />
      {unseen === 0 ? null : (
        <>
          <span>{t('alerts.unseen', { count: unseen })}</span>
          <button
            type="button"
            className="button"
            disabled={!isOpen || act.isBusy}
            onClick={() => void acknowledgeAll()}
          >
            {t('alerts.acknowledge-all')}
          </button>
        </>
      )}
    </>
  );
}

/** Says that telling is paused, and ends it. */
export function Pausing() {
  const { alerts } = useStores();
  const host = useHost();
  const isOpen = useIsOpen();
  const nowMs = useHostSecond();
  const act = useAct();
  const untilMs = useStore(alerts, (state) => state.settings?.snoozedUntilMs ?? null);
  if (untilMs === null || untilMs <= nowMs) return null;
  return (
    <div className="alerts__pausing">
      <p>{t('alerts.pausing', { time: formatMinute(untilMs) })}</p>
      <button
        type="button"
        className="button"
        disabled={!isOpen}
        onClick={() => void act.run(() => host.alerts.snoozeAll(null))}
      >
        {t('alerts.pausing.end')}
      </button>
      <ActFailure act={act} />
    </div>
  );
}

function NothingNow() {
  const { alerts } = useStores();
  const rules = useStore(alerts, (state) => state.settings?.rules.filter(({ isOn }) => isOn).length ?? 0);
  return (
    <div className="alerts__none">
      <span className="empty__mark">
        <Icon name="alerts" size={32} />
      </span>
      <h3 className="empty__title">{t('alerts.none.title')}</h3>
      <p className="empty__text">{t('alerts.none.text')}</p>
      <p className="alerts__rules">
        {t('alerts.none.rules', { count: rules })} <a href="#/alerts/rules">{t('alerts.none.to-rules')}</a>
      </p>
    </div>
  );
}

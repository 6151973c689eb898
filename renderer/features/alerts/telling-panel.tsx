import { useStore } from 'zustand';
import { t } from '../../i18n/i18n.ts';
import { useHost, useIsOpen, useStores } from '../../stores/context.ts';
import { Panel } from '../../ui/panel.tsx';
import { Setting } from '../../ui/setting.tsx';
import { ActFailure } from './act-failure.tsx';
import { AllowNotifications } from './allow-notifications.tsx';
import { Pausing } from './now-panel.tsx';
import { QuietForm } from './quiet-form.tsx';
import { SnoozeMenu } from './snooze-menu.tsx';
import { useAct } from '../../ui/use-act.ts';
import { WebhookForm } from './webhook-form.tsx';

/** How and when alerts are told. */
export function TellingPanel() {
  const { alerts } = useStores();
  const host = useHost();
  const isOpen = useIsOpen();
  const act = useAct();
  const settings = useStore(alerts, (state) => state.settings);
  if (settings === null) return null;
  return (
    <div className="telling">
      <Panel title={t('telling.notifications')}>
        <Setting name={t('telling.on')} hint={t('telling.on.text')}>
          {({ nameId, hintId }) => (
            <input
              type="checkbox"
              className="alerts__switch"
              aria-labelledby={nameId}
              aria-describedby={hintId}
              checked={settings.notifications}
              disabled={!isOpen || act.isBusy}
              onChange={(event) => {
                const isOn = event.currentTarget.checked;
                void act.run(() => host.alerts.setNotifications(isOn));
              }}
            />
          )}
        </Setting>
        <AllowNotifications />
        <Setting name={t('telling.pause')} hint={t('telling.pause.text')}>
          {() => (
            <SnoozeMenu
              label={t('telling.pause')}
              name={t('telling.pause')}
              onSnooze={(untilMs) => void act.run(() => host.alerts.snoozeAll(untilMs))}
            />
          )}
        </Setting>
        <ActFailure act={act} />
        <Pausing />
      </Panel>
      <Panel title={t('telling.quiet')}>
        <QuietForm quiet={settings.quietHours} />
      </Panel>
      <Panel title={t('telling.webhook')}>
        <WebhookForm webhook={settings.webhook} />
      </Panel>
    </div>
  );
}

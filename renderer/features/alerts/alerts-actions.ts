import { t } from '../../i18n/i18n.ts';
import type { Action } from '../../stores/actions.ts';
import { activeOf } from '../../stores/alerts.ts';
import type { App } from '../../stores/context.ts';
import { goTo } from '../../stores/ui.ts';
import { parts } from './parts.ts';

const HOUR_MS = 3_600_000;

/** What can be done about alerts from anywhere. */
export function alertsActions({ stores, host }: App): readonly Action[] {
  const { ui, link, alerts } = stores;
  const { status, offsetMs } = link.getState();
  const isOpen = status.kind === 'open';
  const { byId, settings } = alerts.getState();
  const unseen = activeOf(byId).filter(({ state }) => state === 'fired');
  const nowMs = Date.now() + offsetMs;
  const isPaused = (settings?.snoozedUntilMs ?? 0) > nowMs;
  const words = t('do.alerts.words');
  return [
    ...parts.map((part) => ({
      id: `alerts.${part}`,
      group: 'alerts' as const,
      title: t('do.alerts.part', { part: t(`alerts.part.${part}`) }),
      words,
      isUseful: true,
      run: () => goTo(ui, window.location, { page: 'alerts', part }),
    })),
    {
      id: 'alerts.acknowledge',
      group: 'alerts',
      title: t('do.alerts.acknowledge'),
      words,
      isUseful: isOpen && unseen.length > 0,
      run: () => {
        for (const { id } of unseen) void host.alerts.acknowledge(id);
      },
    },
    {
      id: 'alerts.pause',
      group: 'alerts',
      title: isPaused ? t('do.alerts.resume') : t('do.alerts.pause'),
      words,
      isUseful: isOpen && settings !== null,
      run: () => void host.alerts.snoozeAll(isPaused ? null : nowMs + HOUR_MS),
    },
  ];
}

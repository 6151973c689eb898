import type { Bridge } from '../../shared/contract/client.ts';
import type { CallInput, CallName, CallOutput } from '../../shared/contract/contract.ts';
import { type Failure, fail, ok } from '../../shared/contract/failure.ts';
import type { Alert, AlertSettings } from '../../shared/model/alert.ts';
import { NO_ALERT_HISTORY, withAlerts } from '../stores/alerts.ts';
import type { AlertActions } from '../stores/alerts-actions.ts';
import { READY } from '../stores/phase.ts';
import type { Stores } from '../stores/stores.ts';

const PAGE_ALERTS = 50;
const NO_HOST: Failure = { kind: 'unavailable', detail: 'no connection' };

/** What the page of alerts can ask of the host. */
export function createAlerts({ alerts }: Pick<Stores, 'alerts'>, bridgeNow: () => Bridge | null): AlertActions {
  async function ask<Name extends CallName>(
    name: Name,
    input: CallInput<Name>,
    take: (value: CallOutput<Name>) => void,
  ): Promise<Failure | null> {
    const bridge = bridgeNow();
    if (bridge === null) return NO_HOST;
    const result = await bridge.call(name, input);
    if (!result.ok) return result.failure;
    take(result.value);
    return null;
  }

  const takeAlert = (alert: Alert): void => alerts.setState((state) => withAlerts(state, [alert]));
  const takeSettings = (settings: AlertSettings): void => alerts.setState({ settings });

  async function loadHistory(before: number | null): Promise<void> {
    const bridge = bridgeNow();
    if (bridge === null) return;
    alerts.setState(({ history }) => ({ history: { ...history, isAsking: true } }));
    const result = await bridge.call('alerts.history', { before, limit: PAGE_ALERTS });
    const { history } = alerts.getState();
    if (!result.ok) {
      const phase = history.phase.kind === 'ready' ? READY : { kind: 'failed' as const, failure: result.failure };
      return alerts.setState({ history: { ...history, phase, isAsking: false } });
    }
    const known = before === null ? [] : history.alerts;
    const { alerts: more, next } = result.value;
    alerts.setState({ history: { phase: READY, alerts: [...known, ...more], next, isAsking: false } });
  }

  return {
    acknowledge: (alert) => ask('alerts.acknowledge', { alert }, takeAlert),
    snooze: (alert, untilMs) => ask('alerts.snooze', { alert, untilMs }, takeAlert),
    snoozeAll: (untilMs) => ask('alerts.snoozeAll', { untilMs }, takeSettings),
    setRule: (rule) => ask('alerts.setRule', rule, takeSettings),
    resetRule: (kind, account) => ask('alerts.resetRule', { kind, account }, takeSettings),
    test: (kind) => ask('alerts.test', { kind }, takeAlert),
    setQuietHours: (quiet) => ask('alerts.setQuietHours', quiet, takeSettings),
    setNotifications: (isOn) => ask('alerts.setNotifications', { isOn }, takeSettings),
    setWebhook: (webhook) => ask('alerts.setWebhook', webhook, takeSettings),
    showHistory() {
      if (alerts.getState().history.phase.kind !== 'ready') alerts.setState({ history: NO_ALERT_HISTORY });
      void loadHistory(null);
    },
    moreHistory() {
      const { next, isAsking } = alerts.getState().history;
      if (next !== null && !isAsking) void loadHistory(next);
    },
    async find(alert) {
      const result = (await bridgeNow()?.call('alerts.one', { alert })) ?? fail(NO_HOST);
      return !result.ok && result.failure.kind === 'not-found' ? ok(null) : result;
    },
    told: (alert) => void bridgeNow()?.call('alerts.told', { alert }),
  };
}

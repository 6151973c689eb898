import type { Bridge } from '../../shared/contract/client.ts';
import { withAlerts, withAlertsSnapshot } from '../stores/alerts.ts';
import type { Stores } from '../stores/stores.ts';

type AlertStores = Pick<Stores, 'alerts'>;

/** Asks for everything about alerts. What is known stays when it cannot be had anew. */
export async function loadAlerts(bridge: Bridge, { alerts }: AlertStores): Promise<void> {
  const result = await bridge.call('alerts.snapshot', {});
  if (result.ok) return alerts.setState((state) => withAlertsSnapshot(state, result.value));
  if (alerts.getState().phase.kind !== 'ready') alerts.setState({ phase: { kind: 'failed', failure: result.failure } });
}

/** Keeps alerts and their rules as the host last told them. */
export function followAlerts(bridge: Bridge, { alerts }: AlertStores): void {
  bridge.on('alerts.changed', ({ alerts: changed }) => alerts.setState((state) => withAlerts(state, changed)));
  bridge.on('alerts.settingsChanged', (settings) => alerts.setState({ settings }));
  // The notice may carry facts of its own, so it is no newer view of the alert.
  bridge.on('alerts.raised', (raised) =>
    alerts.setState((state) => ({
      ...(state.byId[raised.id] === undefined ? withAlerts(state, [raised]) : state),
      raised: { ...raised },
    })),
  );
}

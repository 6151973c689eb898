import type { Bridge } from '../../shared/contract/client.ts';
import type { Failure, Result } from '../../shared/contract/failure.ts';
import type { PracticeState } from '../../shared/model/host.ts';
import type { HostActions } from '../stores/context.ts';
import { withoutTrouble } from '../stores/lists.ts';
import { READY } from '../stores/phase.ts';
import type { Stores } from '../stores/stores.ts';
import { createActivity } from './activity.ts';
import { createAlerts } from './alerts.ts';
import { createInspector } from './inspect.ts';
import { createKeyActions } from './keys-actions.ts';
import { createOrders } from './orders.ts';
import { createSeriesQueue } from './series-queue.ts';
import type { Feed } from './feed.ts';
import { createStorageActions } from './storage-actions.ts';
import type { Timers } from './timers.ts';

export interface ActionOptions {
  readonly stores: Stores;
  readonly feed: Feed;
  readonly timers: Timers;
  readonly newId: () => string;
  readonly retryNow: () => void;
}
const NO_HOST: Failure = { kind: 'unavailable', detail: 'no connection' };

/** What the page can ask of the host. Answers and refusals end in the stores. */
export function createActions(options: ActionOptions): HostActions {
  const { stores, feed, timers } = options;

  function refuse(failure: Failure | null): void {
    if (failure === null) return;
    const refusal = { id: options.newId(), failure };
    stores.troubles.setState(({ refusals }) => ({ refusals: [...refusals, refusal] }));
  }

  function run(act: (bridge: Bridge) => Promise<Failure | null>): void {
    if (feed.bridge === null) refuse(NO_HOST);
    else void act(feed.bridge).then(refuse);
  }

  function taken(result: Result<PracticeState>): Failure | null {
    if (!result.ok) return result.failure;
    stores.practice.setState({ phase: READY, state: result.value });
    return null;
  }

  return {
    setWorkload(accounts, level) {
      for (const account of accounts) {
        run(async (bridge) => taken(await bridge.call('practice.setWorkload', { account, level })));
      }
    },
    setExchange: (exchange) => run(async (bridge) => taken(await bridge.call('practice.setExchange', exchange))),
    refresh: () => feed.refresh(),
    retryNow: options.retryNow,
    wantSeries: createSeriesQueue(stores, () => feed.bridge),
    activity: createActivity(feed, stores, timers),
    inspect: createInspector(feed, stores, timers),
    orders: createOrders({ stores, feed, timers, newId: options.newId, refuse }),
    alerts: createAlerts(stores, () => feed.bridge),
    dismissTrouble(id) {
      const { troubles, refusals } = stores.troubles.getState();
      stores.troubles.setState({ refusals: refusals.filter((refusal) => refusal.id !== id) });
      if (!troubles.some((trouble) => trouble.id === id)) return;
      // The host keeps that it was read, for the other pages and for this one after a reload.
      stores.troubles.setState(withoutTrouble(id));
      void feed.bridge?.call('host.dismiss', { trouble: id });
    },
    ...createKeyActions(stores, () => feed.bridge, timers, run),
    ...createStorageActions(stores, () => feed.bridge, run),
  };
}

import { type ActivityStore, createActivityStore } from './activity.ts';
import { type ActionsStore, createActionsStore } from './actions.ts';
import { type AlertsStore, createAlertsStore } from './alerts.ts';
import { createKeysStore, type KeysStore } from './keys.ts';
import { createInspectStore, type InspectStore } from './inspect.ts';
import { createLatencyStore, type LatencyStore } from './latency.ts';
import { createLayoutStore, type LayoutStore } from './layout.ts';
import { createLimitsStore, type LimitsStore } from './limits.ts';
import { createLinkStore, type LinkStore } from './link.ts';
import {
  type AccountsStore,
  type ConnectionsStore,
  createAccountsStore,
  createConnectionsStore,
  createPracticeStore,
  createTroublesStore,
  type PracticeStore,
  type TroublesStore,
} from './lists.ts';
import { createOrdersStore, type OrdersStore } from './orders.ts';
import { createTicketStore, type TicketStore } from './orders-ticket.ts';
import { createSeriesStore, type SeriesStore } from './series.ts';
import type { Memory } from './preferences.ts';
import { createStorageStore, type StorageStore } from './storage.ts';
import { createUiStore, type UiStore } from './ui.ts';

export interface Stores {
  readonly link: LinkStore;
  readonly accounts: AccountsStore;
  readonly limits: LimitsStore;
  readonly layout: LayoutStore;
  readonly series: SeriesStore;
  readonly latency: LatencyStore;
  readonly inspect: InspectStore;
  readonly connections: ConnectionsStore;
  readonly practice: PracticeStore;
  readonly activity: ActivityStore;
  readonly troubles: TroublesStore;
  readonly storage: StorageStore;
  readonly orders: OrdersStore;
  readonly ticket: TicketStore;
  readonly keys: KeysStore;
  readonly alerts: AlertsStore;
  readonly ui: UiStore;
  readonly actions: ActionsStore;
}

export function createStores(memory: Memory): Stores {
  return {
    link: createLinkStore(),
    accounts: createAccountsStore(),
    limits: createLimitsStore(),
    layout: createLayoutStore(),
    series: createSeriesStore(),
    latency: createLatencyStore(),
    inspect: createInspectStore(),
    connections: createConnectionsStore(),
    practice: createPracticeStore(),
    activity: createActivityStore(),
    troubles: createTroublesStore(),
    storage: createStorageStore(),
    orders: createOrdersStore(),
    ticket: createTicketStore(),
    keys: createKeysStore(),
    alerts: createAlertsStore(),
    ui: createUiStore(memory),
    actions: createActionsStore(),
  };
}

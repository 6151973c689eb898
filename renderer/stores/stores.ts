import { createLatencyStore, type LatencyStore } from './latency.ts';
import { createLayoutStore, type LayoutStore } from './layout.ts';
import { createLimitsStore, type LimitsStore } from './limits.ts';
import { createLinkStore, type LinkStore } from './link.ts';
import {
  type AccountsStore,
  type ActivityStore,
  type ConnectionsStore,
  createAccountsStore,
  createActivityStore,
  createConnectionsStore,
  createPracticeStore,
  createTroublesStore,
  type PracticeStore,
  type TroublesStore,
} from './lists.ts';
import { createSeriesStore, type SeriesStore } from './series.ts';
import { createUiStore, type Memory, type UiStore } from './ui.ts';

export interface Stores {
  readonly link: LinkStore;
  readonly accounts: AccountsStore;
  readonly limits: LimitsStore;
  readonly layout: LayoutStore;
  readonly series: SeriesStore;
  readonly latency: LatencyStore;
  readonly connections: ConnectionsStore;
  readonly practice: PracticeStore;
  readonly activity: ActivityStore;
  readonly troubles: TroublesStore;
  readonly ui: UiStore;
}

export function createStores(memory: Memory): Stores {
  return {
    link: createLinkStore(),
    accounts: createAccountsStore(),
    limits: createLimitsStore(),
    layout: createLayoutStore(),
    series: createSeriesStore(),
    latency: createLatencyStore(),
    connections: createConnectionsStore(),
    practice: createPracticeStore(),
    activity: createActivityStore(),
    troubles: createTroublesStore(),
    ui: createUiStore(memory),
  };
}

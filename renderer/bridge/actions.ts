import type { Result } from '../../shared/contract/failure.ts';
import type { PracticeState } from '../../shared/model/host.ts';
import type { HostActions } from '../stores/context.ts';
import { READY } from '../stores/phase.ts';
import { NO_SERIES } from '../stores/series.ts';
import type { Stores } from '../stores/stores.ts';
import type { Feed } from './feed.ts';
import { loadSeries } from './snapshots.ts';
import type { Timers } from './timers.ts';

export interface ActionOptions {
  readonly stores: Stores;
  readonly feed: Feed;
  readonly timers: Timers;
  readonly newId: () => string;
  readonly retryNow: () => void;
}

const ACTIVITY_EVERY_MS = 1_000;
const ACTIVITY_ROWS = 100;

/** What the page can ask of the host. Answers and refusals end in the stores. */
export function createActions(options: ActionOptions): HostActions {
  const { stores, feed, timers } = options;

  function taken(result: Result<PracticeState>): void {
    if (result.ok) return stores.practice.setState({ phase: READY, state: result.value });
    const refusal = { id: options.newId(), failure: result.failure };
    stores.troubles.setState(({ refusals }) => ({ refusals: [...refusals, refusal] }));
  }

  return {
    setWorkload(accounts, level) {
      for (const account of accounts) void feed.bridge?.call('practice.setWorkload', { account, level }).then(taken);
    },
    setExchange: (exchange) => void feed.bridge?.call('practice.setExchange', exchange).then(taken),
    refresh: () => feed.refresh(),
    retryNow: options.retryNow,
    wantSeries(key) {
      const known = stores.series.getState().byKey[key] ?? NO_SERIES;
      if (feed.bridge !== null && known.phase.kind !== 'ready') void loadSeries(feed.bridge, stores, key);
    },
    watchActivity() {
      void loadActivity(feed, stores);
      return timers.every(ACTIVITY_EVERY_MS, () => {
        if (!stores.activity.getState().isPaused) void loadActivity(feed, stores);
      });
    },
    dismissTrouble: (id) =>
      stores.troubles.setState(({ dismissed, refusals }) => ({
        dismissed: new Set([...dismissed, id]),
        refusals: refusals.filter((refusal) => refusal.id !== id),
      })),
  };
}

async function loadActivity(feed: Feed, stores: Stores): Promise<void> {
  const result = await feed.bridge?.call('activity.page', { before: null, limit: ACTIVITY_ROWS });
  if (result === undefined || stores.activity.getState().isPaused) return;
  if (result.ok) stores.activity.setState({ phase: READY, rows: result.value.rows, total: result.value.total });
  else if (stores.activity.getState().phase.kind !== 'ready') {
    stores.activity.setState({ phase: { kind: 'failed', failure: result.failure } });
  }
}

import type { Bridge } from '../../shared/contract/client.ts';
import { NO_SERIES } from '../stores/series.ts';
import type { Stores } from '../stores/stores.ts';
import { loadSeries } from './snapshots.ts';

/** Rows come by the hundred; the host answers only so many calls at once. */
const AT_ONCE = 4;

/** Asks for the histories of rows in turn. */
export function createSeriesQueue(stores: Stores, bridgeNow: () => Bridge | null): (key: string) => void {
  const waiting = new Set<string>();
  let running = 0;

  async function work(): Promise<void> {
    running += 1;
    for (const key of waiting) {
      waiting.delete(key);
      const bridge = bridgeNow();
      const known = stores.series.getState().byKey[key] ?? NO_SERIES;
      if (bridge !== null && known.phase.kind !== 'ready') await loadSeries(bridge, stores, key);
    }
    running -= 1;
  }

  return (key) => {
    waiting.add(key);
    if (running < AT_ONCE) void work();
  };
}

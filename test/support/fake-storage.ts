import type { Handlers } from '../../shared/contract/dispatch.ts';
import { ok } from '../../shared/contract/failure.ts';
import type { Settings, StorageStats } from '../../shared/model/storage.ts';

export interface FakeStore {
  stats: StorageStats;
  settings: Settings;
}

const DAY_MS = 86_400_000;
const ROW_BYTES = 190;

export function freshStore(nowMs: number): FakeStore {
  return {
    stats: {
      activityBytes: 184_549_376,
      activityLiveBytes: 171_000_000,
      journalBytes: 409_600,
      rows: 912_345,
      oldestRowAtMs: nowMs - 20 * DAY_MS,
      newestRowAtMs: nowMs,
    },
    settings: { retention: { keepDays: 45, maxBytes: 2 * 1024 ** 3 } },
  };
}

type StorageHandlers = Pick<Handlers, 'storage.stats' | 'storage.prune' | 'settings.get' | 'settings.set'>;

/** Keeps a request log that is spread evenly over its age. */
export function storageHandlers(store: FakeStore): StorageHandlers {
  return {
    'storage.stats': () => ok(store.stats),
    'settings.get': () => ok(store.settings),
    'settings.set': (settings) => {
      store.settings = settings;
      return ok(settings);
    },
    'storage.prune': ({ keepDays }) => {
      const { rows, oldestRowAtMs, newestRowAtMs, activityBytes } = store.stats;
      if (oldestRowAtMs === null || newestRowAtMs === null) return ok({ rowsRemoved: 0, stats: store.stats });
      const cutoffMs = newestRowAtMs - keepDays * DAY_MS;
      const share = Math.max(0, Math.min(1, (cutoffMs - oldestRowAtMs) / (newestRowAtMs - oldestRowAtMs)));
      const rowsRemoved = Math.round(rows * share);
      store.stats = {
        ...store.stats,
        rows: rows - rowsRemoved,
        activityBytes: Math.max(4_096, activityBytes - rowsRemoved * ROW_BYTES),
        oldestRowAtMs: Math.max(oldestRowAtMs, cutoffMs),
      };
      return ok({ rowsRemoved, stats: store.stats });
    },
  };
}

import type { Handlers } from '../../shared/contract/dispatch.ts';
import { ok } from '../../shared/contract/failure.ts';
import { STANDARD_PAGE } from '../../shared/model/page-settings.ts';
import { Settings, type StorageStats } from '../../shared/model/storage.ts';
import type { Publish } from './fake-engine.ts';

export interface FakeStore {
  stats: StorageStats;
  settings: Settings;
  /** How often the file manager was asked for. */
  foldersOpened: number;
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
      folder: {
        path: '/home/trader/.local/share/headroom',
        files: [
          { name: 'activity.db', bytes: 184_549_376 },
          { name: 'journal.db', bytes: 409_600 },
          { name: 'instance.json', bytes: 64 },
          { name: 'instance.lock', bytes: 0 },
        ],
      },
    },
    settings: { retention: { keepDays: 45, maxBytes: 2 * 1024 ** 3 }, page: STANDARD_PAGE, tiers: {} },
    foldersOpened: 0,
  };
}

type StorageHandlers = Pick<Handlers, `storage.${'stats' | 'prune' | 'openFolder'}` | `settings.${'get' | 'set'}`>;

/** Keeps a request log that is spread evenly over its age. */
export function storageHandlers(store: FakeStore, publish: Publish): StorageHandlers {
  return {
    'storage.stats': () => ok(store.stats),
    'settings.get': () => ok(store.settings),
    'settings.set': ({ retention = store.settings.retention, page = {}, tiers = {} }) => {
      store.settings = Settings.parse({
        retention,
        page: { ...store.settings.page, ...page },
        tiers: { ...store.settings.tiers, ...tiers },
      });
      publish('settings.changed', store.settings);
      return ok(store.settings);
    },
    'storage.openFolder': () => {
      store.foldersOpened += 1;
      return ok({});
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

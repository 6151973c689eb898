import type { DatabaseSync } from 'node:sqlite';
import type { ActivityStats } from '../../engine/recorder/queries.ts';
import { sizeOf } from './set-aside.ts';

/** What the request log holds. */
export function storageStats(db: DatabaseSync): ActivityStats {
  const pragma = (name: string): number => Number(db.prepare(`PRAGMA ${name}`).get()?.[name] ?? 0);
  const ends =
    db.prepare('SELECT (SELECT min(at_ms) FROM rows) AS oldest, (SELECT max(at_ms) FROM rows) AS newest').get() ?? {};
  const total = db.prepare('SELECT row_count FROM totals').get()?.['row_count'] ?? 0;
  return {
    activityBytes: bytesOnDisk(db.location() ?? ''),
    activityLiveBytes: (pragma('page_count') - pragma('freelist_count')) * pragma('page_size'),
    rows: Number(total),
    oldestRowAtMs: timeOf(ends['oldest']),
    newestRowAtMs: timeOf(ends['newest']),
  };
}

/** A store's file and the logs beside it. */
export function bytesOnDisk(path: string): number {
  return ['', '-wal', '-shm'].reduce((sum, suffix) => sum + (sizeOf(path + suffix) ?? 0), 0);
}

function timeOf(value: unknown): number | null {
  return value === null || value === undefined ? null : Number(value);
}

import { statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { ActivityDatabase } from '../../../electron/adapters/stores/activity-database.ts';
import type { RetentionPolicy } from '../../../electron/engine/recorder/types.ts';
import { FAKE_START_MS } from '../../support/fake-clock.ts';
import { batch, historyOf, latency, openActivity, pageOf, row, tempFolder, sampleOf } from './support.ts';

const SECOND = 1_000;
const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const NO_BYTES_LIMIT = 1e12;

function pruneAll(store: ActivityDatabase, policy: RetentionPolicy, nowMs: number) {
  const turns = [];
  do turns.push(store.prune(policy, nowMs));
  while (turns.at(-1)?.isDone !== true);
  return {
    turns,
    rowsRemoved: turns.reduce((sum, turn) => sum + turn.rowsRemoved, 0),
    bytes: turns.at(-1)?.bytes ?? 0,
  };
}

function filled(path: string, count: number, everyMs: number): ActivityDatabase {
  const store = openActivity(path);
  for (let first = 1; first <= count; first += 1_000) {
    const rows = Array.from({ length: Math.min(1_000, count - first + 1) }, (_, more) =>
      row(first + more, FAKE_START_MS + (first + more) * everyMs),
    );
    store.append(batch({ rows }));
  }
  return store;
}

describe('retention by age', () => {
  it('removes exactly the rows that are too old, in bounded turns', () => {
    const store = filled(join(tempFolder(), 'activity.db'), 10_000, SECOND);
    const { turns, rowsRemoved } = pruneAll(
      store,
      { maxAgeMs: 1_000 * SECOND, maxBytes: NO_BYTES_LIMIT },
      FAKE_START_MS + 10_000 * SECOND,
    );
    expect(rowsRemoved).toBe(8_999);
    expect(Math.max(...turns.map((turn) => turn.rowsRemoved))).toBeLessThanOrEqual(2_000);
    expect(pageOf(store, null, 1)).toMatchObject({ rows: [{ id: 10_000 }], total: 1_001 });
    expect(pageOf(store, 9_001, 10)).toMatchObject({ rows: [{ id: 9_000 }] });
    store.close();
  });

  it('finds old rows behind newer ones, as after a clock set forward for a while', () => {
    const store = openActivity(join(tempFolder(), 'activity.db'));
    store.append(
      batch({ rows: [row(1, FAKE_START_MS + 365 * DAY), row(2, FAKE_START_MS), row(3, FAKE_START_MS + 31 * DAY)] }),
    );
    pruneAll(store, { maxAgeMs: 30 * DAY, maxBytes: NO_BYTES_LIMIT }, FAKE_START_MS + 31 * DAY);
    expect(pageOf(store, null, 10).rows.map(({ id }) => id)).toEqual([3, 1]);
    store.close();
  });

  it('removes rollups by their own age: seconds first, hours last', () => {
    const store = openActivity(join(tempFolder(), 'activity.db'));
    for (const day of [0, 300, 360, 399]) {
      const atMs = FAKE_START_MS + day * DAY;
      store.append(batch({ use: [sampleOf('a', atMs, 1), sampleOf('b', atMs, 1)], latency: [latency(atMs, [1])] }));
    }
    const untilMs = FAKE_START_MS + 400 * DAY;
    pruneAll(store, { maxAgeMs: 1_000 * DAY, maxBytes: NO_BYTES_LIMIT }, untilMs + HOUR);
    for (const key of ['a', 'b'])
      expect(historyOf(store, key, { untilMs, spanMs: 399 * DAY, points: 2_000 }).points).toHaveLength(3);
    expect(historyOf(store, 'a', { untilMs, spanMs: 32 * DAY, points: 80_000 }).points).toHaveLength(1);
    expect(store.latencyHistory({ untilMs, spanMs: 399 * DAY, points: 2_000 }).exchanges[0]?.points).toHaveLength(3);
    store.close();
  });
});

describe('retention by size', () => {
  it('removes the oldest rows until the file fits, and gives the room back to the disk', () => {
    const path = join(tempFolder(), 'activity.db');
    const store = filled(path, 300_000, 1);
    const { bytes, rowsRemoved } = pruneAll(store, { maxAgeMs: DAY, maxBytes: 5_000_000 }, FAKE_START_MS);
    expect(bytes).toBeLessThanOrEqual(5_000_000);
    expect(bytes).toBeGreaterThan(4_000_000);
    const { rows, total } = pageOf(store, null, 1);
    expect(rows[0]?.id).toBe(300_000);
    expect(total).toBe(300_000 - rowsRemoved);
    store.close();
    expect(statSync(path).size).toBeLessThan(24_000_000);
  });

  it('leaves a file that fits as it is', () => {
    const store = filled(join(tempFolder(), 'activity.db'), 1_000, 1);
    expect(pruneAll(store, { maxAgeMs: DAY, maxBytes: 5_000_000 }, FAKE_START_MS).turns).toMatchObject([
      { rowsRemoved: 0, isDone: true },
    ]);
    store.close();
  });
});

import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it } from 'vitest';
import type { ActivityDatabase } from '../../../electron/adapters/stores/activity-database.ts';
import type { StoredRow } from '../../../electron/engine/recorder/recorded-row.ts';
import type { ActivityStats } from '../../../electron/engine/recorder/queries.ts';
import type { ActivityDetail } from '../../../shared/model/activity-query.ts';
import { FAKE_START_MS } from '../../support/fake-clock.ts';
import { batch, openActivity, row, sampleOf, tempFolder } from './support.ts';

const KEY = 'binance/live|ip-weight|ip=a%7Cb';
const full: StoredRow = {
  ...row(1, FAKE_START_MS + 1_500, { firstByteMs: 600, outcome: 'ok' }),
  bucketKey: KEY,
  charges: [
    { key: KEY, cost: 20, spent: 0 },
    { key: 'binance/live|orders-1d|account=main', cost: 1, spent: 1 },
  ],
  readings: [
    { key: KEY, kind: 'used', value: 412.5 },
    { key: KEY, kind: 'capacity', value: 6_000 },
  ],
  params: [
    { name: 'symbol', value: 'BTCUSDT' },
    { name: 'quantity', value: null },
  ],
};
const detailOf = (store: ActivityDatabase, id: number) => store.answer({ about: 'row', id }) as ActivityDetail | null;

describe('one request in full', () => {
  it('comes back as it was recorded, with the use of its buckets before and after', () => {
    const store = openActivity(join(tempFolder(), 'activity.db'));
    const seconds = [-1, 0, 1, 2].map((second) => sampleOf(KEY, FAKE_START_MS + second * 1_000, 100 + second));
    store.append(batch({ rows: [full], use: seconds }));
    const { charges, readings, params, ...kept } = full;
    expect(detailOf(store, 1)).toMatchObject({ row: kept, charges, readings, params });
    // It left at 0.9 s and was answered at 1.5 s.
    expect(detailOf(store, 1)?.uses).toMatchObject([
      {
        key: KEY,
        before: { atMs: FAKE_START_MS - 1_000, used: 99 },
        after: { atMs: FAKE_START_MS + 1_000, used: 101 },
      },
      { before: null, after: null },
    ]);
    store.close();
  });

  it('is told without what was not recorded, and not at all when it is not there', () => {
    const store = openActivity(join(tempFolder(), 'activity.db'));
    store.append(batch({ rows: [row(1, FAKE_START_MS)] }));
    expect(detailOf(store, 1)).toMatchObject({ row: { id: 1 }, charges: [], readings: [], params: [], uses: [] });
    expect(detailOf(store, 2)).toBeNull();
    store.close();
  });

  it('leaves out what damage made unreadable', () => {
    const path = join(tempFolder(), 'activity.db');
    const store = openActivity(path);
    store.append(batch({ rows: [full] }));
    store.close();
    const db = new DatabaseSync(path);
    db.exec(
      `UPDATE rows SET readings = '[[1,0,"x"],7', params = 999; UPDATE names SET text = '{"a":1}' WHERE text LIKE '[["binance%'`,
    );
    db.close();
    const again = openActivity(path);
    expect(detailOf(again, 1)).toMatchObject({ row: { id: 1 }, charges: [], readings: [], params: [] });
    again.close();
  });

  it('takes little room: lists that repeat are kept once', () => {
    const store = openActivity(join(tempFolder(), 'activity.db'));
    const bytes = () => (store.answer({ about: 'stats' }) as ActivityStats).activityLiveBytes;
    const rows = (first: number) => Array.from({ length: 5_000 }, (_, more) => ({ ...full, id: first + more }));
    store.append(batch({ rows: rows(1) }));
    const before = bytes();
    store.append(batch({ rows: rows(5_001) }));
    expect((bytes() - before) / 5_000).toBeLessThan(160);
    store.close();
  });
});

describe('what the request log takes', () => {
  it('is counted in bytes, rows and ends', () => {
    const store = openActivity(join(tempFolder(), 'activity.db'));
    const stats = () => store.answer({ about: 'stats' }) as ActivityStats;
    expect(stats()).toMatchObject({ rows: 0, oldestRowAtMs: null, newestRowAtMs: null });
    store.append(batch({ rows: [row(1, FAKE_START_MS), row(2, FAKE_START_MS + 9), row(3, FAKE_START_MS - 5)] }));
    expect(stats()).toMatchObject({ rows: 3, oldestRowAtMs: FAKE_START_MS - 5, newestRowAtMs: FAKE_START_MS + 9 });
    expect(stats().activityBytes).toBeGreaterThanOrEqual(stats().activityLiveBytes / 2);
    expect(stats().activityLiveBytes).toBeGreaterThan(10_000);
    store.close();
  });
});

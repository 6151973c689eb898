import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it } from 'vitest';
import { ActivityDatabase } from '../../../electron/adapters/stores/activity-database.ts';
import { activitySchema } from '../../../electron/adapters/stores/activity-schema.ts';
import { openDatabase } from '../../../electron/adapters/stores/open-database.ts';
import { FAKE_START_MS } from '../../support/fake-clock.ts';
import { batch, openActivity, pageOf, row, tempFolder, sampleOf } from './support.ts';

const pathOf = (): string => join(tempFolder(), 'activity.db');

describe('request log: rows', () => {
  it('are synced batch by batch', () => {
    // At NORMAL a power cut takes everything since the last checkpoint (test/rig/power.ts).
    const { db } = openDatabase(pathOf(), activitySchema, 'stamp');
    expect(db.prepare('PRAGMA synchronous').get()?.['synchronous']).toBe(2);
    db.close();
  });

  it('gives every field back as it came', () => {
    const store = openActivity(pathOf());
    const full = row(1, FAKE_START_MS, {
      kind: 'socket',
      exchange: 'kraken',
      account: 'second-2',
      caller: 'bot:grid-1',
      endpoint: 'ws executions snapshot',
      lane: 'cancel',
      cost: 1.25,
      bucket: '',
      waitedMs: 0.5,
      connectMs: 3.25,
      firstByteMs: 7,
      bodyMs: 0.125,
      exchangeMs: 6.5,
      status: null,
      code: 'EOrder:Rate limit exceeded',
      attempt: 3,
      outcome: 'rejected',
    });
    store.append(batch({ rows: [full] }));
    expect(pageOf(store, null, 10)).toEqual({ rows: [full], total: 1 });
    store.close();
  });

  it('pages from the newest to the oldest without a gap or a repeat', () => {
    const store = openActivity(pathOf());
    for (let first = 1; first <= 96; first += 5) {
      store.append(batch({ rows: [0, 1, 2, 3, 4].map((more) => row(first + more, FAKE_START_MS + first)) }));
    }
    const seen: number[] = [];
    for (let before: number | null = null; ; before = seen.at(-1) ?? null) {
      const page = pageOf(store, before, 30);
      expect(page.total).toBe(100);
      if (page.rows.length === 0) break;
      seen.push(...page.rows.map(({ id }) => id));
    }
    expect(seen).toEqual(Array.from({ length: 100 }, (_, index) => 100 - index));
    store.close();
  });

  it('orders by id, not by a wall clock that was set back', () => {
    const store = openActivity(pathOf());
    store.append(
      batch({ rows: [row(1, FAKE_START_MS), row(2, FAKE_START_MS - 3_600_000), row(3, FAKE_START_MS + 1)] }),
    );
    expect(pageOf(store, null, 10).rows.map(({ id }) => id)).toEqual([3, 2, 1]);
    store.close();
  });

  it('leaves out a row it cannot read and shows the others', () => {
    const path = pathOf();
    const store = openActivity(path);
    store.append(batch({ rows: [row(1, FAKE_START_MS), row(2, FAKE_START_MS)] }));
    store.close();
    const db = new DatabaseSync(path);
    db.exec('UPDATE rows SET lane = 999 WHERE id = 1');
    db.close();
    const again = openActivity(path);
    expect(pageOf(again, null, 10).rows.map(({ id }) => id)).toEqual([2]);
    again.close();
  });

  it('goes on with the ids after the newest ever stored, also when retention removed them all', () => {
    const path = pathOf();
    const store = openActivity(path);
    store.append(batch({ rows: [row(41, FAKE_START_MS), row(42, FAKE_START_MS)] }));
    store.prune({ maxAgeMs: 1, maxBytes: 1e12 }, FAKE_START_MS + 10);
    expect(pageOf(store, null, 10)).toEqual({ rows: [], total: 0 });
    store.close();
    const again = openActivity(path);
    expect(again.lastRowId()).toBe(42);
    again.close();
  });

  it('does not store a batch twice whose answer was lost', () => {
    const store = openActivity(pathOf());
    const first = batch({
      rows: [row(1, FAKE_START_MS), row(2, FAKE_START_MS)],
      use: [sampleOf('a', FAKE_START_MS, 3)],
    });
    store.append(first);
    store.append(first);
    expect(pageOf(store, null, 10)).toMatchObject({ rows: [{ id: 2 }, { id: 1 }], total: 2 });
    store.close();
  });
});

describe('request log: a batch that fails', () => {
  it('leaves nothing behind, and its new names are given anew', () => {
    const db = openDatabase(pathOf(), activitySchema, 'stamp').db;
    const store = new ActivityDatabase(db);
    const broken = { ...row(2, FAKE_START_MS, { endpoint: 'GET /new' }), attempt: Number.NaN };
    expect(() => store.append(batch({ rows: [row(1, FAKE_START_MS, { endpoint: 'GET /new' }), broken] }))).toThrow();
    expect(db.isTransaction).toBe(false);
    expect(db.prepare('SELECT count(*) AS count FROM names').get()?.['count']).toBe(0);
    expect(pageOf(store, null, 10)).toEqual({ rows: [], total: 0 });

    store.append(batch({ rows: [row(1, FAKE_START_MS, { endpoint: 'POST /other', code: 'x' })] }));
    store.append(batch({ rows: [row(2, FAKE_START_MS, { endpoint: 'GET /new' })] }));
    expect(pageOf(store, null, 10).rows.map(({ endpoint }) => endpoint)).toEqual(['GET /new', 'POST /other']);
    store.close();
  });

  it('says what went wrong when SQLite has rolled back by itself, and takes the batch once there is room', () => {
    const db = openDatabase(pathOf(), activitySchema, 'stamp').db;
    const store = new ActivityDatabase(db);
    store.append(batch({ rows: [row(1, FAKE_START_MS)] }));
    const pages = Number(db.prepare('PRAGMA page_count').get()?.['page_count']);
    db.exec(`PRAGMA max_page_count = ${pages}`);
    const rows = Array.from({ length: 2_000 }, (_, index) =>
      row(index + 2, FAKE_START_MS, { endpoint: `GET /${index}` }),
    );
    expect(() => store.append(batch({ rows }))).toThrow('database or disk is full');
    expect(pageOf(store, null, 5)).toMatchObject({ rows: [{ id: 1 }], total: 1 });
    db.exec('PRAGMA max_page_count = 1000000');
    store.append(batch({ rows }));
    expect(pageOf(store, null, 1)).toMatchObject({ rows: [{ id: 2_001, endpoint: 'GET /1999' }], total: 2_001 });
    store.close();
  });
});

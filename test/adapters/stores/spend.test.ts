import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { ActivityDatabase } from '../../../electron/adapters/stores/activity-database.ts';
import type { StoredRow } from '../../../electron/engine/recorder/recorded-row.ts';
import type { Contributions } from '../../../shared/model/spend.ts';
import { FAKE_START_MS } from '../../support/fake-clock.ts';
import { batch, openActivity, row, tempFolder } from './support.ts';

const SECOND = 1_000;
const MINUTE = 60_000;
const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const WEIGHT = 'binance/live|ip-weight|ip=default';
const ORDERS = 'binance/live|orders-10s|account=main';

const open = () => openActivity(join(tempFolder(), 'activity.db'));
const contributions = (store: ActivityDatabase, key: string, spanMs: number, untilMs: number) =>
  store.answer({ about: 'contributions', key, fromMs: untilMs - spanMs, untilMs }) as Contributions;

const charged = (id: number, atMs: number, cost: number, changes: Partial<StoredRow> = {}): StoredRow => ({
  ...row(id, atMs),
  charges: [{ key: WEIGHT, cost, spent: cost }],
  ...changes,
});

describe('what took from a bucket', () => {
  it('is told by endpoint, lane, caller and account, the dearest first, with its share', () => {
    const store = open();
    const order = { endpoint: 'POST /api/v3/order', lane: 'order', caller: 'bot:grid-1' } as const;
    const rows = [
      charged(1, FAKE_START_MS, 20),
      charged(2, FAKE_START_MS + SECOND, 20, { waitedMs: 98.5, status: 429, code: '-1003', outcome: 'rate-limited' }),
      charged(3, FAKE_START_MS, 1, {
        ...order,
        charges: [
          { key: ORDERS, cost: 1, spent: 1 },
          { key: WEIGHT, cost: 10, spent: 10 },
        ],
      }),
    ];
    store.append(batch({ rows }));
    const now = FAKE_START_MS + 5 * SECOND;
    expect(contributions(store, WEIGHT, MINUTE, now)).toEqual({
      fromMs: now - MINUTE,
      untilMs: now,
      calls: 3,
      cost: 50,
      entries: [
        {
          endpoint: 'GET /api/v3/account',
          lane: 'account',
          caller: 'app',
          account: 'main',
          calls: 2,
          failures: 1,
          cost: 40,
          share: 0.8,
          waitedMs: 100,
        },
        { ...order, account: 'main', calls: 1, failures: 0, cost: 10, share: 0.2, waitedMs: 1.5 },
      ],
    });
    expect(contributions(store, ORDERS, MINUTE, now)).toMatchObject({ calls: 1, cost: 1, entries: [{ share: 1 }] });
    expect(contributions(store, 'never', MINUTE, now)).toMatchObject({ calls: 0, cost: 0, entries: [] });
    store.close();
  });

  it('counts what came back as a call that cost nothing, and not at all what never left', () => {
    const store = open();
    const refunded = charged(1, FAKE_START_MS, 1, { charges: [{ key: WEIGHT, cost: 1, spent: 0 }] });
    const held = charged(2, FAKE_START_MS, 1, { status: null, code: 'held', outcome: 'held' });
    store.append(batch({ rows: [refunded, held] }));
    expect(contributions(store, WEIGHT, MINUTE, FAKE_START_MS + 1)).toMatchObject({
      calls: 1,
      cost: 0,
      entries: [{ calls: 1, cost: 0, share: 0 }],
    });
    store.close();
  });

  it('adds up exactly over whole seconds, whatever minutes and hours lie within', () => {
    const store = open();
    const rows = Array.from({ length: 2 * 3_600 }, (_, second) =>
      charged(second + 1, FAKE_START_MS + second * SECOND, 1 + (second % 5)),
    );
    for (let first = 0; first < rows.length; first += 700)
      store.append(batch({ rows: rows.slice(first, first + 700) }));
    const untilMs = FAKE_START_MS + 2 * HOUR;
    for (const seconds of [1, 59, 60, 61, 900, 3_599, 3_600, 3_661, 6_000]) {
      const expected = rows.slice(-seconds).reduce((sum, { charges = [] }) => sum + (charges[0]?.spent ?? 0), 0);
      expect(contributions(store, WEIGHT, seconds * SECOND, untilMs), `${seconds} s`).toMatchObject({
        calls: seconds,
        cost: expected,
      });
    }
    store.close();
  });

  it('adds up exactly over a stretch that ended long ago', () => {
    const store = open();
    const rows = Array.from({ length: 4 * 60 }, (_, minute) =>
      charged(minute + 1, FAKE_START_MS + minute * MINUTE + 30 * SECOND, 1 + (minute % 7)),
    );
    store.append(batch({ rows }));
    for (const [fromMinute, minutes] of [
      [0.5, 0.25],
      [10, 5],
      [50.5, 20],
      [30, 150],
      [59, 62.75],
    ] as const) {
      const fromMs = FAKE_START_MS + fromMinute * MINUTE;
      const untilMs = fromMs + minutes * MINUTE;
      const expected = rows
        .filter(({ atMs }) => atMs >= fromMs && atMs < untilMs)
        .reduce((sum, { charges = [] }) => sum + (charges[0]?.spent ?? 0), 0);
      expect(contributions(store, WEIGHT, minutes * MINUTE, untilMs).cost, `${fromMinute} + ${minutes}`).toBe(expected);
    }
    store.close();
  });

  it('is known by the minute once its seconds are pruned, and by the hour for weeks', () => {
    const store = open();
    const rows = [10 * DAY, 5 * HOUR, 10 * MINUTE].map((agoMs, index) =>
      charged(index + 1, FAKE_START_MS - agoMs, 2 ** index),
    );
    store.append(batch({ rows }));
    while (!store.prune({ maxAgeMs: 30 * DAY, maxBytes: 1e12 }, FAKE_START_MS).isDone);
    for (const [spanMs, cost] of [
      [15 * MINUTE, 4],
      [6 * HOUR, 6],
      [5 * HOUR - 2 * MINUTE, 4],
      [11 * DAY, 7],
    ] as const) {
      expect(contributions(store, WEIGHT, spanMs, FAKE_START_MS).cost).toBe(cost);
    }
    store.close();
  });
});

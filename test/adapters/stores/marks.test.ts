import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { ActivityDatabase } from '../../../electron/adapters/stores/activity-database.ts';
import type { MarkScope } from '../../../electron/engine/recorder/queries.ts';
import type { Span } from '../../../electron/engine/recorder/types.ts';
import type { GateMark, Marks } from '../../../shared/model/spend.ts';
import { FAKE_START_MS } from '../../support/fake-clock.ts';
import { batch, openActivity, row, tempFolder } from './support.ts';

const SECOND = 1_000;
const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const ALL: MarkScope = { exchange: null, account: null, environment: null };

const open = () => openActivity(join(tempFolder(), 'activity.db'));
const marksOf = (store: ActivityDatabase, span: Span, scope: MarkScope = ALL) =>
  store.answer({ about: 'marks', scope, span }) as Marks;
const last = (spanMs: number, points = 300): Span => ({ untilMs: FAKE_START_MS + 10 * SECOND, spanMs, points });

const gate = (atMs: number, changes: Partial<GateMark> = {}): GateMark => ({
  atMs,
  key: 'binance/live|ip=default',
  exchange: 'binance',
  environment: 'live',
  cause: 'rate-limited',
  change: 'closed',
  untilMs: atMs + 30_000,
  code: '-1003',
  ...changes,
});

describe('marks of what ended badly', () => {
  it('count outcomes per account and step, and leave out what went well', () => {
    const store = open();
    const at = (second: number) => FAKE_START_MS + second * SECOND;
    store.append(
      batch({
        rows: [
          row(1, at(0)),
          row(2, at(1), { status: 429, code: '-1003' }),
          row(3, at(1), { status: 429, code: '-1003' }),
          row(4, at(1), { status: 418, code: '-1003' }),
          row(5, at(2), {
            exchange: 'kraken',
            account: 'kr',
            code: 'EAPI:Rate limit exceeded',
            outcome: 'rate-limited',
          }),
          row(6, at(3), { status: 403, code: 'firewall' }),
          row(7, at(3), { status: 400, code: '-2010' }),
          row(8, at(3), { status: 502, code: 'busy' }),
          row(9, at(3), { status: null, code: 'timeout' }),
          row(10, at(3), { status: null, code: 'held' }),
        ],
      }),
    );
    const told = marksOf(store, last(20 * SECOND)).marks.map((mark) => [
      mark.atMs - FAKE_START_MS,
      mark.account,
      mark.outcome,
      mark.count,
    ]);
    expect(told).toEqual([
      [1_000, 'main', 'rate-limited', 2],
      [1_000, 'main', 'banned', 1],
      [2_000, 'kr', 'rate-limited', 1],
      ...(['forbidden', 'rejected', 'server-error', 'lost', 'held'] as const).map((outcome) => [
        3_000,
        'main',
        outcome,
        1,
      ]),
    ]);
    const scoped = (scope: Partial<MarkScope>) => marksOf(store, last(20 * SECOND), { ...ALL, ...scope }).marks.length;
    expect([
      scoped({ exchange: 'kraken' }),
      scoped({ account: 'main' }),
      scoped({ exchange: 'okx' }),
      scoped({ account: 'nobody' }),
    ]).toEqual([1, 7, 0, 0]);
    store.close();
  });

  it('are the same count at every width, and shown by the hour once finer steps are pruned', () => {
    const store = open();
    const rows = Array.from({ length: 400 }, (_, index) =>
      row(index + 1, FAKE_START_MS - index * 60 * SECOND, { status: 429, code: '-1003' }),
    );
    store.append(batch({ rows: [...rows].reverse().map((one, index) => ({ ...one, id: index + 1 })) }));
    const countOf = (span: Span) => marksOf(store, span).marks.reduce((sum, { count }) => sum + count, 0);
    for (const points of [5, 50, 500, 2_000]) expect(countOf(last(31 * DAY, points))).toBe(400);
    while (!store.prune({ maxAgeMs: 300 * DAY, maxBytes: 1e12 }, FAKE_START_MS + 40 * DAY).isDone);
    expect(marksOf(store, last(8 * HOUR, 500))).toMatchObject({ stepMs: HOUR });
    expect(countOf(last(8 * HOUR, 500))).toBe(400);
    store.close();
  });
});

describe('marks of gates', () => {
  it('are kept with the batch, once, oldest first, and chosen by exchange and environment', () => {
    const store = open();
    const gates = [
      gate(FAKE_START_MS),
      gate(FAKE_START_MS + 5, { change: 'opened' }),
      gate(FAKE_START_MS + 2, { exchange: 'okx', environment: 'practice', code: null }),
    ];
    store.append(batch({ gates }));
    store.append(batch({ gates }));
    const [closed, opened, okx] = gates;
    expect(marksOf(store, last(20 * SECOND)).gates).toEqual([closed, okx, opened]);
    expect(marksOf(store, last(20 * SECOND), { ...ALL, exchange: 'okx' }).gates).toEqual([okx]);
    expect(marksOf(store, last(20 * SECOND), { ...ALL, exchange: 'okx', environment: 'live' }).gates).toEqual([]);
    store.close();
  });
});

import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { ActivityDatabase } from '../../../electron/adapters/stores/activity-database.ts';
import type { FoundRows } from '../../../electron/engine/recorder/queries.ts';
import type { StoredRow } from '../../../electron/engine/recorder/recorded-row.ts';
import type { ActivityFilter, ActivityHistogram } from '../../../shared/model/activity-query.ts';
import { FAKE_START_MS } from '../../support/fake-clock.ts';
import { batch, openActivity, row, tempFolder } from './support.ts';

const MINUTE = 60_000;
const HOUR = 3_600_000;
const ENDPOINTS = [
  'GET /api/v3/depth',
  'POST /api/v3/order',
  'DELETE /api/v3/order',
  'GET /100%_sure',
  'GET /rare',
] as const;
const LANES = ['market', 'order', 'cancel', 'account', 'background'] as const;

const open = () => openActivity(join(tempFolder(), 'activity.db'));
const rowsOf = (store: ActivityDatabase, filter: ActivityFilter, before: number | null = null, limit = 500) =>
  store.answer({ about: 'rows', filter, before, limit }) as FoundRows;
const histogramOf = (store: ActivityDatabase, filter: ActivityFilter, points: number, nowMs: number) =>
  store.answer({ about: 'histogram', filter, points, nowMs }) as ActivityHistogram;

/** `count` requests, one every `everyMs`; the clock is set back by an hour halfway. Rare ones are far apart. */
function madeRows(count: number, everyMs: number): readonly StoredRow[] {
  return Array.from({ length: count }, (_, index) => {
    const isRare = index % 997 === 500;
    const kind = isRare ? 4 : index % 4;
    const isRefused = index % 7 === 3;
    return row(index + 1, FAKE_START_MS + index * everyMs - (index > count / 2 ? HOUR : 0), {
      endpoint: ENDPOINTS[kind] ?? '',
      lane: LANES[kind] ?? 'market',
      account: index % 3 === 0 ? 'main' : 'second',
      exchange: index % 3 === 0 ? 'binance' : 'okx',
      caller: index % 11 === 0 ? 'bot:grid-1' : 'workload',
      kind: index % 13 === 5 ? 'socket' : 'request',
      status: isRefused ? (isRare ? 418 : 429) : 200,
      code: isRefused ? (isRare ? '-1021' : '-1003') : null,
      outcome: isRefused ? (isRare ? 'banned' : 'rate-limited') : 'ok',
    });
  });
}

function stored(rows: readonly StoredRow[]): ActivityDatabase {
  const store = open();
  for (let first = 0; first < rows.length; first += 1_000)
    store.append(batch({ rows: rows.slice(first, first + 1_000) }));
  return store;
}

const cases: readonly {
  readonly name: string;
  readonly filter: ActivityFilter;
  readonly fits: (row: StoredRow) => boolean;
}[] = [
  { name: 'nothing chosen', filter: {}, fits: () => true },
  { name: 'empty lists, which leave their part open', filter: { lanes: [], text: '  ' }, fits: () => true },
  { name: 'a lane', filter: { lanes: ['order'] }, fits: ({ lane }) => lane === 'order' },
  { name: 'an account', filter: { accounts: ['main'] }, fits: ({ account }) => account === 'main' },
  {
    name: 'two exchanges and a caller',
    filter: { exchanges: ['binance', 'okx'], callers: ['bot:grid-1'] },
    fits: ({ caller }) => caller === 'bot:grid-1',
  },
  { name: 'a rare outcome', filter: { outcomes: ['banned'] }, fits: ({ outcome }) => outcome === 'banned' },
  { name: 'a rare code', filter: { codes: ['-1021'] }, fits: ({ code }) => code === '-1021' },
  { name: 'sockets', filter: { kinds: ['socket'] }, fits: ({ kind }) => kind === 'socket' },
  {
    name: 'text of an endpoint, in any case',
    filter: { text: 'ORDER' },
    fits: ({ endpoint }) => endpoint.includes('order'),
  },
  { name: 'text of a code', filter: { text: '1021' }, fits: ({ code }) => code === '-1021' },
  {
    name: 'words that stand apart',
    filter: { text: 'delete 1003' },
    fits: ({ endpoint, code }) => endpoint.startsWith('DELETE') && code === '-1003',
  },
  {
    name: 'letters that SQL takes for wildcards',
    filter: { text: '100%_' },
    fits: ({ endpoint }) => endpoint.includes('100%_'),
  },
  { name: 'a letter that SQL takes for an escape', filter: { text: '\\' }, fits: () => false },
  { name: 'what nobody ever sent', filter: { callers: ['ticket'] }, fits: () => false },
  { name: 'parts that never meet', filter: { lanes: ['order'], text: 'depth' }, fits: () => false },
  {
    name: 'times',
    filter: { fromMs: FAKE_START_MS + 10 * MINUTE + 7, untilMs: FAKE_START_MS + 21 * MINUTE + 3 },
    fits: ({ atMs }) => atMs >= FAKE_START_MS + 10 * MINUTE + 7 && atMs < FAKE_START_MS + 21 * MINUTE + 3,
  },
  {
    name: 'times and a lane',
    filter: { lanes: ['cancel'], fromMs: FAKE_START_MS + 10 * MINUTE + 7 },
    fits: ({ atMs, lane }) => lane === 'cancel' && atMs >= FAKE_START_MS + 10 * MINUTE + 7,
  },
];

describe('rows by filter: the same as looking at every row', () => {
  const rows = madeRows(9_000, 900);
  let store: ActivityDatabase | null = null;
  const shared = () => (store ??= stored(rows));

  for (const { name, filter, fits } of cases) {
    it(name, () => {
      const expected = rows
        .filter(fits)
        .map(({ id }) => id)
        .reverse();
      const seen: number[] = [];
      for (let before: number | null = null, more = true; more; ) {
        const page: FoundRows = rowsOf(shared(), filter, before, 500);
        seen.push(...page.rows.map(({ id }) => id));
        before = page.next;
        more = before !== null;
      }
      expect(seen).toEqual(expected);
    });
  }
});

describe('rows by filter', () => {
  it('end with the last page, also where its length is that of a page', () => {
    const store = stored(madeRows(40, 1_000));
    const first = rowsOf(store, { lanes: ['order'] }, null, 5);
    const second = rowsOf(store, { lanes: ['order'] }, first.next, 5);
    expect([first.rows.length, second.rows.length]).toEqual([5, 5]);
    expect(rowsOf(store, { lanes: ['order'] }, second.next, 5)).toEqual({ rows: [], next: null });
    store.close();
  });

  it('come once each when a clock that was wrong for hours was set right again', () => {
    const shifted = (id: number) =>
      id > 6_000 && id <= 12_000 ? -5 * HOUR : id > 18_000 && id <= 21_000 ? 3 * HOUR : 0;
    const rows = madeRows(24_000, 1_000).map((one) => ({
      ...one,
      atMs: FAKE_START_MS + one.id * 1_000 + shifted(one.id),
    }));
    const store = stored(rows);
    for (const filter of [{ codes: ['-1021'] }, { outcomes: ['banned' as const], text: 'rare' }, { text: 'rare' }]) {
      const expected = rows.filter(
        ({ endpoint, code }) =>
          endpoint === 'GET /rare' && (code === '-1021' || (filter.text === 'rare' && filter.outcomes === undefined)),
      );
      expect(rowsOf(store, filter).rows.map(({ id }) => id)).toEqual(expected.map(({ id }) => id).reverse());
    }
    store.close();
  });

  it('find nothing of what retention removed', () => {
    const store = stored(madeRows(5_000, 1_000).map((one) => ({ ...one, atMs: FAKE_START_MS + one.id * 1_000 })));
    while (!store.prune({ maxAgeMs: 1_000_000, maxBytes: 1e12 }, FAKE_START_MS + 5_000_000).isDone);
    const found = rowsOf(store, { codes: ['-1021', '-1003'] }, null, 5_000);
    expect(found.rows.at(-1)?.id).toBeGreaterThanOrEqual(4_000);
    expect(histogramOf(store, {}, 50, FAKE_START_MS + 5_000_000)).toMatchObject({
      calls: 1_001,
      fromMs: FAKE_START_MS + 4_000_000,
    });
    store.close();
  });
});

describe('histogram by filter', () => {
  const rows = madeRows(24_000, 400);
  const lastMs = Math.max(...rows.map(({ atMs }) => atMs)) + 1;
  let store: ActivityDatabase | null = null;
  const shared = () => (store ??= stored(rows));

  for (const { name, filter, fits } of cases) {
    it(`counts what fits: ${name}`, () => {
      for (const points of [10, 240]) {
        const histogram = histogramOf(shared(), filter, points, lastMs);
        const wide = {
          ...histogram,
          fromMs: Math.floor(histogram.fromMs / MINUTE) * MINUTE,
          untilMs: Math.ceil(histogram.untilMs / MINUTE) * MINUTE,
        };
        const counts = rows.filter(
          (one) =>
            fits(one) ||
            (!histogram.isExact && fitsTimes(one, wide) && fits({ ...one, atMs: filter.fromMs ?? one.atMs })),
        );
        const expected = Map.groupBy(counts, ({ atMs }) => Math.floor(atMs / histogram.stepMs) * histogram.stepMs);
        expect(histogram.bars.map(({ atMs, calls, failures }) => [atMs, calls, failures])).toEqual(
          [...expected]
            .sort(([one], [other]) => one - other)
            .map(([atMs, part]) => [atMs, part.length, part.filter(({ code }) => code !== null).length]),
        );
        expect(histogram.bars.length).toBeLessThanOrEqual(points + 1);
        expect(histogram.calls).toBe(counts.length);
      }
    });
  }

  function fitsTimes({ atMs }: StoredRow, { fromMs, untilMs }: ActivityHistogram): boolean {
    return atMs >= fromMs && atMs < untilMs;
  }

  it('is empty before the first request', () => {
    const empty = open();
    expect(histogramOf(empty, {}, 10, FAKE_START_MS)).toMatchObject({ bars: [], calls: 0, failures: 0 });
    empty.close();
  });
});

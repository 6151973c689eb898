import { describe, expect, it } from 'vitest';
import { type RecordedRow, StoredRow } from '../../../electron/engine/recorder/recorded-row.ts';
import { RowKeeper } from '../../../electron/engine/recorder/row-keeper.ts';

const KEY = 'binance/live|ip-weight|ip=default';
const row: RecordedRow = {
  atMs: 1_000.25,
  kind: 'request',
  exchange: 'binance',
  account: 'binance-a',
  caller: 'bot:grid',
  endpoint: 'GET /api/v3/order',
  lane: 'account',
  cost: 4,
  bucket: 'ip-weight',
  waitedMs: 0.1,
  connectMs: 0,
  firstByteMs: 12.5,
  bodyMs: 0.3,
  exchangeMs: null,
  status: 200,
  code: null,
  attempt: 1,
  outcome: 'ok',
  bucketKey: KEY,
  charges: [{ key: KEY, cost: 4, spent: 4 }],
  readings: [{ key: KEY, kind: 'used', value: 4 }],
  params: [{ name: 'symbol', value: 'BTCUSDT' }],
};

function experienced(): RowKeeper {
  const keeper = new RowKeeper();
  keeper.keep(row, 1);
  keeper.keep(row, 2);
  return keeper;
}

describe('what a row may be does not depend on what was seen before', () => {
  const long = Array.from({ length: 33 }, () => ({ key: KEY, kind: 'used' as const, value: 1 }));
  const cases: readonly (readonly [name: string, change: object])[] = [
    ['the same again', {}],
    ['other figures', { atMs: 2_000, waitedMs: 3, firstByteMs: 1, exchangeMs: 2, status: 429, attempt: 2 }],
    ['another code', { code: '-1003', outcome: 'rate-limited' }],
    ['no charges', { charges: [] }],
    ['another spent', { charges: [{ key: KEY, cost: 4, spent: 0 }] }],
    ['another parameter', { params: [{ name: 'symbol', value: null }] }],
    ['nothing but what must be', { charges: undefined, readings: undefined, params: undefined, bucketKey: undefined }],
    ['a member nobody knows', { secret: 'x' }],
    ['a member nobody knows in a list', { charges: [{ key: KEY, cost: 4, spent: 4, secret: 'x' }] }],
    ['no time', { atMs: Number.NaN }],
    ['an endless wait', { waitedMs: Number.POSITIVE_INFINITY }],
    ['half a status', { status: 200.5 }],
    ['attempt 0', { attempt: 0 }],
    ['a text for a figure', { cost: '4' }],
    ['no kind', { kind: 'else' }],
    ['an account of other letters', { account: 'A B' }],
    ['a caller nobody is', { caller: 'mallory' }],
    ['an endpoint without end', { endpoint: 'x'.repeat(201) }],
    ['a charge of no number', { charges: [{ key: KEY, cost: Number.NaN, spent: 4 }] }],
    ['a key without end', { charges: [{ key: 'k'.repeat(301), cost: 4, spent: 4 }] }],
    ['a reading of another kind', { readings: [{ key: KEY, kind: 'else', value: 1 }] }],
    ['too many readings', { readings: long }],
    ['a value that is too long to be harmless', { params: [{ name: 'symbol', value: 'x'.repeat(25) }] }],
  ];
  for (const [name, change] of cases)
    it(name, () => {
      const changed = { ...row, ...change } as RecordedRow;
      const judged = StoredRow.safeParse({ ...changed, id: 3 });
      for (const keeper of [new RowKeeper(), experienced()]) {
        const kept = keeper.keep(changed, 3);
        expect(kept.ok).toBe(judged.success);
        if (kept.ok) expect(kept.row).toEqual(judged.data);
        else expect(kept.path).toBe(judged.error?.issues[0]?.path.join('.'));
      }
    });
});

it('equal lists of following rows are one list, so that a batch carries them once', () => {
  const keeper = experienced();
  const [left, right] = [keeper.keep(structuredClone(row), 3), keeper.keep(structuredClone(row), 4)];
  if (!left.ok || !right.ok) throw new Error('a sound row was refused');
  expect([left.row.charges === right.row.charges, left.row.params === right.row.params]).toEqual([true, true]);
  expect(left.row.readings).not.toBe(right.row.readings);
});

it('remembers no more than it must: a thousand names on, the first is still taken', () => {
  const keeper = experienced();
  for (let id = 3; id < 5_000; id += 1) expect(keeper.keep({ ...row, endpoint: `GET /${id}` }, id).ok).toBe(true);
  expect(keeper.keep(row, 5_000)).toEqual({ ok: true, row: { ...row, id: 5_000 } });
});

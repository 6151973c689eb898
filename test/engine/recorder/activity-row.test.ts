import { describe, expect, it } from 'vitest';
import type { Attempt, AttemptResult } from '../../../electron/engine/client/attempt.ts';
import { exchange } from '../../../electron/engine/exchanges/registry.ts';
import type { Timing } from '../../../electron/engine/http.ts';
import { activityRow } from '../../../electron/engine/recorder/activity-row.ts';
import { ActivityRow } from '../../../shared/model/activity.ts';
import { FAKE_START_MS } from '../../support/fake-clock.ts';

const definition = exchange('binance');
const { 'ip-weight': weight, 'orders-10s': orders } = definition.limits.buckets;
const timing: Timing = { queueMs: 4, connectMs: 3, firstByteMs: 2, bodyMs: 1 };

function attemptOf(changes: Partial<Attempt['priced']> = {}): Attempt {
  if (weight === undefined || orders === undefined) throw new Error('Binance lost a bucket');
  const account = {
    id: 'main',
    exchange: 'binance',
    environment: 'live',
    label: 'Main',
    region: 'global',
    egress: 'default',
  } as const;
  return {
    call: {
      account,
      keyId: null,
      caller: 'ticket',
      request: { method: 'POST', path: '/api/v3/order', query: 'symbol=BTCUSDT&secretNote=hush', body: null },
    } as unknown as Attempt['call'],
    definition,
    priced: {
      name: 'POST /api/v3/order',
      charges: [
        { bucket: weight, cost: 1, part: null },
        { bucket: orders, cost: 1, part: null },
      ],
      ...changes,
    } as unknown as Attempt['priced'],
    lane: 'order',
    number: 2,
    deadlineMs: null,
  };
}

function rowOf(result: AttemptResult, attempt: Attempt = attemptOf()): ActivityRow {
  return ActivityRow.parse({ ...activityRow(attempt, result, { atMs: FAKE_START_MS, isStalled: false }), id: 1 });
}

const reply = { status: 200, headers: {}, body: {}, text: '{"orderId":"hush"}' } as unknown as Extract<
  AttemptResult,
  { kind: 'answered' }
>['reply'];
const answered = { kind: 'answered', reply, verdict: null, readings: [], exchangeMs: 1.5, timing } as const;

describe('activity row', () => {
  it('keeps of an answer what it cost, how long each part took and the code', () => {
    expect(rowOf(answered)).toEqual({
      id: 1,
      atMs: FAKE_START_MS,
      kind: 'request',
      exchange: 'binance',
      account: 'main',
      caller: 'ticket',
      endpoint: 'POST /api/v3/order',
      lane: 'order',
      // Of the two charges the one that takes the larger share of its bucket.
      cost: 1,
      bucket: 'orders-10s',
      waitedMs: 4,
      connectMs: 3,
      firstByteMs: 2,
      bodyMs: 1,
      exchangeMs: 1.5,
      status: 200,
      code: null,
      attempt: 2,
      outcome: 'ok',
    });
  });

  it('keeps no parameter, body or header', () => {
    expect(JSON.stringify(rowOf(answered))).not.toMatch(/hush|symbol|BTCUSDT|orderId/);
  });

  const failures = [
    {
      name: 'held by us',
      result: { kind: 'held', failure: { kind: 'clock-skew' }, waitedMs: 7 },
      expected: { status: null, code: 'clock-skew', waitedMs: 7, connectMs: 0 },
    },
    {
      name: 'without an answer',
      result: { kind: 'lost', failure: { kind: 'unreachable' }, mayHaveArrived: false, timing },
      expected: { status: null, code: 'unreachable', connectMs: 3 },
    },
    {
      name: 'refused with the exchange’s code',
      result: { ...answered, verdict: { failure: { kind: 'rejected', code: '-2010', reason: 'x' } } },
      expected: { status: 200, code: '-2010' },
    },
    {
      name: 'refused with a code beyond its length',
      result: { ...answered, verdict: { failure: { kind: 'rejected', code: 'c'.repeat(500), reason: 'x' } } },
      expected: { code: 'c'.repeat(80) },
    },
  ];
  for (const { name, result, expected } of failures) {
    it(`tells a call ${name}`, () => expect(rowOf(result as unknown as AttemptResult)).toMatchObject(expected));
  }

  it('keeps a call that costs nothing, and cuts an endless name', () => {
    expect(rowOf(answered, attemptOf({ charges: [], name: `GET /${'x'.repeat(400)}` }))).toMatchObject({
      cost: 0,
      bucket: '',
      endpoint: expect.stringMatching(/^GET \/x{195}$/),
    });
  });
});

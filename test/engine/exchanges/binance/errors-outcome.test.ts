import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Failure } from '../../../../shared/contract/failure.ts';
import type { Verdict } from '../../../../electron/engine/exchanges/definition.ts';
import { type Answer, CANCEL, judge, PLACE, READ, SAPI } from './judge.ts';

describe('success', () => {
  for (const json of [{}, [], { code: 200 }, { code: 0, msg: 'ok' }, { orderId: 1 }]) {
    it(JSON.stringify(json), () => expect(judge(PLACE, { status: 200, json })).toBe('success'));
  }

  it('is not what carries an error code under 200', () => {
    expect(judge(PLACE, { status: 200, json: { code: -2010, msg: 'Market is closed.' } })).toMatchObject({
      failure: { kind: 'market-closed' },
    });
  });
});

describe('answers that say nothing certain', () => {
  const rows: readonly { name: string; answer: Answer; order: Failure['kind']; read: Failure['kind'] }[] = [
    { name: '500 without JSON', answer: { status: 500 }, order: 'outcome-unknown', read: 'busy' },
    { name: '502 page', answer: { status: 502 }, order: 'outcome-unknown', read: 'busy' },
    { name: '503 -1008', answer: { status: 503, json: { code: -1008, msg: 'busy' } }, order: 'busy', read: 'busy' },
    {
      name: '504 -1007',
      answer: { status: 504, json: { code: -1007, msg: 'x' } },
      order: 'outcome-unknown',
      read: 'busy',
    },
    {
      name: '400 -1006',
      answer: { status: 400, json: { code: -1006, msg: 'x' } },
      order: 'outcome-unknown',
      read: 'busy',
    },
    { name: '408', answer: { status: 408 }, order: 'outcome-unknown', read: 'busy' },
    {
      name: '500 with a code that says refused',
      answer: { status: 500, json: { code: -2010, msg: 'x' } },
      order: 'rejected',
      read: 'rejected',
    },
    { name: '200 cut off', answer: { status: 200 }, order: 'bad-reply', read: 'bad-reply' },
    { name: 'a redirect', answer: { status: 307 }, order: 'bad-reply', read: 'bad-reply' },
    { name: '409 without JSON', answer: { status: 409 }, order: 'bad-reply', read: 'bad-reply' },
  ];
  for (const { name, answer, order, read } of rows) {
    it(`${name}: an order is looked up, a cancel may be repeated, a read too`, () => {
      expect(judge(PLACE, answer)).toMatchObject({ failure: { kind: order }, execution: 'unknown', retry: 'never' });
      expect(judge(CANCEL, answer)).toMatchObject({
        failure: { kind: order },
        execution: 'unknown',
        retry: 'after-delay',
      });
      expect(judge(READ, answer)).toMatchObject({
        failure: { kind: read },
        execution: 'not-executed',
        retry: 'after-delay',
      });
    });
  }

  it('treats an order-like call it does not know as an order', () => {
    expect(judge('POST /api/v3/order/unheardOf', { status: 502 })).toMatchObject({
      execution: 'unknown',
      retry: 'never',
    });
  });

  it('keeps the code of a read that failed', () => {
    expect(judge(READ, { status: 504, json: { code: -1007, msg: 'x' } })).toHaveProperty('failure', {
      kind: 'busy',
      code: '-1007',
    });
  });

  for (const status of [400, 404, 405]) {
    it(`${status} without JSON was not carried out`, () => {
      expect(judge(PLACE, { status })).toMatchObject({
        failure: { kind: 'bad-reply', status },
        execution: 'not-executed',
      });
    });
  }
});

describe('cancelReplace', () => {
  const PATH = 'POST /api/v3/order/cancelReplace';
  const refused = { code: -2010, msg: 'Account has insufficient balance for requested action.' };
  const limited = { code: -1015, msg: 'Too many new orders; current limit is 50 orders per 10 SECOND.' };
  const body = (code: number, data: unknown): unknown => ({ code, msg: 'Order cancel-replace failed.', data });
  const order = { symbol: 'BTCUSDT', orderId: 1, clientOrderId: 'a' };

  const rows: readonly { name: string; answer: Answer; kind: Failure['kind']; execution: Verdict['execution'] }[] = [
    {
      name: 'cancelled, new order refused',
      answer: { status: 409, json: body(-2021, { cancelResponse: order, newOrderResponse: refused }) },
      kind: 'insufficient-funds',
      execution: 'unknown',
    },
    {
      name: 'not cancelled, new order placed',
      answer: {
        status: 409,
        json: body(-2021, { cancelResponse: { code: -2011, msg: 'Unknown order sent.' }, newOrderResponse: order }),
      },
      kind: 'unknown-order',
      execution: 'unknown',
    },
    {
      name: 'not cancelled, not attempted',
      answer: {
        status: 400,
        json: body(-2022, { cancelResponse: { code: -2011, msg: 'Unknown order sent.' }, newOrderResponse: null }),
      },
      kind: 'unknown-order',
      execution: 'not-executed',
    },
    {
      name: 'failed, and the new order timed out',
      answer: {
        status: 400,
        json: body(-2022, { cancelResponse: refused, newOrderResponse: { code: -1007, msg: 'Timeout' } }),
      },
      kind: 'outcome-unknown',
      execution: 'unknown',
    },
    {
      name: 'failed without data',
      answer: { status: 400, json: body(-2022, undefined) },
      kind: 'rejected',
      execution: 'not-executed',
    },
  ];
  for (const { name, answer, kind, execution } of rows) {
    it(name, () =>
      expect(judge(PATH, answer)).toMatchObject({ failure: { kind }, execution, retry: 'never', gate: null }),
    );
  }

  it('closes the order window when only the cancel went through', () => {
    const json = body(-2021, { cancelResponse: order, newOrderResponse: limited });
    expect(judge(PATH, { status: 429, json, headers: { 'retry-after': ['6'] } })).toMatchObject({
      failure: { kind: 'rate-limited', code: '-1015' },
      execution: 'unknown',
      gate: { scope: 'bucket', buckets: ['orders-10s'], forMs: 6_000 },
    });
  });
});

describe('any answer at all', () => {
  it('gives success or a failure of the contract', () => {
    const answers = fc.record({
      status: fc.integer({ min: 100, max: 599 }),
      json: fc.option(
        fc.json().map((text) => JSON.parse(text) as unknown),
        { nil: undefined },
      ),
    });
    fc.assert(
      fc.property(answers, fc.constantFrom(PLACE, CANCEL, READ, SAPI), (answer, endpoint) => {
        const verdict = judge(endpoint, answer);
        if (verdict === 'success') expect(answer.status >= 200 && answer.status < 300).toBe(true);
        else Failure.parse(verdict.failure);
      }),
    );
  });
});

import { describe, expect, it } from 'vitest';
import { type CostContext, chargesByAge, priceCall } from '../../../electron/engine/exchanges/charges.ts';
import type { ChargeRule, CostRule, Limits } from '../../../electron/engine/exchanges/limit-rules.ts';
import { exchanges } from '../../../electron/engine/exchanges/registry.ts';
import { paramsOf } from '../../../electron/engine/exchanges/params.ts';
import type { ExchangeRequest } from '../../../electron/engine/http.ts';
import type { Bucket, Scope } from '../../../shared/model/bucket.ts';

function bucket(id: string, scope: readonly Scope[]): Bucket {
  return {
    id,
    name: id,
    unit: 'weight',
    capacity: 1_000,
    window: { kind: 'sliding', periodMs: 1_000 },
    scope: [...scope],
    reading: { kind: 'none', reason: 'test' },
  };
}

function limitsOf(...charges: readonly ChargeRule[]): Limits {
  const endpoint = { lane: 'market', security: 'public', effect: 'read', charges } as const;
  const buckets = {
    all: bucket('all', ['ip']),
    pair: bucket('pair', ['account', 'instrument']),
    path: bucket('path', ['ip', 'endpoint']),
  };
  return {
    buckets,
    endpoints: { 'GET /known': endpoint },
    fallback: () => ({ ...endpoint, charges: [{ bucket: 'all', cost: 7 }] }),
  };
}

const asked = (query: string): ExchangeRequest => ({ method: 'GET', path: '/known', query, body: null });
const posted = (body: unknown): ExchangeRequest => ({
  method: 'GET',
  path: '/known',
  query: '',
  body: { type: 'json', text: JSON.stringify(body) },
});

function costOf(cost: CostRule, request: ExchangeRequest, context?: CostContext): number {
  const { charges } = priceCall(limitsOf({ bucket: 'all', cost }), request, context);
  return charges.reduce((sum, charge) => sum + charge.cost, 0);
}

const steps: CostRule = {
  kind: 'steps',
  param: 'limit',
  missing: 100,
  steps: [
    { upTo: 100, cost: 5 },
    { upTo: 500, cost: 25 },
    { upTo: Number.POSITIVE_INFINITY, cost: 250 },
  ],
};
const present: CostRule = { kind: 'present', param: 'symbol', yes: 2, no: steps };
const equals: CostRule = { kind: 'equals', param: 'type', value: 'MINI', yes: 1, no: 4 };
const each: CostRule = { kind: 'each', list: 'symbols', each: 2, cap: 9 };
const matching: CostRule = {
  kind: 'each',
  list: 'batch',
  each: 1,
  cap: 99,
  matching: { param: 'ordType', pattern: /^limit$/ },
};
const age: CostRule = {
  kind: 'order-age',
  fixed: 1,
  steps: [
    { belowMs: 5_000, cost: 8 },
    { belowMs: 10_000, cost: 6 },
  ],
  each: 'one',
};
const known = (orderAgeMs: number): CostContext => ({ orderAgeMs, instrument: null });

describe('costs', () => {
  const cases: readonly (readonly [name: string, cost: CostRule, request: ExchangeRequest, points: number])[] = [
    ['plain', 3, asked(''), 3],
    ['steps: missing', steps, asked(''), 5],
    ['steps: at an edge', steps, asked('limit=100'), 5],
    ['steps: above an edge', steps, asked('limit=101'), 25],
    ['steps: beyond all', steps, asked('limit=99999'), 250],
    ['steps: no number takes the dearest', steps, asked('limit=abc'), 250],
    ['steps: empty takes the dearest', steps, asked('limit='), 250],
    ['steps: negative takes the dearest', steps, asked('limit=-1'), 250],
    ['steps: other digits take the dearest', steps, asked('limit=%EF%BC%91'), 250],
    ['present: yes', present, asked('symbol=A'), 2],
    ['present: no, then steps', present, asked('limit=300'), 25],
    ['equals: yes', equals, asked('type=MINI'), 1],
    ['equals: no', equals, asked('type=FULL'), 4],
    ['each: a comma list', each, asked('symbols=A,B,C'), 6],
    ['each: a JSON list', each, asked(`symbols=${encodeURIComponent('["A","B"]')}`), 4],
    ['each: capped', each, asked('symbols=A,B,C,D,E,F,G'), 9],
    ['each: missing counts as one', each, asked(''), 2],
    [
      'batch: only what matches',
      matching,
      posted([{ ordType: 'limit' }, { ordType: 'market' }, { ordType: 'limit' }]),
      2,
    ],
    ['batch: one order is no batch', matching, posted({ ordType: 'limit' }), 1],
    ['batch: one that does not match', matching, posted({ ordType: 'market' }), 0],
    ['body that cannot be read', matching, { ...asked(''), body: { type: 'json', text: '{' } }, 0],
  ];
  for (const [name, cost, request, points] of cases) it(name, () => expect(costOf(cost, request)).toBe(points));

  const ages: readonly (readonly [CostContext | undefined, number])[] = [
    [undefined, 9],
    [known(0), 9],
    [known(4_999), 9],
    [known(5_000), 7],
    [known(10_000), 1],
  ];
  for (const [context, points] of ages) {
    it(`age ${context?.orderAgeMs ?? 'unknown'} costs ${points}`, () =>
      expect(costOf(age, asked(''), context)).toBe(points));
  }
});

describe('parts', () => {
  const perPair: ChargeRule = {
    bucket: 'pair',
    cost: { kind: 'each', list: 'batch', each: 1, cap: 99 },
    instrument: 'instId',
  };
  const partsOf = (request: ExchangeRequest, context?: CostContext) =>
    priceCall(limitsOf(perPair), request, context).charges.map(({ part, cost }) => [part, cost]);

  it('one instrument', () => expect(partsOf(asked('instId=A'))).toEqual([['A', 1]]));
  it('a batch is split by instrument', () => {
    expect(partsOf(posted([{ instId: 'A' }, { instId: 'B' }, { instId: 'A' }]))).toEqual([
      ['A', 2],
      ['B', 1],
    ]);
  });
  it('an order without instrument takes what is known of it', () => {
    expect(partsOf(asked('txid=1'), { orderAgeMs: null, instrument: 'C' })).toEqual([['C', 1]]);
  });
  it('an endpoint bucket counts the path', () => {
    expect(priceCall(limitsOf({ bucket: 'path', cost: 1 }), asked('')).charges).toMatchObject([{ part: '/known' }]);
  });
  it('what costs nothing is not charged', () =>
    expect(priceCall(limitsOf({ bucket: 'all', cost: 0 }), asked('')).charges).toEqual([]));
  it('an unknown endpoint costs the fallback', () => {
    expect(priceCall(limitsOf(), { ...asked(''), path: '/unknown' }).charges).toMatchObject([{ cost: 7 }]);
  });
  it('a charge to no bucket is a bug', () =>
    expect(() => priceCall(limitsOf({ bucket: 'gone', cost: 1 }), asked(''))).toThrow('gone'));
});

describe('parameters', () => {
  it('the query wins over the body, as at Binance', () => {
    const { values } = paramsOf({ method: 'POST', path: '/', query: 'a=1', body: { type: 'form', text: 'a=2&b=3' } });
    expect([values.get('a'), values.get('b')]).toEqual(['1', '3']);
  });
  it('Kraken’s form of a batch is read as one', () => {
    const text = 'pair=XBTUSD&orders[0][volume]=1&orders[0][type]=buy&orders[1][volume]=2';
    const { batch } = paramsOf({ method: 'POST', path: '/', query: '', body: { type: 'form', text } });
    expect(batch.map((item) => item.get('volume'))).toEqual(['1', '2']);
  });
  it('a list of plain ids is read as entries', () => {
    expect(paramsOf(posted({ orders: ['A', 'B'], cl_ord_ids: ['c'] })).batch.map((item) => item.get('id'))).toEqual([
      'A',
      'B',
      'c',
    ]);
  });
  for (const text of ['', '{', 'null', '7', '[[]]', '{"orders":7}', '{"__proto__":{"a":1}}']) {
    it(`never throws on ${JSON.stringify(text)}`, () => {
      expect(() => paramsOf({ method: 'POST', path: '/', query: '%zz=%', body: { type: 'json', text } })).not.toThrow();
    });
  }
});

it('only Kraken prices by the age of an order', () => {
  expect(
    Object.values(exchanges)
      .filter(({ limits }) => chargesByAge(limits))
      .map(({ id }) => id),
  ).toEqual(['kraken']);
});

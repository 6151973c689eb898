import { describe, expect, it } from 'vitest';
import { Bucket } from '../../../../shared/model/bucket.ts';
import { priceCall } from '../../../../electron/engine/exchanges/charges.ts';
import {
  historyCost,
  limits,
  publicCallRate,
  startTier,
  tiers,
} from '../../../../electron/engine/exchanges/kraken/limits.ts';
import { encodeParams, get, type ExchangeRequest } from '../../../../electron/engine/http.ts';
import { post } from './recorded.ts';

function costs(request: ExchangeRequest, orderAgeMs: number | null = null): readonly (string | number | null)[][] {
  return priceCall(limits, request, { orderAgeMs, instrument: 'XXBTZUSD' }).charges.map(({ bucket, part, cost }) => [
    bucket.id,
    part,
    cost,
  ]);
}

describe('the buckets', () => {
  for (const [id, bucket] of Object.entries(limits.buckets)) {
    it(`${id} is well formed and carries its own id`, () => {
      expect(Bucket.parse(bucket)).toEqual(bucket);
      expect(bucket.id).toBe(id);
    });
  }

  const shapes = [
    { id: 'rest-counter', capacity: 15, window: { kind: 'decaying', perSecond: 0.33 }, scope: ['key'] },
    { id: 'engine', capacity: 60, window: { kind: 'decaying', perSecond: 1 }, scope: ['account', 'instrument'] },
    { id: 'public', capacity: 3, window: { kind: 'decaying', perSecond: 1 }, scope: ['ip'] },
    { id: 'public-pair', capacity: 3, window: { kind: 'decaying', perSecond: 1 }, scope: ['ip', 'instrument'] },
    { id: 'ws-connections', capacity: 150, window: { kind: 'sliding', periodMs: 600_000 }, scope: ['ip'] },
  ];
  it('are these and no others', () => expect(Object.keys(limits.buckets)).toEqual(shapes.map(({ id }) => id)));
  for (const shape of shapes)
    it(`${shape.id} starts as published`, () => expect(limits.buckets[shape.id]).toMatchObject(shape));

  it('start with the lowest tier, so that an account whose tier is not told yet never oversteps', () => {
    expect(startTier).toBe('starter');
    expect(limits.buckets['rest-counter']?.capacity).toBe(tiers.starter.rest.capacity);
    expect(limits.buckets['engine']?.capacity).toBe(tiers.starter.engine.capacity);
  });

  it('say that the public burst is not verified', () => {
    expect(publicCallRate.isBurstVerified).toBe(false);
    expect(Object.values(limits.buckets).map(({ name }) => name)).toContain('Public calls');
    for (const { name } of Object.values(limits.buckets)) expect(name).not.toMatch(/verified|guess/i);
  });

  it('know three tiers', () =>
    expect(tiers).toEqual({
      starter: {
        rest: { capacity: 15, perSecond: 0.33 },
        engine: { capacity: 60, perSecond: 1 },
        openOrdersPerPair: 60,
      },
      intermediate: {
        rest: { capacity: 20, perSecond: 0.5 },
        engine: { capacity: 125, perSecond: 2.34 },
        openOrdersPerPair: 80,
      },
      pro: { rest: { capacity: 20, perSecond: 1 }, engine: { capacity: 180, perSecond: 3.75 }, openOrdersPerPair: 225 },
    }));

  it('keep a conservative history cost beside the published one', () =>
    expect(historyCost).toEqual({ published: 2, conservative: 4 }));
});

const restCosts: Readonly<Record<string, number>> = {
  GetApiKeyInfo: 1,
  Balance: 1,
  BalanceEx: 1,
  TradeBalance: 1,
  OpenOrders: 1,
  ClosedOrders: 2,
  QueryOrders: 1,
  TradesHistory: 2,
  QueryTrades: 2,
  Ledgers: 2,
  QueryLedgers: 2,
  TradeVolume: 1,
  AddOrder: 0,
  AddOrderBatch: 1,
  AmendOrder: 1,
  EditOrder: 1,
  CancelOrder: 0,
  CancelOrderBatch: 1,
  CancelAll: 1,
  CancelAllOrdersAfter: 1,
  OrderAmends: 1,
  GetWebSocketsToken: 1,
  ExportStatus: 1,
};

describe('the REST counter', () => {
  for (const [method, cost] of Object.entries(restCosts)) {
    it(`${method} takes ${cost}`, () => {
      const taken = costs(post(method)).filter(([bucket]) => bucket === 'rest-counter');
      expect(limits.endpoints[`POST /0/private/${method}`]).toBeDefined();
      expect(taken).toEqual(cost === 0 ? [] : [['rest-counter', null, cost]]);
    });
  }

  it('knows exactly these private methods', () => {
    const known = Object.keys(limits.endpoints).flatMap((name) => /^POST \/0\/private\/(\w+)$/.exec(name)?.[1] ?? []);
    expect(known.sort()).toEqual(Object.keys(restCosts).sort());
  });
});

describe('public calls', () => {
  for (const method of ['Time', 'SystemStatus', 'Assets', 'AssetPairs', 'Ticker', 'Depth']) {
    it(`${method} is counted by address`, () =>
      expect(costs(get(`/0/public/${method}`))).toEqual([['public', null, 1]]));
  }
  for (const method of ['OHLC', 'Trades']) {
    it(`${method} is counted by address and pair`, () =>
      expect(costs(get(`/0/public/${method}`, { pair: 'XBTUSD' }))).toEqual([['public-pair', 'XBTUSD', 1]]));
  }
  it('a socket is counted when it opens', () => expect(costs(get('/v2'))).toEqual([['ws-connections', null, 1]]));
});

// The columns of "Spot Trading Limits" with their strict bounds: exactly 5 s is the second column.
const ages = [0, 4_999, 5_000, 9_999, 10_000, 14_999, 15_000, 44_999, 45_000, 89_999, 90_000, 299_999, 300_000];
const byAge = [
  { method: 'AddOrder', costs: [1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1], unknownAge: 1 },
  { method: 'AmendOrder', costs: [4, 4, 3, 3, 2, 2, 1, 1, 1, 1, 1, 1, 1], unknownAge: 4 },
  { method: 'EditOrder', costs: [7, 7, 6, 6, 5, 5, 3, 3, 2, 2, 1, 1, 1], unknownAge: 7 },
  { method: 'CancelOrder', costs: [8, 8, 6, 6, 5, 5, 4, 4, 2, 2, 1, 1, 0], unknownAge: 8 },
];

function engineCost(request: ExchangeRequest, ageMs: number | null): number {
  const taken = costs(request, ageMs).filter(([bucket]) => bucket === 'engine');
  return taken.reduce((sum, [, , cost]) => sum + Number(cost), 0);
}

describe('the matching engine', () => {
  for (const row of byAge) {
    it(`${row.method} costs by the age of the order`, () =>
      expect(ages.map((ageMs) => engineCost(post(row.method), ageMs))).toEqual(row.costs));
    it(`${row.method} costs the most when the age is not known`, () =>
      expect(engineCost(post(row.method), null)).toBe(row.unknownAge));
  }

  it('charges the pair that the order names', () =>
    expect(costs(post('AddOrder', 'pair=ETHUSD'))).toEqual([['engine', 'ETHUSD', 1]]));
  it('charges the pair of the order a cancel touches', () =>
    expect(costs(post('CancelOrder', 'cl_ord_id=x'))).toEqual([['engine', 'XXBTZUSD', 8]]));

  it('adds up to 8 in the example of the trading limits page', () => {
    const added = engineCost(post('AddOrder'), null);
    const amended = engineCost(post('AmendOrder'), 7_000);
    expect(added + amended + engineCost(post('CancelOrder'), 36_000)).toBe(8);
  });

  const batches = [
    { method: 'AddOrderBatch', orders: 10, cost: 5 },
    { method: 'AddOrderBatch', orders: 15, cost: 7.5 },
    { method: 'CancelOrderBatch', orders: 2, cost: 16 },
    { method: 'CancelOrderBatch', orders: 7, cost: 56 },
    // Accepted even when it overshoots, so it must never cost more than the smallest capacity.
    { method: 'CancelOrderBatch', orders: 50, cost: 60 },
  ];
  for (const { method, orders, cost } of batches) {
    const json = JSON.stringify({
      pair: 'XXBTZUSD',
      orders: Array.from({ length: orders }, (_, at) => ({ txid: `O${at}` })),
    });
    const form = encodeParams(
      Object.fromEntries(Array.from({ length: orders }, (_, at) => [`orders[${at}][txid]`, `O${at}`])),
    );
    it(`${method} of ${orders} fresh orders costs ${cost} as JSON and as form`, () => {
      expect(engineCost({ ...post(method), body: { type: 'json', text: json } }, 0)).toBe(cost);
      expect(engineCost(post(method, form), 0)).toBe(cost);
    });
  }
});

describe('lanes and effects', () => {
  const rows = [
    { name: 'GET /0/public/Time', lane: 'background', security: 'public', effect: 'read' },
    { name: 'GET /0/public/Ticker', lane: 'market', security: 'public', effect: 'read' },
    { name: 'POST /0/private/BalanceEx', lane: 'account', security: 'signed', effect: 'read' },
    { name: 'POST /0/private/Ledgers', lane: 'background', security: 'signed', effect: 'read' },
    { name: 'POST /0/private/AddOrder', lane: 'order', security: 'signed', effect: 'order' },
    { name: 'POST /0/private/AddOrderBatch', lane: 'order', security: 'signed', effect: 'order' },
    { name: 'POST /0/private/AmendOrder', lane: 'order', security: 'signed', effect: 'order' },
    { name: 'POST /0/private/EditOrder', lane: 'order', security: 'signed', effect: 'order' },
    { name: 'POST /0/private/CancelOrder', lane: 'cancel', security: 'signed', effect: 'cancel' },
    { name: 'POST /0/private/CancelAll', lane: 'cancel', security: 'signed', effect: 'cancel' },
    { name: 'POST /0/private/CancelAllOrdersAfter', lane: 'cancel', security: 'signed', effect: 'cancel' },
  ];
  for (const { name, ...endpoint } of rows) it(name, () => expect(limits.endpoints[name]).toMatchObject(endpoint));

  it('no charge names a bucket that is not there', () => {
    const named = Object.values(limits.endpoints).flatMap((endpoint) => endpoint.charges.map(({ bucket }) => bucket));
    expect([...new Set(named)].sort()).toEqual(Object.keys(limits.buckets).sort());
  });

  it('an unknown private call is sent once, since it may move money', () => {
    const endpoint = limits.fallback('POST', '/0/private/Withdraw');
    expect(endpoint).toMatchObject({ security: 'signed', effect: 'order' });
    expect(costs(post('Withdraw'))).toEqual([['rest-counter', null, 1]]);
  });
  it('an unknown public call is a read', () =>
    expect(limits.fallback('GET', '/0/public/Spread')).toMatchObject({ security: 'public', effect: 'read' }));
});

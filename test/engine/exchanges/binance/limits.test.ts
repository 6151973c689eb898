import { describe, expect, it } from 'vitest';
import { Bucket } from '../../../../shared/model/bucket.ts';
import { priceCall } from '../../../../electron/engine/exchanges/charges.ts';
import { limits } from '../../../../electron/engine/exchanges/binance/limits.ts';
import { encodeParams, type ExchangeRequest } from '../../../../electron/engine/http.ts';

type Params = Readonly<Record<string, string>>;

function costs(name: string, params: Params = {}): Readonly<Record<string, number>> {
  const [method, path = ''] = name.split(' ');
  const request = { method, path, query: encodeParams(params), body: null } as ExchangeRequest;
  return Object.fromEntries(priceCall(limits, request).charges.map(({ bucket, cost }) => [bucket.id, cost]));
}

const raw = { 'raw-requests': 1 };
const symbol = { symbol: 'BTCUSDT' };
const symbols = (count: number): Params => ({
  symbols: JSON.stringify(Array.from({ length: count }, (_, index) => `S${index}`)),
});

// rest-api.md, 2026-07.
const weights: readonly (readonly [string, Params, number])[] = [
  ['GET /api/v3/ping', {}, 1],
  ['GET /api/v3/time', {}, 1],
  ['GET /api/v3/exchangeInfo', {}, 20],
  ['GET /api/v3/executionRules', symbol, 2],
  ['GET /api/v3/executionRules', symbols(3), 6],
  ['GET /api/v3/executionRules', symbols(20), 40],
  ['GET /api/v3/executionRules', symbols(21), 40],
  ['GET /api/v3/executionRules', { symbolStatus: 'TRADING' }, 40],
  ['GET /api/v3/executionRules', {}, 40],
  ['GET /api/v3/depth', symbol, 5],
  ['GET /api/v3/depth', { ...symbol, limit: '1' }, 5],
  ['GET /api/v3/depth', { ...symbol, limit: '100' }, 5],
  ['GET /api/v3/depth', { ...symbol, limit: '101' }, 25],
  ['GET /api/v3/depth', { ...symbol, limit: '500' }, 25],
  ['GET /api/v3/depth', { ...symbol, limit: '501' }, 50],
  ['GET /api/v3/depth', { ...symbol, limit: '1000' }, 50],
  ['GET /api/v3/depth', { ...symbol, limit: '1001' }, 250],
  ['GET /api/v3/depth', { ...symbol, limit: '5000' }, 250],
  ['GET /api/v3/depth', { ...symbol, limit: '9999' }, 250],
  ['GET /api/v3/depth', { ...symbol, limit: 'many' }, 250],
  ['GET /api/v3/trades', symbol, 25],
  ['GET /api/v3/historicalTrades', symbol, 25],
  ['GET /api/v3/aggTrades', symbol, 4],
  ['GET /api/v3/klines', symbol, 2],
  ['GET /api/v3/uiKlines', symbol, 2],
  ['GET /api/v3/avgPrice', symbol, 2],
  ['GET /api/v3/ticker/price', symbol, 2],
  ['GET /api/v3/ticker/price', symbols(2), 4],
  ['GET /api/v3/ticker/price', {}, 4],
  ['GET /api/v3/ticker/bookTicker', symbol, 2],
  ['GET /api/v3/ticker/bookTicker', {}, 4],
  ['GET /api/v3/ticker/24hr', symbol, 2],
  ['GET /api/v3/ticker/24hr', symbols(1), 2],
  ['GET /api/v3/ticker/24hr', symbols(20), 2],
  ['GET /api/v3/ticker/24hr', symbols(21), 40],
  ['GET /api/v3/ticker/24hr', symbols(100), 40],
  ['GET /api/v3/ticker/24hr', symbols(101), 80],
  ['GET /api/v3/ticker/24hr', {}, 80],
  ['GET /api/v3/ticker/tradingDay', symbol, 4],
  ['GET /api/v3/ticker/tradingDay', symbols(10), 40],
  ['GET /api/v3/ticker/tradingDay', symbols(51), 200],
  ['GET /api/v3/ticker', symbol, 4],
  ['GET /api/v3/ticker', symbols(50), 200],
  ['GET /api/v3/referencePrice', symbol, 2],
  ['POST /api/v3/order/test', symbol, 1],
  ['POST /api/v3/order/test', { computeCommissionRates: 'true' }, 20],
  ['POST /api/v3/order/test', { computeCommissionRates: 'false' }, 1],
  ['GET /api/v3/order', symbol, 4],
  ['DELETE /api/v3/order', symbol, 1],
  ['PUT /api/v3/order/amend/keepPriority', symbol, 4],
  ['GET /api/v3/openOrders', symbol, 6],
  ['GET /api/v3/openOrders', {}, 80],
  ['DELETE /api/v3/openOrders', symbol, 1],
  ['DELETE /api/v3/orderList', symbol, 1],
  ['GET /api/v3/allOrders', symbol, 20],
  ['GET /api/v3/myTrades', symbol, 20],
  ['GET /api/v3/myTrades', { ...symbol, orderId: '1' }, 5],
  ['GET /api/v3/account', {}, 20],
  ['GET /api/v3/account/commission', symbol, 20],
  ['GET /api/v3/rateLimit/order', {}, 40],
  ['GET /api/v3/myFilters', symbol, 40],
  ['GET /api/v3/myPreventedMatches', { ...symbol, preventedMatchId: '1' }, 2],
  ['GET /api/v3/myPreventedMatches', { ...symbol, orderId: '1' }, 20],
];

describe('weights', () => {
  for (const [name, params, weight] of weights) {
    const values = Object.values(params).join(' ').slice(0, 40);
    it(`${name} ${values}: ${weight}`, () => {
      expect(Object.hasOwn(limits.endpoints, name)).toBe(true);
      expect(costs(name, params)).toEqual({ 'ip-weight': weight, ...raw });
    });
  }
});

describe('orders', () => {
  const counts: readonly (readonly [string, number])[] = [
    ['POST /api/v3/order', 1],
    ['POST /api/v3/order/cancelReplace', 1],
    ['POST /api/v3/sor/order', 1],
    ['POST /api/v3/order/oco', 2],
    ['POST /api/v3/orderList/oco', 2],
    ['POST /api/v3/orderList/oto', 2],
    ['POST /api/v3/orderList/otoco', 3],
    ['POST /api/v3/orderList/opo', 2],
    ['POST /api/v3/orderList/opoco', 3],
  ];
  for (const [name, count] of counts) {
    it(`${name} counts ${count} in both windows, weighs 1 and is sent once`, () => {
      expect(costs(name)).toEqual({ 'ip-weight': 1, ...raw, 'orders-10s': count, 'orders-1d': count });
      expect(limits.endpoints[name]).toMatchObject({ lane: 'order', effect: 'order', security: 'signed' });
    });
  }

  it('gives the weight back, and nothing else, on exactly the successful calls of the 2026-04-02 change', () => {
    const refunds = Object.entries(limits.endpoints).flatMap(([name, { charges }]) =>
      charges.filter(({ refund }) => refund === 'success').map(({ bucket }) => [name, bucket]),
    );
    const free = [
      ...counts.map(([name]) => name),
      'DELETE /api/v3/order',
      'DELETE /api/v3/openOrders',
      'DELETE /api/v3/orderList',
    ];
    expect(refunds.toSorted()).toEqual(free.map((name) => [name, 'ip-weight']).toSorted());
  });
});

describe('wallet and sockets', () => {
  const sapi = ['account/apiRestrictions', 'system/status', 'account/status', 'account/apiTradingStatus'];
  for (const path of sapi.map((name) => `/sapi/v1/${name}`)) {
    it(`${path} costs 1 of its own SAPI counter and nothing of /api`, () => {
      const { charges } = priceCall(limits, { method: 'GET', path, query: '', body: null });
      expect(charges.map(({ bucket, part, cost }) => [bucket.id, part, cost])).toEqual([['sapi-ip', path, 1]]);
    });
  }

  it('prices the opening of sockets', () => {
    expect(costs('GET /ws-api/v3')).toEqual({ 'ip-weight': 2, connections: 1 });
    expect(costs('GET /stream')).toEqual({ connections: 1 });
    expect(costs('GET /ws/btcusdt@trade')).toEqual({ connections: 1 });
  });
});

describe('endpoints nobody listed', () => {
  const rows = [
    { name: 'GET /api/v3/unheardOf', effect: 'read', lane: 'account', cost: { 'ip-weight': 20, ...raw } },
    { name: 'DELETE /api/v3/unheardOf', effect: 'cancel', lane: 'cancel', cost: { 'ip-weight': 20, ...raw } },
    {
      name: 'POST /api/v3/orderList/unheardOf',
      effect: 'order',
      lane: 'order',
      cost: { 'ip-weight': 20, ...raw, 'orders-10s': 3, 'orders-1d': 3 },
    },
    { name: 'POST /sapi/v1/margin/loan', effect: 'order', lane: 'order', cost: { 'sapi-ip': 1, 'sapi-uid': 1 } },
  ];
  for (const { name, effect, lane, cost } of rows) {
    it(name, () => {
      const [method = '', path = ''] = name.split(' ');
      expect(limits.fallback(method, path)).toMatchObject({ effect, lane });
      expect(costs(name)).toEqual(cost);
    });
  }
});

describe('buckets', () => {
  // Starting values; the exchange's own word replaces them.
  const rows = [
    { id: 'ip-weight', capacity: 6_000, periodMs: 60_000, scope: ['ip'] },
    { id: 'raw-requests', capacity: 300_000, periodMs: 300_000, scope: ['ip'] },
    { id: 'orders-10s', capacity: 50, periodMs: 10_000, scope: ['account'] },
    { id: 'orders-1d', capacity: 160_000, periodMs: 86_400_000, scope: ['account'] },
    { id: 'connections', capacity: 300, periodMs: 300_000, scope: ['ip'] },
    { id: 'sapi-ip', capacity: 12_000, periodMs: 60_000, scope: ['ip', 'endpoint'] },
    { id: 'sapi-uid', capacity: 180_000, periodMs: 60_000, scope: ['account', 'endpoint'] },
  ];
  it('are these', () => expect(Object.keys(limits.buckets)).toEqual(rows.map(({ id }) => id)));
  for (const { id, capacity, periodMs, scope } of rows) {
    it(`${id} starts with ${capacity} per ${periodMs} ms, aligned`, () => {
      const bucket = Bucket.parse(limits.buckets[id]);
      expect(bucket).toMatchObject({ id, capacity, scope, window: { kind: 'fixed', periodMs } });
      if (bucket.reading.kind === 'none') expect(bucket.reading.reason).not.toBe('');
    });
  }

  it('exist for every charge', () => {
    const charged = Object.values(limits.endpoints).flatMap(({ charges }) => charges.map(({ bucket }) => bucket));
    expect(charged.filter((id) => !Object.hasOwn(limits.buckets, id))).toEqual([]);
  });
});

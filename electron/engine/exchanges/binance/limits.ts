import type { Bucket } from '../../../../shared/model/bucket.ts';
import type { ChargeRule, CostRule, Endpoint, Limits } from '../limit-rules.ts';

const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;
const DAY_MS = 24 * 60 * MINUTE_MS;

// Windows start on the UTC clock: minute at second 00, 10 seconds at 00/10/…, day at 00:00 (web-socket-api.md "How to
// interpret rate limits", faqs/order_count_decrement.md, 2026-07).
function fixed(periodMs: number): Bucket['window'] {
  return { kind: 'fixed', periodMs };
}

const ipWeight: Bucket = {
  id: 'ip-weight',
  name: 'Request weight, 1 minute',
  unit: 'weight',
  // CHANGELOG.md of 2023-08-25 and live exchangeInfo, 2026-09. REST and the WebSocket API are taken to share one counter.
  capacity: 6_000,
  window: fixed(MINUTE_MS),
  scope: ['ip'],
  reading: { kind: 'header', name: 'X-MBX-USED-WEIGHT-1M' },
};

const rawRequests: Bucket = {
  id: 'raw-requests',
  name: 'Requests, 5 minutes',
  unit: 'requests',
  // CHANGELOG.md of 2026-03-27 (61,000 before 2026-04-02); testnet exchangeInfo, 2026-09.
  capacity: 300_000,
  window: fixed(5 * MINUTE_MS),
  scope: ['ip'],
  reading: {
    kind: 'none',
    reason: 'No header reports raw requests (rest-api.md, 2026-07); exchangeInfo gives the limit alone.',
  },
};

// Unfilled orders of the account over all keys, addresses and interfaces: the first fill of an order takes it off again,
// in the window that runs then (faqs/order_count_decrement.md, 2026-07).
const orders10s: Bucket = {
  id: 'orders-10s',
  name: 'Orders, 10 seconds',
  unit: 'orders',
  // Testnet exchangeInfo, 2026-09; live said 100 in 2025-08. The lower one holds until exchangeInfo or rateLimit/order says.
  capacity: 50,
  window: fixed(10 * SECOND_MS),
  scope: ['account'],
  mayFall: true,
  reading: { kind: 'header', name: 'X-MBX-ORDER-COUNT-10S' },
};

const orders1d: Bucket = {
  id: 'orders-1d',
  name: 'Orders, 1 day',
  unit: 'orders',
  // Testnet exchangeInfo, 2026-09; live said 200,000 in 2025-08.
  capacity: 160_000,
  window: fixed(DAY_MS),
  scope: ['account'],
  mayFall: true,
  reading: { kind: 'header', name: 'X-MBX-ORDER-COUNT-1D' },
};

const connections: Bucket = {
  id: 'connections',
  name: 'WebSocket connections, 5 minutes',
  unit: 'connections',
  // web-socket-api.md and web-socket-streams.md, 2026-07. Both kinds of socket are taken to share one counter.
  capacity: 300,
  window: fixed(5 * MINUTE_MS),
  scope: ['ip'],
  reading: {
    kind: 'none',
    reason: 'The WebSocket API states the limit in exchangeInfo, never the use (web-socket-api.md, 2026-07).',
  },
};

// developers.binance.com General Info and CAAS "Rate limits", 2026: per endpoint, apart from the weight of /api.
const sapiIp: Bucket = {
  id: 'sapi-ip',
  name: 'Wallet calls of this address, 1 minute',
  unit: 'weight',
  capacity: 12_000,
  window: fixed(MINUTE_MS),
  scope: ['ip', 'endpoint'],
  reading: { kind: 'header', name: 'X-SAPI-USED-IP-WEIGHT-1M' },
};

const sapiUid: Bucket = {
  id: 'sapi-uid',
  name: 'Wallet calls of this account, 1 minute',
  unit: 'weight',
  capacity: 180_000,
  window: fixed(MINUTE_MS),
  scope: ['account', 'endpoint'],
  reading: { kind: 'header', name: 'X-SAPI-USED-UID-WEIGHT-1M' },
};

const raw: ChargeRule = { bucket: 'raw-requests', cost: 1 };

function weight(cost: CostRule): readonly ChargeRule[] {
  return [{ bucket: 'ip-weight', cost }, raw];
}

// Successful calls cost no weight since 2026-04-02 (CHANGELOG.md of 2026-03-27).
function weightIfFailed(cost: number): readonly ChargeRule[] {
  return [{ bucket: 'ip-weight', cost, refund: 'success' }, raw];
}

function orderCount(count: number): readonly ChargeRule[] {
  return [
    { bucket: 'orders-10s', cost: count },
    { bucket: 'orders-1d', cost: count },
  ];
}

function market(cost: CostRule): Endpoint {
  return { lane: 'market', security: 'public', effect: 'read', charges: weight(cost) };
}

function account(cost: CostRule): Endpoint {
  return { lane: 'account', security: 'signed', effect: 'read', charges: weight(cost) };
}

function newOrder(count: number): Endpoint {
  return { lane: 'order', security: 'signed', effect: 'order', charges: [...weightIfFailed(1), ...orderCount(count)] };
}

function wallet(lane: Endpoint['lane'], security: Endpoint['security']): Endpoint {
  return { lane, security, effect: 'read', charges: [{ bucket: 'sapi-ip', cost: 1 }] };
}

const cancel: Endpoint = { lane: 'cancel', security: 'signed', effect: 'cancel', charges: weightIfFailed(1) };

const testOrder: Endpoint = {
  lane: 'order',
  security: 'signed',
  // Validates and never reaches the matching engine, so it may be repeated and counts no order.
  effect: 'read',
  charges: weight({ kind: 'equals', param: 'computeCommissionRates', value: 'true', yes: 20, no: 1 }),
};

function given(param: string, yes: CostRule, no: CostRule): CostRule {
  return { kind: 'present', param, yes, no };
}

function perSymbol(each: number, cap: number): CostRule {
  return { kind: 'each', list: 'symbols', each, cap };
}

const depth = [
  { upTo: 100, cost: 5 },
  { upTo: 500, cost: 25 },
  { upTo: 1_000, cost: 50 },
  { upTo: 5_000, cost: 250 },
];

const dayTickers = [
  { upTo: 20, cost: 2 },
  { upTo: 100, cost: 40 },
  { upTo: Number.MAX_SAFE_INTEGER, cost: 80 },
];

// Opening a socket is an HTTP GET with Upgrade, so it is priced in the same table: 2 weight on the WebSocket API.
const connectApi: Endpoint = {
  lane: 'account',
  security: 'public',
  effect: 'read',
  charges: [
    { bucket: 'ip-weight', cost: 2 },
    { bucket: 'connections', cost: 1 },
  ],
};

const connectStream: Endpoint = {
  lane: 'market',
  security: 'public',
  effect: 'read',
  charges: [{ bucket: 'connections', cost: 1 }],
};

// rest-api.md, 2026-07; wallet endpoints: developers.binance.com Wallet pages, 2026.
const endpoints = {
  'GET /api/v3/ping': market(1),
  'GET /api/v3/time': market(1),
  'GET /api/v3/exchangeInfo': market(20),
  'GET /api/v3/executionRules': market(given('symbol', 2, given('symbols', perSymbol(2, 40), 40))),
  'GET /api/v3/depth': market({ kind: 'steps', param: 'limit', missing: 100, steps: depth }),
  'GET /api/v3/trades': market(25),
  'GET /api/v3/historicalTrades': market(25),
  'GET /api/v3/historicalBlockTrades': market(25),
  'GET /api/v3/aggTrades': market(4),
  'GET /api/v3/klines': market(2),
  'GET /api/v3/uiKlines': market(2),
  'GET /api/v3/avgPrice': market(2),
  'GET /api/v3/ticker/price': market(given('symbol', 2, 4)),
  'GET /api/v3/ticker/bookTicker': market(given('symbol', 2, 4)),
  'GET /api/v3/ticker/24hr': market(
    given('symbol', 2, given('symbols', { kind: 'count', list: 'symbols', steps: dayTickers }, 80)),
  ),
  'GET /api/v3/ticker/tradingDay': market(given('symbol', 4, perSymbol(4, 200))),
  'GET /api/v3/ticker': market(given('symbol', 4, perSymbol(4, 200))),
  'GET /api/v3/referencePrice': market(2),
  'GET /api/v3/referencePrice/calculation': market(2),

  'POST /api/v3/order': newOrder(1),
  'POST /api/v3/order/test': testOrder,
  'POST /api/v3/sor/order': newOrder(1),
  'POST /api/v3/sor/order/test': testOrder,
  'POST /api/v3/order/cancelReplace': newOrder(1),
  'POST /api/v3/order/oco': newOrder(2),
  'POST /api/v3/orderList/oco': newOrder(2),
  'POST /api/v3/orderList/oto': newOrder(2),
  'POST /api/v3/orderList/otoco': newOrder(3),
  'POST /api/v3/orderList/opo': newOrder(2),
  'POST /api/v3/orderList/opoco': newOrder(3),
  // Free only when the amended order expires by it, so nothing is given back in advance of the header.
  'PUT /api/v3/order/amend/keepPriority': { lane: 'order', security: 'signed', effect: 'order', charges: weight(4) },
  'DELETE /api/v3/order': cancel,
  'DELETE /api/v3/openOrders': cancel,
  'DELETE /api/v3/orderList': cancel,

  'GET /api/v3/order': account(4),
  'GET /api/v3/order/amendments': account(4),
  'GET /api/v3/openOrders': account(given('symbol', 6, 80)),
  'GET /api/v3/allOrders': account(20),
  'GET /api/v3/orderList': account(4),
  'GET /api/v3/openOrderList': account(6),
  'GET /api/v3/allOrderList': account(20),
  'GET /api/v3/myTrades': account(given('orderId', 5, 20)),
  'GET /api/v3/myAllocations': account(20),
  'GET /api/v3/account': account(20),
  'GET /api/v3/account/commission': account(20),
  'GET /api/v3/rateLimit/order': account(40),
  'GET /api/v3/myFilters': account(40),
  'GET /api/v3/myPreventedMatches': account(given('orderId', 20, 2)),

  'GET /sapi/v1/account/apiRestrictions': wallet('account', 'signed'),
  'GET /sapi/v1/account/status': wallet('account', 'signed'),
  'GET /sapi/v1/account/apiTradingStatus': wallet('account', 'signed'),
  'GET /sapi/v1/system/status': wallet('background', 'public'),

  'GET /ws-api/v3': connectApi,
  'GET /ws': connectStream,
  'GET /stream': connectStream,
} as const satisfies Record<string, Endpoint>;

// Guesses for calls of bots that the table does not know: the weight of an ordinary signed read, the count of the
// largest order list, and on /sapi 1 on each counter. Headers correct them upwards.
const UNKNOWN_WEIGHT = 20;
const UNKNOWN_ORDERS = 3;

function fallback(method: string, path: string): Endpoint {
  if (path.startsWith('/ws/')) return connectStream;
  const effect = method === 'GET' ? 'read' : method === 'DELETE' ? 'cancel' : 'order';
  const lane = effect === 'read' ? 'account' : effect;
  if (path.startsWith('/sapi/')) {
    return {
      lane,
      security: 'signed',
      effect,
      charges: [
        { bucket: 'sapi-ip', cost: 1 },
        { bucket: 'sapi-uid', cost: 1 },
      ],
    };
  }
  const orders = effect === 'order' && /order/i.test(path) ? orderCount(UNKNOWN_ORDERS) : [];
  return { lane, security: 'signed', effect, charges: [...weight(UNKNOWN_WEIGHT), ...orders] };
}

const bucketsOfLimiter: ReadonlyMap<string, readonly Bucket[]> = new Map([
  ['REQUEST_WEIGHT', [ipWeight]],
  ['RAW_REQUESTS', [rawRequests]],
  ['ORDERS', [orders10s, orders1d]],
  ['CONNECTIONS', [connections]],
  ['SAPI_IP', [sapiIp]],
  ['SAPI_UID', [sapiUid]],
]);

/** The buckets of a limiter (`ORDERS`, …); none when Headroom knows no such limiter. */
export function bucketsOf(limiter: string): readonly Bucket[] {
  return bucketsOfLimiter.get(limiter) ?? [];
}

export const limits: Limits = {
  buckets: Object.fromEntries(
    [ipWeight, rawRequests, orders10s, orders1d, connections, sapiIp, sapiUid].map((bucket) => [bucket.id, bucket]),
  ),
  endpoints,
  fallback,
};

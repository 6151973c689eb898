import type { Lane } from '../../../../shared/model/account.ts';
import type { Bucket, ReadingSource, Scope } from '../../../../shared/model/bucket.ts';
import type { ChargeRule, CostRule, EachRule, Endpoint, Limits } from '../limit-rules.ts';

// Source of every figure unless its line says otherwise: the endpoint pages of OKX API v5 ("Rate Limits" and "Get/Place …",
// docs of 2026-08). OKX has no weights and no budget over all calls: each endpoint counts its own requests, by the scope
// its page names, nearly always over 2 s. Whether the window is fixed or slides is not documented: `sliding` is the careful
// reading. Lead copy-traders have 4 per 2 s on their lead instruments instead of 60 or 300; those are not modelled here.

/** Cap of new orders and amendments of one user id in 2 s without fill-ratio tiers ("Sub-account rate limit", 2026-08). */
export const DEFAULT_ORDER_CAP = 1_000;
export const ORDER_CAP_BUCKET = 'sub-account-orders';
export const RATE_LIMIT_CALL = 'GET /api/v5/trade/account-rate-limit';

/** Pending orders of one account on one symbol ("General Info", 2026-08); 4,000 over all symbols. */
export const MAX_OPEN_ORDERS_PER_SYMBOL = 500;

/** Orders in one batch call ("Place multiple orders", 2026-08). */
export const MAX_BATCH = 20;

const SILENT: ReadingSource = {
  kind: 'none',
  reason:
    'OKX tells no usage: no answer carries a rate header or a counter, so this is our own count (API v5 docs, 2026-08)',
};

/** Who shares the counter, as the pages write it; behind the plus stands the parameter that splits it. */
type Rule = 'ip' | 'uid' | 'ip+instType' | 'uid+instType' | 'uid+instId' | 'uid+ccy' | 'uid+tag';

interface Row {
  readonly call: string;
  readonly name: string;
  readonly capacity: number;
  readonly seconds: number;
  readonly rule: Rule;
  readonly lane: Lane;
  readonly effect: Endpoint['effect'];
}

type Effect = Endpoint['effect'];

function row(
  call: string,
  name: string,
  capacity: number,
  seconds: number,
  rule: Rule,
  lane: Lane,
  effect: Effect = 'read',
): Row {
  return { call: call.replace(' ', ' /api/v5/'), name, capacity, seconds, rule, lane, effect };
}

const rows: readonly Row[] = [
  row('GET public/time', 'Get system time', 10, 2, 'ip', 'background'),
  row('GET public/instruments', 'Get instruments', 20, 2, 'ip+instType', 'background'),
  row('GET public/price-limit', 'Get limit price', 20, 2, 'ip', 'market'),
  row('GET public/instrument-tick-bands', 'Get instrument tick bands', 5, 2, 'ip', 'background'),
  row('GET market/ticker', 'Get ticker', 20, 2, 'ip', 'market'),
  row('GET market/tickers', 'Get tickers', 20, 2, 'ip', 'market'),
  row('GET market/books', 'Get order book', 40, 2, 'ip', 'market'),
  row('GET market/books-full', 'Get full order book', 10, 2, 'ip', 'market'),
  row('GET market/candles', 'Get candlesticks', 40, 2, 'ip', 'market'),
  row('GET market/history-candles', 'Get candlesticks history', 20, 2, 'ip', 'background'),
  row('GET market/trades', 'Get trades', 100, 2, 'ip', 'market'),
  row('GET market/history-trades', 'Get trades history', 20, 2, 'ip', 'background'),
  // The page names no scope; per address is the careful reading.
  row('GET system/status', 'Get system status', 1, 5, 'ip', 'background'),
  // Counted by user id when the key header is sent; we send none.
  row('GET support/announcements', 'Get announcements', 5, 2, 'ip', 'background'),

  row('GET account/config', 'Get account configuration', 5, 2, 'uid', 'account'),
  row('GET account/balance', 'Get balance', 10, 2, 'uid', 'account'),
  row('GET account/positions', 'Get positions', 10, 2, 'uid', 'account'),
  row('GET account/account-position-risk', 'Get account and position risk', 10, 2, 'uid', 'account'),
  row('GET account/instruments', 'Get account instruments', 20, 2, 'uid+instType', 'background'),
  row('GET account/max-size', 'Get maximum order quantity', 20, 2, 'uid', 'account'),
  row('GET account/max-avail-size', 'Get maximum available balance', 20, 2, 'uid', 'account'),
  row('GET account/trade-fee', 'Get fee rates', 5, 2, 'uid', 'account'),
  row('GET account/leverage-info', 'Get leverage', 20, 2, 'uid', 'account'),
  row('GET asset/balances', 'Get funding balance', 6, 1, 'uid', 'account'),
  // Headroom itself never builds the next two: priced so that a bot's call is counted.
  row('POST asset/transfer', 'Funds transfer', 2, 1, 'uid+ccy', 'account', 'order'),
  row('POST asset/withdrawal', 'Withdrawal', 6, 1, 'uid', 'account', 'order'),

  row('GET trade/order', 'Get order details', 60, 2, 'uid+instId', 'account'),
  row('GET trade/orders-pending', 'Get order list', 60, 2, 'uid', 'account'),
  row('GET trade/orders-history', 'Get order history, 7 days', 40, 2, 'uid', 'account'),
  row('GET trade/orders-history-archive', 'Get order history, 3 months', 20, 2, 'uid', 'background'),
  row('GET trade/fills', 'Get fills, 3 days', 60, 2, 'uid', 'account'),
  row('GET trade/fills-history', 'Get fills, 3 months', 10, 2, 'uid', 'background'),
  row('POST trade/order-precheck', 'Order precheck', 5, 2, 'uid', 'order', 'read'),
  row('POST trade/cancel-all-after', 'Cancel all after', 1, 1, 'uid+tag', 'cancel', 'cancel'),
  row('GET trade/account-rate-limit', 'Get account rate limit', 1, 1, 'uid', 'background'),
  row('POST trade/close-position', 'Close positions', 20, 2, 'uid+instId', 'order', 'order'),
  // Options under market-maker protection only: no cancel-all of ordinary orders.
  row('POST trade/mass-cancel', 'Mass cancel', 5, 2, 'uid', 'cancel', 'cancel'),

  row('GET users/subaccount/list', 'Get sub-account list', 20, 2, 'uid', 'account'),
  row('GET users/subaccount/apikey', 'Query the API key of a sub-account', 20, 2, 'uid', 'account'),
  row('POST users/subaccount/apikey', 'Create an API key of a sub-account', 1, 1, 'uid', 'account', 'order'),
  row('POST users/subaccount/modify-apikey', 'Reset the API key of a sub-account', 1, 1, 'uid', 'account', 'order'),
  row('POST users/subaccount/delete-apikey', 'Delete the API key of a sub-account', 1, 1, 'uid', 'account', 'order'),
];

function scopeOf(rule: Rule): readonly Scope[] {
  const holder: Scope = rule.startsWith('ip') ? 'ip' : 'account';
  return rule.includes('+') ? [holder, 'instrument'] : [holder];
}

/** `POST /api/v5/users/subaccount/apikey` → `post-users-subaccount-apikey`; reads carry no verb. */
function bucketId(call: string): string {
  const [method = '', path = ''] = call.split(' ');
  const place = path.slice('/api/v5/'.length).replaceAll('/', '-');
  return method === 'GET' ? place : `${method.toLowerCase()}-${place}`;
}

function requestBucket(id: string, name: string, capacity: number, seconds: number, scope: readonly Scope[]): Bucket {
  const window = { kind: 'sliding', periodMs: seconds * 1_000 } as const;
  return { id, name, unit: 'requests', capacity, window, scope: [...scope], reading: SILENT };
}

// Place, amend and cancel count apart, single and batch forms count apart, and REST and WebSocket share each counter
// ("Trading-related APIs", 2026-08).
const operations = ['place', 'amend', 'cancel'] as const;
type Operation = (typeof operations)[number];

function operationBuckets(operation: Operation): readonly Bucket[] {
  const form = { unit: 'orders', window: { kind: 'sliding', periodMs: 2_000 }, reading: SILENT } as const;
  const scope: Scope[] = ['account', 'instrument'];
  const verb = `${operation.charAt(0).toUpperCase()}${operation.slice(1)}`;
  return [
    { ...form, scope, id: `${operation}-1`, name: `${verb} order`, capacity: 60 },
    { ...form, scope, id: `${operation}-n`, name: `${verb} multiple orders`, capacity: 300 },
  ];
}

/**
 * Charged for every new order and amendment of a futures, swap or option instrument, over REST and WebSocket, each batch
 * member once; cancels and reads never. Spot and margin orders are exempt ("Fill ratio based sub-account rate limit",
 * 2026-08), and OKX names them by two parts (`BTC-USDT`) where derivatives have three or more (`BTC-USDT-SWAP`).
 * The capacity comes from account-rate-limit, which tells the cap and never the use. Beyond it: 50061.
 */
const orderCap: Bucket = {
  id: ORDER_CAP_BUCKET,
  name: 'Sub-account rate limit',
  unit: 'orders',
  capacity: DEFAULT_ORDER_CAP,
  window: { kind: 'sliding', periodMs: 2_000 },
  scope: ['account'],
  reading: { kind: 'body', name: 'accRateLimit' },
};

// Endpoints outside the table: 1 per second, which hardly any page undercuts.
const otherPublic = requestBucket('other-public', 'Other public endpoints', 1, 1, ['ip', 'endpoint']);
const otherPrivate = requestBucket('other-private', 'Other private endpoints', 1, 1, ['account', 'endpoint']);

// Opening and subscribing ("WebSocket", 2026-08); order messages over the socket count with place, amend and cancel.
const sockets: readonly Bucket[] = [
  { ...requestBucket('socket-connect', 'WebSocket connections', 3, 1, ['ip']), unit: 'connections' },
  requestBucket('socket-requests', 'WebSocket subscribe, unsubscribe and login', 480, 3_600, ['connection']),
];

const DERIVATIVE = { param: 'instId', pattern: /^[^-]+-[^-]+-/ } as const;
const EACH: EachRule = { kind: 'each', list: 'batch', each: 1, cap: MAX_BATCH };
const capCharge: ChargeRule = { bucket: ORDER_CAP_BUCKET, cost: { ...EACH, matching: DERIVATIVE } };

function singleCharges(operation: Operation): readonly ChargeRule[] {
  const own: ChargeRule = { bucket: `${operation}-1`, cost: 1, instrument: 'instId' };
  return operation === 'cancel' ? [own] : [own, capCharge];
}

// A batch of exactly one order counts against the single counter ("Place multiple orders", 2026-08).
function batchCharges(operation: Operation): readonly ChargeRule[] {
  const [one, many] = [countSteps(1, 0), countSteps(0, EACH)];
  const own: readonly ChargeRule[] = [
    { bucket: `${operation}-1`, cost: one, instrument: 'instId' },
    { bucket: `${operation}-n`, cost: many, instrument: 'instId' },
  ];
  return operation === 'cancel' ? own : [...own, capCharge];
}

function countSteps(alone: CostRule, inCompany: CostRule): CostRule {
  const steps = [
    { upTo: 1, cost: alone },
    { upTo: MAX_BATCH, cost: inCompany },
  ];
  return { kind: 'count', list: 'batch', steps };
}

function trading(operation: Operation, charges: readonly ChargeRule[]): Endpoint {
  const isCancel = operation === 'cancel';
  return { lane: isCancel ? 'cancel' : 'order', security: 'signed', effect: isCancel ? 'cancel' : 'order', charges };
}

const tradingEndpoints: Readonly<Record<string, Endpoint>> = {
  'POST /api/v5/trade/order': trading('place', singleCharges('place')),
  'POST /api/v5/trade/batch-orders': trading('place', batchCharges('place')),
  'POST /api/v5/trade/amend-order': trading('amend', singleCharges('amend')),
  'POST /api/v5/trade/amend-batch-orders': trading('amend', batchCharges('amend')),
  'POST /api/v5/trade/cancel-order': trading('cancel', singleCharges('cancel')),
  'POST /api/v5/trade/cancel-batch-orders': trading('cancel', batchCharges('cancel')),
};

function endpointOf({ call, rule, lane, effect }: Row): Endpoint {
  const part = rule.split('+')[1];
  const charge: ChargeRule = { bucket: bucketId(call), cost: 1, ...(part === undefined ? {} : { instrument: part }) };
  return { lane, security: rule.startsWith('ip') ? 'public' : 'signed', effect, charges: [charge] };
}

function rowBucket({ call, name, capacity, seconds, rule }: Row): Bucket {
  return requestBucket(bucketId(call), name, capacity, seconds, scopeOf(rule));
}

const allBuckets: readonly Bucket[] = [
  ...rows.map(rowBucket),
  ...operations.flatMap(operationBuckets),
  orderCap,
  ...sockets,
  otherPublic,
  otherPrivate,
];

const PUBLIC_PATH = /^\/api\/v5\/(public|market|rubik|system|support)\//;

/** One attempt for any unknown POST, since it may move money; cancels keep their lane so that they never queue behind. */
function fallback(method: string, path: string): Endpoint {
  if (method === 'GET' && PUBLIC_PATH.test(path)) {
    return { lane: 'market', security: 'public', effect: 'read', charges: [{ bucket: otherPublic.id, cost: 1 }] };
  }
  const charges: readonly ChargeRule[] = [{ bucket: otherPrivate.id, cost: 1 }];
  if (method === 'GET') return { lane: 'account', security: 'signed', effect: 'read', charges };
  return { lane: /\/cancel-/.test(path) ? 'cancel' : 'order', security: 'signed', effect: 'order', charges };
}

export const limits: Limits = {
  buckets: Object.fromEntries(allBuckets.map((bucket) => [bucket.id, bucket])),
  endpoints: { ...Object.fromEntries(rows.map((entry) => [entry.call, endpointOf(entry)])), ...tradingEndpoints },
  fallback,
};

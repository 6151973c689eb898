import type { ExchangeId, Lane } from '../../shared/model/account.ts';
import type { Outcome } from '../../shared/model/activity.ts';
import type { StoredRow } from '../../electron/engine/recorder/recorded-row.ts';

export interface FillOrder {
  readonly path: string;
  readonly count: number;
}

export interface FillReport {
  readonly figure: 'fill' | 'insert at 10000 rows a second';
  readonly seconds: number;
  readonly rowsPerSecond: number;
}

export const SPAN_MS = 7 * 86_400_000;
export const END_MS = 1_783_000_000_000;
export const START_MS = END_MS - SPAN_MS;

interface Shape {
  readonly exchange: ExchangeId;
  readonly endpoint: string;
  readonly lane: Lane;
  readonly cost: number;
  readonly weight: number;
}

const shape = (exchange: ExchangeId, endpoint: string, lane: Lane, cost: number, weight: number): Shape => ({
  exchange,
  endpoint,
  lane,
  cost,
  weight,
});

const SHAPES: readonly Shape[] = [
  shape('binance', 'GET /api/v3/depth', 'market', 25, 20),
  shape('binance', 'GET /api/v3/ticker/bookTicker', 'market', 2, 14),
  shape('binance', 'POST /api/v3/order', 'order', 1, 12),
  shape('binance', 'DELETE /api/v3/order', 'cancel', 1, 8),
  shape('binance', 'GET /api/v3/account', 'account', 20, 4),
  shape('binance', 'GET /api/v3/openOrders', 'account', 6, 4),
  shape('binance', 'GET /sapi/v1/asset/assetDetail', 'background', 1, 0.0002),
  shape('okx', 'POST /api/v5/trade/order', 'order', 1, 10),
  shape('okx', 'POST /api/v5/trade/cancel-order', 'cancel', 1, 6),
  shape('okx', 'GET /api/v5/account/balance', 'account', 1, 3),
  shape('okx', 'GET /api/v5/market/books', 'market', 1, 10),
  shape('kraken', 'POST /0/private/AddOrder', 'order', 1, 4),
  shape('kraken', 'POST /0/private/CancelOrder', 'cancel', 8, 3),
  shape('kraken', 'POST /0/private/TradesHistory', 'background', 2, 1),
  shape('kraken', 'GET /0/public/Depth', 'market', 1, 4),
];
const TOTAL_WEIGHT = SHAPES.reduce((sum, { weight }) => sum + weight, 0);
const CALLERS = ['app', 'workload', 'bot:grid-1', 'bot:grid-2'] as const;

export const EXCHANGES = ['binance', 'okx', 'kraken'] as const;
export const KEYS: readonly string[] = [
  'binance/practice|ip-weight|ip=default',
  'binance/practice|orders-10s|account=binance-main',
  'binance/practice|orders-1d|account=binance-main',
  ...['place-order', 'cancel-order', 'get-balance', 'books'].map(
    (id) => `okx/practice|${id}|account=okx-main|instrument=BTC-USDT`,
  ),
  'kraken/practice|rest-counter|account=kraken-main',
  'kraken/practice|engine|account=kraken-main|instrument=XBT/USD',
];

// A fixed sequence (Numerical Recipes' generator), so that every run measures the same week.
export function numbersFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

/** Request number `id` of `count`. */
export function syntheticRow(id: number, count: number, next: () => number, atMs = timeOf(id, count)): StoredRow {
  const { exchange, endpoint, lane, cost } = shapeAt(next() * TOTAL_WEIGHT);
  const end = endAt(next(), id, count);
  const firstByteMs = 20 + 60 * next() ** 4 * 10;
  const charges = KEYS.filter((key) => key.startsWith(exchange))
    .slice(0, lane === 'order' ? 3 : 1)
    .map((key) => ({ key, cost, spent: cost }));
  return {
    id,
    atMs,
    kind: 'request',
    exchange,
    account: `${exchange}-main`,
    caller: CALLERS[Math.floor(next() * CALLERS.length)] ?? 'app',
    endpoint,
    lane,
    cost,
    bucket: 'ip-weight',
    waitedMs: next() < 0.2 ? next() * 400 : 0,
    connectMs: 0,
    firstByteMs,
    bodyMs: 1,
    exchangeMs: exchange === 'okx' ? firstByteMs / 3 : null,
    attempt: 1,
    ...end,
    charges,
    readings: charges.slice(0, 1).map(({ key }) => ({ key, kind: 'used', value: Math.floor(next() * 6_000) })),
    params: [{ name: 'symbol', value: `COIN${Math.floor(next() * 40)}USDT` }],
  };
}

function timeOf(id: number, count: number): number {
  return START_MS + Math.floor((SPAN_MS * (id - 0.5)) / count);
}

function shapeAt(at: number): Shape {
  let left = at;
  const found = SHAPES.find(({ weight }) => {
    left -= weight;
    return left < 0;
  });
  return found ?? SHAPES[0] ?? shape('binance', 'GET /', 'market', 1, 1);
}

interface End {
  readonly status: number | null;
  readonly code: string | null;
  readonly outcome: Outcome;
}

function endAt(chance: number, id: number, count: number): End {
  if (id % Math.floor(count / 5) === 7) return { status: 400, code: '-1021', outcome: 'rejected' };
  if (id % Math.floor(count / 3) === 11) return { status: 418, code: '-1003', outcome: 'banned' };
  if (chance < 0.004) return { status: 429, code: '-1003', outcome: 'rate-limited' };
  if (chance < 0.012) return { status: 400, code: '-2010', outcome: 'rejected' };
  if (chance < 0.014) return { status: 503, code: 'busy', outcome: 'server-error' };
  if (chance < 0.016) return { status: null, code: 'timeout', outcome: 'lost' };
  if (chance < 0.02) return { status: null, code: 'held', outcome: 'held' };
  return { status: 200, code: null, outcome: 'ok' };
}

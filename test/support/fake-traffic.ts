import type { Account, ExchangeId, Lane } from '../../shared/model/account.ts';
import type { ActivityRow, LatencyPoint, LatencySummary } from '../../shared/model/activity.ts';

const TYPICAL_MS: Readonly<Record<ExchangeId, number>> = { binance: 38, okx: 64, kraken: 112 };

/** Latency of one second: a function of time, restless as a real one. */
export function latencyAt(exchange: ExchangeId, atMs: number, level: number): LatencyPoint {
  const noise = fraction(Math.sin(atMs * 0.000913 + TYPICAL_MS[exchange]) * 43_758.5);
  const swell = 1 + 0.25 * Math.sin(atMs / 41_000 + TYPICAL_MS[exchange]);
  const p50 = TYPICAL_MS[exchange] * swell * (0.9 + 0.2 * noise);
  const isSpike = noise > 0.985;
  const count = Math.round(level * (8 + 6 * noise));
  if (count === 0) return { atMs, count: 0, failures: 0, p50: null, p95: null };
  return { atMs, count, failures: isSpike ? 1 : 0, p50, p95: p50 * (1.5 + noise * 0.7) * (isSpike ? 2.6 : 1) };
}

export function summaryOf(exchange: ExchangeId, points: readonly LatencyPoint[]): LatencySummary {
  const count = points.reduce((sum, point) => sum + point.count, 0);
  const failures = points.reduce((sum, point) => sum + point.failures, 0);
  const mean = (pick: (point: LatencyPoint) => number | null): number | null =>
    count === 0 ? null : points.reduce((sum, point) => sum + (pick(point) ?? 0) * point.count, 0) / count;
  const p95 = mean((point) => point.p95);
  return { exchange, count, failures, p50: mean((point) => point.p50), p95, p99: p95 === null ? null : p95 * 1.4 };
}

interface Call {
  readonly endpoint: string;
  readonly lane: Lane;
  readonly cost: number;
  readonly bucket: string;
}

const CALLS: Readonly<Record<ExchangeId, readonly Call[]>> = {
  binance: [
    { endpoint: 'GET /api/v3/depth', lane: 'market', cost: 25, bucket: 'ip-weight' },
    { endpoint: 'POST /api/v3/order', lane: 'order', cost: 1, bucket: 'orders-10s' },
    { endpoint: 'DELETE /api/v3/order', lane: 'cancel', cost: 1, bucket: 'ip-weight' },
    { endpoint: 'GET /api/v3/account', lane: 'account', cost: 20, bucket: 'ip-weight' },
  ],
  okx: [
    { endpoint: 'POST /api/v5/trade/order', lane: 'order', cost: 1, bucket: 'place-order' },
    { endpoint: 'POST /api/v5/trade/cancel-order', lane: 'cancel', cost: 1, bucket: 'cancel-order' },
    { endpoint: 'GET /api/v5/account/balance', lane: 'account', cost: 1, bucket: 'get-balance' },
  ],
  kraken: [
    { endpoint: 'POST /0/private/AddOrder', lane: 'order', cost: 1, bucket: 'engine' },
    { endpoint: 'POST /0/private/CancelOrder', lane: 'cancel', cost: 8, bucket: 'engine' },
    { endpoint: 'POST /0/private/TradesHistory', lane: 'background', cost: 2, bucket: 'rest-counter' },
  ],
};

const EVERY_MS = 90;

/** The newest requests, newest first; the same id always tells the same request. */
export function activityAt(accounts: readonly Account[], limit: number, nowMs: number): ActivityRow[] {
  const newest = Math.floor((nowMs % 86_400_000) / EVERY_MS) + 1;
  return Array.from({ length: Math.min(limit, newest) }, (_, index) =>
    rowOf(accounts, newest - index, nowMs - index * EVERY_MS),
  );
}

function rowOf(accounts: readonly Account[], id: number, atMs: number): ActivityRow {
  const account = accounts[id % accounts.length] ?? accounts[0];
  if (account === undefined) throw new Error('a request needs an account');
  const calls = CALLS[account.exchange];
  const call = calls[Math.floor(id / 3) % calls.length] ?? calls[0];
  if (call === undefined) throw new Error('a request needs a call');
  const noise = fraction(Math.sin(id * 12.9898) * 43_758.5453);
  const isLimited = noise > 0.97;
  return {
    id,
    atMs,
    kind: 'request',
    exchange: account.exchange,
    account: account.id,
    caller: noise < 0.05 ? 'probe' : 'workload',
    endpoint: call.endpoint,
    lane: call.lane,
    cost: call.cost,
    bucket: call.bucket,
    waitedMs: noise > 0.8 ? noise * 900 : 0,
    connectMs: 0,
    firstByteMs: TYPICAL_MS[account.exchange] * (0.8 + noise),
    bodyMs: 1,
    exchangeMs: null,
    status: isLimited ? 429 : 200,
    code: isLimited ? '-1003' : null,
    attempt: 1,
  };
}

function fraction(value: number): number {
  return value - Math.floor(value);
}

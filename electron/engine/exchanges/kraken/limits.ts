import type { Bucket } from '../../../../shared/model/bucket.ts';
import type { AgeStep, ChargeRule, CostRule, Endpoint, Limits } from '../limit-rules.ts';

const MINUTE_MS = 60_000;

interface Drain {
  readonly capacity: number;
  readonly perSecond: number;
}

interface TierLimits {
  /** REST call counter of each key ("Spot REST Rate Limits", 2026-08). */
  readonly rest: Drain;
  /** Matching-engine counter of each account and pair ("Spot Trading Limits", 2026-05). */
  readonly engine: Drain;
  /** "Spot Trading Limits", 2026-05. */
  readonly openOrdersPerPair: number;
}

export type Tier = 'starter' | 'intermediate' | 'pro';

/** Limits by the verification level of the account; sub-accounts take the master's. */
export const tiers: Readonly<Record<Tier, TierLimits>> = {
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
  pro: {
    rest: { capacity: 20, perSecond: 1 },
    engine: { capacity: 180, perSecond: 3.75 },
    openOrdersPerPair: 225,
  },
};

/** Assumed until `maxratecount` of the executions feed tells the tier (no REST reply does): the one nobody can overstep. */
export const startTier: Tier = 'starter';

/**
 * Cost of ledger and trade history. The present page says 2; captures of the same page from 2026-05-26 to 2026-06-09 say
 * 4. The table below uses the published figure.
 */
export const historyCost = { published: 2, conservative: 4 } as const;

const start = tiers[startTier];

const restCounter: Bucket = {
  id: 'rest-counter',
  name: 'REST call counter',
  unit: 'points',
  capacity: start.rest.capacity,
  window: { kind: 'decaying', perSecond: start.rest.perSecond },
  scope: ['key'],
  isAssumed: true,
  reading: {
    kind: 'none',
    reason:
      'Kraken sends no usage header and no usage field (Spot REST Introduction, Rate Limits, 2026-08): it is modelled.',
  },
};

const engine: Bucket = {
  id: 'engine',
  name: 'Trading engine counter',
  unit: 'points',
  capacity: start.engine.capacity,
  window: { kind: 'decaying', perSecond: start.engine.perSecond },
  // Shared by REST, WebSocket and FIX and by all keys of the account ("Spot Trading Limits", 2026-05).
  scope: ['account', 'instrument'],
  isAssumed: true,
  reading: { kind: 'socket', name: 'executions ratecount' },
};

/** One call a second stays inside (support 206548367, 2026-07). No burst is published: 3 is our unverified guess. */
export const publicCallRate = { capacity: 3, perSecond: 1, isBurstVerified: false } as const satisfies Drain & {
  readonly isBurstVerified: boolean;
};

const publicCalls: Bucket = {
  id: 'public',
  name: 'Public calls',
  unit: 'requests',
  capacity: publicCallRate.capacity,
  window: { kind: 'decaying', perSecond: publicCallRate.perSecond },
  scope: ['ip'],
  reading: { kind: 'none', reason: 'Public replies carry no usage (Spot REST Introduction, 2026-05).' },
};

const publicPair: Bucket = {
  ...publicCalls,
  id: 'public-pair',
  name: 'Public Trades and OHLC, per pair',
  scope: ['ip', 'instrument'],
};

// About 150 attempts in a rolling 10 minutes, then a ban of 10 minutes (Spot WebSockets Introduction, 2026-05).
const connections: Bucket = {
  id: 'ws-connections',
  name: 'WebSocket connections in 10 minutes',
  unit: 'connections',
  capacity: 150,
  window: { kind: 'sliding', periodMs: 10 * MINUTE_MS },
  scope: ['ip'],
  reading: { kind: 'none', reason: 'The status message names no connection count (WebSocket v2 status, 2026-05).' },
};

// Age columns of "Spot Trading Limits", 2026-05. Age counts from creation or the last amend; bounds are strict.
const AGE_BOUNDS_MS = [5_000, 10_000, 15_000, 45_000, 90_000, 300_000] as const;

function byAge(...costs: readonly number[]): readonly AgeStep[] {
  return AGE_BOUNDS_MS.slice(0, costs.length).map((belowMs, column) => ({ belowMs, cost: costs[column] ?? 0 }));
}

const CANCEL_STEPS = byAge(8, 6, 5, 4, 2, 1);
const amendCost: CostRule = { kind: 'order-age', fixed: 1, steps: byAge(3, 2, 1), each: 'one' };
const editCost: CostRule = { kind: 'order-age', fixed: 1, steps: byAge(6, 5, 4, 2, 1), each: 'one' };
const cancelCost: CostRule = { kind: 'order-age', fixed: 0, steps: CANCEL_STEPS, each: 'one' };
// Half a point an order; a batch holds at most 15 (AddOrderBatch, 2026-05).
const batchAddCost: CostRule = { kind: 'each', list: 'batch', each: 0.5, cap: 7.5 };

// A batch cancel is accepted even when it overshoots and then fills the counter ("Spot Trading Limits", 2026-05; 2023
// reference). A cost above the capacity would never be admitted here, so it stops at the smallest tier's capacity.
const batchCancelCost: CostRule = {
  kind: 'count',
  list: 'batch',
  steps: [
    { upTo: 7, cost: { kind: 'order-age', fixed: 0, steps: CANCEL_STEPS, each: 'batch' } },
    { upTo: Number.POSITIVE_INFINITY, cost: tiers.starter.engine.capacity },
  ],
};

function rest(cost: number): ChargeRule {
  return { bucket: 'rest-counter', cost };
}

function onPair(cost: CostRule): ChargeRule {
  return { bucket: 'engine', cost, instrument: 'pair' };
}

function publicCall(lane: Endpoint['lane']): Endpoint {
  return { lane, security: 'public', effect: 'read', charges: [{ bucket: 'public', cost: 1 }] };
}

const pairCall: Endpoint = {
  lane: 'market',
  security: 'public',
  effect: 'read',
  charges: [{ bucket: 'public-pair', cost: 1, instrument: 'pair' }],
};

function read(lane: Endpoint['lane'], cost: number): Endpoint {
  return { lane, security: 'signed', effect: 'read', charges: [rest(cost)] };
}

function order(...charges: readonly ChargeRule[]): Endpoint {
  return { lane: 'order', security: 'signed', effect: 'order', charges };
}

function cancel(...charges: readonly ChargeRule[]): Endpoint {
  return { lane: 'cancel', security: 'signed', effect: 'cancel', charges };
}

const connect: Endpoint = {
  lane: 'background',
  security: 'public',
  effect: 'read',
  charges: [{ bucket: 'ws-connections', cost: 1 }],
};

// "Spot REST Rate Limits", 2026-08: AddOrder and CancelOrder cost nothing, history 2, every other private call 1.
// Paced above what the page says, since its text does not name them: ClosedOrders and QueryTrades as 2; amends, edits
// and batches as 1.
const endpoints: Readonly<Record<string, Endpoint>> = {
  'GET /0/public/Time': publicCall('background'),
  'GET /0/public/SystemStatus': publicCall('background'),
  'GET /0/public/Assets': publicCall('background'),
  'GET /0/public/AssetPairs': publicCall('background'),
  'GET /0/public/Ticker': publicCall('market'),
  'GET /0/public/Depth': publicCall('market'),
  'GET /0/public/OHLC': pairCall,
  'GET /0/public/Trades': pairCall,

  'POST /0/private/GetApiKeyInfo': read('account', 1),
  'POST /0/private/Balance': read('account', 1),
  'POST /0/private/BalanceEx': read('account', 1),
  'POST /0/private/TradeBalance': read('account', 1),
  'POST /0/private/OpenOrders': read('account', 1),
  'POST /0/private/ClosedOrders': read('account', 2),
  'POST /0/private/QueryOrders': read('account', 1),
  'POST /0/private/GetWebSocketsToken': read('account', 1),
  'POST /0/private/TradesHistory': read('background', historyCost.published),
  'POST /0/private/QueryTrades': read('background', 2),
  'POST /0/private/Ledgers': read('background', historyCost.published),
  'POST /0/private/QueryLedgers': read('background', historyCost.published),
  'POST /0/private/TradeVolume': read('background', 1),
  'POST /0/private/OrderAmends': read('background', 1),
  'POST /0/private/ExportStatus': read('background', 1),

  'POST /0/private/AddOrder': order(onPair(1)),
  'POST /0/private/AddOrderBatch': order(onPair(batchAddCost), rest(1)),
  'POST /0/private/AmendOrder': order(onPair(amendCost), rest(1)),
  'POST /0/private/EditOrder': order(onPair(editCost), rest(1)),
  'POST /0/private/CancelOrder': cancel(onPair(cancelCost)),
  'POST /0/private/CancelOrderBatch': cancel(onPair(batchCancelCost), rest(1)),
  // Which orders these two will cancel is not known beforehand, so the engine's share is left to its readings.
  'POST /0/private/CancelAll': cancel(rest(1)),
  'POST /0/private/CancelAllOrdersAfter': cancel(rest(1)),

  // Opening a socket: its upgrade request.
  'GET /v2': connect,
  'GET /': connect,
};

const PRIVATE_PATH = /^\/0\/private\//;

// A private call we do not know may move money (withdrawals, transfers, earn): it is sent once and never repeated.
function fallback(_method: string, path: string): Endpoint {
  if (!PRIVATE_PATH.test(path)) return publicCall('market');
  return { lane: 'account', security: 'signed', effect: 'order', charges: [rest(1)] };
}

/** Starting values; `maxratecount` of the executions feed replaces capacities at run time, per account. */
export const limits: Limits = {
  buckets: {
    'rest-counter': restCounter,
    engine,
    public: publicCalls,
    'public-pair': publicPair,
    'ws-connections': connections,
  },
  endpoints,
  fallback,
};

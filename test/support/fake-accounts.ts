import type { Account, ExchangeId } from '../../shared/model/account.ts';
import type { BucketUnit, Scope, WindowRule } from '../../shared/model/bucket.ts';
import type { BucketScript } from './fake-buckets.ts';

function account(exchange: ExchangeId, label: string): Account {
  return {
    id: `practice-${exchange}`,
    exchange,
    environment: 'practice',
    label,
    region: 'global',
    egress: '127.0.0.1',
  };
}

export const binance = account('binance', 'Practice Binance');
export const okx = account('okx', 'Practice OKX');
export const kraken = account('kraken', 'Practice Kraken');
export const fakeAccounts: readonly Account[] = [binance, okx, kraken];

const fixed = (periodMs: number): WindowRule => ({ kind: 'fixed', periodMs });
const sliding = (periodMs: number): WindowRule => ({ kind: 'sliding', periodMs });
const decaying = (perSecond: number): WindowRule => ({ kind: 'decaying', perSecond });

type Row = readonly [
  account: Account,
  id: string,
  name: string,
  unit: BucketUnit,
  capacity: number,
  window: WindowRule,
  scope: readonly Scope[],
  part: string | null,
  reach: number,
  foreignShare: number,
];

const ROWS: readonly Row[] = [
  [binance, 'ip-weight', 'REQUEST_WEIGHT 1 MINUTE', 'weight', 6_000, fixed(60_000), ['ip'], null, 0.92, 0.34],
  [binance, 'raw-requests', 'RAW_REQUESTS 5 MINUTE', 'requests', 300_000, fixed(300_000), ['ip'], null, 0.03, 0],
  [binance, 'orders-10s', 'ORDERS 10 SECOND', 'orders', 50, fixed(10_000), ['account'], null, 0.7, 0],
  [binance, 'orders-1d', 'ORDERS 1 DAY', 'orders', 160_000, fixed(86_400_000), ['account'], null, 0.21, 0.1],
  [binance, 'connections', 'CONNECTIONS 5 MINUTE', 'connections', 300, fixed(300_000), ['ip'], null, 0, 0],
  [okx, 'sub-account-orders', 'Sub-account orders', 'orders', 1_000, sliding(2_000), ['account'], null, 0.12, 0],
  [okx, 'place-order', 'Place order', 'requests', 60, sliding(2_000), ['account', 'instrument'], 'BTC-USDT', 0.62, 0],
  [okx, 'place-order', 'Place order', 'requests', 60, sliding(2_000), ['account', 'instrument'], 'ETH-USDT', 0.4, 0],
  [okx, 'cancel-order', 'Cancel order', 'requests', 60, sliding(2_000), ['account', 'instrument'], 'BTC-USDT', 0.55, 0],
  [okx, 'get-balance', 'Get balance', 'requests', 10, sliding(2_000), ['account'], null, 0.5, 0],
  [okx, 'get-ticker', 'Get ticker', 'requests', 20, sliding(2_000), ['ip'], null, 0, 0],
  [okx, 'get-order-book', 'Get order book', 'requests', 40, sliding(2_000), ['ip'], null, 0, 0],
  [
    kraken,
    'engine',
    'Matching engine, per pair (starts as intermediate tier)',
    'points',
    125,
    decaying(2.34),
    ['account', 'instrument'],
    'XBT/USD',
    1.1,
    0.22,
  ],
  [
    kraken,
    'engine',
    'Matching engine, per pair (starts as intermediate tier)',
    'points',
    125,
    decaying(2.34),
    ['account', 'instrument'],
    'ETH/USD',
    0.35,
    0,
  ],
  [
    kraken,
    'rest-counter',
    'REST call counter (starts as intermediate tier)',
    'points',
    20,
    decaying(0.5),
    ['key'],
    null,
    0.68,
    0,
  ],
  [kraken, 'public', 'Public calls per address', 'requests', 3, decaying(1), ['ip'], null, 0, 0],
];

export const fakeBuckets: readonly BucketScript[] = ROWS.map(
  ([owner, id, name, unit, capacity, window, scope, part, reach, foreignShare], index) => ({
    account: owner,
    id,
    name,
    unit,
    capacity,
    window,
    scope,
    ...(part === null ? {} : { part }),
    reach,
    foreignShare,
    phase: (index * 0.37) % 1,
  }),
);

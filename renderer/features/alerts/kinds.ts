import type { Alert, AlertKind } from '../../../shared/model/alert.ts';

/** Where the page goes to do something about it. */
export type AlertPlace = 'limit' | 'key' | 'order' | 'safety' | 'requests' | 'overview' | 'storage';

export interface KindInfo {
  /** It fires when its measure is beyond the threshold in this direction; null: when it happens. */
  readonly fires: 'below' | 'above' | null;
  readonly unit: Exclude<Alert['evidence']['unit'], 'per-minute'>;
  readonly place: AlertPlace;
  /** Some of them are about one account, so that an account may have a rule of its own. */
  readonly isOfAccounts: boolean;
}

const OF_ACCOUNTS = { isOfAccounts: true } as const;
const OF_ALL = { isOfAccounts: false } as const;

const happens = (place: AlertPlace, { isOfAccounts }: Pick<KindInfo, 'isOfAccounts'>): KindInfo => ({
  fires: null,
  unit: 'none',
  place,
  isOfAccounts,
});

/** How each kind is measured; the same as the host's own table, which a test compares. */
export const kindInfo: Readonly<Record<AlertKind, KindInfo>> = {
  'headroom-low': { fires: 'below', unit: 'share', place: 'limit', ...OF_ACCOUNTS },
  'limit-ahead': { fires: 'above', unit: 'share', place: 'limit', ...OF_ACCOUNTS },
  'rate-limited': happens('requests', OF_ACCOUNTS),
  banned: happens('requests', OF_ALL),
  'gate-closed': happens('requests', OF_ACCOUNTS),
  'soft-throttling': { fires: null, unit: 'share', place: 'requests', ...OF_ALL },
  'latency-drift': { fires: 'above', unit: 'share', place: 'requests', ...OF_ALL },
  'error-rate': { fires: 'above', unit: 'share', place: 'requests', ...OF_ALL },
  'key-expiring': happens('key', OF_ACCOUNTS),
  'key-drifted': happens('key', OF_ACCOUNTS),
  'key-unused': happens('key', OF_ACCOUNTS),
  'key-over-privileged': happens('key', OF_ACCOUNTS),
  'key-check-failed': happens('key', OF_ACCOUNTS),
  'egress-not-listed': happens('key', OF_ACCOUNTS),
  'egress-changed': happens('key', OF_ALL),
  'maintenance-ahead': happens('overview', OF_ALL),
  'exchange-down': happens('requests', OF_ALL),
  offline: happens('overview', OF_ALL),
  firewall: happens('requests', OF_ALL),
  'order-unknown': happens('order', OF_ACCOUNTS),
  'halt-unfinished': happens('requests', OF_ACCOUNTS),
  'dead-man-off': happens('safety', OF_ACCOUNTS),
  'dead-man-near': { fires: 'below', unit: 'share', place: 'safety', ...OF_ACCOUNTS },
  'data-stale': happens('overview', OF_ACCOUNTS),
  'store-trouble': happens('storage', OF_ALL),
  'clock-wrong': { fires: 'above', unit: 'ms', place: 'overview', ...OF_ALL },
};

import type { Alert, AlertKind } from '../../../shared/model/alert.ts';

/** Where the page goes to do something about it. */
export type AlertPlace = 'limit' | 'key' | 'order' | 'safety' | 'requests' | 'overview' | 'storage';

export interface KindInfo {
  /** It fires when its measure is beyond the threshold in this direction; null: when it happens. */
  readonly fires: 'below' | 'above' | null;
  readonly unit: Exclude<Alert['evidence']['unit'], 'per-minute'>;
  readonly place: AlertPlace;
}

const happens = (place: AlertPlace): KindInfo => ({ fires: null, unit: 'none', place });

/** How each kind is measured; the same as the host's own table, which a test compares. */
export const kindInfo: Readonly<Record<AlertKind, KindInfo>> = {
  'headroom-low': { fires: 'below', unit: 'share', place: 'limit' },
  'limit-ahead': { fires: 'above', unit: 'share', place: 'limit' },
  'rate-limited': happens('requests'),
  banned: happens('requests'),
  'gate-closed': happens('requests'),
  'soft-throttling': happens('requests'),
  'latency-drift': { fires: 'above', unit: 'share', place: 'requests' },
  'error-rate': { fires: 'above', unit: 'share', place: 'requests' },
  'key-expiring': happens('key'),
  'key-drifted': happens('key'),
  'key-unused': happens('key'),
  'key-over-privileged': happens('key'),
  'key-check-failed': happens('key'),
  'egress-not-listed': happens('key'),
  'egress-changed': happens('key'),
  'maintenance-ahead': happens('overview'),
  'exchange-down': happens('requests'),
  offline: happens('overview'),
  firewall: happens('requests'),
  'order-unknown': happens('order'),
  'halt-unfinished': happens('requests'),
  'dead-man-off': happens('safety'),
  'dead-man-near': { fires: 'below', unit: 'share', place: 'safety' },
  'data-stale': happens('overview'),
  'store-trouble': happens('storage'),
  'clock-wrong': { fires: 'above', unit: 'ms', place: 'overview' },
};

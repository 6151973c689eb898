import type { WindowRule } from '../../../shared/model/bucket.ts';
import { priceCall } from '../exchanges/charges.ts';
import type { Limits } from '../exchanges/limit-rules.ts';
import type { ExchangeRequest } from '../http.ts';

/** A probe takes less than this share of every limit it is counted in. */
export const PROBE_SHARE = 0.01;

/** How far apart the same probe must be to take no more than its share of each limit, ms; never less than `wantedMs`. */
export function affordableMs(limits: Limits, request: ExchangeRequest, wantedMs: number): number {
  const gaps = priceCall(limits, request).charges.map(({ cost, bucket }) => {
    return refillMs(cost, bucket.capacity, bucket.window) / PROBE_SHARE;
  });
  return Math.max(wantedMs, ...gaps);
}

/** How long the limit takes to give this much back when all of it is used evenly, ms. */
function refillMs(cost: number, capacity: number, window: WindowRule): number {
  if (window.kind === 'decaying') return (cost / window.perSecond) * 1_000;
  return (cost / capacity) * window.periodMs;
}

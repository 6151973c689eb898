import type { ExchangeId } from '../../../shared/model/account.ts';
import { type ExchangeRequest, get } from '../http.ts';

export interface UsagePlan {
  readonly request: ExchangeRequest;
  /** Apart at least, ms; more where the call would take more than its share of a limit. */
  readonly wantedMs: number;
  /** The bucket its answer tells the use of: with a younger reading of it the call is not made; null: it tells capacities. */
  readonly teaches: string | null;
}

const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;

/** The cheapest calls whose answers tell how much is used, by whomever. */
export const usagePlans: Readonly<Record<ExchangeId, readonly UsagePlan[]>> = {
  binance: [
    // Weight 1; every answer carries X-MBX-USED-WEIGHT-1M (rest-api.md, 2026-07).
    { request: get('/api/v3/ping'), wantedMs: 15 * SECOND_MS, teaches: 'ip-weight' },
    // Weight 40, so rarely: order counts of all keys and interfaces (rest-api.md, 2026-07).
    { request: get('/api/v3/rateLimit/order'), wantedMs: 5 * MINUTE_MS, teaches: 'orders-1d' },
  ],
  // No usage is told; the caps change with the fill ratio, which is worked out once a day ("Sub-account rate limit", 2026-08).
  okx: [{ request: get('/api/v5/trade/account-rate-limit'), wantedMs: 60 * MINUTE_MS, teaches: null }],
  // No answer names a counter; the executions feed does, unasked (WebSocket v2 reference, 2026-05).
  kraken: [],
};

/** Buckets of an exchange whose use a probe is scheduled to ask for. */
export function probedBuckets(exchange: ExchangeId): ReadonlySet<string> {
  return new Set(usagePlans[exchange].flatMap(({ teaches }) => teaches ?? []));
}

import type { Grant } from '../../../../shared/model/key.ts';
import { endpointOf } from '../limit-rules.ts';
import { limits } from './limits.ts';

const CALL = /^(GET|POST|PUT|DELETE) \//;

/**
 * The grant of a signed call, by the first line that fits. Orders of cross and isolated margin need the spot and margin
 * trading right; borrowing, repaying and margin transfers `enableMargin` (Wallet "Get API Key Permission", 2026-07).
 * Reads need reading alone, test orders the right to trade (rest-api.md, 2026-07).
 */
const LINES: readonly (readonly [RegExp, Grant])[] = [
  [/^GET /, 'read'],
  [/userDataStream/i, 'read'],
  [/withdraw/i, 'withdraw'],
  [/\/margin\/transfer/i, 'trade-margin'],
  [/transfer/i, 'transfer'],
  [/sub-?account/i, 'sub-account'],
  [/\/margin\/.*order/i, 'trade-spot'],
  [/\/(margin|papi)\//, 'trade-margin'],
  [/\/[fd]api\//, 'trade-futures'],
  [/\/eapi\//, 'trade-options'],
  [/ \/api\//, 'trade-spot'],
  [/\/capital\/deposit/, 'deposit'],
];

/** Which grant the endpoint `METHOD /path` needs; null for public calls and for what is no call. */
export function needed(endpoint: string): Grant | null {
  if (!CALL.test(endpoint) || endpointOf(limits, endpoint).security === 'public') return null;
  return LINES.find(([pattern]) => pattern.test(endpoint))?.[1] ?? 'unknown';
}

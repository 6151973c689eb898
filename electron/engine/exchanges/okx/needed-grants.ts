import type { Grant } from '../../../../shared/model/key.ts';
import { endpointOf } from '../limit-rules.ts';
import { limits } from './limits.ts';

// Permission lines of the endpoint pages (docs of 2025-11): reads need Read, withdrawals Withdraw, and everything else
// Trade. Trade is several grants here, so the path says which of them a call used.
const LINES: readonly (readonly [RegExp, Grant])[] = [
  [/^GET /, 'read'],
  [/withdrawal/, 'withdraw'],
  [/transfer/, 'transfer'],
  [/\/users\/subaccount\//, 'sub-account'],
  // Options under market-maker protection only.
  [/\/mass-cancel$/, 'trade-options'],
  [/^POST /, 'trade-spot'],
];

/** Which grant the endpoint `METHOD /path` needs; null for public calls and for what is no call. */
export function needed(endpoint: string): Grant | null {
  const [method = '', path = ''] = endpoint.split(' ');
  if (!/^(GET|POST)$/.test(method) || !path.startsWith('/api/v5/')) return null;
  const { security } = endpointOf(limits, endpoint);
  return security === 'public' ? null : (LINES.find(([pattern]) => pattern.test(endpoint))?.[1] ?? null);
}

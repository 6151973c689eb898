import type { ExchangeId } from '../../../../shared/model/account.ts';
import type { Grant } from '../../../../shared/model/key.ts';
import { exchange } from '../../exchanges/registry.ts';

/** Calls of one key to one endpoint, `METHOD /path`, over the days that count as use. */
export interface EndpointUse {
  readonly endpoint: string;
  readonly calls: number;
  readonly lastAtMs: number;
}

/** What was done with one grant over those days. */
export interface GrantCalls {
  readonly grant: Grant;
  readonly calls: number;
  readonly lastUsedAtMs: number | null;
  /** The last check of the key, which is no use of the grant and yet keeps the key from lapsing. */
  readonly checkedAtMs?: number;
}

/**
 * Sums calls by the grant they needed. Calls that need none are left out. Checks of the key itself give a time and no
 * call: a key that does nothing but tell what it may do is not in use.
 */
export function useByGrant(id: ExchangeId, rows: readonly EndpointUse[]): readonly GrantCalls[] {
  const { permissions } = exchange(id);
  const check = permissions.request('live');
  const checkName = check === null ? null : `${check.method} ${check.path}`;
  const byGrant = new Map<Grant, GrantCalls>();
  for (const row of rows) {
    const grant = permissions.needed(row.endpoint);
    if (grant === null || row.calls <= 0) continue;
    const before = byGrant.get(grant) ?? { grant, calls: 0, lastUsedAtMs: null };
    byGrant.set(grant, row.endpoint === checkName ? { ...before, checkedAtMs: row.lastAtMs } : withCalls(before, row));
  }
  return [...byGrant.values()];
}

function withCalls(before: GrantCalls, { calls, lastAtMs }: EndpointUse): GrantCalls {
  return { ...before, calls: before.calls + calls, lastUsedAtMs: Math.max(lastAtMs, before.lastUsedAtMs ?? lastAtMs) };
}

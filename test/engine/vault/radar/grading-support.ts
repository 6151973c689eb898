import type { ExchangeId } from '../../../../shared/model/account.ts';
import type { KeyFacts } from '../../../../shared/model/key.ts';
import type { Advice, Grade } from '../../../../shared/model/vault.ts';
import type { AuditInput } from '../../../../electron/engine/vault/radar/sight.ts';
import { DAY_MS, NOW_MS } from './support.ts';

export const OPEN = { ipRestriction: { kind: 'none' as const } };
export const HIDDEN = { ipRestriction: { kind: 'list' as const, addresses: null } };
export const reads = ['enableReading', 'read'] as const;
export const trades = ['enableSpotAndMarginTrading', 'trade-spot'] as const;
export const okxTrade = [
  ['read_only', 'read'],
  ['trade', 'trade-spot'],
  ['trade', 'transfer'],
  ['trade', 'sub-account'],
] as const;
export const krakenRead = [
  ['query-funds', 'read'],
  ['query-funds', 'transfer'],
  ['query-open-trades', 'read'],
] as const;
export const LONG_AGO = NOW_MS - 200 * DAY_MS;
export const MONTH_AGO = NOW_MS - 30 * DAY_MS;
export const calls = (grant: 'read' | 'trade-spot', lastUsedAtMs = NOW_MS) => ({ grant, calls: 4, lastUsedAtMs });
export const drift = (to: boolean, rest: Partial<NonNullable<AuditInput['drift']>> = {}) => ({
  atMs: NOW_MS - 5,
  changes: [{ name: 'enableFutures', grant: 'trade-futures' as const, from: !to, to }],
  ipRestriction: null,
  ...rest,
});

/** One key, its grade, and severity and code of every advice, sorted. */
export interface Case {
  readonly name: string;
  readonly on: ExchangeId;
  readonly facts: KeyFacts | null;
  readonly rest?: Partial<AuditInput>;
  readonly grade: Grade;
  readonly codes: readonly string[];
  /** One of the advices, whole, where its facts matter. */
  readonly says?: Advice;
}

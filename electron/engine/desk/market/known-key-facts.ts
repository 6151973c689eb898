import type { KeyFacts, KeyGrant } from '../../../../shared/model/key.ts';

/** `grants` null: no call told what the key may do. `settings`: of the account, by the exchange's own names. */
export interface KnownKeyFacts {
  readonly grants: readonly KeyGrant[] | null;
  readonly settings: Readonly<Record<string, string>>;
}

/** What a check of a key says about a ticket. Where no call tells its rights (Binance's testnet) it leaves none: not known is not forbidden. */
export function knownKeyFacts(facts: KeyFacts | null | undefined): KnownKeyFacts | null {
  if (facts === null || facts === undefined) return null;
  return { grants: facts.grants.length === 0 ? null : facts.grants, settings: facts.extra };
}

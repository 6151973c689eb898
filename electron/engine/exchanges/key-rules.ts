import type { Grant } from '../../../shared/model/key.ts';
import type { KeyAlgorithm } from '../../../shared/model/vault.ts';

/** Where a rule about keys was read, and whether its present state is sure. */
export interface RuleSource {
  readonly source: string;
  /** Year and month it was read or published, as `2026-08`. */
  readonly month: string;
  readonly isVerified: boolean;
}

/** Something that ends after so many days. */
export interface DayRule extends RuleSource {
  readonly days: number;
}

/** What an exchange is known to do with keys; facts as data, for the key radar. */
export interface KeyRules {
  /** Every right a key can have, by the exchange's own name, in its own order, with what it opens in our words. */
  readonly grantsOf: Readonly<Record<string, readonly Grant[]>>;
  /** Kinds of key it issues, the recommended one first. */
  readonly algorithms: readonly KeyAlgorithm[];
  /** What ends at the `expiresAtMs` it tells: the key, or only its right to trade. */
  readonly expiryEnds: 'key' | 'trading';
  /** A key without address list and with one of these grants lapses when unused for so long; null: no such rule. */
  readonly inactivity: (DayRule & { readonly grants: readonly Grant[] }) | null;
  /** The right to trade lapses so long after it was switched on, where the key has no address list. */
  readonly unrestrictedTrading: DayRule | null;
  /** The exchange says it deletes keys that may more than read and have no address list. */
  readonly deletesUnrestricted: RuleSource | null;
  /**
   * What the exchange tells beside the rights that deserves a word, by its own name: text that means the setting is on.
   * `may-borrow`: orders may borrow; `nonce-window`: nonces out of order are taken; `history-window`: old or new entries
   * are not shown to the key.
   */
  readonly settings: Readonly<
    Record<string, { readonly means: 'may-borrow' | 'nonce-window' | 'history-window'; readonly isSet: RegExp }>
  >;
  /** How a right we do not know is taken. */
  readonly unknownGrant: 'warning' | 'critical';
}

const NO_GRANTS: readonly Grant[] = [];

/** What a right opens; empty for a name the exchange is not known to use. */
export function grantsOfName(rules: KeyRules, name: string): readonly Grant[] {
  return Object.hasOwn(rules.grantsOf, name) ? (rules.grantsOf[name] ?? NO_GRANTS) : NO_GRANTS;
}

import { z } from 'zod';
import { Account, AccountId } from '../../../../shared/model/account.ts';
import { GrantDrift, KeyAlgorithm, KeyCheck, KeyId, KeyRole } from '../../../../shared/model/vault.ts';

/** What the index keeps of a key: nothing that signs, and of its public id the last four characters. */
export const KeyRecord = z.object({
  id: KeyId,
  account: AccountId,
  label: z.string().min(1).max(80),
  role: KeyRole,
  algorithm: KeyAlgorithm,
  last4: z.string().max(4),
  fingerprint: z.string(),
  addedAtMs: z.number(),
  /** When it began to sign its account's calls; null: it does not yet, or began before this was written down. */
  activeSinceMs: z.number().nullable().default(null),
  retiredAtMs: z.number().nullable(),
  check: KeyCheck.nullable(),
  /** When the exchange last took the key and told what it may do; null: never. */
  toldAtMs: z.number().nullable().default(null),
  drift: GrantDrift.nullable(),
});
export type KeyRecord = z.infer<typeof KeyRecord>;

export const StoredAccount = Account;

/** What one change of the index writes, all of it or nothing. */
export interface IndexChange {
  readonly accounts?: readonly Account[];
  readonly keys?: readonly KeyRecord[];
  readonly removedAccounts?: readonly AccountId[];
  readonly removedKeys?: readonly KeyId[];
  /** Secrets about to be written, or whose keys are gone: to be cleared from the store at the next start. */
  readonly loose?: readonly KeyId[];
  readonly settled?: readonly KeyId[];
}

/** The key index: synced before a call returns. Throws when it cannot be kept. */
export interface KeyIndex {
  accounts(): readonly Account[];
  keys(): readonly KeyRecord[];
  /** Secrets that belong to no key, or whose writing never ended. */
  loose(): readonly KeyId[];
  apply(change: IndexChange): void;
}

import type { Account, AccountId } from '../../../../shared/model/account.ts';
import type { KeyId, SecretPresence } from '../../../../shared/model/vault.ts';
import type { AccountBook } from '../../accounts/account-book.ts';
import type { Disposer } from '../../ports.ts';
import type { IndexChange, KeyIndex, KeyRecord } from './key-record.ts';

export interface BookedKey {
  readonly record: KeyRecord;
  readonly presence: SecretPresence;
  /** False: of this run alone, as practice keys and those of a store in memory. */
  readonly isIndexed: boolean;
}

/** Every key of this run with its account. The index is written first, then memory: what is told is also kept. */
export class KeyBook {
  readonly #index: KeyIndex;
  readonly #accounts: AccountBook;
  readonly #keys = new Map<KeyId, BookedKey>();
  readonly #listeners = new Set<(changed: readonly KeyId[], removed: readonly KeyId[]) => void>();

  /** Keys of accounts that cannot be reached are shown and left alone. */
  constructor(index: KeyIndex, accounts: AccountBook, isReachable: (account: Account) => boolean = () => true) {
    this.#index = index;
    this.#accounts = accounts;
    const known = new Map(index.accounts().map((account) => [account.id, account]));
    for (const record of index.keys()) {
      const account = known.get(record.account);
      if (account === undefined) continue;
      if (accounts.find(account.id) === undefined) accounts.put(account);
      const presence = isReachable(account) ? 'waiting' : 'unreachable';
      this.#keys.set(record.id, { record, presence, isIndexed: true });
    }
  }

  list(): readonly BookedKey[] {
    return [...this.#keys.values()];
  }

  find(id: KeyId): BookedKey | undefined {
    return this.#keys.get(id);
  }

  account(id: KeyId): Account | undefined {
    const record = this.#keys.get(id)?.record;
    return record === undefined ? undefined : this.#accounts.find(record.account);
  }

  activeOf(account: AccountId): BookedKey | undefined {
    return this.list().find(({ record }) => record.account === account && record.role === 'active');
  }

  byFingerprint(fingerprint: string): BookedKey | undefined {
    return this.list().find(({ record }) => record.fingerprint === fingerprint);
  }

  /**
   * A key, and its account where that is new, in the place of `replaced`; `presence` says whether it outlives the run.
   * Throws when it cannot be kept; nothing has then changed.
   */
  add(account: Account, record: KeyRecord, presence: SecretPresence, replaced: KeyId | null = null): void {
    const isIndexed = presence !== 'session';
    const gone = replaced !== null && this.#keys.has(replaced) ? [replaced] : [];
    const leaving = { removedKeys: gone, loose: gone };
    if (isIndexed) this.#index.apply({ accounts: [account], keys: [record], settled: [record.id], ...leaving });
    else if (gone.length > 0) this.#index.apply(leaving);
    for (const id of gone) this.#keys.delete(id);
    this.#keys.set(record.id, { record, presence, isIndexed });
    this.#accounts.put(account);
    this.#tell([record.id], gone);
  }

  /** Replaces what is known of keys, all at once. Throws when it cannot be kept; nothing has then changed. */
  update(records: readonly KeyRecord[]): void {
    const indexed = records.filter(({ id }) => this.#keys.get(id)?.isIndexed === true);
    if (indexed.length > 0) this.#index.apply({ keys: indexed });
    for (const record of records) {
      const known = this.#keys.get(record.id);
      if (known !== undefined) this.#keys.set(record.id, { ...known, record });
    }
    this.#tell(
      records.map(({ id }) => id),
      [],
    );
  }

  setPresence(id: KeyId, presence: SecretPresence): void {
    const known = this.#keys.get(id);
    if (known === undefined || known.presence === presence) return;
    this.#keys.set(id, { ...known, presence });
    this.#tell([id], []);
  }

  /** Keys that lived in memory are kept from now on. */
  index(ids: readonly KeyId[]): void {
    const booked = ids.flatMap((id) => this.#keys.get(id) ?? []).filter(({ isIndexed }) => !isIndexed);
    const accounts = booked.flatMap(({ record }) => this.#accounts.find(record.account) ?? []);
    if (booked.length === 0) return;
    this.#index.apply({
      accounts,
      keys: booked.map(({ record }) => record),
      settled: booked.map(({ record }) => record.id),
    });
    for (const { record } of booked) this.#keys.set(record.id, { record, presence: 'loaded', isIndexed: true });
    this.#tell(
      booked.map(({ record }) => record.id),
      [],
    );
  }

  /** Forgets a key, and its account with the last one; its secret is loose until the store has let go of it. */
  remove(id: KeyId): { readonly account: Account; readonly isAccountGone: boolean } | null {
    const booked = this.#keys.get(id);
    const account = this.account(id);
    if (booked === undefined || account === undefined) return null;
    const isAccountGone = !this.list().some(
      ({ record }) => record.account === account.id && record.id !== id && record.role !== 'retired',
    );
    const rest = isAccountGone ? this.list().filter(({ record }) => record.account === account.id) : [booked];
    const removed = rest.map(({ record }) => record.id);
    this.#index.apply({
      removedKeys: removed,
      removedAccounts: isAccountGone ? [account.id] : [],
      loose: rest.filter(({ isIndexed }) => isIndexed).map(({ record }) => record.id),
    });
    for (const gone of removed) this.#keys.delete(gone);
    if (isAccountGone) this.#accounts.remove(account.id);
    this.#tell([], removed);
    return { account, isAccountGone };
  }

  /** A new name of an account. Throws when it cannot be kept. */
  renameAccount(account: Account): void {
    if (this.list().some(({ record, isIndexed }) => record.account === account.id && isIndexed)) {
      this.#index.apply({ accounts: [account] });
    }
    this.#accounts.put(account);
    this.#tell(
      this.list()
        .filter(({ record }) => record.account === account.id)
        .map(({ record }) => record.id),
      [],
    );
  }

  /** Notes secrets that are about to be written or have lost their key. */
  note(change: Pick<IndexChange, 'loose' | 'settled'>): void {
    this.#index.apply(change);
  }

  loose(): readonly KeyId[] {
    return this.#index.loose();
  }

  onChange(listener: (changed: readonly KeyId[], removed: readonly KeyId[]) => void): Disposer {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  #tell(changed: readonly KeyId[], removed: readonly KeyId[]): void {
    for (const listener of this.#listeners) listener(changed, removed);
  }
}

import type { Account, AccountId } from '../../../shared/model/account.ts';
import type { Disposer } from '../ports.ts';

export interface AccountChange {
  readonly kind: 'added' | 'changed' | 'removed';
  readonly account: Account;
}

/** The accounts of this run. What outlives it is the key index's affair. */
export class AccountBook {
  readonly #accounts = new Map<AccountId, Account>();
  readonly #listeners = new Set<(change: AccountChange) => void>();

  constructor(accounts: readonly Account[] = []) {
    for (const account of accounts) this.#accounts.set(account.id, account);
  }

  list(): readonly Account[] {
    return [...this.#accounts.values()];
  }

  find(id: AccountId): Account | undefined {
    return this.#accounts.get(id);
  }

  /** Adds an account, or replaces what is known of it. */
  put(account: Account): void {
    const kind = this.#accounts.has(account.id) ? 'changed' : 'added';
    this.#accounts.set(account.id, account);
    this.#tell({ kind, account });
  }

  remove(id: AccountId): void {
    const account = this.#accounts.get(id);
    if (account === undefined) return;
    this.#accounts.delete(id);
    this.#tell({ kind: 'removed', account });
  }

  onChange(listener: (change: AccountChange) => void): Disposer {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  #tell(change: AccountChange): void {
    for (const listener of this.#listeners) listener(change);
  }
}

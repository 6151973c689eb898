import type { Decimal } from '../../../shared/model/decimal.ts';
import { decimal } from '../../../shared/model/decimal.ts';
import { holdsAddress } from './address-list.ts';
import { Ledger } from './ledger.ts';

export interface PracticeAccount {
  readonly id: string;
  readonly ledger: Ledger;
  readonly createdAtMs: number;
}

export type KeyKind = 'hmac' | 'ed25519' | 'rsa';
export type KeyState = 'valid' | 'deleted' | 'expired';

/** A key as its exchange knows it. Mutable on purpose: tests take rights away while a client runs. */
export interface PracticeKey {
  readonly apiKey: string;
  readonly accountId: string;
  readonly kind: KeyKind;
  /** HMAC: the shared secret as issued. Otherwise the public key as SPKI PEM. */
  readonly secret: string;
  readonly passphrase: string | null;
  readonly label: string;
  readonly createdAtMs: number;
  /** In the exchange's own words. */
  permissions: Set<string>;
  /** Allowed addresses and CIDR networks; empty means from anywhere. */
  ips: readonly string[];
  state: KeyState;
  /** Null: never. */
  expiresAtMs: number | null;
  lastUsedAtMs: number | null;
}

export interface NewKey {
  readonly apiKey: string;
  readonly accountId: string;
  readonly secret: string;
  readonly kind?: KeyKind;
  readonly passphrase?: string;
  readonly label?: string;
  readonly permissions: Iterable<string>;
  readonly ips?: readonly string[];
  readonly createdAtMs: number;
  readonly expiresAtMs?: number;
}

/** Accounts and keys of one practice exchange. */
export class PracticeAccounts {
  readonly #accounts = new Map<string, PracticeAccount>();
  readonly #keys = new Map<string, PracticeKey>();

  /** Opens an account with these free balances (asset → plain decimal text). */
  open(id: string, balances: Readonly<Record<string, string>>, createdAtMs: number): PracticeAccount {
    const account = { id, ledger: new Ledger(), createdAtMs };
    for (const [asset, amount] of Object.entries(balances)) account.ledger.credit(asset, decimal(amount));
    // Balances of the start are no event.
    account.ledger.takeTouched();
    this.#accounts.set(id, account);
    return account;
  }

  find(id: string): PracticeAccount | undefined {
    return this.#accounts.get(id);
  }

  /** Throws on an id that was never opened: ids come from keys, so that is a bug. */
  get(id: string): PracticeAccount {
    const account = this.#accounts.get(id);
    if (account === undefined) throw new Error(`No practice account ${id}`);
    return account;
  }

  all(): readonly PracticeAccount[] {
    return [...this.#accounts.values()];
  }

  addKey(key: NewKey): PracticeKey {
    this.get(key.accountId);
    const added: PracticeKey = {
      apiKey: key.apiKey,
      accountId: key.accountId,
      kind: key.kind ?? 'hmac',
      secret: key.secret,
      passphrase: key.passphrase ?? null,
      label: key.label ?? '',
      createdAtMs: key.createdAtMs,
      permissions: new Set(key.permissions),
      ips: key.ips ?? [],
      state: 'valid',
      expiresAtMs: key.expiresAtMs ?? null,
      lastUsedAtMs: null,
    };
    this.#keys.set(added.apiKey, added);
    return added;
  }

  key(apiKey: string): PracticeKey | undefined {
    return this.#keys.get(apiKey);
  }

  keysOf(accountId: string): readonly PracticeKey[] {
    return [...this.#keys.values()].filter((key) => key.accountId === accountId);
  }

  allKeys(): readonly PracticeKey[] {
    return [...this.#keys.values()];
  }

  /** Adds to a free balance, as a deposit would. */
  deposit(accountId: string, asset: string, amount: Decimal): void {
    this.get(accountId).ledger.credit(asset, amount);
  }
}

/** State as of now, expiry by date included. */
export function keyStateAt(key: PracticeKey, nowMs: number): KeyState {
  if (key.state !== 'valid') return key.state;
  return key.expiresAtMs !== null && nowMs >= key.expiresAtMs ? 'expired' : 'valid';
}

/** True when the key's address list lets this address in. */
export function allowsIp(key: PracticeKey, ip: string): boolean {
  return key.ips.length === 0 || key.ips.includes(ip) || holdsAddress(key.ips, ip);
}

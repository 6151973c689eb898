import type { AccountId, ExchangeId } from '../../../shared/model/account.ts';
import { type Failure, type Result, fail, ok } from '../../../shared/contract/failure.ts';
import type { Credential } from '../exchanges/definition.ts';
import { exchange } from '../exchanges/registry.ts';
import { get } from '../http.ts';
import type { Disposer } from '../ports.ts';
import { Secret } from './secret.ts';

/** A key as its owner typed it; lives no longer than it takes to form a credential of it. */
export interface KeyMaterial {
  readonly apiKey: string;
  readonly secretText: string;
  readonly passphrase: string | null;
}

export interface LentCredential {
  /** Names the key in limiter scopes and rows without showing it. */
  readonly keyId: string;
  readonly credential: Credential;
}

/** `replaced`: the account had another key before. */
export type VaultChange = 'kept' | 'replaced' | 'forgotten';

// It travels in a header: visible ASCII, and long enough that its last four characters do not give it away.
const API_KEY = /^[\x21-\x7e]{8,256}$/;

/** Turns a key's text into the form its algorithm wants; says what is wrong with a bad one. */
function formCredential(exchangeId: ExchangeId, material: KeyMaterial): Result<Credential> {
  const { apiKey } = material;
  if (!API_KEY.test(apiKey)) return fail({ kind: 'invalid-key', reason: 'malformed', code: null });
  const signing = exchange(exchangeId).signer.importSecret(material.secretText);
  if (!signing.ok) return signing;
  const passphrase = material.passphrase === null ? null : new Secret(material.passphrase);
  const credential: Credential = { apiKey, signing: signing.value, passphrase };
  if (!canSign(exchangeId, credential)) return fail({ kind: 'invalid-key', reason: 'passphrase', code: null });
  return ok(credential);
}

/** Credentials of this run, in memory only; lends them to a signer and gives them to nobody else. */
export class Vault {
  readonly #onSecret: (text: string) => void;
  readonly #held = new Map<AccountId, LentCredential>();
  readonly #listeners = new Set<(account: AccountId, change: VaultChange) => void>();

  /** `onSecret` is told every text of a key before anything is made of it, so that it can be kept out of logs. */
  constructor(onSecret: (text: string) => void = () => undefined) {
    this.#onSecret = onSecret;
  }

  /** Forms a credential; says what is wrong with a bad key. */
  form(exchangeId: ExchangeId, material: KeyMaterial): Result<Credential> {
    for (const text of [material.apiKey, material.secretText, material.passphrase ?? '']) this.#onSecret(text);
    return formCredential(exchangeId, material);
  }

  /** Forms and holds a key of an account; `keyId` is made from its account and end where none is given. */
  keep(
    account: AccountId,
    exchangeId: ExchangeId,
    material: KeyMaterial,
    keyId = `${account}-${material.apiKey.slice(-4)}`,
  ): Result<{ readonly keyId: string }> {
    const credential = this.form(exchangeId, material);
    if (!credential.ok) return credential;
    this.hold(account, { keyId, credential: credential.value });
    return ok({ keyId });
  }

  /** Signs the account's calls from now on; calls that have left finish on what they were signed with. */
  hold(account: AccountId, lent: LentCredential): void {
    const change = this.#held.has(account) ? 'replaced' : 'kept';
    this.#held.set(account, lent);
    this.#tell(account, change);
  }

  lend(account: AccountId): Result<LentCredential> {
    const held = this.#held.get(account);
    return held === undefined ? fail<Failure>({ kind: 'not-found', what: `key of account ${account}` }) : ok(held);
  }

  forget(account: AccountId): void {
    if (this.#held.delete(account)) this.#tell(account, 'forgotten');
  }

  onChange(listener: (account: AccountId, change: VaultChange) => void): Disposer {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  #tell(account: AccountId, change: VaultChange): void {
    for (const listener of this.#listeners) listener(account, change);
  }
}

// One signature that goes nowhere: a key of the right form can lack only what stands beside the secret.
function canSign(exchangeId: ExchangeId, credential: Credential): boolean {
  try {
    exchange(exchangeId).signer.sign(get('/'), credential, { serverMs: 0, nonce: 1n, validForMs: 1_000 });
    return credential.passphrase?.use((text) => HEADER_TEXT.test(text)) ?? true;
  } catch {
    return false;
  }
}

const HEADER_TEXT = /^[\x20-\x7e]{1,256}$/;

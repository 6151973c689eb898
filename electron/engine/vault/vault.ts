import type { AccountId, ExchangeId } from '../../../shared/model/account.ts';
import { type Failure, type Result, fail, ok } from '../../../shared/contract/failure.ts';
import type { Credential } from '../exchanges/definition.ts';
import { exchange } from '../exchanges/registry.ts';
import { get } from '../http.ts';
import { Secret } from './secret.ts';

/** A key as its owner typed it; lives no longer than `keep` runs. */
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

// It travels in a header: visible ASCII, and long enough that its last four characters do not give it away.
const API_KEY = /^[\x21-\x7e]{8,256}$/;

/** Credentials of this run, in memory only; lends them to a signer and gives them to nobody else. */
export class Vault {
  readonly #held = new Map<AccountId, LentCredential>();

  /** Turns the text into the form its algorithm wants and keeps that alone; says what is wrong with a bad one. */
  keep(account: AccountId, exchangeId: ExchangeId, material: KeyMaterial): Result<{ readonly keyId: string }> {
    const { apiKey } = material;
    if (!API_KEY.test(apiKey)) return fail({ kind: 'invalid-key', reason: 'malformed', code: null });
    const signing = exchange(exchangeId).signer.importSecret(material.secretText);
    if (!signing.ok) return signing;
    const passphrase = material.passphrase === null ? null : new Secret(material.passphrase);
    const credential: Credential = { apiKey, signing: signing.value, passphrase };
    if (!canSign(exchangeId, credential)) return fail({ kind: 'invalid-key', reason: 'passphrase', code: null });
    const keyId = `${account}-${apiKey.slice(-4)}`;
    this.#held.set(account, { keyId, credential });
    return ok({ keyId });
  }

  lend(account: AccountId): Result<LentCredential> {
    const held = this.#held.get(account);
    return held === undefined ? fail<Failure>({ kind: 'not-found', what: `key of account ${account}` }) : ok(held);
  }

  forget(account: AccountId): void {
    this.#held.delete(account);
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

import type { AccountId, ExchangeId } from '../../../shared/model/account.ts';
import { type Failure, type Result, fail, ok } from '../../../shared/contract/failure.ts';
import type { Credential } from '../exchanges/definition.ts';
import { exchange } from '../exchanges/registry.ts';
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

/** Credentials of this run, in memory only; lends them to a signer and gives them to nobody else. */
export class Vault {
  readonly #held = new Map<AccountId, LentCredential>();

  /** Turns the text into the form its algorithm wants and keeps that alone; says what is wrong with a bad one. */
  keep(account: AccountId, exchangeId: ExchangeId, material: KeyMaterial): Result<{ readonly keyId: string }> {
    const signing = exchange(exchangeId).signer.importSecret(material.secretText);
    if (!signing.ok) return signing;
    const passphrase = material.passphrase === null ? null : new Secret(material.passphrase);
    const keyId = `${account}-${material.apiKey.slice(-4)}`;
    this.#held.set(account, { keyId, credential: { apiKey: material.apiKey, signing: signing.value, passphrase } });
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

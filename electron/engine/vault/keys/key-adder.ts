import type { Account } from '../../../../shared/model/account.ts';
import type { KeyFacts } from '../../../../shared/model/key.ts';
import type { KeyId, KeyView } from '../../../../shared/model/vault.ts';
import { type Failure, type Result, fail, ok } from '../../../../shared/contract/failure.ts';
import type { AddOutcome, KeyPlace } from '../../../../shared/contract/keys-contract.ts';
import type { Client } from '../../client/client.ts';
import { exchange } from '../../exchanges/registry.ts';
import type { Clock, Random } from '../../ports.ts';
import type { Secret } from '../secret.ts';
import type { SecretStore } from '../secret-store.ts';
import { formCredential, type KeyMaterial, type LentCredential } from '../vault.ts';
import type { KeyAudits } from './key-audits.ts';
import type { KeyBook } from './key-book.ts';
import { askKey, withdrawRights } from './key-check.ts';
import type { KeyKeeper } from './key-keeper.ts';
import type { KeyCrypto } from './key-ports.ts';
import type { KeyRecord } from './key-record.ts';
import { hexOf, Pending } from './pending.ts';

const PHRASE_MS = 10 * 60_000;
const GENERATED_MS = 60 * 60_000;

export interface AdderParts {
  readonly clock: Clock;
  readonly random: Random;
  readonly client: Client;
  readonly store: SecretStore;
  readonly crypto: KeyCrypto;
  readonly book: KeyBook;
  readonly keeper: KeyKeeper;
  readonly audits: KeyAudits;
  readonly view: (id: KeyId) => KeyView | null;
}

/** A key the exchange has taken, on its way into the store. */
interface Vetted {
  readonly id: KeyId;
  readonly account: Account;
  readonly place: KeyPlace;
  readonly material: KeyMaterial;
  readonly lent: LentCredential;
  readonly facts: KeyFacts;
}

interface Generated {
  readonly id: KeyId;
  readonly place: KeyPlace;
  readonly privatePem: Secret;
}

/** Takes keys in: formed, checked with the exchange, confirmed where they can withdraw, stored, and only then used. */
export class KeyAdder {
  readonly #parts: AdderParts;
  readonly #vetted: Pending<Vetted>;
  readonly #generated: Pending<Generated>;

  constructor(parts: AdderParts) {
    this.#parts = parts;
    this.#vetted = new Pending(parts.clock, parts.random, PHRASE_MS);
    this.#generated = new Pending(parts.clock, parts.random, GENERATED_MS, ({ id }) => void parts.keeper.clear(id));
  }

  /** Fails with `invalid-key`, `clock-skew`, `duplicate-key`, `secret-store` … ; the key is then kept nowhere. */
  async add(place: KeyPlace, material: KeyMaterial): Promise<Result<AddOutcome>> {
    return await this.#add(this.#newKeyId(), place, trimmed(material));
  }

  /** The phrase must be the one shown, letter by letter. */
  async confirm(pendingId: string, phrase: string): Promise<Result<AddOutcome>> {
    const vetted = this.#vetted.peek(pendingId);
    if (vetted === null) return fail(NOT_WAITING);
    if (phrase.trim() !== phraseOf(vetted)) return fail<Failure>({ kind: 'wrong-phrase' });
    this.#vetted.take(pendingId);
    return await this.#keep(vetted);
  }

  /** Makes a pair whose private half goes into the store before its public half is shown. */
  async generate(place: KeyPlace): Promise<Result<{ readonly pendingId: string; readonly publicKeyPem: string }>> {
    if (place.exchange !== 'binance') {
      return fail({ kind: 'unavailable', detail: `${exchange(place.exchange).name} makes its keys itself` });
    }
    const fit = this.#accountFor(place);
    if (!fit.ok) return fit;
    const id = this.#newKeyId();
    const { privatePem, publicPem } = this.#parts.crypto.makeEd25519();
    const written = await privatePem.use((secretText) =>
      this.#parts.keeper.write(id, { apiKey: '', secretText, passphrase: null }),
    );
    if (!written.ok) return written;
    return ok({ pendingId: this.#generated.put({ id, place, privatePem }), publicKeyPem: publicPem });
  }

  /** Stays pending when the exchange does not take the pair yet, so that its owner can try again. */
  async finishGenerated(pendingId: string, apiKey: string): Promise<Result<AddOutcome>> {
    const generated = this.#generated.peek(pendingId);
    if (generated === null) return fail(NOT_WAITING);
    const { id, place, privatePem } = generated;
    const outcome = await privatePem.use((secretText) =>
      this.#add(id, place, trimmed({ apiKey, secretText, passphrase: null })),
    );
    if (outcome.ok) this.#generated.take(pendingId);
    return outcome;
  }

  async drop(pendingId: string): Promise<void> {
    this.#vetted.take(pendingId);
    const generated = this.#generated.take(pendingId);
    if (generated !== null) await this.#parts.keeper.clear(generated.id);
  }

  async #add(id: KeyId, place: KeyPlace, material: KeyMaterial): Promise<Result<AddOutcome>> {
    const vetted = await this.#vet(id, place, material);
    if (!vetted.ok) return vetted;
    const rights = withdrawRights(vetted.value.facts);
    if (rights.length === 0) return await this.#keep(vetted.value);
    return ok({
      kind: 'phrase-wanted',
      pendingId: this.#vetted.put(vetted.value),
      phrase: phraseOf(vetted.value),
      reason: 'can-withdraw',
      grants: [...rights],
    });
  }

  async #vet(id: KeyId, place: KeyPlace, material: KeyMaterial): Promise<Result<Vetted>> {
    const { crypto, book, client } = this.#parts;
    const account = this.#accountFor(place);
    if (!account.ok) return account;
    const credential = formCredential(place.exchange, material);
    if (!credential.ok) return credential;
    const known = book.byFingerprint(crypto.fingerprint(material.apiKey));
    const owner = known === undefined ? undefined : book.account(known.record.id);
    if (known !== undefined && known.presence !== 'missing') {
      return fail({ kind: 'duplicate-key', account: owner?.label ?? known.record.label });
    }
    const lent: LentCredential = { keyId: id, credential: credential.value };
    const facts = await askKey(client, owner ?? account.value, lent);
    if (!facts.ok) return facts;
    return ok({ id, account: owner ?? account.value, place, material, lent, facts: facts.value });
  }

  async #keep(vetted: Vetted): Promise<Result<AddOutcome>> {
    const { id, account, lent, material } = vetted;
    const { book, keeper, store, audits } = this.#parts;
    const written = await keeper.write(id, material);
    if (!written.ok) return written;
    const replaced = this.#lostTwin(vetted);
    const presence = store.view().kind === 'memory' ? 'session' : 'loaded';
    keeper.hold(id, lent);
    try {
      book.add(account, this.#recordOf(vetted), presence);
    } catch {
      await keeper.clear(id);
      return fail({ kind: 'storage', detail: 'the key index cannot be written; the key was not kept' });
    }
    if (replaced !== null) book.remove(replaced);
    if (vetted.place.replaces === null) keeper.activate(id);
    await audits.refresh(id);
    const key = this.#parts.view(id);
    return key === null ? fail({ kind: 'unavailable', detail: 'the key is gone again' }) : ok({ kind: 'added', key });
  }

  /** The same key entered again after its secret was lost takes the place of what the index still had of it. */
  #lostTwin({ material }: Vetted): KeyId | null {
    const known = this.#parts.book.byFingerprint(this.#parts.crypto.fingerprint(material.apiKey));
    return known?.presence === 'missing' ? known.record.id : null;
  }

  #recordOf({ id, account, place, material, lent, facts }: Vetted): KeyRecord {
    const nowMs = this.#parts.clock.now();
    return {
      id,
      account: account.id,
      label: place.label,
      role: place.replaces === null ? 'active' : 'candidate',
      algorithm: lent.credential.signing.algorithm,
      last4: material.apiKey.slice(-4),
      fingerprint: this.#parts.crypto.fingerprint(material.apiKey),
      addedAtMs: nowMs,
      retiredAtMs: null,
      check: { atMs: nowMs, failure: null, facts },
      drift: null,
    };
  }

  #accountFor(place: KeyPlace): Result<Account> {
    const { environments } = exchange(place.exchange);
    const regions = place.environment === 'practice' ? { global: true } : environments[place.environment];
    if (regions === null || !Object.hasOwn(regions, place.region)) {
      return fail({ kind: 'invalid-input', detail: `no ${place.environment} site ${place.region}` });
    }
    if (place.replaces === null) return ok(this.#newAccount(place));
    const account = this.#parts.book.account(place.replaces);
    if (account === undefined) return fail({ kind: 'not-found', what: 'the key to be replaced' });
    const isSame = account.exchange === place.exchange && account.environment === place.environment;
    return isSame ? ok(account) : fail({ kind: 'invalid-input', detail: 'a key of another exchange or environment' });
  }

  #newAccount({ exchange: id, environment, region, label }: KeyPlace): Account {
    const suffix = hexOf(this.#parts.random.bytes(5));
    return { id: `${id}-${suffix}`, exchange: id, environment, label, region, egress: 'default' };
  }

  #newKeyId(): KeyId {
    return `key-${hexOf(this.#parts.random.bytes(8))}`;
  }
}

const NOT_WAITING: Failure = { kind: 'not-found', what: 'the key that waited; enter it again' };

function phraseOf({ material }: Vetted): string {
  return `key ${material.apiKey.slice(-4)} can withdraw`;
}

// What is pasted often brings spaces and line ends along; no exchange has them in a key.
function trimmed(material: KeyMaterial): KeyMaterial {
  return { ...material, apiKey: material.apiKey.trim(), secretText: material.secretText.trim() };
}

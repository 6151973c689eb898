import type { Account } from '../../../../shared/model/account.ts';
import type { KeyFacts } from '../../../../shared/model/key.ts';
import type { KeyId } from '../../../../shared/model/vault.ts';
import { type Failure, type Result, fail, ok } from '../../../../shared/contract/failure.ts';
import type { AddOutcome, KeyPlace } from '../../../../shared/contract/keys-contract.ts';
import type { Client } from '../../client/client.ts';
import { exchange } from '../../exchanges/registry.ts';
import type { Clock, Random } from '../../ports.ts';
import type { Secret } from '../secret.ts';
import { formCredential, type KeyMaterial, type LentCredential } from '../vault.ts';
import { askKey, withdrawRights } from './key-check.ts';
import { type EntryParts, KeyEntry, type Vetted } from './key-entry.ts';
import { storedText } from './key-keeper.ts';
import type { KeyCrypto } from './key-ports.ts';
import { hexOf, Pending } from './pending.ts';

const PHRASE_MS = 10 * 60_000;
const GENERATED_MS = 60 * 60_000;

export interface AdderParts extends EntryParts {
  readonly clock: Clock;
  readonly random: Random;
  readonly client: Client;
  readonly crypto: KeyCrypto;
}

interface Generated {
  readonly id: KeyId;
  readonly place: KeyPlace;
  readonly privatePem: Secret;
}

/** A key as it came in, and where it is to go. */
interface Arrival {
  readonly id: KeyId;
  readonly place: KeyPlace;
  readonly material: KeyMaterial;
  readonly isStored: boolean;
}

/** Takes keys in: formed, checked with the exchange, confirmed where they can withdraw, stored, and only then used. */
export class KeyAdder {
  readonly #parts: AdderParts;
  readonly #entry: KeyEntry;
  readonly #vetted: Pending<Vetted>;
  readonly #generated: Pending<Generated>;
  readonly #finishing = new Set<KeyId>();

  constructor(parts: AdderParts) {
    this.#parts = parts;
    this.#entry = new KeyEntry(parts);
    this.#vetted = new Pending(parts.clock, parts.random, PHRASE_MS, (vetted) => void this.#letGo(vetted));
    this.#generated = new Pending(parts.clock, parts.random, GENERATED_MS, (pair) => void this.#letGoOfPair(pair));
  }

  /** Fails with `invalid-key`, `clock-skew`, `duplicate-key`, `secret-store` … ; the key is then kept nowhere. */
  async add(place: KeyPlace, material: KeyMaterial): Promise<Result<AddOutcome>> {
    return await this.#add({ id: this.#newKeyId(), place, material: trimmed(material), isStored: false });
  }

  /** The phrase must be the one shown, letter by letter; a key the store does not take goes on waiting. */
  async confirm(pendingId: string, phrase: string): Promise<Result<AddOutcome>> {
    const vetted = this.#vetted.peek(pendingId);
    if (vetted === null) return fail(NOT_WAITING);
    if (phrase.trim() !== phraseOf(vetted)) return fail<Failure>({ kind: 'wrong-phrase' });
    const outcome = await this.#keep(vetted);
    if (outcome.ok) this.#vetted.take(pendingId);
    return outcome;
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
    const text = privatePem.use((secretText) => storedText({ apiKey: '', secretText, passphrase: null }));
    const written = await this.#parts.keeper.write(id, text);
    if (!written.ok) return written;
    return ok({ pendingId: this.#generated.put({ id, place, privatePem }), publicKeyPem: publicPem });
  }

  /** Stays pending when the exchange does not take the pair yet, so that its owner can try again. */
  async finishGenerated(pendingId: string, apiKey: string): Promise<Result<AddOutcome>> {
    const pair = this.#generated.peek(pendingId);
    if (pair === null) return fail(NOT_WAITING);
    if (this.#finishing.has(pair.id)) return fail({ kind: 'unavailable', detail: 'this key is being checked' });
    this.#finishing.add(pair.id);
    const outcome = await this.#finish(pair, apiKey).finally(() => this.#finishing.delete(pair.id));
    if (outcome.ok) this.#generated.take(pendingId);
    // Dropped or lapsed meanwhile.
    else if (this.#generated.peek(pendingId) === null) await this.#letGoOfPair(pair);
    return outcome;
  }

  async drop(pendingId: string): Promise<void> {
    const vetted = this.#vetted.take(pendingId);
    if (vetted !== null) await this.#letGo(vetted);
    const pair = this.#generated.take(pendingId);
    if (pair !== null) await this.#letGoOfPair(pair);
  }

  /** Nothing waits any more; what lies in the store for it is cleared at the next start. */
  stop(): void {
    this.#vetted.stop();
    this.#generated.stop();
  }

  #finish({ id, place, privatePem }: Generated, apiKey: string): Promise<Result<AddOutcome>> {
    return privatePem.use((secretText) =>
      this.#add({ id, place, material: trimmed({ apiKey, secretText, passphrase: null }), isStored: true }),
    );
  }

  async #add(arrival: Arrival): Promise<Result<AddOutcome>> {
    const vetted = await this.#vet(arrival);
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

  async #keep(vetted: Vetted): Promise<Result<AddOutcome>> {
    const kept = await this.#entry.keep(vetted);
    return kept.ok ? ok({ kind: 'added', key: kept.value }) : kept;
  }

  async #vet({ id, place, material, isStored }: Arrival): Promise<Result<Vetted>> {
    const fit = this.#accountFor(place);
    if (!fit.ok) return fit;
    const credential = formCredential(place.exchange, material);
    if (!credential.ok) return credential;
    const refusal = this.#entry.refusal(material.apiKey);
    if (refusal !== null) return fail(refusal);
    const twin = this.#entry.lostTwin(material.apiKey);
    const account = (twin === undefined ? undefined : this.#parts.book.account(twin.record.id)) ?? fit.value;
    const lent: LentCredential = { keyId: id, credential: credential.value };
    const facts = await askKey(this.#parts.client, account, lent);
    if (!facts.ok) return facts;
    if (this.#isOfAnother(account, facts.value)) {
      return fail({ kind: 'invalid-input', detail: 'this key belongs to another account of the exchange' });
    }
    return ok({ id, account, label: place.label, material: storedText(material), lent, facts: facts.value, isStored });
  }

  /** The exchange counts both by name, and the names differ. */
  #isOfAnother(account: Account, facts: KeyFacts): boolean {
    const known = this.#parts.book.activeOf(account.id)?.record.check?.facts?.accountRef ?? null;
    return known !== null && facts.accountRef !== null && known !== facts.accountRef;
  }

  async #letGo({ id, isStored }: Vetted): Promise<void> {
    if (isStored && !this.#entry.isEntering(id)) await this.#parts.keeper.clear(id);
  }

  async #letGoOfPair({ id }: Generated): Promise<void> {
    if (!this.#finishing.has(id)) await this.#parts.keeper.clear(id);
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

function phraseOf({ lent }: Vetted): string {
  return `key ${lent.credential.apiKey.slice(-4)} can withdraw`;
}

// What is pasted often brings spaces and line ends along; no exchange has them in a key.
function trimmed(material: KeyMaterial): KeyMaterial {
  return { ...material, apiKey: material.apiKey.trim(), secretText: material.secretText.trim() };
}

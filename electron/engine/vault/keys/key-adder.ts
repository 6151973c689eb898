import type { Account } from '../../../../shared/model/account.ts';
import type { KeyId } from '../../../../shared/model/vault.ts';
import { type Failure, type Result, fail, ok } from '../../../../shared/contract/failure.ts';
import type { AddOutcome, KeyPlace, PhraseReason } from '../../../../shared/contract/keys-contract.ts';
import { exchange } from '../../exchanges/registry.ts';
import type { Clock, Random } from '../../ports.ts';
import type { Secret } from '../secret.ts';
import type { KeyMaterial, LentCredential, Vault } from '../vault.ts';
import { withdrawRights } from './key-check.ts';
import { type EntryParts, KeyEntry, type Unvetted, type Vetted } from './key-entry.ts';
import { storedText } from './key-keeper.ts';
import type { KeyCrypto } from './key-ports.ts';
import { hexOf, Pending } from './pending.ts';

const PHRASE_MS = 10 * 60_000;
const GENERATED_MS = 60 * 60_000;

export interface AdderParts extends EntryParts {
  readonly clock: Clock;
  readonly random: Random;
  readonly vault: Pick<Vault, 'form'>;
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

/** What waits for its owner's word: a key that no call was signed with yet, or one whose rights are known. */
type Waiting = { readonly kind: 'unused'; readonly key: Unvetted } | { readonly kind: 'vetted'; readonly key: Vetted };

/** Takes keys in: formed, confirmed where our use ends another's, checked with the
 * exchange, confirmed where they can withdraw, stored, and only then used. */
export class KeyAdder {
  readonly #parts: AdderParts;
  readonly #entry: KeyEntry;
  readonly #waiting: Pending<Waiting>;
  readonly #generated: Pending<Generated>;
  readonly #finishing = new Set<KeyId>();

  constructor(parts: AdderParts) {
    this.#parts = parts;
    this.#entry = new KeyEntry(parts);
    this.#waiting = new Pending(parts.clock, parts.random, PHRASE_MS, ({ key }) => void this.#letGo(key));
    this.#generated = new Pending(parts.clock, parts.random, GENERATED_MS, (pair) => void this.#letGoOfPair(pair));
  }

  /** Fails with `invalid-key`, `clock-skew`, `duplicate-key`, `secret-store` … ; the key is then kept nowhere. */
  async add(place: KeyPlace, material: KeyMaterial): Promise<Result<AddOutcome>> {
    return await this.#add({ id: this.#newKeyId(), place, material: trimmed(material), isStored: false });
  }

  /** The phrase must be the one shown, letter by letter; a key the store does not take goes on waiting. */
  async confirm(pendingId: string, phrase: string): Promise<Result<AddOutcome>> {
    const waiting = this.#waiting.peek(pendingId);
    if (waiting === null) return fail(NOT_WAITING);
    if (phrase.trim() !== phraseOf(waiting)) return fail<Failure>({ kind: 'wrong-phrase' });
    const outcome = waiting.kind === 'unused' ? await this.#vetted(waiting.key) : await this.#keep(waiting.key);
    if (outcome.ok) this.#waiting.take(pendingId);
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
    const waiting = this.#waiting.take(pendingId);
    if (waiting !== null) await this.#letGo(waiting.key);
    const pair = this.#generated.take(pendingId);
    if (pair !== null) await this.#letGoOfPair(pair);
  }

  /** Nothing waits any more; what lies in the store for it is cleared at the next start. */
  stop(): void {
    this.#waiting.stop();
    this.#generated.stop();
  }

  #finish({ id, place, privatePem }: Generated, apiKey: string): Promise<Result<AddOutcome>> {
    return privatePem.use((secretText) =>
      this.#add({ id, place, material: trimmed({ apiKey, secretText, passphrase: null }), isStored: true }),
    );
  }

  async #add(arrival: Arrival): Promise<Result<AddOutcome>> {
    const formed = this.#form(arrival);
    if (!formed.ok) return formed;
    if (!this.#endsOtherUse(formed.value)) return await this.#vetted(formed.value);
    return ok(this.#wait({ kind: 'unused', key: formed.value }, 'ends-other-use', []));
  }

  /** From here on the exchange has seen the key used by us. */
  async #vetted(key: Unvetted): Promise<Result<AddOutcome>> {
    const facts = await this.#entry.vet(key);
    if (!facts.ok) return facts;
    const vetted = { ...key, facts: facts.value };
    const rights = withdrawRights(vetted.facts);
    return rights.length === 0
      ? await this.#keep(vetted)
      : ok(this.#wait({ kind: 'vetted', key: vetted }, 'can-withdraw', rights));
  }

  #wait(waiting: Waiting, reason: PhraseReason, rights: readonly string[]): AddOutcome {
    const pendingId = this.#waiting.put(waiting);
    return { kind: 'phrase-wanted', pendingId, phrase: phraseOf(waiting), reason, grants: [...rights] };
  }

  /**
   * Our nonces count microseconds and an exchange that wants them rising never takes a lower one again, so the first
   * call locks out whoever counts milliseconds with this key (Kraken facts 1.5). One that was ours already has none.
   */
  #endsOtherUse({ account, lent }: Unvetted): boolean {
    if (!exchange(account.exchange).signer.usesNonce) return false;
    return this.#entry.lostTwin(lent.credential.apiKey) === undefined;
  }

  async #keep(vetted: Vetted): Promise<Result<AddOutcome>> {
    const kept = await this.#entry.keep(vetted);
    return kept.ok ? ok({ kind: 'added', key: kept.value }) : kept;
  }

  #form({ id, place, material, isStored }: Arrival): Result<Unvetted> {
    const fit = this.#accountFor(place);
    if (!fit.ok) return fit;
    const credential = this.#parts.vault.form(place.exchange, material);
    if (!credential.ok) return credential;
    const refusal = this.#entry.refusal(material.apiKey);
    if (refusal !== null) return fail(refusal);
    const twin = this.#entry.lostTwin(material.apiKey);
    const account = (twin === undefined ? undefined : this.#parts.book.account(twin.record.id)) ?? fit.value;
    const lent: LentCredential = { keyId: id, credential: credential.value };
    return ok({ id, account, label: place.label, material: storedText(material), lent, isStored });
  }

  async #letGo({ id, isStored }: Unvetted): Promise<void> {
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

function phraseOf({ kind, key: { lent } }: Waiting): string {
  const end = lent.credential.apiKey.slice(-4);
  return kind === 'unused' ? `key ${end} is for Headroom alone` : `key ${end} can withdraw`;
}

// What is pasted often brings spaces and line ends along; no exchange has them in a key.
function trimmed(material: KeyMaterial): KeyMaterial {
  return { ...material, apiKey: material.apiKey.trim(), secretText: material.secretText.trim() };
}

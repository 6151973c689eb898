import type { Account } from '../../../../shared/model/account.ts';
import type { KeyFacts } from '../../../../shared/model/key.ts';
import type { KeyId, KeyView } from '../../../../shared/model/vault.ts';
import { type Failure, type Result, fail, ok } from '../../../../shared/contract/failure.ts';
import type { Client } from '../../client/client.ts';
import type { Clock } from '../../ports.ts';
import type { Secret } from '../secret.ts';
import type { SecretStore } from '../secret-store.ts';
import type { LentCredential } from '../vault.ts';
import type { KeyAudits } from './key-audits.ts';
import type { BookedKey, KeyBook } from './key-book.ts';
import { askKey } from './key-check.ts';
import type { KeyKeeper } from './key-keeper.ts';
import type { KeyCrypto } from './key-ports.ts';
import type { KeyRecord } from './key-record.ts';

export interface EntryParts {
  readonly clock: Clock;
  readonly client: Client;
  readonly store: SecretStore;
  readonly crypto: Pick<KeyCrypto, 'fingerprint'>;
  readonly book: KeyBook;
  readonly keeper: KeyKeeper;
  readonly audits: KeyAudits;
  readonly view: (id: KeyId) => KeyView | null;
}

/** A key of the right form that the exchange was not asked about yet. */
export interface Unvetted {
  readonly id: KeyId;
  readonly account: Account;
  readonly label: string;
  /** What goes into the store; in a box, since it may wait for its owner's word. */
  readonly material: Secret;
  readonly lent: LentCredential;
  /** Its private half lies in the store already, as that of a generated pair does. */
  readonly isStored: boolean;
}

/** A key the exchange has taken, on its way into the store. */
export interface Vetted extends Unvetted {
  readonly facts: KeyFacts;
}

/** Puts a vetted key into the store, then into the index, and only then to work; what fails on the way leaves nothing. */
export class KeyEntry {
  readonly #parts: EntryParts;
  /** By fingerprint: the same key may come in twice at once. */
  readonly #entering = new Map<string, Vetted>();

  constructor(parts: EntryParts) {
    this.#parts = parts;
  }

  /** The key is being written now. */
  isEntering(id: KeyId): boolean {
    return [...this.#entering.values()].some((vetted) => vetted.id === id);
  }

  /** Fails with `duplicate-key` for one that is kept, or about to be. */
  refusal(apiKey: string): Failure | null {
    const fingerprint = this.#parts.crypto.fingerprint(apiKey);
    const entering = this.#entering.get(fingerprint);
    if (entering !== undefined) return { kind: 'duplicate-key', account: entering.account.label };
    const known = this.#parts.book.byFingerprint(fingerprint);
    if (known === undefined || known.presence === 'missing') return null;
    const account = this.#parts.book.account(known.record.id)?.label ?? known.record.label;
    return { kind: 'duplicate-key', account };
  }

  /** The same key whose secret was lost; it gives its place to the one entered again. */
  lostTwin(apiKey: string): BookedKey | undefined {
    const known = this.#parts.book.byFingerprint(this.#parts.crypto.fingerprint(apiKey));
    return known?.presence === 'missing' ? known : undefined;
  }

  /** What the key may do, by its own word; fails with `invalid-input` for one of another account. */
  async vet({ account, lent }: Unvetted): Promise<Result<KeyFacts>> {
    const facts = await askKey(this.#parts.client, account, lent, { isFirstUse: true });
    if (!facts.ok) return facts;
    if (!this.#isOfAnother(account, facts.value)) return facts;
    return fail({ kind: 'invalid-input', detail: 'this key belongs to another account of the exchange' });
  }

  /** The exchange counts both by name, and the names differ. */
  #isOfAnother(account: Account, facts: KeyFacts): boolean {
    const known = this.#parts.book.activeOf(account.id)?.record.check?.facts?.accountRef ?? null;
    return known !== null && facts.accountRef !== null && known !== facts.accountRef;
  }

  async keep(vetted: Vetted): Promise<Result<KeyView>> {
    const { apiKey } = vetted.lent.credential;
    const refusal = this.refusal(apiKey);
    if (refusal !== null) return fail(refusal);
    const fingerprint = this.#parts.crypto.fingerprint(apiKey);
    this.#entering.set(fingerprint, vetted);
    try {
      const kept = await this.#keep(vetted);
      if (!kept.ok) return kept;
    } finally {
      this.#entering.delete(fingerprint);
    }
    await this.#parts.audits.refresh(vetted.id);
    const key = this.#parts.view(vetted.id);
    return key === null ? fail({ kind: 'unavailable', detail: 'the key is gone again' }) : ok(key);
  }

  async #keep(vetted: Vetted): Promise<Result<null>> {
    const { id, account, lent, material } = vetted;
    const { book, keeper, store } = this.#parts;
    const written = await keeper.write(id, material);
    if (!written.ok) return written;
    const twin = this.lostTwin(lent.credential.apiKey);
    const record = this.#recordOf(vetted, twin);
    keeper.hold(id, lent);
    try {
      book.add(account, record, store.view().kind === 'memory' ? 'session' : 'loaded', twin?.record.id ?? null);
    } catch {
      await keeper.clear(id);
      return fail({ kind: 'storage', detail: 'the key index cannot be written; the key was not kept' });
    }
    if (twin !== undefined) await keeper.clear(twin.record.id);
    if (record.role === 'active') keeper.activate(id);
    return ok(null);
  }

  /** It works at once where no other key of its account does, and waits to take over where one does. */
  #recordOf({ id, account, label, lent, facts }: Vetted, twin: BookedKey | undefined): KeyRecord {
    const nowMs = this.#parts.clock.now();
    const active = this.#parts.book.activeOf(account.id);
    const { apiKey, signing } = lent.credential;
    const role = active === undefined || active.record.id === twin?.record.id ? 'active' : 'candidate';
    return {
      id,
      account: account.id,
      label,
      role,
      algorithm: signing.algorithm,
      last4: apiKey.slice(-4),
      fingerprint: this.#parts.crypto.fingerprint(apiKey),
      addedAtMs: nowMs,
      activeSinceMs: role === 'active' ? nowMs : null,
      retiredAtMs: null,
      check: { atMs: nowMs, failure: null, facts },
      toldAtMs: nowMs,
      drift: null,
    };
  }
}

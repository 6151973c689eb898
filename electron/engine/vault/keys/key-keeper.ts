import type { ExchangeId } from '../../../../shared/model/account.ts';
import { type Failure, type Result, fail, ok } from '../../../../shared/contract/failure.ts';
import type { KeyId } from '../../../../shared/model/vault.ts';
import { z } from 'zod';
import { Secret } from '../secret.ts';
import type { SecretStore } from '../secret-store.ts';
import type { Credential } from '../../exchanges/definition.ts';
import type { KeyMaterial, LentCredential, Vault } from '../vault.ts';
import type { BookedKey, KeyBook } from './key-book.ts';

const Stored = z.object({ apiKey: z.string(), secretText: z.string(), passphrase: z.string().nullable() });

export interface KeeperParts {
  readonly store: SecretStore;
  readonly book: KeyBook;
  readonly vault: Vault;
  /** Told of a stored secret that cannot be used: damaged, or no longer of the form its exchange wants. */
  readonly onUnusable: (key: KeyId, failure: Failure) => void;
}

/** Brings secrets from the store into the vault and back; credentials are formed once and their texts let go. */
export class KeyKeeper {
  readonly #parts: KeeperParts;
  readonly #formed = new Map<KeyId, LentCredential>();
  /** Written, or about to be, for keys that the index does not know yet. */
  readonly #underWay = new Set<KeyId>();
  #isLoading = false;
  #wantsLoading = false;

  constructor(parts: KeeperParts) {
    this.#parts = parts;
  }

  /** Reads every secret that is not loaded yet; those of a store that is not ready stay `waiting`. */
  async load(): Promise<void> {
    this.#wantsLoading = true;
    if (this.#isLoading) return;
    this.#isLoading = true;
    try {
      while (this.#wantsLoading) {
        this.#wantsLoading = false;
        for (const booked of this.#parts.book.list()) if (isWanted(booked)) await this.#loadOne(booked);
      }
    } finally {
      this.#isLoading = false;
    }
  }

  /** Whether the credential of a key is at hand. */
  formed(id: KeyId): LentCredential | undefined {
    return this.#formed.get(id);
  }

  /** Keeps a formed credential under its key's id. */
  hold(id: KeyId, lent: LentCredential): void {
    this.#formed.set(id, lent);
  }

  /** Lets the key's account be signed by it. */
  activate(id: KeyId): Result<null> {
    const lent = this.#formed.get(id);
    const booked = this.#parts.book.find(id);
    if (lent === undefined || booked === undefined) return fail({ kind: 'not-found', what: `the secret of ${id}` });
    this.#parts.vault.hold(booked.record.account, lent);
    return ok(null);
  }

  /**
   * Writes what signs, as `storedText` made it, into the store. A write that did not end is cleared away when the store
   * is next found open. Fails with `storage` before the store is touched, or as the store does.
   */
  async write(id: KeyId, text: Secret): Promise<Result<null>> {
    if (!this.#noted({ loose: [id] })) {
      return fail({ kind: 'storage', detail: 'the key index cannot be written; the key was not kept' });
    }
    this.#underWay.add(id);
    const written = await this.#parts.store.write(id, text);
    if (!written.ok) await this.clear(id);
    return written;
  }

  /** Takes a key's secret out of memory and store; what the store cannot do now is done when it is next open. */
  async clear(id: KeyId): Promise<void> {
    this.#underWay.delete(id);
    this.#formed.delete(id);
    const removed = await this.#parts.store.remove(id);
    if (removed.ok) this.#noted({ settled: [id] });
  }

  /** Clears secrets that no key of the index owns, as after a quit in the middle of adding one. */
  async clearLoose(): Promise<void> {
    for (const id of this.#parts.book.loose()) if (this.#isOwnerless(id)) await this.clear(id);
  }

  #isOwnerless(id: KeyId): boolean {
    return this.#parts.book.find(id) === undefined && !this.#underWay.has(id);
  }

  // A note that cannot be made leaves the secret loose, and that is seen to at the next start.
  #noted(change: Parameters<KeyBook['note']>[0]): boolean {
    try {
      this.#parts.book.note(change);
      return true;
    } catch {
      return false;
    }
  }

  async #loadOne(booked: BookedKey): Promise<void> {
    const { store, book } = this.#parts;
    const { id } = booked.record;
    const read = await store.read(id);
    if (book.find(id) === undefined) return;
    if (read.kind === 'unavailable') return book.setPresence(id, 'waiting');
    if (read.kind === 'missing') return book.setPresence(id, 'missing');
    const account = book.account(id);
    const credential = account === undefined ? null : formOf(this.#parts.vault, account.exchange, read.value);
    if (credential === null) return;
    if (!credential.ok) {
      this.#parts.onUnusable(id, credential.failure);
      return book.setPresence(id, 'missing');
    }
    this.#formed.set(id, { keyId: id, credential: credential.value });
    book.setPresence(id, 'loaded');
    if (book.find(id)?.record.role === 'active') this.activate(id);
  }
}

/** What the store keeps of a key. */
export function storedText(material: KeyMaterial): Secret {
  return new Secret(JSON.stringify(material));
}

/** Retired keys sign nothing; `missing` ones are looked for again, since a keychain may have been brought along. */
function isWanted({ record, presence }: BookedKey): boolean {
  return record.role !== 'retired' && (presence === 'waiting' || presence === 'missing');
}

function formOf(vault: Vault, exchange: ExchangeId, secret: Secret): Result<Credential> {
  try {
    return secret.use((text) => vault.form(exchange, Stored.parse(JSON.parse(text))));
  } catch {
    return fail({ kind: 'invalid-key', reason: 'malformed', code: null });
  }
}

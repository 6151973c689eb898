import { type Result, fail } from '../../../../shared/contract/failure.ts';
import type { AddOutcome, KeyPlace } from '../../../../shared/contract/keys-contract.ts';
import type { ImportItem } from '../../../../shared/model/vault.ts';
import type { Clock, Random } from '../../ports.ts';
import { type ForeignKey, readForeignKeys } from '../import/read-foreign-keys.ts';
import type { KeyAdder } from './key-adder.ts';
import type { KeyBook } from './key-book.ts';
import type { KeyCrypto } from './key-ports.ts';
import { Pending } from './pending.ts';

const KEEP_MS = 30 * 60_000;

export interface Preview {
  readonly importId: string;
  readonly format: 'freqtrade' | 'ccxt' | 'env' | 'unknown';
  readonly items: ImportItem[];
}

/** A file that was seen to hold secrets in clear: its name alone is kept. */
export interface ClearTextFile {
  readonly name: string;
  readonly keys: number;
  readonly atMs: number;
}

export interface ImportParts {
  readonly clock: Clock;
  readonly random: Random;
  readonly crypto: Pick<KeyCrypto, 'fingerprint'>;
  readonly book: KeyBook;
  readonly adder: KeyAdder;
}

/** Keys out of the files of other programs. The files are read by the page, named here, and never written. */
export class KeyImports {
  readonly #parts: ImportParts;
  readonly #waiting: Pending<readonly ForeignKey[]>;
  readonly #files = new Map<string, ClearTextFile>();

  constructor(parts: ImportParts) {
    this.#parts = parts;
    this.#waiting = new Pending(parts.clock, parts.random, KEEP_MS);
  }

  /** What a text holds; the secrets stay here for half an hour. */
  preview(fileName: string, text: string): Preview {
    const found = readForeignKeys(text);
    const keys = found.keys.map((key) => this.#judged(key));
    const inClear = keys.filter(({ material }) => material !== null).length;
    const atMs = this.#parts.clock.now();
    if (inClear > 0) this.#files.set(fileName, { name: fileName, keys: inClear, atMs });
    return { importId: this.#waiting.put(keys), format: found.format, items: keys.map(({ item }) => item) };
  }

  /** Adds one of them as if it had been typed. */
  async take(importId: string, index: number, place: KeyPlace): Promise<Result<AddOutcome>> {
    const key = this.#waiting.peek(importId)?.find(({ item }) => item.index === index);
    if (key === undefined) return fail({ kind: 'not-found', what: 'this import; choose the file again' });
    const { material } = key;
    if (material === null) return fail({ kind: 'invalid-input', detail: 'this entry holds no usable key' });
    return await material.secret.use((secretText) =>
      this.#parts.adder.add(place, {
        apiKey: material.apiKey,
        secretText,
        passphrase: material.passphrase?.use((passphrase) => passphrase) ?? null,
      }),
    );
  }

  drop(importId: string): void {
    this.#waiting.take(importId);
  }

  files(): ClearTextFile[] {
    return [...this.#files.values()];
  }

  stop(): void {
    this.#waiting.stop();
  }

  #judged(key: ForeignKey): ForeignKey {
    if (key.material === null || key.item.problem !== null) return key;
    const known = this.#parts.book.byFingerprint(this.#parts.crypto.fingerprint(key.material.apiKey));
    // One whose secret was lost may be brought back.
    return known === undefined || known.presence === 'missing'
      ? key
      : { ...key, item: { ...key.item, problem: 'already-kept' } };
  }
}

import { existsSync, rmSync } from 'node:fs';
import { type Result, fail, ok } from '../../../shared/contract/failure.ts';
import type { SecretStoreView } from '../../../shared/model/vault.ts';
import type { Clock, Disposer } from '../../engine/ports.ts';
import type { GuardedStore } from '../../engine/vault/guarded-store.ts';
import type { RawStore } from '../../engine/vault/guarded-store-ports.ts';
import type { Secret } from '../../engine/vault/secret.ts';
import type { SecretRead, SecretStore } from '../../engine/vault/secret-store.ts';
import { memoryRaw } from './memory.ts';
import { moveItems, putItems, takeItems } from './move-items.ts';
import { type PassphraseFile, createPassphraseFile, openPassphraseFile } from './passphrase-file.ts';
import type { ScryptCost } from './sealed-text.ts';

/** What hosts must know beyond the engine's interface. */
export interface HostedSecretStore extends SecretStore {
  /**
   * A keychain call of our own process has not come back. `process.exit` then waits for it, for minutes if need be: once
   * all else is closed, a host must end itself by SIGKILL instead.
   */
  isHeld(): boolean;
}

export interface ChosenStoreParts {
  /** Null: none is used. */
  readonly keychain: GuardedStore | null;
  readonly guard: (raw: RawStore) => GuardedStore;
  readonly clock: Clock;
  readonly cost: ScryptCost;
  readonly filePath: string;
}

/** Guessing at a stolen file is slowed by the key derivation, not made hopeless for a short passphrase. */
export const SHORTEST_PASSPHRASE = 8;

/** New keys go to the opened passphrase file, else to the keychain, else stay in memory; reads ask whoever may know. */
export class ChosenStore implements HostedSecretStore {
  readonly #parts: ChosenStoreParts;
  readonly #memoryRaw = memoryRaw();
  readonly #memory: GuardedStore;
  readonly #listeners = new Set<(view: SecretStoreView) => void>();
  #file: GuardedStore | null = null;
  #fileRaw: PassphraseFile | null = null;
  #fileWork: Promise<unknown> = Promise.resolve();
  #hasFile: boolean;
  #shown: string;

  constructor(parts: ChosenStoreParts) {
    this.#parts = parts;
    this.#memory = parts.guard(this.#memoryRaw);
    this.#hasFile = existsSync(parts.filePath);
    this.#shown = JSON.stringify(this.view());
    parts.keychain?.onChange(() => this.#tell());
  }

  view(): SecretStoreView {
    const hasPassphraseFile = this.#hasFile;
    const { keychain } = this.#parts;
    if (this.#file !== null) return { kind: 'passphrase-file', ...this.#file.condition, hasPassphraseFile };
    if (keychain === null) return { kind: 'memory', state: 'ready', detail: null, hasPassphraseFile };
    const kind = keychain.condition.state === 'absent' ? 'memory' : 'keychain';
    return { kind, ...keychain.condition, hasPassphraseFile };
  }

  onChange(listener: (view: SecretStoreView) => void): Disposer {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  isHeld(): boolean {
    return this.#parts.keychain?.isHeld ?? false;
  }

  /** What lies behind a closed door is not missing: the door is named instead. */
  async read(name: string): Promise<SecretRead> {
    let closed: SecretRead | null = null;
    for (const store of [this.#memory, this.#file, this.#parts.keychain]) {
      const read = await store?.read(name);
      if (read?.kind === 'found') return read;
      if (read?.kind === 'unavailable') closed ??= read;
    }
    if (this.#isFileClosed()) closed ??= { kind: 'unavailable', state: 'locked' };
    return closed ?? { kind: 'missing' };
  }

  write(name: string, value: Secret): Promise<Result<null>> {
    return this.#primary().write(name, value);
  }

  async remove(name: string): Promise<Result<null>> {
    const isInMemory = this.#memoryRaw.names().includes(name);
    await this.#memory.remove(name);
    if (isInMemory) return ok(null);
    const inFile = (await this.#file?.remove(name)) ?? ok(null);
    if (!inFile.ok) return inFile;
    return this.#removeFromKeychain(name);
  }

  async retry(): Promise<SecretStoreView> {
    const { keychain } = this.#parts;
    await this.#memory.retry();
    await this.#file?.retry();
    await keychain?.retry();
    if (this.#file === null && keychain?.condition.state === 'ready') await this.#leaveMemory(keychain);
    return this.view();
  }

  /** Takes along what is in memory and what this folder put into the keychain. */
  makeFile(passphrase: Secret): Promise<Result<SecretStoreView>> {
    return this.#alone(() => this.#makeFile(passphrase));
  }

  openFile(passphrase: Secret): Promise<Result<SecretStoreView>> {
    return this.#alone(() => this.#openFile(passphrase));
  }

  async close(): Promise<void> {
    this.#listeners.clear();
    for (const store of [this.#memory, this.#file, this.#parts.keychain]) store?.close();
    this.#fileRaw?.close();
  }

  /** Deriving a key takes a while; a second file must not be made meanwhile. */
  #alone<Output>(job: () => Promise<Output>): Promise<Output> {
    const turn = this.#fileWork.then(job);
    this.#fileWork = turn.catch(() => undefined);
    return turn;
  }

  async #makeFile(passphrase: Secret): Promise<Result<SecretStoreView>> {
    const { filePath, cost, keychain } = this.#parts;
    const refusal = this.#refusalOf(passphrase);
    if (refusal !== null) return fail({ kind: 'invalid-input', detail: refusal });
    const taken = await takeItems(this.#memory, this.#memoryRaw.names(), keychain);
    if (!taken.ok) return taken;
    const made = await createPassphraseFile(filePath, passphrase, cost);
    if (!made.ok) return made;
    const file = await this.#guarded(made.value);
    const filled = await putItems(taken.value, file);
    if (!filled.ok) {
      // Made a moment ago, and what it holds lies where it lay before.
      made.value.close();
      rmSync(filePath, { force: true });
      return filled;
    }
    this.#adopt(made.value, file);
    for (const name of taken.value.keys()) await this.#forgetElsewhere(name);
    // What was added while the key was derived.
    await this.#leaveMemory(file);
    return ok(this.view());
  }

  async #openFile(passphrase: Secret): Promise<Result<SecretStoreView>> {
    const { filePath, clock } = this.#parts;
    if (this.#file !== null) return fail({ kind: 'invalid-input', detail: 'The passphrase file is open already.' });
    const opened = await openPassphraseFile(filePath, passphrase, stampOf(clock.now()));
    if (opened.ok) {
      const file = await this.#guarded(opened.value);
      this.#adopt(opened.value, file);
      await this.#leaveMemory(file);
      return ok(this.view());
    }
    this.#hasFile = existsSync(filePath);
    this.#tell();
    return opened;
  }

  #primary(): GuardedStore {
    const { keychain } = this.#parts;
    if (this.#file !== null) return this.#file;
    return keychain === null || keychain.condition.state === 'absent' ? this.#memory : keychain;
  }

  #isFileClosed(): boolean {
    return this.#hasFile && this.#file === null;
  }

  #refusalOf(passphrase: Secret): string | null {
    if (this.#file !== null) return 'The passphrase file is open already.';
    if (existsSync(this.#parts.filePath)) return 'There is a passphrase file already: open it.';
    const length = passphrase.use((text) => text.length);
    return length < SHORTEST_PASSPHRASE ? `The passphrase needs ${SHORTEST_PASSPHRASE} characters or more.` : null;
  }

  async #removeFromKeychain(name: string): Promise<Result<null>> {
    const { keychain } = this.#parts;
    if (keychain === null) return this.#isFileClosed() ? fail(FILE_CLOSED) : ok(null);
    const isNoted = keychain.names.includes(name);
    // An open file is where it was; a closed one where it may be, so it cannot be said to be gone.
    if (!isNoted && this.#file !== null) return ok(null);
    if (!isNoted && this.#isFileClosed()) return fail(FILE_CLOSED);
    if (!isNoted && keychain.condition.state === 'absent') return ok(null);
    return keychain.remove(name);
  }

  async #guarded(raw: PassphraseFile): Promise<GuardedStore> {
    const file = this.#parts.guard(raw);
    await file.retry();
    return file;
  }

  #adopt(raw: PassphraseFile, file: GuardedStore): void {
    file.onChange(() => this.#tell());
    this.#fileRaw = raw;
    this.#file = file;
    this.#hasFile = true;
    this.#tell();
  }

  async #leaveMemory(to: GuardedStore): Promise<void> {
    await moveItems(this.#memory, this.#memoryRaw.names(), to);
  }

  async #forgetElsewhere(name: string): Promise<void> {
    await this.#memory.remove(name);
    const { keychain } = this.#parts;
    if (keychain?.names.includes(name) && keychain.condition.state === 'ready') await keychain.remove(name);
  }

  #tell(): void {
    const view = this.view();
    const shown = JSON.stringify(view);
    if (shown === this.#shown) return;
    this.#shown = shown;
    for (const listener of this.#listeners) listener(view);
  }
}

const FILE_CLOSED = { kind: 'secret-store', state: 'locked', detail: 'The passphrase file is closed.' } as const;

function stampOf(nowMs: number): string {
  return new Date(nowMs).toISOString().replaceAll(/[:.]/g, '-');
}

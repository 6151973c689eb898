import { join } from 'node:path';
import type { Clock, Random } from '../../engine/ports.ts';
import { type GuardedStore, guardedStore } from '../../engine/vault/guarded-store.ts';
import type { RawStore } from '../../engine/vault/guarded-store-ports.ts';
import { ChosenStore, type HostedSecretStore } from './chosen-store.ts';
import { hostFingerprint, keychainBackend, recordFile } from './record-file.ts';
import { type ScryptCost, STRONG_COST } from './sealed-text.ts';
import { systemKeychain } from './system-keychain.ts';

export interface SecretStoreOptions {
  /** The data folder: the passphrase file and the note of where keys are lie there. */
  readonly folder: string;
  readonly clock: Clock;
  readonly random: Random;
  /** Null: no keychain is used, keys stay in memory until a passphrase file is made or opened. */
  readonly keychain?: RawStore | null;
  /** Work of the passphrase; the strong one when left out. */
  readonly cost?: ScryptCost;
}

export const PASSPHRASE_FILE = 'secrets.hrs';

/** Chooses where secrets are kept, and answers after the first look, so within the soft timeout. */
export async function createSecretStore(options: SecretStoreOptions): Promise<HostedSecretStore> {
  const store = newStore(options);
  await store.retry();
  return store;
}

/**
 * The same without waiting: the first look goes on behind it. Until it ends the store is `stalled`, which is true of a
 * keychain that has not answered; what is read or written meanwhile waits its turn behind the look.
 */
export function beginSecretStore(options: SecretStoreOptions): HostedSecretStore {
  const store = newStore(options);
  void store.retry();
  return store;
}

function newStore(options: SecretStoreOptions): ChosenStore {
  const { folder, clock, random, cost = STRONG_COST } = options;
  const keychain = guardedKeychain(options);
  const guard = (raw: RawStore): GuardedStore => guardedStore(raw, { clock, random, record: null });
  return new ChosenStore({ keychain, guard, clock, cost, filePath: join(folder, PASSPHRASE_FILE) });
}

function guardedKeychain({ folder, clock, random, keychain }: SecretStoreOptions): GuardedStore | null {
  if (keychain === null) return null;
  const raw = keychain ?? systemKeychain({ platform: process.platform });
  const record = recordFile(folder, keychainBackend(process.platform, process.env), hostFingerprint());
  return guardedStore(raw, { clock, random, record });
}

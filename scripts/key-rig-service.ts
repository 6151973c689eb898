// The key service over a real journal and a real passphrase file; only the exchange is made up.
import { join } from 'node:path';
import { nodeKeyCrypto } from '../electron/adapters/keys/key-crypto.ts';
import { createSecretStore } from '../electron/adapters/secrets/secret-store.ts';
import { openJournal } from '../electron/adapters/stores/sqlite-journal.ts';
import { systemClock, systemRandom } from '../electron/adapters/system-clock.ts';
import { AccountBook } from '../electron/engine/accounts/account-book.ts';
import type { Client } from '../electron/engine/client/client.ts';
import { keyHandlers } from '../electron/engine/vault/keys/key-handlers.ts';
import type { IndexChange, KeyIndex } from '../electron/engine/vault/keys/key-record.ts';
import { KeyService } from '../electron/engine/vault/keys/key-service.ts';
import { Secret } from '../electron/engine/vault/secret.ts';
import type { SecretStore } from '../electron/engine/vault/secret-store.ts';
import { type KeyMaterial, Vault } from '../electron/engine/vault/vault.ts';
import { ok } from '../shared/contract/failure.ts';
import type { KeyPlace } from '../shared/contract/keys-contract.ts';

const PASSPHRASE = 'correct horse battery';
const FACTS = { enableReading: true, enableWithdrawals: false, ipRestrict: true };

/** Told of every step that touches the disk, before and after it. */
export type Watch = (step: string) => void;

export interface RigService {
  readonly keys: KeyService;
  readonly handlers: ReturnType<typeof keyHandlers>;
  readonly vault: Vault;
  readonly index: KeyIndex;
  readonly store: SecretStore;
  close(): Promise<void>;
}

export const place: KeyPlace = {
  exchange: 'binance',
  environment: 'live',
  region: 'global',
  label: 'Old',
  replaces: null,
};

export const materials: Readonly<Record<'Old' | 'New', KeyMaterial>> = {
  Old: { apiKey: `${'O'.repeat(60)}old1`, secretText: 'o'.repeat(64), passphrase: null },
  New: { apiKey: `${'N'.repeat(60)}new2`, secretText: 'n'.repeat(64), passphrase: null },
};

export async function openService(folder: string, watch: Watch): Promise<RigService> {
  const opened = openJournal(join(folder, 'journal.db'), 'rig');
  if (opened.replaced !== null) throw new Error(`the journal was found damaged and moved to ${opened.replaced}`);
  const cost = { N: 2 ** 14, r: 8, p: 1 };
  const raw = await createSecretStore({ folder, clock: systemClock, random: systemRandom, keychain: null, cost });
  const isThere = raw.view().hasPassphraseFile;
  const file = await (isThere ? raw.openFile(new Secret(PASSPHRASE)) : raw.makeFile(new Secret(PASSPHRASE)));
  if (!file.ok) throw new Error(`the passphrase file: ${JSON.stringify(file.failure)}`);
  const store = watchedStore(raw, watch);
  const index = watchedIndex(opened.keyIndex, watch);
  const accounts = new AccountBook();
  const vault = new Vault();
  const quiet = (): void => undefined;
  const send = (): Promise<unknown> => Promise.resolve(ok({ reply: { json: FACTS } }));
  const keys = new KeyService({
    store,
    index,
    accounts,
    vault,
    clock: systemClock,
    random: systemRandom,
    client: { send } as unknown as Client,
    auditLog: opened.auditLog,
    crypto: nodeKeyCrypto(opened.journal),
    journal: opened.journal,
    log: { info: quiet, warn: quiet, error: quiet },
    publish: quiet,
    endpointUse: () => Promise.resolve([]),
  });
  const { auditLog } = opened;
  const handlers = keyHandlers({
    keys,
    accounts,
    secrets: store,
    auditLog,
    beforeForget: () => Promise.resolve(ok(null)),
  });
  const close = async (): Promise<void> => {
    await raw.close();
    opened.journal.close();
  };
  return { keys, handlers, vault, index, store: raw, close };
}

function watchedStore(store: SecretStore, watch: Watch): SecretStore {
  const watched = async <Output>(what: string, act: () => Promise<Output>): Promise<Output> => {
    watch(`before ${what}`);
    const output = await act();
    watch(`after ${what}`);
    return output;
  };
  return {
    view: () => store.view(),
    onChange: (listener) => store.onChange(listener),
    read: (name) => store.read(name),
    write: (name, value) => watched('store write', () => store.write(name, value)),
    remove: (name) => watched('store remove', () => store.remove(name)),
    retry: () => store.retry(),
    makeFile: (passphrase) => store.makeFile(passphrase),
    openFile: (passphrase) => store.openFile(passphrase),
    close: () => store.close(),
  };
}

function watchedIndex(index: KeyIndex, watch: Watch): KeyIndex {
  return {
    accounts: () => index.accounts(),
    keys: () => index.keys(),
    loose: () => index.loose(),
    apply(change) {
      const what = nameOf(change);
      watch(`before ${what}`);
      index.apply(change);
      watch(`after ${what}`);
    },
  };
}

function nameOf(change: IndexChange): string {
  if ((change.removedKeys ?? []).length > 0) return 'index remove';
  if ((change.keys ?? []).length > 0) return 'index write';
  return (change.loose ?? []).length > 0 ? 'loose note' : 'settled note';
}

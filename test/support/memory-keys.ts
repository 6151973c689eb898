import type { Account } from '../../shared/model/account.ts';
import { ok } from '../../shared/contract/failure.ts';
import type { AuditEntry, KeyId, SecretStoreView } from '../../shared/model/vault.ts';
import type { KeyPorts } from '../../electron/engine/vault/keys/key-ports.ts';
import type { IndexChange, KeyIndex, KeyRecord } from '../../electron/engine/vault/keys/key-record.ts';
import { Secret } from '../../electron/engine/vault/secret.ts';
import type { SecretStore } from '../../electron/engine/vault/secret-store.ts';

/** An index that outlives the engine that uses it. */
export function memoryKeyIndex(): KeyIndex {
  const accounts = new Map<string, Account>();
  const keys = new Map<KeyId, KeyRecord>();
  const loose = new Set<KeyId>();
  return {
    accounts: () => [...accounts.values()],
    keys: () => [...keys.values()],
    loose: () => [...loose],
    apply(change: IndexChange) {
      for (const id of change.removedKeys ?? []) keys.delete(id);
      for (const id of change.removedAccounts ?? []) accounts.delete(id);
      for (const account of change.accounts ?? []) accounts.set(account.id, account);
      for (const key of change.keys ?? []) keys.set(key.id, key);
      for (const id of change.loose ?? []) loose.add(id);
      for (const id of change.settled ?? []) loose.delete(id);
    },
  };
}

/** A store that answers at once, of whichever kind; its secrets outlive the engine that uses it. */
export function memorySecretStore(kind: SecretStoreView['kind'] = 'keychain'): SecretStore & {
  readonly held: ReadonlyMap<string, Secret>;
} {
  const held = new Map<string, Secret>();
  const view = (): SecretStoreView => ({ kind, state: 'ready', detail: null, hasPassphraseFile: false });
  return {
    held,
    view,
    onChange: () => () => undefined,
    read: (name) => {
      const value = held.get(name);
      return Promise.resolve(value === undefined ? { kind: 'missing' } : { kind: 'found', value });
    },
    write: (name, value) => {
      // A copy: whoever wrote it may wipe its own.
      held.set(
        name,
        value.use((text) => new Secret(text)),
      );
      return Promise.resolve(ok(null));
    },
    remove: (name) => {
      held.delete(name);
      return Promise.resolve(ok(null));
    },
    retry: () => Promise.resolve(view()),
    makeFile: () => Promise.resolve(ok(view())),
    openFile: () => Promise.resolve(ok(view())),
    close: () => Promise.resolve(),
  };
}

/** Everything about keys, in memory; fingerprints and hashes are plain to see. */
export function memoryKeyPorts(): KeyPorts & { readonly audited: readonly AuditEntry[] } {
  const audited: AuditEntry[] = [];
  return {
    audited,
    store: memorySecretStore(),
    index: memoryKeyIndex(),
    crypto: {
      fingerprint: (apiKey) => `print-${apiKey}`,
      makeEd25519: () => ({ privatePem: new Secret('private'), publicPem: 'public' }),
      hashPassphrase: (passphrase) => Promise.resolve(`hash-${passphrase}`),
      fitsPassphrase: (passphrase, hash) => Promise.resolve(hash === `hash-${passphrase}`),
    },
    auditLog: {
      append: (fact, atMs) => void audited.push({ ...fact, atMs, seq: audited.length + 1, hash: '0'.repeat(64) }),
      page: (before, limit) => ({
        entries: audited
          .filter(({ seq }) => before === null || seq < before)
          .slice(-limit)
          .reverse(),
        total: audited.length,
      }),
      verify: () => ({ entries: audited.length, firstBad: null, isAnchored: true }),
    },
  };
}

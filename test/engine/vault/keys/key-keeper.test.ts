import { describe, expect, it } from 'vitest';
import type { SecretStoreView } from '../../../../shared/model/vault.ts';
import type { SecretRead } from '../../../../electron/engine/vault/secret-store.ts';
import { Secret } from '../../../../electron/engine/vault/secret.ts';
import { memoryKeyPorts, memorySecretStore } from '../../../support/memory-keys.ts';
import { binanceKey, KeysRig, place } from './keys-rig.ts';

/** A store that can be closed, opened, and made another. */
function movingStore(): ReturnType<typeof memorySecretStore> & {
  become(change: Partial<SecretStoreView>): void;
  readonly reads: string[];
} {
  const store = memorySecretStore();
  const listeners = new Set<(view: SecretStoreView) => void>();
  let view = store.view();
  const reads: string[] = [];
  return {
    ...store,
    reads,
    view: () => view,
    retry: () => Promise.resolve(view),
    onChange: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    read: (name): Promise<SecretRead> => {
      reads.push(name);
      if (view.state !== 'ready') return Promise.resolve({ kind: 'unavailable', state: view.state });
      return store.read(name);
    },
    become(change) {
      view = { ...view, ...change };
      for (const listener of listeners) listener(view);
    },
  };
}

function rigOver(store = movingStore()): { rig: KeysRig; store: ReturnType<typeof movingStore> } {
  return { rig: new KeysRig({ ports: { ...memoryKeyPorts(), store } }), store };
}

async function started(rig: KeysRig): Promise<KeysRig> {
  rig.keys.start();
  await rig.run(0);
  return rig;
}

const presences = (rig: KeysRig): readonly string[] => rig.keys.views().map(({ presence }) => presence);

describe('keys of a run before', () => {
  for (const state of ['locked', 'absent', 'stalled', 'denied'] as const) {
    it(`wait while the store is ${state}, and are loaded when it opens; no row changes`, async () => {
      const { rig, store } = rigOver();
      const key = await rig.added();
      const rows = JSON.stringify(rig.ports.index.keys());
      store.become({ state, detail: 'no' });
      const next = await started(rig.restarted());
      expect(presences(next)).toEqual(['waiting']);
      expect(next.vault.lend(key.account).ok).toBe(false);
      store.become({ state: 'ready', detail: null });
      await next.run(0);
      expect(presences(next)).toEqual(['loaded']);
      expect(next.vault.lend(key.account)).toMatchObject({ value: { keyId: key.id } });
      expect(JSON.stringify(rig.ports.index.keys())).toBe(rows);
    });
  }

  it('are read once each, and go on signing while the store is away', async () => {
    const { rig, store } = rigOver();
    const key = await rig.added();
    const next = await started(rig.restarted());
    store.become({ state: 'stalled', detail: 'slow' });
    store.become({ state: 'ready', detail: null });
    await next.run(0);
    expect(store.reads).toEqual([key.id]);
    store.become({ state: 'stalled', detail: 'slow' });
    expect(next.vault.lend(key.account).ok).toBe(true);
    expect(presences(next)).toEqual(['loaded']);
  });

  for (const [name, text] of [
    ['no JSON', 'x'],
    ['another shape', '{"apiKey":1}'],
    ['a secret of the wrong form', JSON.stringify({ apiKey: 'short', secretText: 's', passphrase: null })],
  ] as const) {
    it(`with ${name} in the store are missing, said so in the audit, and left there`, async () => {
      const { rig, store } = rigOver();
      const key = await rig.added();
      await store.write(key.id, new Secret(text));
      const next = await started(rig.restarted());
      expect(presences(next)).toEqual(['missing']);
      expect(rig.ports.audited.at(-1)).toMatchObject({ verb: 'read-secret', subject: key.id, result: 'failed' });
      expect(store.held.has(key.id)).toBe(true);
      expect(rig.ports.index.keys()).toHaveLength(1);
    });
  }

  it('are not brought back by a retired secret', async () => {
    const { rig } = rigOver();
    const old = await rig.added();
    const newer = await rig.added({ ...place, replaces: old.id }, binanceKey(2));
    rig.keys.rotation.switch(newer.id);
    const next = await started(rig.restarted());
    expect(next.keys.keeper.formed(old.id)).toBeUndefined();
    expect(next.vault.lend(old.account)).toMatchObject({ value: { keyId: newer.id } });
  });
});

describe('keys of a store in memory', () => {
  it('are of this run alone: the index knows none, and the next run has none', async () => {
    const { rig, store } = rigOver();
    store.become({ kind: 'memory', state: 'absent', detail: 'no bus' });
    expect(await rig.added()).toMatchObject({ presence: 'session' });
    expect(rig.ports.index.keys()).toEqual([]);
    expect(rig.ports.index.accounts()).toEqual([]);
  });

  for (const call of ['secrets.retry', 'secrets.makeFile', 'secrets.openFile'] as const) {
    it(`are kept from ${call} on, where that brings a lasting store`, async () => {
      const { rig, store } = rigOver();
      store.become({ kind: 'memory', state: 'absent', detail: 'no bus' });
      const key = await rig.added();
      store.become({ kind: 'keychain', state: 'ready', detail: null });
      const passphrase = 'correct horse';
      if (call === 'secrets.retry') await rig.handlers[call]({});
      else await rig.handlers[call]({ passphrase });
      expect(presences(rig)).toEqual(['loaded']);
      expect(rig.traces()).toMatchObject({ index: [key.id], loose: [] });
      const next = await started(rig.restarted());
      expect(next.vault.lend(key.account)).toMatchObject({ value: { keyId: key.id } });
    });
  }

  it('stay of this run where no lasting store came', async () => {
    const { rig, store } = rigOver();
    store.become({ kind: 'memory', state: 'ready', detail: null });
    await rig.added();
    await rig.handlers['secrets.retry']({});
    expect(presences(rig)).toEqual(['session']);
    expect(rig.ports.index.keys()).toEqual([]);
  });
});

describe('secrets without a key', () => {
  it('are cleared as soon as the store opens', async () => {
    const { rig, store } = rigOver();
    await store.write('key-aaaaaaaa', new Secret('x'));
    rig.ports.index.apply({ loose: ['key-aaaaaaaa'] });
    rig.storeFailure = { kind: 'secret-store', state: 'locked', detail: 'locked' };
    store.become({ state: 'locked', detail: 'locked' });
    await started(rig);
    expect(rig.ports.index.loose()).toEqual(['key-aaaaaaaa']);
    rig.storeFailure = null;
    store.become({ state: 'ready', detail: null });
    await rig.run(0);
    expect(rig.ports.index.loose()).toEqual([]);
    expect(store.held.has('key-aaaaaaaa')).toBe(false);
  });

  it('leave alone what is about to get one', async () => {
    const { rig, store } = rigOver();
    await started(rig);
    const writing = Promise.withResolvers<void>();
    rig.breaks = ({ keys }) => {
      if (keys !== undefined) writing.resolve();
      return false;
    };
    const adding = rig.added();
    store.become({ state: 'locked', detail: 'x' });
    store.become({ state: 'ready', detail: null });
    const key = await adding;
    await rig.run(0);
    expect(rig.traces()).toMatchObject({ store: [key.id], index: [key.id], loose: [] });
  });
});

describe('what the engine was told of an audit that cannot be written', () => {
  it('is logged, and the act goes on', async () => {
    const ports = memoryKeyPorts();
    const rig = new KeysRig({
      ports: {
        ...ports,
        auditLog: {
          ...ports.auditLog,
          append: () => {
            throw new Error('the disk is full');
          },
        },
      },
    });
    const key = await rig.added();
    expect(await rig.handlers['keys.rename']({ key: key.id, label: 'New' })).toMatchObject({ ok: true });
    expect(rig.logged).toContain('audit not kept');
  });
});

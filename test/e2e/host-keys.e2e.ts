import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { KeyView, SecretStoreView } from '../../shared/model/vault.ts';
import { type HostProcess, startHost } from '../support/host-process.ts';
import { fillIndex, indexRows, KEPT_LABELS } from '../support/kept-keys.ts';
import { keyringLack, PrivateKeyring } from '../support/keyring.ts';
import { callOn, openPageSocket } from '../support/page-socket.ts';

const WITHIN_MS = 4_000;
const lack = keyringLack();
if (lack !== null) console.warn(`the host is not tried with a real keyring: ${lack}`);

interface Snapshot {
  readonly store: SecretStoreView;
  readonly keys: readonly KeyView[];
}

let keyring: PrivateKeyring;
let hosts: HostProcess[] = [];

beforeEach(() => {
  keyring = new PrivateKeyring();
  hosts = [];
});

afterEach(async () => {
  keyring.continueDaemon();
  for (const host of hosts) await host.stop('SIGKILL');
  await keyring.end();
});

// Nothing of the session's own bus; this file has a process of its own.
delete process.env['DBUS_SESSION_BUS_ADDRESS'];

async function start(): Promise<HostProcess> {
  const named = Object.entries(keyring.env).filter((entry): entry is [string, string] => entry[1] !== undefined);
  const host = await startHost({ folder: keyring.dataFolder, env: Object.fromEntries(named) });
  hosts.push(host);
  return host;
}

type Page = Awaited<ReturnType<typeof openPageSocket>>;

async function pageOf({ origin, link, port }: HostProcess): Promise<Page> {
  const response = await fetch(`${origin}/session`, {
    method: 'POST',
    headers: { origin, 'content-type': 'application/json' },
    body: JSON.stringify({ code: new URL(link).hash.slice('#code='.length) }),
  });
  const { token } = (await response.json()) as { readonly token: string };
  return await openPageSocket(port, token);
}

async function snapshotOf(page: Page): Promise<Snapshot> {
  return (await callOn(page, 'keys.snapshot', {})) as Snapshot;
}

/** The first snapshot with that state; the last one seen when it does not come in time. */
async function reached(page: Page, state: string, withinMs = WITHIN_MS): Promise<Snapshot> {
  const endMs = performance.now() + withinMs;
  let seen = await snapshotOf(page);
  // Before its first answer a keychain is stalled without a word.
  const isSo = ({ store }: Snapshot): boolean =>
    store.state === state && (state === 'ready') === (store.detail === null);
  while (!isSo(seen) && performance.now() < endMs) {
    await sleep(50);
    seen = await snapshotOf(page);
  }
  return seen;
}

const rows = (): unknown => indexRows(keyring.dataFolder);

interface SetUp {
  readonly name: string;
  readonly prepare: () => Promise<void>;
  readonly store: Partial<SecretStoreView>;
  readonly presence: string;
}

const setUps: readonly SetUp[] = [
  {
    name: 'no bus',
    prepare: () => Promise.resolve(),
    store: { kind: 'memory', state: 'absent' },
    presence: 'waiting',
  },
  {
    name: 'an empty address of a bus',
    prepare: async () => {
      keyring.env['DBUS_SESSION_BUS_ADDRESS'] = '';
    },
    store: { kind: 'memory', state: 'absent' },
    presence: 'waiting',
  },
  {
    name: 'a bus without the service',
    prepare: () => keyring.startBus(),
    store: { kind: 'memory', state: 'absent' },
    presence: 'waiting',
  },
  {
    name: 'an unlocked keyring',
    prepare: () => keyring.startBus().then(() => keyring.startDaemon('unlocked')),
    store: { kind: 'keychain', state: 'ready' },
    presence: 'missing',
  },
  {
    name: 'a locked keyring',
    prepare: async () => {
      await keyring.startBus();
      await keyring.startDaemon('unlocked');
      await keyring.killDaemon();
      await keyring.startDaemon('locked');
    },
    store: { kind: 'keychain', state: 'locked' },
    presence: 'waiting',
  },
  {
    name: 'a keyring that hangs',
    prepare: async () => {
      await keyring.startBus();
      await keyring.startDaemon('unlocked');
      keyring.stopDaemon();
    },
    store: { kind: 'keychain', state: 'stalled' },
    presence: 'waiting',
  },
];

describe.runIf(lack === null)('the host with', () => {
  for (const { name, prepare, store, presence } of setUps) {
    it(`${name} is up, says so in time, and changes no row`, async () => {
      fillIndex(keyring.dataFolder);
      const before = rows();
      await prepare();
      const page = await pageOf(await start());
      const seen = await reached(page, store.state ?? '');
      expect(seen.store).toMatchObject(store);
      expect(seen.store.detail === null).toBe(store.state === 'ready');
      await sleep(200);
      const { keys } = await snapshotOf(page);
      const kept = keys.filter(({ account }) => account.startsWith('kept-'));
      expect(kept.map((key) => [key.label, key.presence])).toEqual(KEPT_LABELS.map((label) => [label, presence]));
      page.close();
      expect(rows()).toEqual(before);
    });
  }

  it('a keyring that hangs goes on signing with what is loaded: 100 calls', async () => {
    await keyring.startBus();
    await keyring.startDaemon('unlocked');
    const host = await start();
    const page = await pageOf(host);
    await reached(page, 'ready');
    const { keys } = await snapshotOf(page);
    const own = keys.find(({ exchange, presence }) => exchange === 'binance' && presence === 'session');
    if (own === undefined) throw new Error('no practice key');
    keyring.stopDaemon();
    void callOn(page, 'secrets.retry', {}).catch(() => undefined);
    for (let call = 0; call < 100; call += 1) {
      const checked = (await callOn(page, 'keys.check', { key: own.id })) as KeyView;
      expect(checked.check).toMatchObject({ failure: null });
    }
    expect((await reached(page, 'stalled')).store.state).toBe('stalled');
    keyring.continueDaemon();
    expect((await reached(page, 'ready', 10_000)).store.state).toBe('ready');
    page.close();
  });

  it('a keyring that hangs ends when it is told to, by itself and whole', async () => {
    await keyring.startBus();
    await keyring.startDaemon('unlocked');
    keyring.stopDaemon();
    const host = await start();
    const ended = await host.stop('SIGTERM');
    expect({ code: ended.code, signal: host.child.signalCode, said: ended.stderr }).toEqual({
      code: 0,
      signal: null,
      said: '',
    });
    // Its own files are let go of: another host may start at once, and finds nothing damaged.
    keyring.continueDaemon();
    const again = await start();
    expect(again.stderr()).toBe('');
    const page = await pageOf(again);
    expect((await reached(page, 'ready')).store.state).toBe('ready');
    page.close();
    expect(await again.stop('SIGTERM')).toMatchObject({ code: 0 });
  });

  it('a keyring keeps a key and nothing of it in the folder', async () => {
    await keyring.startBus();
    await keyring.startDaemon('unlocked');
    const page = await pageOf(await start());
    await reached(page, 'ready');
    const place = { exchange: 'binance', environment: 'practice', region: 'global', label: 'Pair', replaces: null };
    const made = (await callOn(page, 'keys.generate', { place })) as {
      readonly pendingId: string;
      readonly publicKeyPem: string;
    };
    expect(made.publicKeyPem).toContain('BEGIN PUBLIC KEY');
    expect(rows()).toMatchObject([[], [], [{ key_id: expect.stringMatching(/^key-/) }]]);
    await callOn(page, 'keys.dropPending', { pendingId: made.pendingId });
    expect(rows()).toEqual([[], [], []]);
    expect(readFileSync(join(keyring.dataFolder, 'journal.db')).includes('PRIVATE KEY')).toBe(false);
    page.close();
  });
});

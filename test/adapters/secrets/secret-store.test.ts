import { existsSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { HostedSecretStore } from '../../../electron/adapters/secrets/chosen-store.ts';
import { keychainRaw } from '../../../electron/adapters/secrets/keychain.ts';
import type { Keytar } from '../../../electron/adapters/secrets/load-keytar.ts';
import {
  PASSPHRASE_FILE,
  beginSecretStore,
  createSecretStore,
} from '../../../electron/adapters/secrets/secret-store.ts';
import { systemRandom } from '../../../electron/adapters/system-clock.ts';
import type { RawRead, RawStore } from '../../../electron/engine/vault/guarded-store-ports.ts';
import { Secret } from '../../../electron/engine/vault/secret.ts';
import { SecretStoreView } from '../../../shared/model/vault.ts';
import { FakeClock, flush } from '../../support/fake-clock.ts';
import { FakeRaw, shown } from '../../engine/vault/guarded-store-rig.ts';
import { temporaryFolder } from './temporary-folder.ts';

const KEY = 'key-aaaaaaaa';
const OTHER = 'key-bbbbbbbb';
const PASSPHRASE = new Secret('correct horse battery');
const ABSENT: RawRead = { kind: 'trouble', state: 'absent', detail: 'no bus' };

class AbsentRaw extends FakeRaw {
  isAbsent = true;

  override get(name: string): Promise<RawRead> {
    return this.isAbsent ? Promise.resolve(ABSENT) : super.get(name);
  }
}

let folder: string;
let clock: FakeClock;

beforeEach(() => {
  folder = temporaryFolder();
  clock = new FakeClock();
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

function open(keychain: RawStore | null): Promise<HostedSecretStore> {
  return createSecretStore({ folder, clock, random: systemRandom, keychain, cost: { N: 2 ** 14, r: 8, p: 1 } });
}

async function valueIn(store: HostedSecretStore, name: string): Promise<unknown> {
  return shown(await store.read(name));
}

function heldIn(raw: FakeRaw): readonly string[] {
  return [...raw.items.keys()].filter((name) => name.startsWith('key-'));
}

describe('a store that is not waited for', () => {
  it('is stalled until the keychain has answered; what is read meanwhile waits behind the first look', async () => {
    const raw = new FakeRaw();
    const before = await open(raw);
    await before.write(KEY, new Secret('x'));
    await before.close();
    raw.isHanging = true;
    const store = beginSecretStore({ folder, clock, random: systemRandom, keychain: raw });
    const told: string[] = [];
    store.onChange(({ state }) => told.push(state));
    expect(store.view()).toMatchObject({ kind: 'keychain', state: 'stalled' });
    const value = valueIn(store, KEY);
    await flush();
    expect([store.isHeld(), told]).toEqual([true, []]);
    raw.release();
    expect(await value).toBe('x');
    expect([store.isHeld(), told]).toEqual([false, ['ready']]);
  });

  it('names the silence after the soft timeout, and answers whoever waited', async () => {
    const raw = new FakeRaw();
    raw.isHanging = true;
    const store = beginSecretStore({ folder, clock, random: systemRandom, keychain: raw });
    const read = store.read(KEY);
    await clock.run(3_000);
    expect(await read).toEqual({ kind: 'unavailable', state: 'stalled' });
    expect(store.view().detail).toBe('The store does not answer.');
    expect(store.isHeld()).toBe(true);
  });
});

describe('what is chosen', () => {
  it('is the keychain where it answers', async () => {
    const raw = new FakeRaw();
    const store = await open(raw);
    expect(store.view()).toEqual({ kind: 'keychain', state: 'ready', detail: null, hasPassphraseFile: false });
    await store.write(KEY, new Secret('x'));
    expect(heldIn(raw)).toEqual([KEY]);
  });

  it('is memory where there is none, with the reason', async () => {
    const store = await open(new AbsentRaw());
    expect(store.view()).toEqual({ kind: 'memory', state: 'absent', detail: 'no bus', hasPassphraseFile: false });
    await store.write(KEY, new Secret('x'));
    expect(await valueIn(store, KEY)).toBe('x');
    expect(await store.read(OTHER)).toEqual({ kind: 'unavailable', state: 'absent' });
    expect(readdirSync(folder)).toEqual([]);
  });

  it('is memory where no keychain is wanted', async () => {
    const store = await open(null);
    expect(store.view()).toEqual({ kind: 'memory', state: 'ready', detail: null, hasPassphraseFile: false });
    expect(await store.read(KEY)).toEqual({ kind: 'missing' });
    expect(await store.remove(KEY)).toEqual({ ok: true, value: null });
  });

  it('stays the keychain while that is locked, and is told when it opens', async () => {
    const raw = new FakeRaw();
    const first = await open(raw);
    await first.write(KEY, new Secret('x'));
    await first.close();
    raw.isLocked = true;
    const store = await open(raw);
    const told: SecretStoreView[] = [];
    store.onChange((view) => told.push(SecretStoreView.parse(view)));
    expect(store.view()).toMatchObject({ kind: 'keychain', state: 'locked' });
    expect(await store.write(OTHER, new Secret('y'))).toMatchObject({
      failure: { kind: 'secret-store', state: 'locked' },
    });
    raw.isLocked = false;
    await clock.run(2_000);
    expect(told.map(({ state }) => state)).toEqual(['ready']);
    expect(await valueIn(store, KEY)).toBe('x');
  });

  it('becomes the keychain when that is there at a retry, and what was in memory moves into it', async () => {
    const raw = new AbsentRaw();
    const store = await open(raw);
    await store.write(KEY, new Secret('x'));
    raw.isAbsent = false;
    expect(await store.retry()).toMatchObject({ kind: 'keychain', state: 'ready' });
    expect(heldIn(raw)).toEqual([KEY]);
    await store.close();
    expect(await valueIn(await open(raw), KEY)).toBe('x');
  });

  it('opens within the soft timeout over a keychain that hangs', async () => {
    const raw = new FakeRaw();
    raw.isHanging = true;
    const opening = open(raw);
    await clock.run(3_000);
    const store = await opening;
    expect(store.view()).toMatchObject({ kind: 'keychain', state: 'stalled' });
    expect(store.isHeld()).toBe(true);
    await store.close();
    raw.release();
    await flush();
    expect(raw.calls).toHaveLength(1);
  });
});

describe('a user who cancels', () => {
  it('is asked once and told once, however many keys there are', async () => {
    let asked = 0;
    const getPassword = async (_service: string, account: string): Promise<null> => {
      if (!account.startsWith('key-')) return null;
      asked += 1;
      throw new Error('User canceled the operation.');
    };
    const load = async (): Promise<Keytar> => ({
      getPassword,
      setPassword: async () => undefined,
      deletePassword: async () => false,
    });
    const store = await open(keychainRaw({ platform: 'darwin', load }));
    const told: SecretStoreView[] = [];
    store.onChange((view) => told.push(view));
    for (const name of [KEY, OTHER, 'key-cccccccc'])
      expect(await store.read(name)).toEqual({ kind: 'unavailable', state: 'denied' });
    await clock.run(24 * 60 * 60_000);
    expect(asked).toBe(1);
    expect(told).toMatchObject([{ kind: 'keychain', state: 'denied', detail: 'User canceled the operation.' }]);
  });
});

describe('a module that does not load', () => {
  it('leaves keys in memory, with the system’s words', async () => {
    const load = (): Promise<Keytar> => Promise.reject(new Error('libsecret-1.so.0: cannot open shared object file'));
    const store = await open(keychainRaw({ platform: 'linux', load }));
    expect(store.view()).toMatchObject({
      kind: 'memory',
      state: 'absent',
      detail: expect.stringContaining('libsecret'),
    });
  });
});

describe('the note of where keys are', () => {
  for (const content of ['', 'null', '{"names":7}', '{"backend":"x","host":"y","canary":1,"names":[]}'])
    it(`counts as none when it reads ${JSON.stringify(content)}`, async () => {
      writeFileSync(join(folder, 'keychain.json'), content);
      const store = await open(new FakeRaw());
      expect(store.view()).toMatchObject({ state: 'ready', detail: null });
      expect((await store.write(KEY, new Secret('x'))).ok).toBe(true);
    });

  it('says on another machine why keys are missing', async () => {
    const record = { backend: 'x', host: 'y', canary: null, names: [KEY] };
    writeFileSync(join(folder, 'keychain.json'), JSON.stringify(record));
    const store = await open(new FakeRaw());
    expect(store.view()).toMatchObject({ state: 'ready', detail: expect.stringContaining('another machine') });
    expect(await store.read(KEY)).toEqual({ kind: 'missing' });
  });
});

describe('making a file', () => {
  it('takes along what is in memory', async () => {
    const store = await open(new AbsentRaw());
    await store.write(KEY, new Secret('x'));
    const ready = { kind: 'passphrase-file', state: 'ready', detail: null, hasPassphraseFile: true };
    expect(await store.makeFile(PASSPHRASE)).toEqual({ ok: true, value: ready });
    expect(await valueIn(store, KEY)).toBe('x');
    await store.close();
    const next = await open(new AbsentRaw());
    expect(next.view()).toMatchObject({ kind: 'memory', state: 'absent', hasPassphraseFile: true });
    expect(await next.openFile(PASSPHRASE)).toEqual({ ok: true, value: ready });
    expect(await valueIn(next, KEY)).toBe('x');
  });

  it('takes along what this folder put into the keychain, and nothing else there', async () => {
    const raw = new FakeRaw();
    raw.items.set(OTHER, 'v1:of another folder');
    const store = await open(raw);
    await store.write(KEY, new Secret('x'));
    await store.makeFile(PASSPHRASE);
    expect(heldIn(raw)).toEqual([OTHER]);
    expect(await valueIn(store, KEY)).toBe('x');
  });

  it('leaves no key behind in a keychain that cannot be asked', async () => {
    const raw = new FakeRaw();
    const first = await open(raw);
    await first.write(KEY, new Secret('x'));
    await first.close();
    raw.isLocked = true;
    const store = await open(raw);
    expect(await store.makeFile(PASSPHRASE)).toMatchObject({ failure: { kind: 'secret-store', state: 'locked' } });
    expect(existsSync(join(folder, PASSPHRASE_FILE))).toBe(false);
    expect(heldIn(raw)).toEqual([KEY]);
  });

  const refused = [
    { name: 'a short passphrase', passphrase: new Secret('short') },
    { name: 'an empty one', passphrase: new Secret('') },
  ];
  for (const { name, passphrase } of refused)
    it(`is refused with ${name}`, async () => {
      const store = await open(null);
      expect(await store.makeFile(passphrase)).toMatchObject({ failure: { kind: 'invalid-input' } });
      expect(readdirSync(folder)).toEqual([]);
    });

  it('never writes over a file that is there', async () => {
    const first = await open(null);
    const both = await Promise.all([first.makeFile(PASSPHRASE), first.makeFile(new Secret('another one'))]);
    expect(both.map(({ ok }) => ok)).toEqual([true, false]);
    await first.close();
    const store = await open(null);
    expect(await store.makeFile(new Secret('another one'))).toMatchObject({ failure: { kind: 'invalid-input' } });
    expect((await store.openFile(PASSPHRASE)).ok).toBe(true);
  });

  it('keeps a key that is added meanwhile', async () => {
    const store = await open(null);
    const making = store.makeFile(PASSPHRASE);
    await store.write(KEY, new Secret('x'));
    await making;
    await store.close();
    const next = await open(null);
    await next.openFile(PASSPHRASE);
    expect(await valueIn(next, KEY)).toBe('x');
  });
});

describe('a file that is not open', () => {
  async function closedFile(): Promise<void> {
    const store = await open(null);
    await store.write(KEY, new Secret('x'));
    await store.makeFile(PASSPHRASE);
    await store.close();
  }

  it('is offered, and its keys are behind a lock, not missing', async () => {
    await closedFile();
    for (const keychain of [null, new FakeRaw()]) {
      const store = await open(keychain);
      expect(store.view().hasPassphraseFile).toBe(true);
      expect(await store.read(KEY)).toEqual({ kind: 'unavailable', state: 'locked' });
      expect(await store.remove(KEY)).toMatchObject({ failure: { kind: 'secret-store', state: 'locked' } });
    }
  });

  it('takes what was in memory once it is opened', async () => {
    await closedFile();
    const store = await open(null);
    await store.write(OTHER, new Secret('y'));
    expect(await store.openFile(new Secret('wrong passphrase'))).toEqual({
      ok: false,
      failure: { kind: 'wrong-phrase' },
    });
    expect(store.view().kind).toBe('memory');
    await store.openFile(PASSPHRASE);
    await store.close();
    const next = await open(null);
    await next.openFile(PASSPHRASE);
    expect([await valueIn(next, KEY), await valueIn(next, OTHER)]).toEqual(['x', 'y']);
  });

  it('is no longer offered once it was found damaged; a new one can be made', async () => {
    await closedFile();
    writeFileSync(join(folder, PASSPHRASE_FILE), 'damaged');
    const store = await open(null);
    const told: boolean[] = [];
    store.onChange((view) => told.push(view.hasPassphraseFile));
    expect(await store.openFile(PASSPHRASE)).toMatchObject({ failure: { kind: 'storage' } });
    expect(told).toEqual([false]);
    expect((await store.makeFile(PASSPHRASE)).ok).toBe(true);
    expect(readdirSync(folder)).toHaveLength(2);
  });
});

describe('removing', () => {
  it('takes a key out of wherever it is', async () => {
    const raw = new FakeRaw();
    const store = await open(raw);
    await store.write(KEY, new Secret('x'));
    expect(await store.remove(KEY)).toEqual({ ok: true, value: null });
    expect(heldIn(raw)).toEqual([]);
    await store.makeFile(PASSPHRASE);
    await store.write(OTHER, new Secret('y'));
    expect(await store.remove(OTHER)).toEqual({ ok: true, value: null });
    expect(await store.read(OTHER)).toEqual({ kind: 'missing' });
  });

  it('is not done while the keychain that has the key is gone', async () => {
    const raw = new AbsentRaw();
    raw.isAbsent = false;
    const first = await open(raw);
    await first.write(KEY, new Secret('x'));
    await first.close();
    raw.isAbsent = true;
    const store = await open(raw);
    expect(await store.remove(KEY)).toMatchObject({ failure: { kind: 'secret-store', state: 'absent' } });
    expect(await store.remove(OTHER)).toEqual({ ok: true, value: null });
    expect(heldIn(raw)).toEqual([KEY]);
  });
});

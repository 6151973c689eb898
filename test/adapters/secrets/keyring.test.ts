import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { TimedCalls } from '../../support/timed-calls.ts';
import { PrivateKeyring, keyringLack } from '../../support/keyring.ts';

const lack = keyringLack();
const KEY = 'key-aaaaaaaa';
const VALUE = 'a secret of some worth';
const LONG = 'l'.repeat(4_000);

describe.skipIf(lack !== null)(`a real keyring${lack === null ? '' : ` (skipped: ${lack})`}`, () => {
  let keyring: PrivateKeyring;

  beforeEach(() => {
    keyring = new PrivateKeyring();
  });

  afterEach(() => keyring.end());

  /** A keyring with a key in it, and nobody connected. */
  async function withKey(value = VALUE): Promise<void> {
    await keyring.startBus();
    await keyring.startDaemon('unlocked');
    const { client } = await keyring.open();
    expect(await client.call('write', KEY, value)).toEqual({ ok: true, value: null });
    await client.kill();
  }

  it('is absent without a bus: keys are kept in memory, those of the index are not missing', async () => {
    const { client, opened } = await keyring.open();
    expect(opened.view).toMatchObject({ kind: 'memory', state: 'absent', detail: expect.stringContaining('D-Bus') });
    expect(await client.call('read', KEY)).toEqual({ kind: 'unavailable', state: 'absent' });
    expect(await client.call('write', KEY, VALUE)).toEqual({ ok: true, value: null });
    expect(await client.call('read', KEY)).toEqual({ kind: 'found', value: VALUE });
  });

  it('is absent on a bus without the service, and found there later', async () => {
    await keyring.startBus();
    const { client, opened } = await keyring.open();
    expect(opened.view).toMatchObject({
      kind: 'memory',
      state: 'absent',
      detail: expect.stringContaining('org.freedesktop.secrets'),
    });
    await client.call('write', KEY, VALUE);
    await keyring.startDaemon('unlocked');
    expect(await client.call('retry')).toMatchObject({ kind: 'keychain', state: 'ready' });
    await client.kill();
    const next = await keyring.open();
    expect(await next.client.call('read', KEY)).toEqual({ kind: 'found', value: VALUE });
  });

  it('is ready when unlocked, and keeps what it took over starts', async () => {
    await withKey(LONG);
    const { client, opened } = await keyring.open();
    expect(opened.view).toEqual({ kind: 'keychain', state: 'ready', detail: null, hasPassphraseFile: false });
    expect(await client.call('read', KEY)).toEqual({ kind: 'found', value: LONG });
    expect(await client.call('read', 'key-bbbbbbbb')).toEqual({ kind: 'missing' });
    expect(await client.call('remove', KEY)).toEqual({ ok: true, value: null });
    expect(await client.call('read', KEY)).toEqual({ kind: 'missing' });
  });

  it('is locked, says so of its keys, and is seen to be unlocked without a new start', async () => {
    await withKey();
    await keyring.killDaemon();
    await keyring.startDaemon('locked');
    const { client, opened } = await keyring.open();
    expect(opened.view).toMatchObject({ kind: 'keychain', state: 'locked' });
    expect(await client.call('read', KEY)).toEqual({ kind: 'unavailable', state: 'locked' });
    expect(await client.call('write', KEY, 'another')).toMatchObject({ ok: false, failure: { state: 'locked' } });
    expect(await client.call('remove', KEY)).toMatchObject({ ok: false, failure: { state: 'locked' } });
    await keyring.unlock();
    expect(await client.reached('ready')).toMatchObject({ kind: 'keychain', detail: null });
    expect(await client.call('read', KEY)).toEqual({ kind: 'found', value: VALUE });
  });

  it('is stalled when the service hangs at the start; the process lives, and the late answer is taken', async () => {
    await withKey();
    keyring.stopDaemon();
    const { client, opened } = await keyring.open();
    expect(opened.view).toMatchObject({ kind: 'keychain', state: 'stalled' });
    expect(opened.wasAliveFirst).toBe(true);
    expect(await client.call('read', KEY)).toEqual({ kind: 'unavailable', state: 'stalled' });
    expect(await client.call('isAlive')).toBe(true);
    expect(await client.call('isHeld')).toBe(false);
    keyring.continueDaemon();
    await client.reached('ready');
    expect(await client.call('read', KEY)).toEqual({ kind: 'found', value: VALUE });
  });

  it('is stalled when the service hangs under a read, whose late value is handed out', async () => {
    await withKey();
    const { client } = await keyring.open();
    keyring.stopDaemon();
    const reads = Array.from({ length: 8 }, () => client.call('read', KEY));
    expect(await client.call('isAlive')).toBe(true);
    for (const read of reads) expect(await read).toEqual({ kind: 'unavailable', state: 'stalled' });
    keyring.continueDaemon();
    await client.reached('ready');
    expect(await client.call('read', KEY)).toEqual({ kind: 'found', value: VALUE });
  });

  it('holds up no signed call while the service hangs', async () => {
    await withKey();
    const { client } = await keyring.open();
    keyring.stopDaemon();
    const order: string[] = [];
    const hung = client.call('read', KEY).finally(() => void order.push('read'));
    const calls = (await client.call('calls').finally(() => void order.push('calls'))) as TimedCalls;
    expect(calls.answered).toBe(100);
    expect(await hung).toEqual({ kind: 'unavailable', state: 'stalled' });
    // A hundred of them, and a look-up through the pool of threads, were done before the read was given up.
    expect(order).toEqual(['calls', 'read']);
  });

  it('lets its process leave at once while the service hangs', async () => {
    await withKey();
    keyring.stopDaemon();
    const { client, opened } = await keyring.open();
    expect(opened.view.state).toBe('stalled');
    expect(opened.tookMs).toBeLessThan(4_000);
    expect(await client.leave()).toBe(0);
  });

  it('is ready again after the service was killed and restarted, and its keys are read, in the same run', async () => {
    await withKey();
    const { client } = await keyring.open();
    expect(await client.call('read', KEY)).toEqual({ kind: 'found', value: VALUE });
    await keyring.killDaemon();
    expect(await client.call('write', KEY, 'another')).toMatchObject({ ok: false, failure: { state: 'stalled' } });
    await keyring.startDaemon('unlocked');
    await client.reached('ready');
    expect(await client.call('retry')).toMatchObject({ kind: 'keychain', state: 'ready', detail: null });
    expect(await client.call('read', KEY)).toEqual({ kind: 'found', value: VALUE });
  });

  it('meets the new service at once where it was restarted between two calls', async () => {
    await withKey();
    const { client } = await keyring.open();
    await keyring.killDaemon();
    await keyring.startDaemon('unlocked');
    expect(await client.call('read', KEY)).toEqual({ kind: 'found', value: VALUE });
    expect(client.changes).toEqual([]);
  });

  it('outlives its bus', async () => {
    await withKey();
    const { client } = await keyring.open();
    await keyring.killDaemon();
    await keyring.killBus();
    expect(await client.call('read', KEY)).toMatchObject({ kind: 'unavailable', state: 'stalled' });
    await keyring.startBus();
    await keyring.startDaemon('unlocked');
    await client.reached('ready');
    expect(await client.call('read', KEY)).toEqual({ kind: 'found', value: VALUE });
  });

  it('keeps the key when the service is killed right after it took it', async () => {
    await keyring.startBus();
    await keyring.startDaemon('unlocked');
    const { client } = await keyring.open();
    await client.call('write', KEY, LONG);
    await keyring.killDaemon();
    expect(await client.call('read', KEY)).toMatchObject({ kind: 'unavailable' });
    await client.kill();
    await keyring.startDaemon('unlocked');
    const next = await keyring.open();
    expect(await next.client.call('read', KEY)).toEqual({ kind: 'found', value: LONG });
  });

  it('says missing with a reason in an empty keyring of another home, and finds the key back at home', async () => {
    await withKey();
    await keyring.killDaemon();
    await keyring.startDaemon('unlocked', 'another-home');
    const { client, opened } = await keyring.open();
    expect(opened.view).toMatchObject({ state: 'ready', detail: expect.stringContaining('reset or exchanged') });
    expect(await client.call('read', KEY)).toEqual({ kind: 'missing' });
    await client.kill();
    await keyring.killDaemon();
    await keyring.startDaemon('unlocked');
    const home = await keyring.open();
    expect(home.opened.view.detail).toBeNull();
    expect(await home.client.call('read', KEY)).toEqual({ kind: 'found', value: VALUE });
  });

  it('holds the old or the new value whenever the client is killed, in 100 overwrites', async () => {
    await withKey(numbered(0));
    let kept = 0;
    for (let round = 0; round <= 5; round += 1) {
      const { client } = await keyring.open();
      const read = await client.call('read', KEY);
      const acknowledged = kept;
      kept = numbers(kept, 20).find((number) => isValue(read, number)) ?? -1;
      expect(kept).toBeGreaterThanOrEqual(acknowledged);
      const writes = numbers(kept + 1, 19).map((number) => client.call('write', KEY, numbered(number)));
      // Killed while one of the writes that follow is under way.
      await writes[3 * round];
      kept += 3 * round + 1;
      await client.kill();
    }
  });

  it('leaves no secret in the data folder', async () => {
    await keyring.startBus();
    await keyring.startDaemon('unlocked');
    const { client } = await keyring.open();
    const secrets = Array.from({ length: 20 }, (_, at) => `secret number ${at} for nobody's eyes`);
    for (const [at, secret] of secrets.entries()) await client.call('write', `key-aaaaaaaa${at}`, secret);
    const files = readdirSync(keyring.dataFolder).map((name) => readFileSync(join(keyring.dataFolder, name)));
    expect(files.length).toBeGreaterThan(0);
    for (const secret of secrets) {
      for (const form of ['utf8', 'utf16le'] as const) {
        const plain = Buffer.from(secret, form);
        for (const shape of [plain, Buffer.from(plain.toString('hex')), Buffer.from(plain.toString('base64'))])
          expect(files.some((file) => file.includes(shape))).toBe(false);
      }
    }
  });
});

function numbers(first: number, more: number): readonly number[] {
  return Array.from({ length: more + 1 }, (_, step) => first + step);
}

function isValue(read: unknown, number: number): boolean {
  return JSON.stringify(read) === JSON.stringify({ kind: 'found', value: numbered(number) });
}

/** Of two items, and another one for every number. */
function numbered(number: number): string {
  return `${number}`.padStart(4, '0').repeat(1_000);
}

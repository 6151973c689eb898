import { describe, expect, it } from 'vitest';
import { SOFT_TIMEOUT_MS } from '../../../electron/engine/vault/guarded-store.ts';
import type { Trouble } from '../../../electron/engine/vault/guarded-store-ports.ts';
import { MAY_HAVE_ASKED_MS } from '../../../electron/engine/vault/guarded-store-caller.ts';
import { CANARY } from '../../../electron/engine/vault/guarded-store-look.ts';
import { Secret } from '../../../electron/engine/vault/secret.ts';
import { flush } from '../../support/fake-clock.ts';
import { FakeRaw, type FakeRecord, guardRig, openRig, shown } from './guarded-store-rig.ts';

const KEY = 'key-aaaaaaaa';
const VALUE = new Secret('a secret');

function trouble(state: Trouble['state']): Trouble {
  return { kind: 'trouble', state, detail: `it is ${state}` };
}

/** A keychain with one key and a canary, as a run before left it. */
async function usedBefore(): Promise<{ readonly raw: FakeRaw; readonly record: FakeRecord }> {
  const { raw, record, store } = await openRig();
  await store.write(KEY, VALUE);
  store.close();
  raw.calls.length = 0;
  return { raw, record };
}

function removals(raw: FakeRaw): readonly string[] {
  return raw.calls.filter((call) => call.startsWith('remove'));
}

describe('the first look', () => {
  for (const state of ['absent', 'denied', 'locked', 'stalled'] as const) {
    it(`takes the system's word for ${state}`, async () => {
      const raw = new FakeRaw();
      raw.script.push(() => trouble(state));
      const { store } = await openRig(raw);
      expect(store.condition).toEqual({ state, detail: `it is ${state}` });
    });
  }

  it('plants the canary in a new keychain', async () => {
    const { store, raw } = await openRig();
    expect(store.condition).toEqual({ state: 'ready', detail: null });
    expect(raw.calls).toEqual([`get ${CANARY}`, `set ${CANARY}`, `get ${CANARY}`]);
  });

  it('reads the canary alone from then on', async () => {
    const { raw, record } = await usedBefore();
    const { store } = await openRig(raw, record);
    expect(store.condition.state).toBe('ready');
    expect(raw.calls).toEqual([`get ${CANARY}`]);
  });

  it('plants nothing where a locked keychain says so itself', async () => {
    const raw = new FakeRaw();
    raw.hidesLock = false;
    const { store } = await openRig(raw);
    expect(store.condition.state).toBe('ready');
    expect(raw.calls).toEqual([`get ${CANARY}`]);
  });

  it('is made by the first read when nobody asked for it', async () => {
    const { raw, record } = await usedBefore();
    expect(shown(await guardRig(raw, record).store.read(KEY))).toBe('a secret');
  });

  it('calls a store that throws denied, without its text', async () => {
    const raw = new FakeRaw();
    raw.script.push(() => Promise.reject(new Error('a secret')));
    const { store } = await openRig(raw);
    expect(store.condition.state).toBe('denied');
    expect(store.condition.detail).not.toContain('a secret');
  });
});

describe('locked and missing', () => {
  it('says locked, not missing, of a keyring that answers as if it were empty', async () => {
    const { raw, record } = await usedBefore();
    raw.isLocked = true;
    const { store } = await openRig(raw, record);
    expect(await store.read(KEY)).toEqual({ kind: 'unavailable', state: 'locked' });
    expect(removals(raw)).toEqual([]);
  });

  it('says locked of one that was locked after the start', async () => {
    const { raw, store } = await openRig();
    await store.write(KEY, VALUE);
    raw.isLocked = true;
    expect(await store.read(KEY)).toEqual({ kind: 'unavailable', state: 'locked' });
    expect(store.condition.state).toBe('locked');
  });

  it('says missing only while the canary reads back', async () => {
    const { raw, store } = await openRig();
    raw.calls.length = 0;
    expect(await store.read(KEY)).toEqual({ kind: 'missing' });
    expect(raw.calls).toEqual([`get ${KEY}`, `get ${CANARY}`, `get ${KEY}`]);
  });

  it('finds the key when it was unlocked between the key and the canary', async () => {
    const { raw, record } = await usedBefore();
    const { store } = await openRig(raw, record);
    raw.script.push(() => ({ kind: 'none' }));
    expect(shown(await store.read(KEY))).toBe('a secret');
  });

  it('notices the unlocking by itself, each pause twice the last and half a minute at most', async () => {
    const { raw, record } = await usedBefore();
    raw.isLocked = true;
    const { store, clock, told } = await openRig(raw, record);
    const looks: number[] = [];
    for (let look = 0; look < 6; look += 1) {
      looks.push((clock.nextAtMs ?? 0) - clock.monotonic());
      await clock.runTo(clock.nextAtMs ?? 0);
    }
    expect(looks).toEqual([2_000, 4_000, 8_000, 16_000, 30_000, 30_000]);
    raw.isLocked = false;
    await clock.run(30_000);
    expect(told).toEqual(['locked', 'ready']);
    expect(clock.pending).toBe(0);
    expect(shown(await store.read(KEY))).toBe('a secret');
  });

  it('does not look again by itself when its user has just been asked to unlock and did not', async () => {
    const { raw, record } = await usedBefore();
    raw.isLocked = true;
    raw.isHanging = true;
    const { store, clock } = await openRig(raw, record);
    await clock.run(1_500);
    raw.release();
    await flush();
    expect(store.condition.state).toBe('locked');
    expect(raw.calls).toEqual([`get ${CANARY}`]);
    expect(clock.pending).toBe(0);
  });

  it('refuses to call a key removed while it is locked', async () => {
    const { raw, store } = await openRig();
    await store.write(KEY, VALUE);
    raw.isLocked = true;
    expect(await store.remove(KEY)).toMatchObject({ ok: false, failure: { kind: 'secret-store', state: 'locked' } });
    raw.isLocked = false;
    await store.retry();
    expect(shown(await store.read(KEY))).toBe('a secret');
  });
});

describe('a keychain that hangs', () => {
  it('is stalled after the soft timeout; no call is added to the one that hangs', async () => {
    const { raw, store, clock, told } = await openRig();
    raw.isHanging = true;
    raw.calls.length = 0;
    const reads = [1, 2, 3].map((each) => store.read(`${KEY}${each}`));
    const write = store.write(KEY, VALUE);
    await clock.run(SOFT_TIMEOUT_MS);
    const stalled = { kind: 'unavailable', state: 'stalled' };
    expect(await Promise.all(reads)).toEqual([stalled, stalled, stalled]);
    expect(await write).toMatchObject({ ok: false, failure: { kind: 'secret-store', state: 'stalled' } });
    expect(await store.read(KEY)).toEqual(stalled);
    expect((await store.retry()).state).toBe('stalled');
    await clock.run(60 * 60_000);
    expect(raw.calls).toEqual([`get ${KEY}1`]);
    expect(store.isHeld).toBe(true);
    raw.holdsProcess = false;
    expect(store.isHeld).toBe(false);
    expect(told).toEqual(['ready', 'stalled']);
  });

  it('does not take the time a call needs to get ready for time its user was asked in', async () => {
    const { raw, record } = await usedBefore();
    raw.isLocked = true;
    const { clock, store } = guardRig(raw, record);
    raw.prepare = () => new Promise((resolve) => void clock.wakeAt(clock.monotonic() + MAY_HAVE_ASKED_MS, resolve));
    const looked = store.retry();
    await clock.run(60_000);
    expect(await looked).toMatchObject({ state: 'locked' });
    raw.isLocked = false;
    await clock.run(60_000);
    expect(store.condition.state).toBe('ready');
  });

  it('takes the late answer, and hands it to who asks next without another call', async () => {
    const { raw, record } = await usedBefore();
    const { store, clock, told } = await openRig(raw, record);
    raw.isHanging = true;
    const read = store.read(KEY);
    await clock.run(SOFT_TIMEOUT_MS);
    expect(await read).toEqual({ kind: 'unavailable', state: 'stalled' });
    raw.calls.length = 0;
    raw.release();
    await flush();
    expect(told).toEqual(['ready', 'stalled', 'ready']);
    expect(shown(await store.read(KEY))).toBe('a secret');
    expect(raw.calls).toEqual([]);
    expect(await store.read(KEY)).toEqual({ kind: 'unavailable', state: 'denied' });
  });

  it('takes a late no as a no', async () => {
    const raw = new FakeRaw();
    raw.isHanging = true;
    const { store, clock } = await openRig(raw);
    await clock.run(SOFT_TIMEOUT_MS);
    raw.script.push(() => trouble('denied'));
    raw.release();
    await flush();
    expect(store.condition.state).toBe('denied');
    expect(clock.pending).toBe(0);
  });

  it('begins no further change for a write that was answered with stalled', async () => {
    const { raw, store, clock } = await openRig();
    await store.write(KEY, VALUE);
    raw.isHanging = true;
    const write = store.write(KEY, new Secret('n'.repeat(4_000)));
    await clock.run(SOFT_TIMEOUT_MS);
    expect(await write).toMatchObject({ ok: false });
    raw.calls.length = 0;
    raw.release();
    await flush();
    expect(raw.calls.filter((call) => call.startsWith('set'))).toEqual([]);
    expect(store.condition.state).toBe('ready');
    expect(shown(await store.read(KEY))).toBe('a secret');
  });

  it('pauses after the system gave up waiting', async () => {
    const raw = new FakeRaw();
    raw.isHanging = true;
    const { store, clock } = await openRig(raw);
    await clock.run(25_000);
    raw.script.push(() => trouble('stalled'));
    raw.release();
    await flush();
    expect(store.condition.state).toBe('stalled');
    expect(raw.calls).toHaveLength(1);
    await clock.run(2_000);
    expect(store.condition.state).toBe('ready');
  });

  it('never has two calls under way', async () => {
    const { raw, store } = await openRig();
    const names = Array.from({ length: 20 }, (_, at) => `${KEY}${at}`);
    await Promise.all(names.flatMap((name) => [store.write(name, VALUE), store.read(name), store.retry()]));
    expect(raw.items.size).toBe(21);
    expect(raw.mostInFlight).toBe(1);
  });
});

describe('a user who says no', () => {
  it('is asked once: three reads, one banner, no retry', async () => {
    const { raw, record } = await usedBefore();
    const { store, clock, told } = await openRig(raw, record);
    raw.calls.length = 0;
    for (let answer = 0; answer < 3; answer += 1) raw.script.push(() => trouble('denied'));
    const reads = [await store.read(KEY), await store.read('key-bbbbbbbb'), await store.read('key-cccccccc')];
    await clock.run(60 * 60_000);
    for (const read of reads) expect(read).toEqual({ kind: 'unavailable', state: 'denied' });
    expect(raw.calls).toEqual([`get ${KEY}`]);
    expect(told).toEqual(['ready', 'denied']);
    expect(store.condition.detail).toBe('it is denied');
  });

  it('may be asked again by retry', async () => {
    const { raw, record } = await usedBefore();
    raw.script.push(() => trouble('denied'));
    const { store } = await openRig(raw, record);
    await store.retry();
    expect(shown(await store.read(KEY))).toBe('a secret');
  });
});

describe('one read of a key in a run', () => {
  it('hands the value out once; a write or retry allows the next', async () => {
    const { raw, record } = await usedBefore();
    const { store } = await openRig(raw, record);
    expect(shown(await store.read(KEY))).toBe('a secret');
    raw.calls.length = 0;
    expect(await store.read(KEY)).toEqual({ kind: 'unavailable', state: 'denied' });
    expect(raw.calls).toEqual([]);
    await store.write(KEY, new Secret('newer'));
    expect(shown(await store.read(KEY))).toBe('newer');
    await store.retry();
    expect(shown(await store.read(KEY))).toBe('newer');
  });

  it('does not hold where nobody is asked', async () => {
    const { raw, record } = await usedBefore();
    raw.asksUser = false;
    const { store } = await openRig(raw, record);
    expect([shown(await store.read(KEY)), shown(await store.read(KEY))]).toEqual(['a secret', 'a secret']);
  });
});

describe('where the keys were', () => {
  const cases = [
    {
      name: 'another machine',
      change: (record: FakeRecord) => {
        record.host = 'another';
      },
      detail: /another machine/,
    },
    {
      name: 'another desktop',
      change: (record: FakeRecord) => {
        record.backend = 'a wallet';
      },
      detail: /a wallet/,
    },
    { name: 'a reset keychain', change: () => undefined, detail: /reset or exchanged/ },
  ];
  for (const { name, change, detail } of cases) {
    it(`says so on ${name} with an empty keychain, and removes nothing`, async () => {
      const { record } = await usedBefore();
      if (record.saved !== null) record.saved = { ...record.saved, canary: 'of the old keychain' };
      change(record);
      const { store, raw } = await openRig(new FakeRaw(), record);
      expect(store.condition.state).toBe('ready');
      expect(store.condition.detail).toMatch(detail);
      expect(await store.read(KEY)).toEqual({ kind: 'missing' });
      expect(removals(raw)).toEqual([]);
      expect(record.saved?.names).toEqual([KEY]);
      await store.write(KEY, VALUE);
      expect(store.condition).toEqual({ state: 'ready', detail: null });
    });
  }

  it('knows its keychain from another desktop by the canary', async () => {
    const { raw, record } = await usedBefore();
    record.backend = 'a wallet';
    const { store } = await openRig(raw, record);
    expect(store.condition).toEqual({ state: 'ready', detail: null });
  });

  it('fails a write whose place cannot be noted, before the keychain is called', async () => {
    const { store, raw, record } = await openRig();
    record.save = () => {
      throw new Error('disk full');
    };
    raw.calls.length = 0;
    expect(await store.write(KEY, VALUE)).toMatchObject({ ok: false, failure: { kind: 'storage' } });
    expect(raw.calls).toEqual([]);
  });
});

describe('closing', () => {
  it('begins nothing any more', async () => {
    const { store, raw, clock } = await openRig();
    store.close();
    raw.calls.length = 0;
    expect((await store.read(KEY)).kind).toBe('unavailable');
    expect(await store.write(KEY, VALUE)).toMatchObject({ ok: false });
    await store.retry();
    expect(raw.calls).toEqual([]);
    expect(clock.pending).toBe(0);
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ITEM_LIMIT_BYTES, VALUE_LIMIT_BYTES } from '../../../electron/engine/vault/guarded-store-items.ts';
import { Secret } from '../../../electron/engine/vault/secret.ts';
import { flush } from '../../support/fake-clock.ts';
import { FakeRaw, FakeRecord, openRig, shown } from './guarded-store-rig.ts';

const KEY = 'key-aaaaaaaa';
const short = 'short';
const long = 'l'.repeat(4_000);
const longer = 'm'.repeat(4_500);

describe('what can be kept', () => {
  const refused = [
    { name: 'an empty value', value: '', why: /empty/ },
    { name: 'a NUL', value: 'ab\0cd', why: /NUL/ },
    { name: 'a byte too many', value: 'x'.repeat(VALUE_LIMIT_BYTES + 1), why: /4600 bytes/ },
    { name: 'too many bytes in few characters', value: '€'.repeat(1_534), why: /4600 bytes/ },
  ];
  for (const { name, value, why } of refused) {
    it(`refuses ${name} before any call`, async () => {
      const { store, raw } = await openRig();
      raw.calls.length = 0;
      const written = await store.write(KEY, new Secret(value));
      expect(written).toMatchObject({
        ok: false,
        failure: { kind: 'invalid-input', detail: expect.stringMatching(why) },
      });
      expect(raw.calls).toEqual([]);
    });
  }

  it('gives back what it took, or refuses before the call, for 2,000 values', async () => {
    const { store, raw } = await openRig();
    const odd = fc.string({ unit: fc.constantFrom('\0', 'a', '€', '\n', ':', 'v1:', '😀'), maxLength: 20 });
    const text = fc.oneof(fc.string(), fc.string({ unit: 'binary' }), odd);
    const value = fc
      .tuple(text, fc.oneof({ weight: 3, arbitrary: fc.constant(1) }, fc.integer({ min: 1, max: 900 })))
      .map(([part, times]) => part.repeat(times).slice(0, 5_000).toWellFormed());
    await fc.assert(
      fc.asyncProperty(value, async (given) => {
        const before = raw.calls.length;
        const written = await store.write(KEY, new Secret(given));
        if (written.ok) expect(shown(await store.read(KEY))).toBe(given);
        else expect(raw.calls.length).toBe(before);
        for (const item of raw.items.values()) expect(Buffer.byteLength(item)).toBeLessThanOrEqual(ITEM_LIMIT_BYTES);
        const isKeepable = given !== '' && !given.includes('\0');
        expect(written.ok).toBe(isKeepable && Buffer.byteLength(given) <= VALUE_LIMIT_BYTES);
      }),
      { numRuns: 2_000 },
    );
  });

  it('cuts between characters wherever the edge falls', async () => {
    const { store } = await openRig();
    for (const pad of [0, 1, 2, 3]) {
      const value = 'a'.repeat(pad) + '😀'.repeat(1_000);
      await store.write(KEY, new Secret(value));
      expect(shown(await store.read(KEY))).toBe(value);
    }
  });
});

describe('a write', () => {
  it('fails when the keychain gives back something else', async () => {
    const { store, raw } = await openRig();
    raw.script.push(
      () => null,
      () => null,
      () => ({ kind: 'value', value: new Secret('v1:cut') }),
    );
    const written = await store.write(KEY, new Secret('cut short'));
    expect(written).toMatchObject({ ok: false, failure: { kind: 'secret-store', state: 'denied' } });
    expect(JSON.stringify(written)).not.toContain('cut short');
  });

  it('leaves nothing behind but the value, whatever was there before', async () => {
    const { store, raw } = await openRig();
    for (const [value, items] of [
      [long, 2],
      [longer, 2],
      [short, 1],
      [long, 2],
    ] as const) {
      await store.write(KEY, new Secret(value));
      expect([...raw.items.keys()].filter((name) => name.startsWith(KEY))).toHaveLength(items);
    }
    expect(await store.remove(KEY)).toEqual({ ok: true, value: null });
    expect([...raw.items.keys()].filter((name) => name.startsWith(KEY))).toEqual([]);
  });
});

describe('a torn or foreign item', () => {
  const damage = [
    { name: 'a second part of another generation', act: (raw: FakeRaw) => raw.items.set(`${KEY}.odd`, 'v2:9:x') },
    { name: 'a second part that was changed', act: (raw: FakeRaw) => raw.items.set(`${KEY}.odd`, 'v2:1:x') },
    { name: 'no second part', act: (raw: FakeRaw) => raw.items.delete(`${KEY}.odd`) },
    { name: 'an item of somebody else', act: (raw: FakeRaw) => raw.items.set(KEY, 'something') },
  ];
  for (const { name, act } of damage) {
    it(`counts as missing and stays there: ${name}`, async () => {
      const { store, raw } = await openRig();
      await store.write(KEY, new Secret(long));
      act(raw);
      const before = new Map(raw.items);
      expect(await store.read(KEY)).toEqual({ kind: 'missing' });
      expect(raw.items).toEqual(before);
    });
  }
});

describe('a kill at any call of a replacement', () => {
  const changes = [
    { name: 'short by short', from: 'old', to: short },
    { name: 'short by long', from: short, to: long },
    { name: 'long by long', from: long, to: longer },
    { name: 'long by short', from: long, to: short },
  ];
  for (const { name, from, to } of changes) {
    it(`leaves the old or the new value: ${name}`, async () => {
      const seen = new Set<string>();
      for (let lastCall = 0; lastCall < 12; lastCall += 1) {
        const raw = new FakeRaw();
        const record = new FakeRecord();
        const { store } = await openRig(raw, record);
        await store.write(KEY, new Secret(from));
        killAfter(raw, lastCall);
        void store.write(KEY, new Secret(to));
        for (let turn = 0; turn < 20; turn += 1) await flush();
        const next = await openRig(survivor(raw), record);
        const value = shown(await next.store.read(KEY));
        seen.add(value === from ? 'old' : value === to ? 'new' : 'neither');
        await next.store.write(KEY, new Secret(longer));
        expect(shown(await next.store.read(KEY))).toBe(longer);
      }
      expect(seen).toEqual(new Set(['old', 'new']));
    });
  }
});

/** After so many calls the process is gone: the next one never begins. */
function killAfter(raw: FakeRaw, calls: number): void {
  for (let call = 0; call < calls; call += 1) raw.script.push(() => null);
  raw.script.push(() => new Promise<never>(() => undefined));
}

function survivor(raw: FakeRaw): FakeRaw {
  const next = new FakeRaw();
  for (const [name, text] of raw.items) next.items.set(name, text);
  return next;
}

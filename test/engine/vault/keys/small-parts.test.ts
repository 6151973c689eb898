import { describe, expect, it } from 'vitest';
import { EgressBook } from '../../../../electron/engine/vault/keys/egress-book.ts';
import { hiddenIndex } from '../../../../electron/engine/vault/keys/hidden-index.ts';
import { Pending } from '../../../../electron/engine/vault/keys/pending.ts';
import { FakeClock } from '../../../support/fake-clock.ts';
import { memoryJournal } from '../../../support/memory-stores.ts';
import { createRandom } from '../../../../electron/practice/core/random.ts';
import { KeysRig, place, randomOf } from './keys-rig.ts';

describe('what waits', () => {
  function waiting(): { clock: FakeClock; pending: Pending<string>; lapsed: string[] } {
    const clock = new FakeClock();
    const lapsed: string[] = [];
    return { clock, lapsed, pending: new Pending(clock, randomOf('pending'), 1_000, (value) => lapsed.push(value)) };
  }

  it('is seen until it is taken, and taken once', () => {
    const { pending, lapsed, clock } = waiting();
    const id = pending.put('a');
    expect([pending.peek(id), pending.take(id), pending.take(id), pending.peek(id)]).toEqual(['a', 'a', null, null]);
    clock.advance(2_000);
    expect(lapsed).toEqual([]);
  });

  it('lapses on time, and is told', () => {
    const { pending, lapsed, clock } = waiting();
    const id = pending.put('a');
    clock.advance(999);
    expect(pending.peek(id)).toBe('a');
    clock.advance(1);
    expect([pending.peek(id), lapsed]).toEqual([null, ['a']]);
  });

  it('is not known by another name', () => {
    const { pending } = waiting();
    pending.put('a');
    expect(pending.take('pending-000000000000000000000000')).toBeNull();
  });

  it('is fifty at most: the oldest lapses', () => {
    const { pending, lapsed } = waiting();
    const ids = Array.from({ length: 52 }, (_, index) => pending.put(String(index)));
    expect(lapsed).toEqual(['0', '1']);
    expect(ids.filter((id) => pending.peek(id) !== null)).toHaveLength(50);
  });

  it('leaves no timer behind when taken or stopped', () => {
    const { pending, clock, lapsed } = waiting();
    pending.take(pending.put('a'));
    pending.put('b');
    pending.stop();
    expect([clock.pending, lapsed]).toEqual([0, []]);
  });
});

describe('the address we leave by', () => {
  it('is what was said last, and outlives the run', () => {
    const [journal, clock] = [memoryJournal(), new FakeClock()];
    const book = new EgressBook(journal, clock);
    book.note('default', '192.0.2.1', 'user');
    clock.advance(5);
    expect(book.note('default', '192.0.2.7', 'exchange')).toEqual({
      egress: 'default',
      address: '192.0.2.7',
      source: 'exchange',
      atMs: clock.now(),
    });
    expect(new EgressBook(journal, clock).addressOf('default')).toBe('192.0.2.7');
  });

  it('is forgotten with null', () => {
    const book = new EgressBook(memoryJournal(), new FakeClock());
    book.note('default', '192.0.2.1', 'user');
    expect(book.note('default', null, 'user')).toMatchObject({ address: null, source: 'none', atMs: null });
  });

  it('stays what it was when it cannot be kept', () => {
    const journal = memoryJournal();
    const book = new EgressBook(journal, new FakeClock());
    book.note('default', '192.0.2.1', 'user');
    journal.saveSetting = () => {
      throw new Error('the disk is full');
    };
    expect(() => book.note('default', '192.0.2.7', 'user')).toThrow('full');
    expect(book.addressOf('default')).toBe('192.0.2.1');
  });

  for (const text of ['', '{', '{}', '[{"egress":1}]', 'null']) {
    it(`is unknown where "${text}" was kept`, () => {
      const journal = memoryJournal();
      journal.saveSetting('egress-addresses', text);
      expect(new EgressBook(journal, new FakeClock()).list()).toEqual([]);
    });
  }
});

describe('the hidden index', () => {
  it('shows nothing of what there is and takes what is new', async () => {
    const rig = new KeysRig();
    await rig.added();
    const hidden = hiddenIndex(rig.ports.index);
    expect([hidden.accounts(), hidden.keys(), hidden.loose()]).toEqual([[], [], []]);
    hidden.apply({ loose: ['key-00000000'] });
    expect(rig.ports.index.loose()).toEqual(['key-00000000']);
    expect(rig.ports.index.keys()).toHaveLength(1);
  });
});

describe('keys out of files', () => {
  // Of all characters: what looks like a placeholder is none.
  const random = createRandom('imports');
  const [apiKey, secretText] = [random.text(64), random.text(64)];
  const text = `BINANCE_API_KEY=${apiKey}\nBINANCE_API_SECRET=${secretText}\n`;

  it('are shown without what signs, and added as if typed', async () => {
    const rig = new KeysRig();
    const { importId, items } = rig.keys.imports.preview('.env', text);
    expect(items).toMatchObject([{ exchange: 'binance', last4: apiKey.slice(-4), problem: null }]);
    expect(JSON.stringify(items)).not.toContain(secretText);
    expect(await rig.keys.imports.take(importId, 0, place)).toMatchObject({ ok: true, value: { kind: 'added' } });
    expect(rig.keys.imports.files()).toEqual([{ name: '.env', keys: 1, atMs: rig.clock.now() }]);
  });

  it('are known when they are kept already, and welcome when their secret was lost', async () => {
    const rig = new KeysRig();
    const key = await rig.added(place, { apiKey, secretText, passphrase: null });
    expect(rig.keys.imports.preview('.env', text).items).toMatchObject([{ problem: 'already-kept' }]);
    rig.keys.book.setPresence(key.id, 'missing');
    expect(rig.keys.imports.preview('.env', text).items).toMatchObject([{ problem: null }]);
  });

  it('are gone after half an hour, when dropped, and by a wrong number', async () => {
    const rig = new KeysRig();
    const takes = async (importId: string, index: number): Promise<boolean> =>
      (await rig.keys.imports.take(importId, index, place)).ok;
    const late = rig.keys.imports.preview('.env', text).importId;
    expect(await takes(late, 7)).toBe(false);
    await rig.run(30 * 60_000);
    expect(await takes(late, 0)).toBe(false);
    const dropped = rig.keys.imports.preview('.env', text).importId;
    rig.keys.imports.drop(dropped);
    expect(await takes(dropped, 0)).toBe(false);
  });
});

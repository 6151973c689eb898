import { beforeEach, describe, expect, it } from 'vitest';
import type { LockView } from '../../../../shared/model/vault.ts';
import { AppLock } from '../../../../electron/engine/vault/keys/app-lock.ts';
import { FakeClock } from '../../../support/fake-clock.ts';
import { memoryKeyPorts } from '../../../support/memory-keys.ts';
import { memoryJournal } from '../../../support/memory-stores.ts';

const MINUTE_MS = 60_000;
const { crypto } = memoryKeyPorts();

let clock: FakeClock;
let journal: ReturnType<typeof memoryJournal>;
let told: LockView[];
let lock: AppLock;

function open(): AppLock {
  return new AppLock({ clock, journal, crypto, onChange: (view) => told.push(view) });
}

beforeEach(() => {
  clock = new FakeClock();
  journal = memoryJournal();
  told = [];
  lock = open();
});

function isOpen(): boolean {
  return lock.pass().ok;
}

describe('a lock', () => {
  it('is open where none is set, whatever is pressed', async () => {
    expect(lock.lock()).toEqual({ isSet: false, isLocked: false, idleMinutes: null });
    expect(await lock.unlock('anything')).toMatchObject({ ok: true });
    clock.advance(1_000 * MINUTE_MS);
    expect(isOpen()).toBe(true);
  });

  it('closes after the idle minutes and not before', async () => {
    await lock.set(null, 'sesame', 10);
    clock.advance(10 * MINUTE_MS - 1);
    expect(isOpen()).toBe(true);
    clock.advance(1);
    expect(lock.pass()).toEqual({ ok: false, failure: { kind: 'app-locked' } });
    expect(told.at(-1)).toEqual({ isSet: true, isLocked: true, idleMinutes: 10 });
  });

  it('stays open while somebody is at work', async () => {
    await lock.set(null, 'sesame', 10);
    for (let touch = 0; touch < 10; touch += 1) {
      clock.advance(9 * MINUTE_MS);
      lock.touch();
    }
    expect(isOpen()).toBe(true);
  });

  it('is not opened by a touch', async () => {
    await lock.set(null, 'sesame', 10);
    lock.lock();
    expect(lock.touch()).toMatchObject({ isLocked: true });
    expect(isOpen()).toBe(false);
  });

  it('counts the hours the machine slept', async () => {
    await lock.set(null, 'sesame', 10);
    clock.sleep(11 * MINUTE_MS);
    expect(lock.touch()).toMatchObject({ isLocked: true });
    expect(isOpen()).toBe(false);
  });

  it('closes in time though the wall clock was set back', async () => {
    await lock.set(null, 'sesame', 10);
    clock.stepWall(-60 * MINUTE_MS);
    clock.advance(10 * MINUTE_MS);
    expect(isOpen()).toBe(false);
  });

  it('is shut after a start', async () => {
    await lock.set(null, 'sesame', 10);
    lock = open();
    expect(isOpen()).toBe(false);
    expect(await lock.unlock('sesame')).toMatchObject({ ok: true, value: { isLocked: false } });
    expect(isOpen()).toBe(true);
  });

  it('is changed and taken away with its passphrase alone', async () => {
    await lock.set(null, 'sesame', 10);
    expect(await lock.set(null, 'mine', 5)).toMatchObject({ ok: false, failure: { kind: 'wrong-phrase' } });
    expect(await lock.set('wrong', null, 5)).toMatchObject({ ok: false });
    expect(await lock.set('sesame', 'mine', 5)).toMatchObject({ ok: true, value: { idleMinutes: 5 } });
    expect(await lock.set('mine', null, 5)).toMatchObject({ ok: true, value: { isSet: false } });
    expect(open().view()).toEqual({ isSet: false, isLocked: false, idleMinutes: null });
  });

  it('that cannot be kept is not set', async () => {
    journal.saveSetting = () => {
      throw new Error('the disk is full');
    };
    expect(await lock.set(null, 'sesame', 10)).toMatchObject({ ok: false, failure: { kind: 'storage' } });
    expect(lock.view().isSet).toBe(false);
  });
});

describe('wrong passphrases', () => {
  beforeEach(async () => {
    await lock.set(null, 'sesame', 10);
    lock.lock();
  });

  it('wait from the third in a row on, also the right one', async () => {
    for (let wrong = 0; wrong < 3; wrong += 1) {
      expect(await lock.unlock('wrong')).toEqual({ ok: false, failure: { kind: 'wrong-phrase' } });
    }
    expect(await lock.unlock('sesame')).toMatchObject({ ok: false, failure: { kind: 'unavailable' } });
    clock.advance(4_999);
    expect(await lock.unlock('sesame')).toMatchObject({ ok: false, failure: { kind: 'unavailable' } });
    clock.advance(1);
    expect(await lock.unlock('sesame')).toMatchObject({ ok: true });
  });

  it('are counted one by one, though a hundred come at once', async () => {
    const guesses = await Promise.all(Array.from({ length: 100 }, (_, guess) => lock.unlock(`guess ${guess}`)));
    const tried = guesses.filter((guess) => !guess.ok && guess.failure.kind === 'wrong-phrase');
    expect(tried).toHaveLength(3);
  });

  it('are forgotten with the right one', async () => {
    for (let round = 0; round < 5; round += 1) {
      await lock.unlock('wrong');
      await lock.unlock('wrong');
      expect(await lock.unlock('sesame')).toMatchObject({ ok: true });
    }
  });
});

describe('what is stored', () => {
  for (const text of [
    '',
    '{',
    '[]',
    '"x"',
    '{"hash":1,"idleMinutes":10}',
    '{"hash":"hash-a"}',
    '{"hash":"hash-a","idleMinutes":0}',
  ]) {
    it(`${text || 'nothing at all'}: stays shut, and no passphrase opens or changes it`, async () => {
      journal.saveSetting('lock', text);
      lock = open();
      expect(isOpen()).toBe(false);
      expect((await lock.unlock('')).ok).toBe(false);
      expect((await lock.set(null, 'mine', 10)).ok).toBe(false);
      expect(isOpen()).toBe(false);
    });
  }

  it('null is no lock', () => {
    journal.saveSetting('lock', 'null');
    expect(open().view().isSet).toBe(false);
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Secret } from '../../../electron/engine/vault/secret.ts';
import { flush } from '../../support/fake-clock.ts';
import { FakeRaw, FakeRecord, type GuardRig, openRig, shown } from './guarded-store-rig.ts';

const SHORT = 'key-aaaaaaaa';
const LONG = 'key-bbbbbbbb';
const VALUES: Readonly<Record<string, string>> = { [SHORT]: 'a secret', [LONG]: 'l'.repeat(4_000) };
const SETTLED = 12;

const steps = [
  'lock',
  'unlock',
  'hang',
  'release',
  'deny',
  'vanish',
  'fail',
  'pass-a-second',
  'pass-a-minute',
  'retry',
  'read-short',
  'read-long',
  'write-short',
  'write-long',
  'restart',
] as const;
type Step = (typeof steps)[number];

/** A keychain with two keys under changing weather, and the app that starts over it again and again. */
class Storm {
  rig: GuardRig;
  readonly wrong: string[] = [];
  readonly states = new Set<string>();

  constructor(rig: GuardRig) {
    this.rig = rig;
  }

  async take(step: Step): Promise<void> {
    const { raw, clock, store } = this.rig;
    if (step === 'lock') raw.isLocked = true;
    if (step === 'unlock') raw.isLocked = false;
    if (step === 'hang') raw.isHanging = true;
    if (step === 'release') raw.release();
    if (step === 'deny') raw.script.push(() => ({ kind: 'trouble', state: 'denied', detail: 'no' }));
    if (step === 'vanish') raw.script.push(() => ({ kind: 'trouble', state: 'absent', detail: 'gone' }));
    if (step === 'fail') raw.script.push(() => Promise.reject(new Error('broken')));
    if (step === 'pass-a-second') await clock.run(1_000);
    if (step === 'pass-a-minute') await clock.run(60_000);
    if (step === 'retry') void store.retry();
    if (step === 'read-short') this.#read(SHORT);
    if (step === 'read-long') this.#read(LONG);
    if (step === 'write-short') void store.write(SHORT, new Secret(VALUES[SHORT] ?? ''));
    if (step === 'write-long') void store.write(LONG, new Secret(VALUES[LONG] ?? ''));
    if (step === 'restart') await this.#restart();
    for (let turn = 0; turn < SETTLED; turn += 1) await flush();
    this.states.add(this.rig.store.condition.state);
  }

  /** Fair weather, and a new start. */
  async calm(): Promise<void> {
    const { raw } = this.rig;
    raw.script.length = 0;
    raw.isLocked = false;
    await this.#restart();
    for (let turn = 0; turn < SETTLED; turn += 1) await flush();
  }

  #read(name: string): void {
    void this.rig.store.read(name).then((read) => {
      if (read.kind === 'missing') this.wrong.push(`${name} called missing`);
      if (read.kind === 'found' && shown(read) !== VALUES[name]) this.wrong.push(`${name} is not what was written`);
    });
  }

  async #restart(): Promise<void> {
    const { raw, record, store } = this.rig;
    store.close();
    raw.release();
    for (let turn = 0; turn < SETTLED; turn += 1) await flush();
    this.rig = await openRig(raw, record);
  }
}

async function twoKeys(): Promise<Storm> {
  const rig = await openRig(new FakeRaw(), new FakeRecord());
  for (const [name, value] of Object.entries(VALUES)) await rig.store.write(name, new Secret(value));
  return new Storm(rig);
}

describe('a keychain that locks, hangs, vanishes, breaks and says no', () => {
  it('loses no key, has one call at most, and never calls a key missing that is there', async () => {
    const seen = new Set<string>();
    await fc.assert(
      fc.asyncProperty(fc.array(fc.constantFrom(...steps), { minLength: 20, maxLength: 40 }), async (weather) => {
        const storm = await twoKeys();
        for (const step of weather) await storm.take(step);
        for (const state of storm.states) seen.add(state);
        expect(storm.wrong).toEqual([]);
        expect(storm.rig.raw.mostInFlight).toBe(1);
        await storm.calm();
        for (const [name, value] of Object.entries(VALUES)) expect(shown(await storm.rig.store.read(name))).toBe(value);
      }),
      { numRuns: 200 },
    );
    expect(seen).toEqual(new Set(['ready', 'locked', 'absent', 'stalled', 'denied']));
  });
});

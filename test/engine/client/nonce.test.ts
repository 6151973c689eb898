import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { NonceOwner } from '../../../electron/engine/client/nonce.ts';
import { memoryNonces } from '../../support/client-rig.ts';
import { FakeClock } from '../../support/fake-clock.ts';

describe('nonces of a key', () => {
  it('rise strictly over restarts, crashes and clock steps', () => {
    const act = fc.oneof(
      fc.record({ kind: fc.constant('next' as const) }),
      fc.record({ kind: fc.constant('restart' as const) }),
      fc.record({ kind: fc.constant('step' as const), ms: fc.integer({ min: -(10 ** 9), max: 10 ** 9 }) }),
    );
    fc.assert(
      fc.property(fc.array(act, { maxLength: 60 }), (acts) => {
        const store = memoryNonces();
        const clock = new FakeClock();
        let owner = new NonceOwner('key', store, clock);
        let last = 0n;
        for (const step of acts) {
          if (step.kind === 'restart') owner = new NonceOwner('key', store, clock);
          if (step.kind === 'step') clock.stepWall(step.ms);
          if (step.kind !== 'next') continue;
          const nonce = owner.next();
          expect(nonce).toBeGreaterThan(last);
          expect(nonce).toBeLessThan(store.saved.get('key') ?? 0n);
          last = nonce;
        }
      }),
    );
  });

  it('are microseconds, and the store is written once a minute of use', () => {
    const store = memoryNonces();
    let saves = 0;
    const clock = new FakeClock();
    const owner = new NonceOwner(
      'key',
      {
        ...store,
        save: (key, ceiling) => {
          saves += 1;
          store.save(key, ceiling);
        },
      },
      clock,
    );
    expect(owner.next()).toBe(BigInt(clock.now()) * 1_000n);
    for (let call = 0; call < 59; call += 1) {
      clock.advance(1_000);
      owner.next();
    }
    expect(saves).toBe(1);
  });

  it('go on above a number the exchange told, over a restart too', () => {
    const store = memoryNonces();
    const clock = new FakeClock();
    const owner = new NonceOwner('key', store, clock);
    const nanos = BigInt(clock.now()) * 1_000_000n;
    owner.raiseTo(nanos);
    expect(owner.next()).toBe(nanos + 1n);
    owner.raiseTo(1n);
    expect(owner.next()).toBe(nanos + 2n);
    expect(new NonceOwner('key', store, clock).next()).toBeGreaterThan(nanos + 2n);
  });

  it('do not follow a number after which hardly another fits', () => {
    const clock = new FakeClock();
    const owner = new NonceOwner('key', memoryNonces(), clock);
    owner.raiseTo(2n ** 63n - 1n);
    expect(owner.next()).toBe(BigInt(clock.now()) * 1_000n);
  });

  it('are not given while they cannot be kept, however often one asks', () => {
    let isFull = true;
    const store = memoryNonces();
    const owner = new NonceOwner(
      'key',
      {
        ...store,
        save: (key, ceiling) => {
          if (isFull) throw new Error('disk full');
          store.save(key, ceiling);
        },
      },
      new FakeClock(),
    );
    for (let call = 0; call < 3; call += 1) expect(() => owner.next()).toThrow('disk full');
    isFull = false;
    expect(owner.next()).toBeLessThan(store.saved.get('key') ?? 0n);
  });

  it('continue above a larger one used elsewhere', () => {
    const owner = new NonceOwner('key', memoryNonces(), new FakeClock());
    const first = owner.next();
    owner.raiseTo(first + 1_000_000_000n);
    expect(owner.next()).toBeGreaterThan(first + 1_000_000_000n);
  });
});

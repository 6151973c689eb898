import fc from 'fast-check';
import { describe, expect } from 'vitest';
import type { Bucket, WindowRule } from '../../../../shared/model/bucket.ts';
import { type Lane, lanes } from '../../../../shared/model/account.ts';
import { bucketOf, decaying, fixed, requestOf, sliding } from '../rig.ts';
import { Dice, anySeed, law } from './law.ts';
import { World } from './world.ts';

const CAPACITY = 20;

const anyCase = fc.record({
  seed: anySeed,
  window: fc.constantFrom<WindowRule>(fixed(1000), sliding(700), decaying(20)),
  large: fc.integer({ min: 2, max: CAPACITY }),
  lane: fc.constantFrom<Lane>('order', 'market', 'background'),
  latencyMs: fc.integer({ min: 0, max: 200 }),
  demand: fc.integer({ min: 1, max: 6 }),
  /** The large call needs a second bucket, for which others come as well. */
  isWide: fc.boolean(),
});

type Case = typeof anyCase extends fc.Arbitrary<infer Drawn> ? Drawn : never;

// Enough for the calls before it to be answered and leave, and for what filled gaps meanwhile to do the same.
function boundMs({ window, latencyMs, isWide }: Case): number {
  const turnMs = window.kind === 'decaying' ? (CAPACITY / window.perSecond) * 1000 : window.periodMs;
  return (isWide ? 12 : 3) * (turnMs + 2 * latencyMs) + 1000;
}

/** Small calls in its own lane and below, for ever. */
function crowd(world: World, bucket: Bucket, one: Case, dice: Dice): void {
  const below = lanes.slice(lanes.indexOf(one.lane));
  const join = (): void => {
    const request = requestOf([[bucket, dice.whole(1, Math.min(3, one.large))]], { lane: dice.pick(below) });
    void world.limiter.admit(request).then((admission) => {
      if (admission.kind !== 'admitted') return;
      world.clock.in(dice.between(0, one.latencyMs), () =>
        admission.reservation.settle({ kind: 'failure', readings: [] }),
      );
      join();
    });
  };
  for (let index = 0; index < one.demand; index += 1) join();
}

describe('no call starves', () => {
  law(
    'a large one gets through in bounded time, however many small ones of its lane and below come',
    anyCase,
    async (one) => {
      const world = new World({ window: one.window, capacity: CAPACITY });
      const dice = new Dice(one.seed);
      const second = bucketOf(dice.pick([fixed(1000), sliding(700)]), CAPACITY, false, 'second');
      crowd(world, world.bucket, one, dice);
      if (one.isWide) crowd(world, second, one, dice);
      await world.clock.run(dice.between(0, 1500));
      const askedMs = world.clock.monotonic();
      let leftMs = Number.POSITIVE_INFINITY;
      const wide = one.isWide ? ([[second, one.large]] as const) : [];
      void world.limiter.admit(requestOf([[world.bucket, one.large], ...wide], { lane: one.lane })).then(() => {
        leftMs = world.clock.monotonic();
      });
      for (const endMs = askedMs + boundMs(one); leftMs > endMs && world.clock.monotonic() < endMs; )
        await world.clock.run(250);
      world.limiter.close();
      expect(leftMs - askedMs).toBeLessThanOrEqual(boundMs(one));
    },
  );
});

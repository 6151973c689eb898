import fc from 'fast-check';
import { describe, expect } from 'vitest';
import { Dice, anySeed, law } from './law.ts';
import { World, travel, windows } from './world.ts';

const HOUR_MS = 3_600_000;

type Trouble = 'forward' | 'back' | 'sleep' | 'sleep unnoticed by monotonic time';

const anyCase = fc.record({
  seed: anySeed,
  window: fc.constantFrom(...windows),
  capacity: fc.integer({ min: 1, max: 30 }),
  latencyMs: fc.integer({ min: 0, max: 300 }),
  uncertaintyMs: fc.integer({ min: 0, max: 100 }),
  troubles: fc.array(
    fc.record({
      trouble: fc.constantFrom<Trouble>('forward', 'back', 'sleep', 'sleep unnoticed by monotonic time'),
      /** So much more than whole hours: windows of the exchange do not come to lie where they were. */
      oddMs: fc.integer({ min: 0, max: 999 }),
      /** Until it happens. */
      afterMs: fc.integer({ min: 0, max: 900 }),
      /** Until the exchange's clock is measured anew. */
      measuredAfterMs: fc.integer({ min: 0, max: 900 }),
    }),
    { minLength: 1, maxLength: 4 },
  ),
});

function trouble({ clock }: World, kind: Trouble, oddMs: number): void {
  if (kind === 'forward') clock.stepWall(HOUR_MS + oddMs);
  else if (kind === 'back') clock.stepWall(-HOUR_MS - oddMs);
  else clock.sleep(8 * HOUR_MS + oddMs, kind === 'sleep');
}

function demand(world: World, dice: Dice, latencyMs: number, capacity: number): void {
  const cost = dice.whole(1, Math.min(5, capacity));
  void world.admit(cost).then((admission) => {
    if (admission.kind !== 'admitted') return;
    travel(world, dice, cost, latencyMs, admission.reservation);
    demand(world, dice, latencyMs, capacity);
  });
}

describe('clocks that jump', () => {
  law('bring no burst: the exchange counts no more than its limit, before, during and after', anyCase, async (one) => {
    const world = new World(one);
    const dice = new Dice(one.seed);
    for (let index = 0; index < 4; index += 1) demand(world, dice, one.latencyMs, one.capacity);
    for (const { trouble: kind, oddMs, afterMs, measuredAfterMs } of one.troubles) {
      await world.clock.run(afterMs);
      trouble(world, kind, oddMs);
      await world.clock.run(measuredAfterMs);
      world.measureClock();
    }
    await world.clock.run(1200);
    world.limiter.close();
    expect(world.exchange.peak).toBeGreaterThan(0);
    expect(world.exchange.peak).toBeLessThanOrEqual(one.capacity + 1e-9);
  });
});

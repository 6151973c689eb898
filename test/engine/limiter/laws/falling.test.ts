import fc from 'fast-check';
import { describe, expect } from 'vitest';
import { lanes } from '../../../../shared/model/account.ts';
import type { BoundReading, Reservation } from '../../../../electron/engine/limiter/types.ts';
import { fixed, keyOf } from '../rig.ts';
import { Dice, anySeed, law } from './law.ts';
import { World } from './world.ts';

const STRAY_MS = 1000;

const anyCase = fc.record({
  seed: anySeed,
  capacity: fc.integer({ min: 1, max: 60 }),
  latencyMs: fc.integer({ min: 0, max: 400 }),
  uncertaintyMs: fc.integer({ min: 0, max: 100 }),
  error: fc.double({ min: -1, max: 1, noNaN: true }),
  startMs: fc.integer({ min: 0, max: 2000 }),
  demand: fc.integer({ min: 1, max: 8 }),
  /** How much is taken off at most, about every so often. */
  mostFallen: fc.integer({ min: 1, max: 20 }),
  everyMs: fc.integer({ min: 5, max: 300 }),
  isTold: fc.double({ min: 0, max: 1, noNaN: true }),
});

type Case = typeof anyCase extends fc.Arbitrary<infer Drawn> ? Drawn : never;

const RUN_MS = 2200;

async function peakOf(one: Case): Promise<number> {
  const world = new World({
    ...one,
    window: fixed(1000),
    isRead: true,
    mayFall: true,
    errorMs: one.error * one.uncertaintyMs,
  });
  const dice = new Dice(one.seed);
  for (let index = 0; index < one.demand; index += 1) join(world, dice, one);
  fall(world, dice, one);
  await world.clock.run(RUN_MS);
  return world.exchange.peak;
}

function fall(world: World, dice: Dice, one: Case): void {
  world.clock.in(dice.between(1, 2 * one.everyMs), () => {
    world.exchange.fall(dice.whole(1, one.mostFallen));
    fall(world, dice, one);
  });
}

function join(world: World, dice: Dice, one: Case): void {
  const cost = dice.whole(1, Math.min(10, one.capacity));
  void world.admit(cost, { lane: dice.pick(lanes) }).then((admission) => {
    if (admission.kind === 'admitted') travel(world, dice, one, cost, admission.reservation);
    world.clock.in(admission.kind === 'admitted' ? 0 : 50, () => join(world, dice, one));
  });
}

function travel(world: World, dice: Dice, one: Case, cost: number, held: Reservation): void {
  const { clock, exchange } = world;
  if (dice.isLucky(0.05)) {
    const givenUpMs = dice.between(0, one.latencyMs);
    clock.in(givenUpMs, () => held.settle({ kind: 'unknown', readings: [] }));
    return clock.in(dice.between(0, givenUpMs + STRAY_MS), () => void exchange.arrive(cost));
  }
  clock.in(dice.between(0, one.latencyMs), () => {
    const used = exchange.arrive(cost);
    const readings = dice.isLucky(one.isTold) ? [readingOf(world, used)] : [];
    clock.in(dice.between(0, one.latencyMs), () => held.settle({ kind: 'success', readings }));
  });
}

function readingOf({ bucket }: World, used: number): BoundReading {
  return { kind: 'used', key: keyOf(bucket), bucket, part: null, used };
}

describe('a count that may fall', () => {
  law('is never overstepped, however answers overtake each other', anyCase, async (one) => {
    expect(await peakOf(one)).toBeLessThanOrEqual(one.capacity + 1e-9);
  });
});

import fc from 'fast-check';
import { describe, expect } from 'vitest';
import { lanes } from '../../../../shared/model/account.ts';
import type { WindowRule } from '../../../../shared/model/bucket.ts';
import type { Reservation } from '../../../../electron/engine/limiter/types.ts';
import { decaying, fixed, keyOf, sliding } from '../rig.ts';
import { Dice, anySeed, law } from './law.ts';
import { World } from './world.ts';

/** A request whose answer never comes is given up, and arrives at most so long after that. */
const STRAY_MS = 1000;

interface Case {
  readonly seed: number;
  readonly capacity: number;
  /** Longest way in one direction. Calls in flight count in full, so there is no bound on it. */
  readonly latencyMs: number;
  readonly uncertaintyMs: number;
  readonly error: number;
  readonly startMs: number;
  readonly demand: number;
  readonly isRead: boolean;
}

const anyCase: fc.Arbitrary<Case> = fc.record({
  seed: anySeed,
  capacity: fc.integer({ min: 1, max: 60 }),
  latencyMs: fc.integer({ min: 0, max: 800 }),
  uncertaintyMs: fc.integer({ min: 0, max: 150 }),
  error: fc.double({ min: -1, max: 1, noNaN: true }),
  startMs: fc.integer({ min: 0, max: 2000 }),
  demand: fc.integer({ min: 1, max: 8 }),
  isRead: fc.boolean(),
});

/** The largest count the exchange ever saw while the limiter was asked for more than there is. */
async function peakOf(window: WindowRule, one: Case): Promise<number> {
  const world = new World({ ...one, window, errorMs: one.error * one.uncertaintyMs });
  const dice = new Dice(one.seed);
  for (let index = 0; index < one.demand; index += 1) join(world, dice, one);
  await world.clock.run(2200);
  return world.exchange.peak;
}

function join(world: World, dice: Dice, one: Case): void {
  const cost = dice.whole(1, Math.min(20, one.capacity));
  const deadlineMs = dice.isLucky(0.2) ? world.clock.monotonic() + dice.between(0, 500) : null;
  const refund = one.isRead && dice.isLucky(0.2) ? 'success' : null;
  void world.admit(cost, { lane: dice.pick(lanes), deadlineMs, refund }).then((admission) => {
    if (admission.kind === 'admitted') travel(world, dice, one, cost, refund !== null, admission.reservation);
    if (admission.kind === 'admitted' || world.clock.monotonic() < one.startMs + 2000)
      world.clock.in(admission.kind === 'admitted' ? 0 : 50, () => join(world, dice, one));
  });
}

function travel(world: World, dice: Dice, one: Case, cost: number, hasRefund: boolean, held: Reservation): void {
  const { clock, exchange, bucket } = world;
  if (dice.isLucky(0.05)) return clock.in(10, () => held.settle({ kind: 'not-sent', readings: [] }));
  if (dice.isLucky(0.05)) {
    const givenUpMs = dice.between(0, one.latencyMs);
    clock.in(givenUpMs, () => held.settle({ kind: 'unknown', readings: [] }));
    return clock.in(dice.between(0, givenUpMs + STRAY_MS), () => void exchange.arrive(cost));
  }
  clock.in(dice.between(0, one.latencyMs), () => {
    const used = exchange.arrive(cost);
    const isFree = hasRefund && dice.isLucky(0.5);
    if (isFree) exchange.giveBackLast();
    const readings = one.isRead ? [{ kind: 'used', key: keyOf(bucket), bucket, part: null, used } as const] : [];
    clock.in(dice.between(0, one.latencyMs), () => held.settle({ kind: isFree ? 'success' : 'failure', readings }));
  });
}

const kinds = [
  { name: 'fixed, aligned to a clock known within its uncertainty', window: fixed(1000) },
  { name: 'sliding', window: sliding(700) },
  { name: 'decaying', window: decaying(20) },
];

describe('no schedule that is admitted exceeds the limit as the exchange counts it, whatever the latency', () => {
  for (const { name, window } of kinds) {
    law(name, anyCase, async (one) => {
      expect(await peakOf(window, one)).toBeLessThanOrEqual(one.capacity + 1e-9);
    });
  }
});

import fc from 'fast-check';
import { describe, expect } from 'vitest';
import { lanes } from '../../../../shared/model/account.ts';
import { Dice, anySeed, law } from './law.ts';
import { settleDown } from './law-clock.ts';
import { World, travel, windows } from './world.ts';

interface Waiting {
  readonly lane: number;
  readonly deadlineMs: number;
  readonly sequence: number;
  readonly cost: number;
}

const anyCase = fc.record({
  seed: anySeed,
  window: fc.constantFrom(...windows),
  capacity: fc.integer({ min: 3, max: 30 }),
  calls: fc.integer({ min: 2, max: 30 }),
  latencyMs: fc.integer({ min: 0, max: 300 }),
  isRead: fc.boolean(),
});

function goesFirst(left: Waiting, right: Waiting): boolean {
  if (left.lane !== right.lane) return left.lane < right.lane;
  return left.deadlineMs === right.deadlineMs ? left.sequence < right.sequence : left.deadlineMs < right.deadlineMs;
}

describe('lanes order', () => {
  law('nobody leaves while somebody waits who goes first and wants no more', anyCase, async (one) => {
    const world = new World(one);
    const dice = new Dice(one.seed);
    const waiting = new Set<Waiting>();
    const passedOver: (readonly [Waiting, Waiting])[] = [];
    for (let sequence = 0; sequence < one.calls; sequence += 1) {
      const lane = dice.whole(0, lanes.length - 1);
      const deadlineMs = dice.isLucky(0.3) ? world.clock.monotonic() + dice.between(1000, 9000) : Infinity;
      const call = { lane, deadlineMs, sequence, cost: dice.whole(1, 3) };
      waiting.add(call);
      const asked = world.admit(call.cost, {
        lane: lanes[lane] ?? 'background',
        deadlineMs: deadlineMs === Infinity ? null : deadlineMs,
      });
      void asked.then((admission) => {
        waiting.delete(call);
        if (admission.kind !== 'admitted') return;
        for (const other of waiting)
          if (goesFirst(other, call) && other.cost <= call.cost) passedOver.push([other, call]);
        travel(world, dice, call.cost, one.latencyMs, admission.reservation);
      });
      if (dice.isLucky(0.3)) await world.clock.run(dice.between(0, 200));
      else await settleDown();
    }
    await world.clock.run(4000);
    world.limiter.close();
    expect(passedOver).toEqual([]);
  });
});

import fc from 'fast-check';
import { describe, expect } from 'vitest';
import { scopeKeys } from '../../../../electron/engine/limiter/keys.ts';
import { holder, realm } from '../rig.ts';
import { Dice, anySeed, law } from './law.ts';
import { World, travel, windows } from './world.ts';

const busy = fc.record({
  seed: anySeed,
  window: fc.constantFrom(...windows),
  capacity: fc.integer({ min: 3, max: 30 }),
  calls: fc.integer({ min: 1, max: 25 }),
  latencyMs: fc.integer({ min: 0, max: 300 }),
  isRead: fc.boolean(),
});

const quiet = fc.record({
  seed: anySeed,
  window: fc.constantFrom(...windows),
  capacity: fc.integer({ min: 1, max: 20 }),
  isGated: fc.boolean(),
  /** Deadline − when it could leave, ms. */
  marginMs: fc.integer({ min: -900, max: 900 }).filter((ms) => Math.abs(ms) > 2),
});

type Quiet = typeof quiet extends fc.Arbitrary<infer Drawn> ? Drawn : never;

interface Fate {
  readonly isAdmitted: boolean;
  readonly askedMs: number;
  readonly heardMs: number;
}

/** When a call with this deadline heard of its fate: a bucket full of answered calls, and nobody else about. */
async function fate(one: Quiet, deadlineMs: number | null): Promise<Fate> {
  const world = new World(one);
  const dice = new Dice(one.seed);
  // Off the edge of the fixed window, at 655 ms: what is answered there may count on either side of it.
  await world.clock.run(dice.between(100, 600));
  for (let left = one.capacity; left > 0; ) {
    const cost = Math.min(left, dice.whole(1, 5));
    left -= cost;
    const spent = await world.admit(cost);
    if (spent.kind === 'admitted') spent.reservation.settle({ kind: 'failure', readings: [] });
  }
  const untilMs = world.clock.now() + dice.between(1000, 3000);
  const { ip } = scopeKeys(realm, holder);
  if (one.isGated) world.limiter.closeGate({ key: ip, realm, cause: 'rate-limited', untilMs, code: null });
  const askedMs = world.clock.monotonic();
  let heard: Fate = { isAdmitted: false, askedMs, heardMs: Number.NaN };
  void world.admit(dice.whole(1, one.capacity), { deadlineMs }).then(({ kind }) => {
    heard = { isAdmitted: kind === 'admitted', askedMs, heardMs: world.clock.monotonic() };
  });
  await world.clock.run(5000);
  return heard;
}

describe('deadlines are honoured', () => {
  law('nobody leaves after his deadline, and nobody hears of it later than then', busy, async (one) => {
    const world = new World(one);
    const dice = new Dice(one.seed);
    const late: string[] = [];
    let heard = 0;
    for (let call = 0; call < one.calls; call += 1) {
      const deadlineMs = world.clock.monotonic() + dice.between(0, 1500);
      const cost = dice.whole(1, 5);
      void world.admit(cost, { deadlineMs }).then((admission) => {
        heard += 1;
        if (world.clock.monotonic() > deadlineMs) late.push(`${admission.kind} ${deadlineMs}`);
        if (admission.kind === 'admitted') travel(world, dice, cost, one.latencyMs, admission.reservation);
      });
      if (dice.isLucky(0.5)) await world.clock.run(dice.between(0, 200));
    }
    await world.clock.run(2000);
    expect([late, heard]).toEqual([[], one.calls]);
  });

  law('who cannot leave in time hears so at once, and who can is not refused', quiet, async (one) => {
    const free = await fate(one, null);
    const { isAdmitted, askedMs, heardMs } = await fate(one, free.heardMs + one.marginMs);
    expect([free.isAdmitted, isAdmitted]).toEqual([true, one.marginMs > 0]);
    expect(heardMs).toBeCloseTo(isAdmitted ? free.heardMs : askedMs, 6);
  });
});

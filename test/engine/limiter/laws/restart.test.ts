import fc from 'fast-check';
import { describe, expect } from 'vitest';
import { type Gate, GateCause } from '../../../../shared/model/bucket.ts';
import { scopeKeys } from '../../../../electron/engine/limiter/keys.ts';
import type { Lane } from '../../../../shared/model/account.ts';
import { holder, keyOf, realm, sliding } from '../rig.ts';
import { Dice, anySeed, law } from './law.ts';
import { World } from './world.ts';

const HOUR_MS = 3_600_000;

const anyCase = fc.record({
  seed: anySeed,
  closings: fc.integer({ min: 1, max: 8 }),
  lane: fc.constantFrom<Lane>('cancel', 'order'),
  /** How long the program was not running, and how far somebody set the wall clock meanwhile. */
  downMs: fc.integer({ min: 0, max: 2 * HOUR_MS }),
  stepMs: fc.oneof(fc.constant(0), fc.integer({ min: -HOUR_MS, max: 0 })),
});

/** Gates as a journal keeps them: what closes is written, what opens is deleted. */
function journalOf(world: World): Map<string, Gate> {
  const kept = new Map<string, Gate>();
  world.limiter.onGate((gate, change) => {
    const row = `${gate.key} ${gate.cause}`;
    if (change === 'closed') kept.set(row, JSON.parse(JSON.stringify(gate)) as Gate);
    else kept.delete(row);
  });
  return kept;
}

async function closeSome(world: World, dice: Dice, closings: number): Promise<void> {
  const { ip, account, key } = scopeKeys(realm, holder);
  for (let count = 0; count < closings; count += 1) {
    const cause = dice.pick(GateCause.options);
    const gateKey = dice.pick([ip, account, key, keyOf(world.bucket)]);
    const untilMs = world.clock.now() + dice.pick([2000, 60_000, HOUR_MS, 3 * HOUR_MS]) * dice.fraction();
    world.limiter.closeGate({ key: gateKey, realm, cause, untilMs, code: null });
    await world.clock.run(dice.between(0, 5000));
  }
}

/** How long a call of this lane is held, ms of the local clock. */
async function heldMs(world: World, lane: Lane): Promise<number> {
  const askedMs = world.clock.monotonic();
  let leftMs = Number.POSITIVE_INFINITY;
  void world.admit(1, { lane }).then(() => {
    leftMs = world.clock.monotonic();
  });
  await world.clock.run(80 * HOUR_MS);
  return leftMs - askedMs;
}

describe('gates hold across a restart', () => {
  law('what would still be closed is still closed, for as long', anyCase, async (one) => {
    const before = new World({ window: sliding(1000), capacity: 10 });
    const kept = journalOf(before);
    await closeSome(before, new Dice(one.seed), one.closings);
    const gates = [...kept.values()];
    // The wall clock may have been set back while nobody looked.
    const startMs = before.clock.monotonic() + one.downMs;
    const after = new World({ window: sliding(1000), capacity: 10, startMs: startMs + one.stepMs, gates });
    const wouldBeMs = (await heldMs(before, one.lane)) - one.downMs;
    expect(await heldMs(after, one.lane)).toBeGreaterThanOrEqual(wouldBeMs - 1e-3);
  });
});

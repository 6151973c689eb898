import fc from 'fast-check';
import { describe, expect } from 'vitest';
import type { Settlement } from '../../../../electron/engine/limiter/types.ts';
import { fixed, keyOf, requestOf, sliding } from '../rig.ts';
import { Dice, anySeed, law } from './law.ts';
import { World } from './world.ts';

const CAPACITY = 60;

const anyCase = fc.record({
  seed: anySeed,
  // Long enough that nothing leaves by time alone.
  window: fc.constantFrom(fixed(3_600_000), sliding(3_600_000)),
  isRead: fc.boolean(),
  calls: fc.integer({ min: 1, max: 12 }),
});

const KINDS: readonly Settlement['kind'][] = ['success', 'failure', 'not-sent', 'unknown'];

/** What one settled call leaves spent; the same bucket may be charged twice, with and without a refund. */
function leftOver(kind: Settlement['kind'], paid: number, refundable: number): number {
  if (kind === 'not-sent') return 0;
  return kind === 'success' ? paid : paid + refundable;
}

describe('a refund', () => {
  law('is what success gives back and no more, once, in any order', anyCase, async (one) => {
    const world = new World({ ...one, capacity: CAPACITY });
    const dice = new Dice(one.seed);
    const held: (() => void)[] = [];
    let spent = 0;
    let inFlight = 0;
    for (let call = 0; call < one.calls; call += 1) {
      const [paid, refundable] = [dice.whole(0, 2), dice.whole(0, 3)];
      const kind = dice.pick(KINDS);
      const [first, second] = [
        requestOf([[world.bucket, paid]]),
        requestOf([[world.bucket, refundable]], { refund: 'success' }),
      ];
      const charges = [...first.charges, ...second.charges];
      const admission = await world.limiter.admit({ ...first, lane: 'cancel', charges });
      if (admission.kind !== 'admitted') continue;
      inFlight += paid + refundable;
      held.push(() => {
        for (let times = dice.whole(1, 3); times > 0; times -= 1) admission.reservation.settle({ kind, readings: [] });
        spent += leftOver(kind, paid, refundable);
        inFlight -= paid + refundable;
      });
      if (dice.isLucky(0.5)) held.splice(dice.whole(0, held.length - 1), 1)[0]?.();
      await world.clock.run(dice.between(0, 30));
      expect(shown(world)).toEqual({ own: spent, inFlight, headroom: CAPACITY - spent - inFlight });
    }
    for (const settle of held) settle();
    expect(shown(world)).toEqual({ own: spent, inFlight: 0, headroom: CAPACITY - spent });
  });
});

function shown(world: World): { readonly own: number; readonly inFlight: number; readonly headroom: number } {
  const view = world.limiter.snapshot().find(({ key }) => key === keyOf(world.bucket));
  if (view === undefined) throw new Error('the bucket is not shown');
  const { own, inFlight, headroom } = view;
  return { own, inFlight, headroom };
}

import { describe, expect, it } from 'vitest';
import type { WindowRule } from '../../../../shared/model/bucket.ts';
import { Rig, bucketOf, capacityReading, decaying, fixed, holder, realm, settle, sliding, stateOf } from '../rig.ts';

const kinds: readonly { readonly window: WindowRule; readonly turnMs: number }[] = [
  { window: fixed(1000), turnMs: 1000 },
  { window: sliding(1000), turnMs: 1000 },
  // A full bucket of 10 drains in a second.
  { window: decaying(10), turnMs: 1000 },
];

type Learn = (rig: Rig, window: WindowRule, capacity: number) => void;

const ways: readonly { readonly name: string; readonly learn: Learn }[] = [
  {
    name: 'told in an answer',
    learn: (rig, window, capacity) =>
      rig.limiter.observe(realm, holder, [capacityReading(bucketOf(window, 10), capacity)]),
  },
  {
    name: 'registered anew',
    learn: (rig, window, capacity) => rig.limiter.register(realm, holder, bucketOf(window, capacity), null),
  },
];

async function spend(rig: Rig, window: WindowRule, calls: number): Promise<void> {
  for (let call = 0; call < calls; call += 1) settle(await rig.asked([[bucketOf(window, 10), 1]]), 'failure');
}

for (const { name, learn } of ways) {
  describe(`a limit ${name}`, () => {
    for (const { window, turnMs } of kinds) {
      it(`${window.kind}: a raised one lets out at once what waits`, async () => {
        const rig = new Rig();
        await rig.clock.runTo(5100);
        await spend(rig, window, 10);
        const waiting = Array.from({ length: 6 }, () => rig.ask([[bucketOf(window, 10), 1]]));
        await rig.clock.run(10);
        expect(waiting.map(stateOf)).toEqual(Array.from({ length: 6 }, () => 'waiting'));
        learn(rig, window, 15);
        await rig.clock.run(0);
        expect(waiting.map(stateOf)).toEqual([...Array.from({ length: 5 }, () => 'admitted'), 'waiting']);
      });

      it(`${window.kind}: a lowered one holds at once, and within one window no more than it is in use`, async () => {
        const rig = new Rig();
        await rig.clock.runTo(5100);
        await spend(rig, window, 8);
        learn(rig, window, 4);
        const waiting = Array.from({ length: 20 }, () => rig.ask([[bucketOf(window, 4), 1]]));
        await rig.clock.run(10);
        expect(waiting.map(stateOf)).toEqual(Array.from({ length: 20 }, () => 'waiting'));
        await rig.clock.run(turnMs);
        const left = waiting.filter((one) => stateOf(one) === 'admitted').length;
        expect(left).toBeGreaterThanOrEqual(1);
        expect(rig.view(bucketOf(window, 4))).toMatchObject({ capacity: 4, inFlight: left });
        expect(rig.view(bucketOf(window, 4)).used + left).toBeLessThanOrEqual(4);
      });

      it(`${window.kind}: a call that no longer can fit is refused, not held for ever`, async () => {
        const rig = new Rig();
        await rig.clock.runTo(5100);
        await spend(rig, window, 8);
        const large = rig.ask([[bucketOf(window, 10), 9]]);
        await rig.clock.run(10);
        learn(rig, window, 4);
        await rig.clock.run(0);
        expect(stateOf(large)).toBe('capacity');
      });
    }
  });
}

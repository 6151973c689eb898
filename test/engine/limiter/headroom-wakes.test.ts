import { describe, expect, it } from 'vitest';
import { FakeClock } from '../../support/fake-clock.ts';
import { Rig, bucketOf, fixed, settle, stateOf } from './rig.ts';

describe('a call that waits for a full window', () => {
  it('is woken once, when the window has surely turned, and not at the edge before', async () => {
    const clock = new FakeClock();
    const wokenAtMs: number[] = [];
    const { wakeAt } = clock;
    clock.wakeAt = (atMs, action) =>
      wakeAt.call(clock, atMs, () => {
        wokenAtMs.push(clock.monotonic());
        action();
      });
    const rig = new Rig({ clock, uncertaintyMs: 50 });
    const minute = bucketOf(fixed(60_000), 100, true);
    await clock.runTo(100);
    settle(await rig.asked([[minute, 60]], { lane: 'cancel' }));
    // It would fit but for the room that is kept to the end for others.
    const waiting = rig.ask([[minute, 40]]);
    await clock.runTo(59_900);
    wokenAtMs.length = 0;
    await clock.runTo(61_000);
    expect(stateOf(waiting)).toBe('admitted');
    expect(wokenAtMs.length).toBeLessThanOrEqual(1);
  });
});

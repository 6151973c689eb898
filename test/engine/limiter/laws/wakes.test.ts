import { describe, expect, it } from 'vitest';
import type { WindowRule } from '../../../../shared/model/bucket.ts';
import { scopeKeys } from '../../../../electron/engine/limiter/keys.ts';
import { Rig, bucketOf, decaying, fixed, holder, realm, settle, sliding, stateOf } from '../rig.ts';

const kinds: readonly WindowRule[] = [fixed(1000), sliding(1000), decaying(4)];
const DAY_MS = 86_400_000;

async function fullRig(window: WindowRule): Promise<Rig> {
  const rig = new Rig();
  await rig.clock.runTo(5100);
  for (let call = 0; call < 4; call += 1) settle(await rig.asked([[bucketOf(window, 4), 1]]), 'failure');
  return rig;
}

describe('no polling', () => {
  for (const window of kinds) {
    const bucket = bucketOf(window, 4);

    it(`${window.kind}: an idle limiter sleeps for a day, however full it is`, async () => {
      const rig = await fullRig(window);
      expect(rig.clock.pending).toBe(0);
      await rig.clock.run(DAY_MS);
      expect(rig.clock.wakes).toBe(0);
    });

    it(`${window.kind}: 1,000 calls that wait need one timer, and one wake for each time the bucket has room`, async () => {
      const rig = await fullRig(window);
      const waiting = Array.from({ length: 1000 }, () => rig.ask([[bucket, 2]]));
      await rig.clock.run(1);
      expect([rig.clock.pending, rig.clock.wakes]).toEqual([1, 0]);
      const left = (): number => waiting.filter((one) => stateOf(one) === 'admitted').length;
      for (let wakes = 0, before = 0; left() < 20; before = left()) {
        await rig.clock.runTo(rig.clock.nextAtMs ?? Number.NaN);
        wakes += 1;
        expect([rig.clock.wakes, left() > before]).toEqual([wakes, true]);
        for (const one of waiting.slice(before, left())) settle(one, 'failure');
      }
    });

    it(`${window.kind}: waits without a timer while only an answer can make room`, async () => {
      const rig = new Rig();
      await rig.clock.runTo(5100);
      const holding = await rig.asked([[bucket, 4]]);
      const waiting = await rig.asked([[bucket, 4]]);
      // A fixed window may turn, and its calls in flight with it.
      if (window.kind !== 'fixed') expect(rig.clock.pending).toBe(0);
      settle(holding, 'not-sent');
      await rig.clock.run(0);
      expect([stateOf(waiting), rig.clock.wakes, rig.clock.pending]).toEqual(['admitted', 0, 0]);
    });
  }

  it('a gate with calls behind it wakes once, at its end', async () => {
    const rig = new Rig();
    const { ip } = scopeKeys(realm, holder);
    rig.limiter.closeGate({ key: ip, realm, cause: 'banned', untilMs: rig.clock.now() + DAY_MS, code: null });
    const waiting = Array.from({ length: 100 }, () => rig.ask([[bucketOf(sliding(1000), 100), 1]]));
    await rig.clock.run(2 * DAY_MS);
    expect([rig.clock.wakes, rig.clock.pending]).toEqual([1, 0]);
    expect(waiting.filter((one) => stateOf(one) === 'admitted')).toHaveLength(100);
  });

  it('answers that change nothing for those who wait set no new timer', async () => {
    const rig = new Rig();
    const bucket = bucketOf(fixed(1000), 50);
    await rig.clock.runTo(5100);
    const inFlight = Array.from({ length: 50 }, () => rig.ask([[bucket, 1]]));
    const waiting = await rig.asked([[bucket, 50]]);
    const atMs = rig.clock.nextAtMs ?? Number.NaN;
    for (const one of inFlight) {
      await rig.clock.run(7.3);
      settle(one, 'failure');
      expect([rig.clock.nextAtMs, rig.clock.pending]).toEqual([atMs, 1]);
    }
    await rig.clock.runTo(atMs);
    expect([stateOf(waiting), rig.clock.wakes]).toEqual(['admitted', 1]);
  });
});

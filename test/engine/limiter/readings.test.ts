import { describe, expect, it } from 'vitest';
import type { Bucket } from '../../../shared/model/bucket.ts';
import {
  type Asked,
  Rig,
  bucketOf,
  capacityReading,
  decaying,
  fixed,
  holder,
  realm,
  settle,
  sliding,
  stateOf,
  usedReading,
} from './rig.ts';

const minute = bucketOf(fixed(60_000), 40, true);

async function rigAt(monotonicMs: number): Promise<Rig> {
  const rig = new Rig();
  await rig.clock.runTo(monotonicMs);
  return rig;
}

/** One call of cost 1, answered 20 ms later with this reading. */
async function call(rig: Rig, used: number | null, bucket: Bucket = minute, cost = 1): Promise<Asked> {
  const asked = await rig.asked([[bucket, cost]]);
  await rig.clock.run(20);
  settle(asked, 'success', used === null ? [] : [usedReading(bucket, used)]);
  return asked;
}

describe('readings of a fixed window', () => {
  const sequences = [
    { name: 'equal to our own count: nothing foreign', readings: [1, 2, 3], used: 3, foreign: 0 },
    { name: 'above our own count: the rest is foreign', readings: [11, 12, 13], used: 13, foreign: 10 },
    { name: 'missing: our own count', readings: [null, null, null], used: 3, foreign: 0 },
    { name: 'falling is not believed, and the call adds to the last', readings: [11, 12, 3], used: 13, foreign: 10 },
    { name: 'below our own count is not believed', readings: [1, 0, 0], used: 3, foreign: 0 },
    { name: 'NaN', readings: [11, Number.NaN, Number.NaN], used: 13, foreign: 10 },
    { name: 'negative', readings: [11, -1, -5], used: 13, foreign: 10 },
    { name: 'infinite', readings: [11, Number.POSITIVE_INFINITY, 13], used: 13, foreign: 10 },
    { name: 'missing between two: the next one speaks for both', readings: [11, null, 13], used: 13, foreign: 10 },
  ];
  for (const { name, readings, used, foreign } of sequences) {
    it(name, async () => {
      const rig = await rigAt(10_000);
      for (const reading of readings) await call(rig, reading);
      expect(rig.view(minute)).toMatchObject({ own: 3, used, foreign, headroom: 40 - used });
    });
  }

  it('doubled: the larger counts', async () => {
    const rig = await rigAt(10_000);
    const asked = await rig.asked([[minute, 1]]);
    settle(asked, 'success', [usedReading(minute, 9), usedReading(minute, 4)]);
    expect(rig.view(minute)).toMatchObject({ used: 9, foreign: 8 });
  });

  it('answers out of order never show foreign use where there is none', async () => {
    const rig = await rigAt(10_000);
    const calls = [1, 2, 3].map(() => rig.ask([[minute, 5]]));
    await rig.clock.run(20);
    for (const [index, used] of [10, 15, 5].entries()) {
      const one = calls[index];
      if (one !== undefined) settle(one, 'success', [usedReading(minute, used)]);
      expect(rig.view(minute).foreign).toBe(0);
    }
    expect(rig.view(minute)).toMatchObject({ used: 15, own: 15 });
  });

  it('never opens the gate while calls it may not contain are in flight', async () => {
    const rig = await rigAt(10_000);
    const [first, second] = [await rig.asked([[minute, 10]]), await rig.asked([[minute, 10]])];
    settle(first, 'success', [usedReading(minute, 30)]);
    expect(rig.view(minute)).toMatchObject({ used: 30, inFlight: 10, headroom: 0 });
    settle(second, 'success', [usedReading(minute, 30)]);
    expect(rig.view(minute)).toMatchObject({ used: 30, foreign: 10, headroom: 10 });
  });

  it('starts from nothing in the next window', async () => {
    const rig = await rigAt(10_000);
    await call(rig, 30);
    await rig.clock.runTo(61_000);
    expect(rig.view(minute)).toMatchObject({ used: 0, foreign: 0, own: 0 });
    await call(rig, 5);
    expect(rig.view(minute)).toMatchObject({ used: 5, foreign: 4 });
  });

  it('a late answer of the old window does not close the new one', async () => {
    const rig = await rigAt(50_000);
    await call(rig, 30);
    await rig.clock.runTo(59_900);
    const late = await rig.asked([[minute, 1]]);
    await rig.clock.runTo(60_100);
    settle(late, 'success', [usedReading(minute, 38)]);
    expect(rig.view(minute)).toMatchObject({ used: 1, foreign: 0 });
  });

  it('a late answer that can only be of the new window counts there', async () => {
    const rig = await rigAt(50_000);
    await call(rig, 30);
    await rig.clock.runTo(59_900);
    const late = await rig.asked([[minute, 1]]);
    await rig.clock.runTo(60_100);
    settle(late, 'success', [usedReading(minute, 12)]);
    expect(rig.view(minute)).toMatchObject({ used: 12, foreign: 11 });
  });

  it('falling by what was given back to us is believed', async () => {
    const rig = await rigAt(10_000);
    const order = await rig.asked([[minute, 4]], { refund: 'success' });
    await call(rig, 5);
    settle(order, 'success', []);
    await call(rig, 2);
    expect(rig.view(minute)).toMatchObject({ own: 2, used: 2, foreign: 0 });
  });

  it('a refund never makes the count negative', async () => {
    const rig = await rigAt(10_000);
    const order = await rig.asked([[minute, 4]], { refund: 'success' });
    settle(order, 'success', [usedReading(minute, 0)]);
    settle(order, 'success', [usedReading(minute, 0)]);
    expect(rig.view(minute)).toMatchObject({ own: 0, used: 0, headroom: 40 });
  });
});

describe('room for others', () => {
  const large = bucketOf(fixed(60_000), 100, true);

  it('until one window was watched, half is let out step by step: others may be there; a cancel does not wait', async () => {
    const rig = await rigAt(60_010);
    const asked = Array.from({ length: 99 }, () => rig.ask([[large, 1]]));
    const cancel = rig.ask([[large, 1]], { lane: 'cancel' });
    await rig.clock.run(1);
    const leftAtOnce = asked.filter((one) => stateOf(one) === 'admitted').length;
    expect(leftAtOnce).toBeGreaterThanOrEqual(35);
    expect(leftAtOnce).toBeLessThanOrEqual(50);
    expect(stateOf(cancel)).toBe('admitted');
    for (let step = 0; step < 590; step += 1) {
      const left = [cancel, ...asked].filter((one) => stateOf(one) === 'admitted');
      for (const one of left) settle(one, 'failure', [usedReading(large, left.length)]);
      await rig.clock.run(100);
    }
    expect(rig.view(large).own).toBeGreaterThanOrEqual(95);
    await rig.clock.run(2000);
    expect(asked.map(stateOf)).toEqual(Array.from({ length: 99 }, () => 'admitted'));
  });

  it('is not kept in a bucket the exchange says nothing of', async () => {
    const rig = await rigAt(60_010);
    const silent = bucketOf(fixed(60_000), 100, false, 'silent');
    expect(stateOf(await rig.asked([[silent, 100]]))).toBe('admitted');
  });

  it('forecasts nothing while readings equal our own count', async () => {
    const rig = await rigAt(60_010);
    for (let used = 1; used <= 5; used += 1) await call(rig, used, large);
    expect(rig.view(large)).toMatchObject({ foreign: 0, foreignForecast: 0 });
  });

  it('forecasts a neighbour it has met', async () => {
    const rig = await rigAt(60_010);
    for (let step = 1; step <= 11; step += 1) {
      await call(rig, step * 5, large);
      await rig.clock.run(4980);
    }
    await rig.clock.runTo(120_100);
    await call(rig, 1, large);
    expect(rig.view(large).foreign).toBe(0);
    expect(rig.view(large).foreignForecast).toBeGreaterThan(40);
    expect(rig.view(large).foreignForecast).toBeLessThan(60);
  });
});

describe('readings elsewhere', () => {
  it('a sliding window remembers foreign use for one period', async () => {
    const rig = new Rig();
    const bucket = bucketOf(sliding(2000), 10, true);
    await call(rig, 7, bucket);
    expect(rig.view(bucket)).toMatchObject({ used: 7, foreign: 6 });
    await rig.clock.run(2001);
    expect(rig.view(bucket)).toMatchObject({ used: 0, foreign: 0 });
  });

  it('a decaying counter drains foreign use as well', async () => {
    const rig = new Rig();
    const bucket = bucketOf(decaying(1), 60, true);
    await call(rig, null, bucket);
    rig.limiter.observe(realm, holder, [usedReading(bucket, 21)]);
    expect(rig.view(bucket)).toMatchObject({ own: 1, foreign: 20, used: 21 });
    await rig.clock.run(11_000);
    expect(rig.view(bucket)).toMatchObject({ own: 0, used: 10 });
  });

  it('a counter of a message outside a call closes at once', async () => {
    const rig = await rigAt(10_000);
    rig.limiter.observe(realm, holder, [usedReading(minute, 40)]);
    expect(stateOf(await rig.asked([[minute, 1]]))).toBe('waiting');
  });
});

describe('capacity readings', () => {
  it('replace the limit live: raised lets waiting calls out', async () => {
    const rig = await rigAt(10_000);
    const bucket = bucketOf(fixed(60_000), 1);
    await rig.asked([[bucket, 1]]);
    const waiting = await rig.asked([[bucket, 1]]);
    rig.limiter.observe(realm, holder, [capacityReading(bucket, 2)]);
    await rig.clock.run(1);
    expect(stateOf(waiting)).toBe('admitted');
  });

  it('lowered: holds within the window, and refuses what can never fit', async () => {
    const rig = await rigAt(10_000);
    const bucket = bucketOf(fixed(60_000), 10);
    settle(await rig.asked([[bucket, 5]]));
    const large = await rig.asked([[bucket, 6]]);
    rig.limiter.observe(realm, holder, [capacityReading(bucket, 5)]);
    await rig.clock.run(1);
    expect(stateOf(large)).toBe('capacity');
    expect(stateOf(await rig.asked([[bucket, 1]]))).toBe('waiting');
    expect(rig.view(bucket)).toMatchObject({ capacity: 5, headroom: 0 });
  });

  it('take over a named window and keep what is counted', async () => {
    const rig = await rigAt(10_000);
    const bucket = bucketOf(decaying(0.33), 15);
    settle(await rig.asked([[bucket, 10]]));
    rig.limiter.observe(realm, holder, [capacityReading(bucket, 20, decaying(1))]);
    await rig.clock.run(4000);
    expect(rig.view(bucket).used).toBeCloseTo(6, 6);
  });

  for (const capacity of [0, -1, Number.NaN, Number.POSITIVE_INFINITY]) {
    it(`ignores ${capacity}`, async () => {
      const rig = await rigAt(10_000);
      await rig.asked([[minute, 1]]);
      rig.limiter.observe(realm, holder, [capacityReading(minute, capacity)]);
      expect(rig.view(minute).capacity).toBe(40);
    });
  }
});

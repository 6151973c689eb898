import { describe, expect, it } from 'vitest';
import type { Bucket } from '../../../shared/model/bucket.ts';
import type { BoundReading } from '../../../electron/engine/limiter/types.ts';
import { type Asked, Rig, bucketOf, capacityReading, fixed, holder, keyOf, realm, settle, usedReading } from './rig.ts';

const orders: Bucket = { ...bucketOf(fixed(60_000), 40, true), mayFall: true };

async function rigAt(monotonicMs: number): Promise<Rig> {
  const rig = new Rig();
  await rig.clock.runTo(monotonicMs);
  return rig;
}

/** One call of cost 1, answered 20 ms later with this reading. */
async function call(rig: Rig, used: number | null): Promise<Asked> {
  const asked = await rig.asked([[orders, 1]]);
  await rig.clock.run(20);
  settle(asked, 'success', used === null ? [] : [usedReading(orders, used)]);
  return asked;
}

describe('a count that may fall', () => {
  const sequences = [
    { name: 'is believed when it does', readings: [11, 12, 3], used: 3, own: 3, foreign: 0 },
    { name: 'falls below our own count', readings: [1, 2, 0], used: 0, own: 0, foreign: 0 },
    { name: 'rises again', readings: [11, 3, 4, 5], used: 5, own: 4, foreign: 1 },
    { name: 'adds what was answered without a reading since', readings: [11, 3, null], used: 4, own: 3, foreign: 1 },
    { name: 'and what others take after a fall', readings: [1, 2, 0, 9], used: 9, own: 1, foreign: 8 },
    { name: 'is not believed when it is none', readings: [11, Number.NaN, -1], used: 13, own: 3, foreign: 10 },
  ];
  for (const { name, readings, used, own, foreign } of sequences)
    it(name, async () => {
      const rig = await rigAt(10_100);
      for (const reading of readings) await call(rig, reading);
      expect(rig.view(orders)).toMatchObject({ used, own, foreign, headroom: 40 - used });
    });

  it('keeps what is in flight and what was answered while the reading was on its way', async () => {
    const rig = await rigAt(10_100);
    await call(rig, 30);
    const [first, second, third] = [
      await rig.asked([[orders, 1]]),
      await rig.asked([[orders, 2]]),
      await rig.asked([[orders, 3]]),
    ];
    await rig.clock.run(5);
    settle(second, 'success', []);
    await rig.clock.run(5);
    settle(first, 'success', [usedReading(orders, 4)]);
    expect(rig.view(orders)).toMatchObject({ used: 4 + 2, inFlight: 3, headroom: 40 - 9 });
    settle(third, 'unknown');
    expect(rig.view(orders)).toMatchObject({ used: 4 + 2 + 3, inFlight: 0 });
  });

  it('holds what may still be on its way for a second, and nothing that was answered after it', async () => {
    const rig = await rigAt(10_100);
    settle(await rig.asked([[orders, 5]]), 'unknown');
    await rig.clock.run(100);
    await call(rig, 9);
    await rig.clock.run(100);
    await call(rig, 3);
    expect(rig.view(orders)).toMatchObject({ used: 3 + 5 });
    await rig.clock.run(1_000);
    await call(rig, 4);
    expect(rig.view(orders)).toMatchObject({ used: 4 });
  });

  it('holds what may still be on its way beside an answer that took no time at all', async () => {
    const rig = await rigAt(10_100);
    settle(await rig.asked([[orders, 10]]), 'unknown');
    settle(await rig.asked([[orders, 9]]), 'success', [usedReading(orders, 9)]);
    expect(rig.view(orders)).toMatchObject({ used: 19 });
  });

  it('does not fall by a reading whose call overlaps the one that was believed', async () => {
    const rig = await rigAt(10_100);
    const [first, second] = [await rig.asked([[orders, 1]]), await rig.asked([[orders, 1]])];
    await rig.clock.run(10);
    settle(second, 'success', [usedReading(orders, 20)]);
    settle(first, 'success', [usedReading(orders, 5)]);
    expect(rig.view(orders).used).toBeGreaterThanOrEqual(20);
  });

  it('counts calls that overlap once each, in whatever order they were counted and answered', async () => {
    const rig = await rigAt(10_100);
    await call(rig, 1);
    const calls = [];
    for (let index = 0; index < 4; index += 1) calls.push(await rig.asked([[orders, 1]]));
    for (const [index, used] of [4, 2, 5, 3].entries()) {
      await rig.clock.run(5);
      const asked = calls[index];
      if (asked !== undefined) settle(asked, 'success', [usedReading(orders, used)]);
    }
    expect(rig.view(orders)).toMatchObject({ used: 5, inFlight: 0, foreign: 0 });
    await call(rig, 2);
    expect(rig.view(orders)).toMatchObject({ used: 2, foreign: 0 });
  });

  it('does not fall by a reading of the window before, nor by one whose age is a guess', async () => {
    const rig = await rigAt(59_950);
    const crossing = await rig.asked([[orders, 1]]);
    await rig.clock.runTo(60_100);
    await call(rig, 30);
    settle(crossing, 'success', [usedReading(orders, 2)]);
    rig.limiter.observe(realm, holder, [usedReading(orders, 2)]);
    expect(rig.view(orders).used).toBeGreaterThanOrEqual(30);
  });

  it('starts anew with the window', async () => {
    const rig = await rigAt(10_100);
    for (const reading of [30, 2]) await call(rig, reading);
    await rig.clock.runTo(60_100);
    await call(rig, null);
    expect(rig.view(orders)).toMatchObject({ used: 1, own: 1, foreign: 0 });
  });

  it('lets a waiting call out as soon as a reading told by another call falls', async () => {
    const rig = await rigAt(10_100);
    const calls = await Promise.all(Array.from({ length: 40 }, () => rig.asked([[orders, 1]], { lane: 'cancel' })));
    for (const one of calls) settle(one, 'success');
    const waiting = rig.ask([[orders, 1]]);
    const probe = await rig.asked([]);
    await rig.clock.run(30);
    settle(probe, 'success', [usedReading(orders, 7)]);
    await rig.clock.run(0);
    expect(waiting.admission?.kind).toBe('admitted');
  });
});

describe('a limit told to everybody', () => {
  const general = { ...capacityReading(orders, 20), isGeneral: true } as const;

  it('gives way to the account’s own, whichever came first', async () => {
    for (const told of [
      [general, capacityReading(orders, 90)],
      [capacityReading(orders, 90), general],
    ]) {
      const rig = await rigAt(10_100);
      for (const reading of told) rig.limiter.observe(realm, holder, [reading]);
      expect(rig.view(orders).capacity).toBe(90);
    }
  });

  it('holds where the account was told none', async () => {
    const rig = await rigAt(10_100);
    rig.limiter.observe(realm, holder, [general]);
    expect(rig.view(orders).capacity).toBe(20);
  });
});

describe('a count of another window', () => {
  const second: BoundReading = {
    kind: 'used',
    key: keyOf(orders),
    bucket: orders,
    part: null,
    used: 39,
    periodMs: 1_000,
  };

  it('says nothing of the one that is limited now', async () => {
    const rig = await rigAt(10_100);
    const asked = await rig.asked([[orders, 1]]);
    settle(asked, 'success', [second]);
    expect(rig.view(orders)).toMatchObject({ used: 1, readingAtMs: null });
    rig.limiter.observe(realm, holder, [capacityReading(orders, 40, fixed(1_000))]);
    settle(await rig.asked([[orders, 1]]), 'success', [second]);
    expect(rig.view(orders)).toMatchObject({ used: 39 });
  });
});

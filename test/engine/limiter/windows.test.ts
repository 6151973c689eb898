import { describe, expect, it } from 'vitest';
import { flush } from '../../support/fake-clock.ts';
import { Rig, bucketOf, decaying, fixed, realm, settle, sliding, stateOf } from './rig.ts';

describe('a fixed window', () => {
  it('admits its capacity at once, and the rest when the minute turns on the exchange', async () => {
    const rig = new Rig();
    rig.clock.advance(10_000);
    const bucket = bucketOf(fixed(60_000), 3);
    const asked = [1, 2, 3, 4].map(() => rig.ask([[bucket, 1]]));
    await flush();
    expect(asked.map(stateOf)).toEqual(['admitted', 'admitted', 'admitted', 'waiting']);
    for (const one of asked.slice(0, 3)) settle(one);
    await rig.clock.runTo(60_000);
    expect(asked.map(stateOf)[3]).toBe('waiting');
    await rig.clock.runTo(60_010);
    expect(asked.map(stateOf)[3]).toBe('admitted');
    expect(rig.clock.wakes).toBe(1);
  });

  it('follows the offset of the exchange, not the local minute', async () => {
    const rig = new Rig({ offsetMs: 20_000 });
    rig.clock.advance(10_000);
    const bucket = bucketOf(fixed(60_000), 1);
    settle(await rig.asked([[bucket, 1]]));
    const second = await rig.asked([[bucket, 1]]);
    await rig.clock.runTo(39_999);
    expect(stateOf(second)).toBe('waiting');
    await rig.clock.runTo(40_010);
    expect(stateOf(second)).toBe('admitted');
  });

  it('counts a call still in flight at the turn against both windows', async () => {
    const rig = new Rig();
    rig.clock.advance(59_900);
    const bucket = bucketOf(fixed(60_000), 1);
    const late = await rig.asked([[bucket, 1]]);
    const next = await rig.asked([[bucket, 1]]);
    await rig.clock.runTo(60_100);
    expect(stateOf(next)).toBe('waiting');
    settle(late);
    await rig.clock.runTo(119_000);
    expect(stateOf(next)).toBe('waiting');
    await rig.clock.runTo(120_100);
    expect(stateOf(next)).toBe('admitted');
  });

  it('keeps a guard as wide as the clock is uncertain', async () => {
    const rig = new Rig({ uncertaintyMs: 80 });
    rig.clock.advance(30_000);
    const bucket = bucketOf(fixed(60_000), 1);
    settle(await rig.asked([[bucket, 1]]));
    const next = await rig.asked([[bucket, 1]]);
    await rig.clock.runTo(60_080);
    expect(stateOf(next)).toBe('waiting');
    await rig.clock.runTo(60_090);
    expect(stateOf(next)).toBe('admitted');
  });

  it('slides while the clock of the exchange is unknown', async () => {
    const rig = new Rig({ isAligned: false });
    rig.clock.advance(59_000);
    const bucket = bucketOf(fixed(60_000), 1);
    settle(await rig.asked([[bucket, 1]]));
    const next = await rig.asked([[bucket, 1]]);
    await rig.clock.runTo(118_999);
    expect(stateOf(next)).toBe('waiting');
    await rig.clock.runTo(119_001);
    expect(stateOf(next)).toBe('admitted');
  });
});

describe('a sliding window', () => {
  it('holds each cost from admission until one period after its answer', async () => {
    const rig = new Rig();
    const bucket = bucketOf(sliding(2000), 2);
    const [first, second] = [await rig.asked([[bucket, 1]]), await rig.asked([[bucket, 1]])];
    const third = await rig.asked([[bucket, 1]]);
    await rig.clock.run(300);
    settle(first);
    await rig.clock.run(1999);
    expect(stateOf(third)).toBe('waiting');
    await rig.clock.run(2);
    expect(stateOf(third)).toBe('admitted');
    expect(rig.view(bucket)).toMatchObject({ own: 0, inFlight: 2, headroom: 0 });
    settle(second);
    expect(rig.view(bucket)).toMatchObject({ own: 1, inFlight: 1 });
  });

  it('shows when its last cost leaves', async () => {
    const rig = new Rig();
    const bucket = bucketOf(sliding(2000), 5);
    settle(await rig.asked([[bucket, 3]]));
    expect(rig.view(bucket).emptyAtMs).toBe(rig.clock.now() + 2000);
    await rig.clock.run(2001);
    expect(rig.view(bucket)).toMatchObject({ used: 0, emptyAtMs: null });
  });
});

// Kraken, "API rate limits", 2026-07: counter tiers and the vectors computed from them.
const kraken = [
  {
    name: 'Starter: fifteen cost-1 calls, the next after 1 / 0.33 s',
    capacity: 15,
    perSecond: 0.33,
    cost: 1,
    fits: 15,
    nextMs: 3031,
  },
  {
    name: 'Starter: seven history calls, the eighth waits for 1 point',
    capacity: 15,
    perSecond: 0.33,
    cost: 2,
    fits: 7,
    nextMs: 3031,
  },
  {
    name: 'Intermediate: five calls of cost 4, the next after 8 s',
    capacity: 20,
    perSecond: 0.5,
    cost: 4,
    fits: 5,
    nextMs: 8000,
  },
  { name: 'Pro: twenty calls, the next after 1 s', capacity: 20, perSecond: 1, cost: 1, fits: 20, nextMs: 1000 },
];

describe('a decaying counter', () => {
  for (const { name, capacity, perSecond, cost, fits, nextMs } of kraken) {
    it(name, async () => {
      const rig = new Rig();
      const bucket = bucketOf(decaying(perSecond), capacity);
      const asked = Array.from({ length: fits + 1 }, () => rig.ask([[bucket, cost]]));
      await flush();
      expect(asked.filter((one) => stateOf(one) === 'admitted')).toHaveLength(fits);
      for (const one of asked.slice(0, fits)) settle(one);
      await rig.clock.runTo(nextMs - 5);
      expect(stateOf(asked[fits] ?? { admission: null })).toBe('waiting');
      await rig.clock.runTo(nextMs + 5);
      expect(stateOf(asked[fits] ?? { admission: null })).toBe('admitted');
    });
  }

  it('starts to drain a cost only when its call was answered', async () => {
    const rig = new Rig();
    const bucket = bucketOf(decaying(1), 10);
    const call = await rig.asked([[bucket, 10]]);
    await rig.clock.run(5000);
    expect(rig.view(bucket)).toMatchObject({ inFlight: 10, headroom: 0 });
    settle(call);
    await rig.clock.run(4000);
    expect(rig.view(bucket)).toMatchObject({ own: 6, foreign: 0, headroom: 4, emptyAtMs: rig.clock.now() + 6000 });
  });
});

describe('what an outcome does to a cost', () => {
  const outcomes = [
    { kind: 'success', refund: null, own: 5 },
    { kind: 'success', refund: 'success', own: 0 },
    { kind: 'failure', refund: 'success', own: 5 },
    { kind: 'unknown', refund: 'success', own: 5 },
    { kind: 'not-sent', refund: null, own: 0 },
    { kind: 'not-sent', refund: 'success', own: 0 },
  ] as const;
  for (const window of [fixed(60_000), sliding(2000), decaying(1)]) {
    for (const { kind, refund, own } of outcomes) {
      it(`${window.kind}: ${kind}${refund === null ? '' : ', refundable'} leaves ${own} of 5`, async () => {
        const rig = new Rig();
        rig.clock.advance(10_000);
        const bucket = bucketOf(window, 10);
        const call = await rig.asked([[bucket, 5]], { refund });
        settle(call, kind);
        settle(call, 'failure');
        // What may arrive within a second does not drain before.
        if (kind === 'unknown' && window.kind === 'decaying') await rig.clock.run(1000);
        expect(rig.view(bucket)).toMatchObject({ own, used: own, inFlight: 0, headroom: 10 - own, foreign: 0 });
      });
    }
  }
});

function sleepAndMeasure(rig: Rig): void {
  rig.clock.sleep(8 * 3_600_000 + 17_000);
  rig.limiter.setServerOffset(realm, 0, 0);
}

describe('clocks that lie', () => {
  const troubles = [
    { name: 'the wall clock jumps an hour on', act: (rig: Rig) => rig.clock.stepWall(3_600_000) },
    { name: 'the wall clock jumps an hour back', act: (rig: Rig) => rig.clock.stepWall(-3_600_000) },
    { name: 'the machine sleeps for eight hours', act: (rig: Rig) => rig.clock.sleep(8 * 3_600_000) },
    { name: 'it sleeps and the offset is measured again', act: sleepAndMeasure },
    { name: 'the exchange is found 31 s ahead', act: (rig: Rig) => rig.limiter.setServerOffset(realm, 31_000, 0) },
    { name: 'the exchange is found 31 s behind', act: (rig: Rig) => rig.limiter.setServerOffset(realm, -31_000, 0) },
  ];
  for (const { name, act } of troubles) {
    it(`never a burst: ${name}`, async () => {
      const rig = new Rig();
      rig.clock.advance(30_000);
      const bucket = bucketOf(fixed(60_000), 10);
      const first = Array.from({ length: 10 }, () => rig.ask([[bucket, 1]]));
      await flush();
      for (const one of first) settle(one);
      const rest = Array.from({ length: 10 }, () => rig.ask([[bucket, 1]]));
      act(rig);
      await rig.clock.run(59_000);
      expect(rest.filter((one) => stateOf(one) === 'admitted')).toHaveLength(0);
      await rig.clock.run(2000);
      expect(rest.filter((one) => stateOf(one) === 'admitted')).toHaveLength(10);
    });
  }

  it('ignores an offset that is no number', async () => {
    const rig = new Rig();
    rig.clock.advance(30_000);
    const bucket = bucketOf(fixed(60_000), 1);
    rig.limiter.setServerOffset(realm, Number.NaN, 0);
    settle(await rig.asked([[bucket, 1]]));
    expect(rig.view(bucket).emptyAtMs).toBeCloseTo(rig.clock.now() + 30_000, -2);
  });
});

import { describe, expect, it } from 'vitest';
import type { Bucket, BucketView } from '../../../shared/model/bucket.ts';
import { bucketKey } from '../../../electron/engine/limiter/keys.ts';
import type { BoundReading, Holder } from '../../../electron/engine/limiter/types.ts';
import { bucketOf, decaying, fixed, holder, realm, Rig, sliding } from './rig.ts';

const other: Holder = { egress: 'default', accountRef: 'uid-2', account: 'second', key: 'key-2' };

function perPair(window: Bucket['window'] = decaying(2)): Bucket {
  return { ...bucketOf(window, 100, true, 'engine'), scope: ['account', 'instrument'] };
}

function used(bucket: Bucket, part: string, value: number, who = holder): BoundReading {
  return { kind: 'used', key: bucketKey(realm, bucket, part, who), bucket, part, used: value };
}

function limit(bucket: Bucket, capacity: number, part: string | null = null, who = holder): BoundReading {
  const window = bucket.window.kind === 'decaying' ? decaying(5) : bucket.window;
  return { kind: 'capacity', key: bucketKey(realm, bucket, part, who), bucket, part, capacity, window };
}

function capacities(rig: Rig): Readonly<Record<string, number>> {
  return Object.fromEntries(
    rig.limiter.snapshot().map((view: BucketView) => [`${view.accounts.join()} ${view.part}`, view.capacity]),
  );
}

describe('a limit told for a whole bucket that is counted by part', () => {
  it.each([
    ['decaying', decaying(2)],
    ['sliding', sliding(60_000)],
    ['fixed', fixed(60_000)],
  ] as const)('holds for parts in use and for parts to come (%s)', (_name, window) => {
    const rig = new Rig();
    const bucket = perPair(window);
    rig.limiter.observe(realm, holder, [used(bucket, 'BTC/USD', 3)]);
    rig.limiter.observe(realm, holder, [limit(bucket, 60)]);
    rig.limiter.observe(realm, holder, [used(bucket, 'ETH/USD', 3)]);
    expect(capacities(rig)).toEqual({ 'main BTC/USD': 60, 'main ETH/USD': 60 });
  });

  it('gives way, where everybody is told it, to what this holder was told', () => {
    const rig = new Rig();
    const bucket = perPair();
    const general = { ...limit(bucket, 60), isGeneral: true } as const;
    for (const told of [general, limit(bucket, 180), general]) rig.limiter.observe(realm, holder, [told]);
    rig.limiter.observe(realm, holder, [used(bucket, 'BTC/USD', 3)]);
    expect(capacities(rig)).toEqual({ 'main BTC/USD': 180 });
  });

  it('brings its drain along and keeps what is counted', async () => {
    const rig = new Rig();
    const bucket = perPair();
    rig.limiter.observe(realm, holder, [used(bucket, 'BTC/USD', 50)]);
    rig.limiter.observe(realm, holder, [limit(bucket, 180)]);
    await rig.clock.run(4_000);
    expect(rig.limiter.snapshot()).toMatchObject([{ capacity: 180, used: 30, bucket: { window: decaying(5) } }]);
  });

  it('makes no counter of its own, and holds for no other account and no other bucket', () => {
    const rig = new Rig();
    const bucket = perPair();
    const longer = { ...bucket, id: 'engine-n' };
    rig.limiter.observe(realm, holder, [limit(bucket, 60)]);
    expect(capacities(rig)).toEqual({});
    rig.limiter.observe(realm, other, [used(bucket, 'BTC/USD', 1, other)]);
    rig.limiter.observe(realm, holder, [used(longer, 'BTC/USD', 1)]);
    expect(capacities(rig)).toEqual({ 'second BTC/USD': 100, 'main BTC/USD': 100 });
  });

  it('an account whose name begins like another is not meant', () => {
    const rig = new Rig();
    const bucket = perPair();
    const longer: Holder = { ...other, accountRef: 'uid-11' };
    rig.limiter.observe(realm, longer, [used(bucket, 'BTC/USD', 1, longer)]);
    rig.limiter.observe(realm, holder, [limit(bucket, 60)]);
    expect(capacities(rig)).toEqual({ 'second BTC/USD': 100 });
  });

  it('a limit told for one part alone stays with that part', () => {
    const rig = new Rig();
    const bucket = perPair();
    rig.limiter.observe(realm, holder, [limit(bucket, 30, 'BTC/USD'), used(bucket, 'ETH/USD', 1)]);
    expect(capacities(rig)).toEqual({ 'main BTC/USD': 30, 'main ETH/USD': 100 });
  });

  it.each([0, -1, Number.NaN, Number.POSITIVE_INFINITY])('%s is no limit', (capacity) => {
    const rig = new Rig();
    const bucket = perPair();
    rig.limiter.observe(realm, holder, [used(bucket, 'BTC/USD', 1), limit(bucket, capacity)]);
    rig.limiter.observe(realm, holder, [used(bucket, 'ETH/USD', 1)]);
    expect(capacities(rig)).toEqual({ 'main BTC/USD': 100, 'main ETH/USD': 100 });
  });

  it('lets out what waited for room that the limit brings', async () => {
    const rig = new Rig();
    const bucket = perPair();
    rig.limiter.observe(realm, holder, [used(bucket, 'BTC/USD', 95)]);
    let isAdmitted = false;
    const charge = {
      key: bucketKey(realm, bucket, 'BTC/USD', holder),
      bucket,
      part: 'BTC/USD',
      cost: 20,
      refund: null,
    };
    void rig.limiter.admit({ realm, holder, lane: 'order', charges: [charge], deadlineMs: null }).then(({ kind }) => {
      isAdmitted = kind === 'admitted';
    });
    await rig.clock.run(0);
    expect(isAdmitted).toBe(false);
    rig.limiter.observe(realm, holder, [limit(bucket, 180)]);
    await rig.clock.run(0);
    expect(isAdmitted).toBe(true);
  });
});

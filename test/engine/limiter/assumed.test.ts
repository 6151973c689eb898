import { describe, expect, it } from 'vitest';
import type { Bucket } from '../../../shared/model/bucket.ts';
import { Rig, bucketOf, capacityReading, decaying, fixed, holder, realm, settle, stateOf, usedReading } from './rig.ts';

const assumed: Bucket = { ...bucketOf(decaying(1), 10, true, 'engine'), isAssumed: true };
const known = bucketOf(fixed(60_000), 10, true, 'weight');
const CANCEL = { lane: 'cancel' } as const;

async function full(...buckets: readonly Bucket[]): Promise<Rig> {
  const rig = new Rig();
  await rig.clock.runTo(100);
  for (const bucket of buckets) settle(await rig.asked([[bucket, 10]], CANCEL), 'failure');
  return rig;
}

describe('a limit that is only assumed', () => {
  it('holds everything but a cancel', async () => {
    const rig = await full(assumed);
    const [order, cancel] = [await rig.asked([[assumed, 1]]), await rig.asked([[assumed, 8]], CANCEL)];
    expect([stateOf(order), stateOf(cancel)]).toEqual(['waiting', 'admitted']);
    settle(cancel, 'success');
    expect(rig.view(assumed)).toMatchObject({ used: 18, headroom: 0 });
  });

  it('refuses no cancel for its deadline', async () => {
    const rig = await full(assumed);
    const deadlineMs = rig.clock.monotonic() + 10;
    expect(stateOf(await rig.asked([[assumed, 8]], { ...CANCEL, deadlineMs }))).toBe('admitted');
  });

  it('holds a cancel too while a reading of late says that it is full', async () => {
    const rig = await full(assumed);
    rig.limiter.observe(realm, holder, [usedReading(assumed, 10)]);
    const cancel = await rig.asked([[assumed, 8]], CANCEL);
    expect(stateOf(cancel)).toBe('waiting');
    await rig.clock.run(8_000);
    expect(stateOf(cancel)).toBe('admitted');
  });

  it('holds a cancel too once the exchange has said how large it is', async () => {
    const rig = await full(assumed);
    rig.limiter.observe(realm, holder, [capacityReading(assumed, 10)]);
    expect(stateOf(await rig.asked([[assumed, 8]], CANCEL))).toBe('waiting');
  });

  it('lets no cancel past another that is known', async () => {
    const rig = await full(assumed, known);
    const both = [
      [assumed, 1],
      [known, 1],
    ] as const;
    expect(stateOf(await rig.asked(both, CANCEL))).toBe('waiting');
  });
});

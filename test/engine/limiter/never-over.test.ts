import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { WindowRule } from '../../../shared/model/bucket.ts';
import { SimServer } from '../../support/sim-server.ts';
import { Rig, between, bucketOf, decaying, endlessDemand, fixed, seeded, sliding } from './rig.ts';

/** All properties of this file together; raise it for a long search. */
const RUNS = Math.ceil(Number(process.env['FUZZ_RUNS'] ?? 2000) / 3);

interface Case {
  readonly seed: number;
  readonly capacity: number;
  readonly latencyMs: number;
  readonly jitterMs: number;
  readonly startMs: number;
  /** How wrong the offset is, as a share of the uncertainty told. */
  readonly error: number;
  readonly uncertaintyMs: number;
  readonly demand: number;
  readonly hasReadings: boolean;
}

const anyCase: fc.Arbitrary<Case> = fc.record({
  seed: fc.integer({ min: 1, max: 1_000_000 }),
  capacity: fc.integer({ min: 1, max: 120 }),
  latencyMs: fc.integer({ min: 0, max: 200 }),
  jitterMs: fc.integer({ min: 0, max: 400 }),
  startMs: fc.integer({ min: 0, max: 2000 }),
  error: fc.double({ min: -1, max: 1, noNaN: true }),
  uncertaintyMs: fc.integer({ min: 0, max: 150 }),
  demand: fc.integer({ min: 1, max: 25 }),
  hasReadings: fc.boolean(),
});

/** The largest count the exchange ever saw while the limiter was asked for more than there is. */
async function peakOf(window: WindowRule, one: Case): Promise<number> {
  const rig = new Rig({ isAligned: false });
  rig.clock.advance(one.startMs);
  const shiftMs = rig.clock.now() - rig.clock.monotonic() + 12_345;
  const server = new SimServer({ clock: rig.clock, window, capacity: one.capacity, shiftMs });
  rig.limiter.setServerOffset(
    { exchange: 'binance', environment: 'live' },
    12_345 + one.error * one.uncertaintyMs,
    one.uncertaintyMs,
  );
  const random = seeded(one.seed);
  endlessDemand({
    rig,
    server,
    bucket: bucketOf(window, one.capacity, one.hasReadings),
    costs: () => 1 + Math.floor(random() * Math.min(20, one.capacity)),
    latencyMs: () => one.latencyMs + between(random, 0, one.jitterMs),
    demand: one.demand,
    hasReadings: one.hasReadings,
  });
  await rig.clock.run(3500);
  return server.peak;
}

const kinds = [
  { name: 'fixed, aligned to a clock known within its uncertainty', window: fixed(1000) },
  { name: 'sliding', window: sliding(700) },
  { name: 'decaying', window: decaying(20) },
];

describe('the exchange never counts more than its limit, whatever the latency', () => {
  for (const { name, window } of kinds) {
    it(name, async () => {
      await fc.assert(
        fc.asyncProperty(anyCase, async (one) => {
          const peak = await peakOf(window, one);
          expect(peak).toBeGreaterThan(0);
          expect(peak).toBeLessThanOrEqual(one.capacity + 1e-9);
        }),
        { numRuns: RUNS },
      );
    });
  }
});

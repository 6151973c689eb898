import { describe, expect, it } from 'vitest';
import { SimServer } from '../../support/sim-server.ts';
import { Neighbour, type Pattern, patterns } from './neighbour.ts';
import { Rig, between, bucketOf, endlessDemand, fixed, realm, seeded } from './rig.ts';

const WINDOWS = 15;
const COSTS = [1, 1, 2, 5, 10, 20];

async function beside(pattern: Pattern, periodMs: number, capacity: number, seed: number) {
  const rig = new Rig();
  const server = new SimServer({ clock: rig.clock, window: fixed(periodMs), capacity, shiftMs: rig.clock.now() });
  const neighbour = new Neighbour(rig.clock, server, periodMs, pattern);
  const random = seeded(seed);
  const costs = () => COSTS[Math.floor(random() * COSTS.length)] ?? 1;
  const latencyMs = () => between(random, 5, 40);
  endlessDemand({ rig, server, bucket: bucketOf(fixed(periodMs), capacity, true), costs, latencyMs, demand: 60, hasReadings: true });
  rig.limiter.setServerOffset(realm, 0, 5);
  await rig.clock.run(WINDOWS * periodMs);
  return { refusals: server.refusals, theirs: neighbour.refusals, share: server.accepted / (capacity * WINDOWS) };
}

describe('beside a neighbour who spends from the same fixed window', () => {
  for (const [name, pattern] of Object.entries(patterns)) {
    for (const periodMs of [1000, 60_000]) {
      it(`${name}, window of ${periodMs} ms: hardly a refusal for either, at least 95 % used`, async () => {
        for (const seed of [1, 2, 3]) {
          const { refusals, share, theirs } = await beside(pattern, periodMs, 100, seed);
          console.log(name, periodMs, seed, refusals, theirs, share);
          expect(refusals).toBeLessThanOrEqual(18);
          expect(share).toBeGreaterThanOrEqual(0.95);
        }
      });
    }
  }
});

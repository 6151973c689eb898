import { describe, expect, it } from 'vitest';
import { FakeClock } from '../../support/fake-clock.ts';
import { SimServer } from '../../support/sim-server.ts';
import { Neighbour, type Pattern, patterns } from './neighbour.ts';
import { Rig, between, bucketOf, endlessDemand, fixed, seeded } from './rig.ts';

const WINDOWS = 15;
const CAPACITY = 100;
const COSTS = [1, 1, 2, 5, 10, 20];

function demandOn(rig: Rig, server: SimServer, periodMs: number, seed: number): void {
  const random = seeded(seed);
  const costs = () => COSTS[Math.floor(random() * COSTS.length)] ?? 1;
  const latencyMs = () => between(random, 5, 40);
  const bucket = bucketOf(fixed(periodMs), CAPACITY, true);
  endlessDemand({ rig, server, bucket, costs, latencyMs, demand: 60, hasReadings: true });
}

async function beside(pattern: Pattern, periodMs: number, seed: number) {
  const rig = new Rig({ uncertaintyMs: 5 });
  const server = new SimServer({
    clock: rig.clock,
    window: fixed(periodMs),
    capacity: CAPACITY,
    shiftMs: rig.clock.now(),
  });
  new Neighbour(rig.clock, server, periodMs, pattern);
  demandOn(rig, server, periodMs, seed);
  await rig.clock.run(WINDOWS * periodMs);
  return { refusals: server.refusals, share: server.accepted / (CAPACITY * WINDOWS) };
}

const SEEDS = [1, 2, 3, 4, 5, 6];

// A window of a second is only some twenty round trips long, so news of others comes late in it.
const windows = [
  { periodMs: 60_000, leastShare: 0.95 },
  { periodMs: 10_000, leastShare: 0.95 },
  { periodMs: 1000, leastShare: 0.935 },
];

describe('beside a neighbour in the same fixed window, refusals of both counted, on average', () => {
  for (const { periodMs, leastShare } of windows) {
    for (const [name, pattern] of Object.entries(patterns)) {
      it(`${name}: at most 18 refusals in ${WINDOWS} windows of ${periodMs} ms, ${leastShare * 100} % used`, async () => {
        let refusals = 0;
        let share = 0;
        for (const seed of SEEDS) {
          const one = await beside(pattern, periodMs, seed);
          refusals += one.refusals / SEEDS.length;
          share += one.share / SEEDS.length;
        }
        expect(refusals).toBeLessThanOrEqual(18);
        expect(share).toBeGreaterThanOrEqual(leastShare);
      });
    }
  }
});

describe('two limiters on one limit, blind to each other', () => {
  it('share it: few refusals, neither starves, at least 95 % used', async () => {
    const clock = new FakeClock();
    const server = new SimServer({ clock, window: fixed(60_000), capacity: CAPACITY, shiftMs: clock.now() });
    const rigs = [1, 2].map(() => new Rig({ clock, uncertaintyMs: 5 }));
    for (const [index, rig] of rigs.entries()) demandOn(rig, server, 60_000, index + 1);
    const owns: number[] = [0, 0];
    for (let window = 0; window < WINDOWS; window += 1) {
      await clock.run(59_990);
      for (const [index, rig] of rigs.entries())
        owns[index] = (owns[index] ?? 0) + (rig.limiter.snapshot()[0]?.own ?? 0);
      await clock.run(10);
    }
    expect(server.refusals).toBeLessThanOrEqual(2 * WINDOWS);
    expect(server.accepted / (CAPACITY * WINDOWS)).toBeGreaterThanOrEqual(0.95);
    expect(Math.min(...owns) / (CAPACITY * WINDOWS)).toBeGreaterThanOrEqual(0.2);
  });
});

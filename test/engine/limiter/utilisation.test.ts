import { describe, expect, it } from 'vitest';
import type { WindowRule } from '../../../shared/model/bucket.ts';
import { SimServer } from '../../support/sim-server.ts';
import { Rig, between, bucketOf, decaying, endlessDemand, fixed, seeded, sliding } from './rig.ts';

const COSTS = [1, 1, 2, 5, 10, 20];

interface Run {
  readonly window: WindowRule;
  readonly capacity: number;
  readonly hasReadings: boolean;
  readonly runMs: number;
}

async function run({ window, capacity, hasReadings, runMs }: Run) {
  const rig = new Rig({ uncertaintyMs: 5 });
  const server = new SimServer({ clock: rig.clock, window, capacity, shiftMs: rig.clock.now() });
  const random = seeded(7);
  const costs = () => COSTS[Math.floor(random() * COSTS.length)] ?? 1;
  const latencyMs = () => between(random, 5, 40);
  const bucket = bucketOf(window, capacity, hasReadings);
  endlessDemand({ rig, server, bucket, costs, latencyMs, demand: 60, hasReadings });
  await rig.clock.run(runMs);
  return server;
}

describe('endless demand', () => {
  const fixedCases = [
    { name: 'one second', window: fixed(1000), capacity: 100, runMs: 60_000, windows: 60, hasReadings: false },
    {
      name: 'one second, with readings',
      window: fixed(1000),
      capacity: 100,
      runMs: 60_000,
      windows: 60,
      hasReadings: true,
    },
    { name: 'one minute', window: fixed(60_000), capacity: 1200, runMs: 600_000, windows: 10, hasReadings: false },
    {
      name: 'one minute, with readings',
      window: fixed(60_000),
      capacity: 1200,
      runMs: 600_000,
      windows: 10,
      hasReadings: true,
    },
  ];
  for (const { name, windows, ...options } of fixedCases) {
    it(`uses at least 99 % of a fixed window and is never refused: ${name}`, async () => {
      const server = await run(options);
      expect(server.refusals).toBe(0);
      expect(server.accepted / (options.capacity * windows)).toBeGreaterThanOrEqual(0.99);
    });
  }

  // A cost is held from admission to its answer plus one period, so the mean round trip of 45 ms is what it must cost.
  const slidingCases = [
    { name: 'two seconds', window: sliding(2000), capacity: 60, runMs: 60_000, periods: 30 },
    { name: 'one minute', window: sliding(60_000), capacity: 600, runMs: 600_000, periods: 10 },
  ];
  for (const { name, window, capacity, runMs, periods } of slidingCases) {
    it(`uses at least 99 % of what a sliding window allows: ${name}`, async () => {
      const server = await run({ window, capacity, runMs, hasReadings: false });
      const held = window.kind === 'sliding' ? window.periodMs : 1;
      expect(server.refusals).toBe(0);
      expect(server.accepted / (capacity * periods)).toBeGreaterThanOrEqual((0.99 * held) / (held + 45));
    });
  }

  it('uses at least 99 % of what a decaying counter drains, and the capacity on top', async () => {
    const server = await run({ window: decaying(2), capacity: 60, runMs: 600_000, hasReadings: false });
    expect(server.refusals).toBe(0);
    expect(server.accepted / (60 + 600 * 2)).toBeGreaterThanOrEqual(0.99);
  });
});

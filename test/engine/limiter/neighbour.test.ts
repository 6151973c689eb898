import { describe, expect, it } from 'vitest';
import type { WindowRule } from '../../../shared/model/bucket.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { SimServer } from '../../support/sim-server.ts';
import { Neighbour, type Pattern, patterns } from './neighbour.ts';
import { Rig, between, bucketOf, decaying, endlessDemand, fixed, seeded } from './rig.ts';

const WINDOWS = 15;
const CAPACITY = 100;
const COSTS = [1, 1, 2, 5, 10, 20];
/** None of these was looked at while the constants were chosen. */
const seedsOf = (count: number): readonly number[] => Array.from({ length: count }, (_, index) => 101 + index);

interface Share {
  accepted: number;
}

function demandOn(rig: Rig, server: SimServer, window: WindowRule, seed: number): Share {
  const share: Share = { accepted: 0 };
  const random = seeded(seed * 7919);
  const counted: Pick<SimServer, 'arrive'> = {
    arrive(cost) {
      const answer = server.arrive(cost);
      if (answer.isAccepted) share.accepted += cost;
      return answer;
    },
  };
  endlessDemand({
    rig,
    server: counted,
    bucket: bucketOf(window, CAPACITY, true),
    costs: () => COSTS[Math.floor(random() * COSTS.length)] ?? 1,
    latencyMs: () => between(random, 5, 40),
    demand: 60,
    hasReadings: true,
  });
  return share;
}

/** The time in which a full bucket empties. */
function spanOf(window: WindowRule): number {
  return window.kind === 'decaying' ? (CAPACITY / window.perSecond) * 1000 : window.periodMs;
}

async function beside(pattern: Pattern, window: WindowRule, seed: number) {
  const rig = new Rig({ uncertaintyMs: 5 });
  const server = new SimServer({ clock: rig.clock, window, capacity: CAPACITY, shiftMs: rig.clock.now() });
  new Neighbour(rig.clock, server, spanOf(window), pattern);
  demandOn(rig, server, window, seed);
  await rig.clock.run(WINDOWS * spanOf(window));
  return { refusals: server.refusals, share: server.accepted / (CAPACITY * WINDOWS) };
}

async function besideAll(pattern: Pattern, window: WindowRule, seeds: readonly number[]) {
  const runs: Awaited<ReturnType<typeof beside>>[] = [];
  for (const seed of seeds) runs.push(await beside(pattern, window, seed));
  const mean = (of: (run: (typeof runs)[number]) => number) =>
    runs.reduce((sum, run) => sum + of(run), 0) / runs.length;
  return {
    refusals: mean((run) => run.refusals),
    mostRefusals: Math.max(...runs.map((run) => run.refusals)),
    share: mean((run) => run.share),
  };
}

// The growing neighbour ends at two thirds: what it takes beyond half is refused until it is seen not to make room.
const cases = [
  { name: 'one second', window: fixed(1000), seeds: seedsOf(40), most: 18, mostGrowing: 30 },
  { name: 'one minute', window: fixed(60_000), seeds: seedsOf(3), most: 18, mostGrowing: 30 },
  { name: 'a counter that drains in 50 s', window: decaying(2), seeds: seedsOf(3), most: 18, mostGrowing: 18 },
];

describe(`beside a neighbour on one bucket for ${WINDOWS} windows, refusals of both counted`, () => {
  for (const { name, window, seeds, most, mostGrowing } of cases) {
    for (const [kind, pattern] of Object.entries(patterns)) {
      it(`${name}, ${kind}: nearly all used, few refusals even at worst`, async () => {
        const { refusals, mostRefusals, share } = await besideAll(pattern, window, seeds);
        expect(refusals).toBeLessThanOrEqual(18);
        expect(mostRefusals).toBeLessThanOrEqual(kind === 'growing' ? mostGrowing : most);
        expect(share).toBeGreaterThanOrEqual(window.kind === 'decaying' ? 0.93 : 0.95);
      });
    }
  }
});

const PAIR_WINDOWS = 60;

async function pairOn(window: WindowRule, seed: number, lateSpans: number) {
  const clock = new FakeClock();
  const server = new SimServer({ clock, window, capacity: CAPACITY, shiftMs: clock.now() });
  const first = demandOn(new Rig({ clock, uncertaintyMs: 5 }), server, window, seed * 2);
  await clock.run(lateSpans * spanOf(window));
  const second = demandOn(new Rig({ clock, uncertaintyMs: 5 }), server, window, seed * 2 + 1);
  const firstBefore = first.accepted;
  await clock.run(PAIR_WINDOWS * spanOf(window));
  const both = first.accepted - firstBefore + second.accepted;
  return {
    part: (first.accepted - firstBefore) / both,
    share: both / (CAPACITY * PAIR_WINDOWS),
    refusals: server.refusals,
  };
}

const pairs = [
  { name: 'one second', window: fixed(1000), seeds: seedsOf(4) },
  { name: 'one minute', window: fixed(60_000), seeds: seedsOf(1) },
  { name: 'a counter that drains in 50 s', window: decaying(2), seeds: seedsOf(1) },
];

describe('two limiters on one bucket, each wanting all of it and seeing the other only in readings', () => {
  for (const { name, window, seeds } of pairs) {
    for (const lateSpans of [0, 5]) {
      it(`${name}, the second ${lateSpans} windows later: share evenly, within a tenth`, async () => {
        for (const seed of seeds) {
          const { part, share, refusals } = await pairOn(window, seed, lateSpans);
          expect(Math.abs(part - 0.5)).toBeLessThanOrEqual(0.05);
          expect(share).toBeGreaterThanOrEqual(0.92);
          expect(refusals).toBeLessThanOrEqual(PAIR_WINDOWS);
        }
      });
    }
  }
});

import type { Bench, BenchOptions, Figure } from './figure.ts';
import { Gathered, OURS } from './figure.ts';
import type { Limit } from './limit.ts';
import { type Maker, headroom, peers } from './peer-limiters.ts';
import { COSTS, type Pattern, type QuotaResult, type QuotaRun, patterns, runQuota, startOf } from './quota-run.ts';
import { VirtualTime } from './virtual-time.ts';
import { realWorld } from './world.ts';

const fixed = (periodMs: number): Limit => ({ capacity: 100, window: { kind: 'fixed', periodMs }, isRead: true });

/** The shapes of the three exchanges' limits, small enough to see. */
export const limits = {
  'fixed-1s': fixed(1_000),
  'fixed-60s': fixed(60_000),
  'sliding-2s': { capacity: 60, window: { kind: 'sliding', periodMs: 2_000 }, isRead: false },
  decaying: { capacity: 60, window: { kind: 'decaying', perSecond: 2 }, isRead: false },
} as const satisfies Record<string, Limit>;

const WINDOWS = 15;
const WINDOWS_ALONE = 30;
const QUICK_WINDOWS = 3;

const everybody: Readonly<Record<string, Maker>> = { [OURS]: headroom, ...peers };

export const quotaBenches: readonly Bench[] = [
  ...Object.entries(limits).map(([name, limit]) => alone(`quota.${name}`, limit)),
  alone('quota.fixed-1s-ones', limits['fixed-1s'], [1]),
  { name: 'quota.fixed-1s-real', run: inRealTime },
];

export const neighbourBenches: readonly Bench[] = (['fixed-1s', 'fixed-60s'] as const).flatMap((name) => [
  ...Object.entries(patterns).map(([pattern, wanted]) => beside(`neighbour.${pattern}-${name}`, limits[name], wanted)),
  twins(`neighbour.twins-${name}`, limits[name]),
]);

// One run in virtual time; the run's number draws costs, latencies and the phase at which it begins.
function inVirtualTime(run: QuotaRun): Promise<QuotaResult> {
  return VirtualTime.within(startOf(run.limit, run.seed), (world) => runQuota(world, run));
}

function alone(name: string, limit: Limit, costs: readonly number[] = COSTS): Bench {
  return {
    name,
    async run(options) {
      const gathered = await gather(name, options, (make, seed) =>
        inVirtualTime({
          limit,
          seed,
          makers: [make],
          windows: options.isQuick ? QUICK_WINDOWS : WINDOWS_ALONE,
          costs,
        }),
      );
      return usedAndRefusals(name, gathered);
    },
  };
}

function beside(name: string, limit: Limit, neighbour: Pattern): Bench {
  return {
    name,
    async run(options) {
      const windows = options.isQuick ? QUICK_WINDOWS : WINDOWS;
      const gathered = await gather(name, options, (make, seed) =>
        inVirtualTime({ limit, seed, windows, makers: [make], neighbour }),
      );
      return usedAndRefusals(name, gathered);
    },
  };
}

function twins(name: string, limit: Limit): Bench {
  return {
    name,
    async run(options) {
      const windows = options.isQuick ? QUICK_WINDOWS : WINDOWS;
      const gathered = await gather(name, options, (make, seed) =>
        inVirtualTime({ limit, seed, windows, makers: [make, make] }),
      );
      const share = { figure: `${name}.smaller-share`, unit: '% of quota', limit: 50, isBetter: 'more' } as const;
      return [...usedAndRefusals(name, gathered), gathered.figure(share)];
    },
  };
}

// Timers are late by what the machine takes, so everybody runs at once and is late alike.
async function inRealTime(options: BenchOptions): Promise<readonly Figure[]> {
  const name = 'quota.fixed-1s-real';
  const gathered = new Gathered();
  for (let seed = 1; seed <= options.runs; seed += 1) {
    // Cheap calls are soon served when the run has ended.
    const size = options.isQuick ? { windows: 1, costs: [1] } : { windows: WINDOWS };
    const run = { limit: limits['fixed-1s'], seed, ...size };
    const makers = Object.entries(everybody);
    const results = await Promise.all(makers.map(([, make]) => runQuota(realWorld, { ...run, makers: [make] })));
    for (const [index, result] of results.entries()) note(gathered, name, makers[index]?.[0] ?? '', result);
  }
  return usedAndRefusals(name, gathered);
}

async function gather(
  name: string,
  { runs }: BenchOptions,
  run: (make: Maker, seed: number) => Promise<QuotaResult>,
): Promise<Gathered> {
  const gathered = new Gathered();
  for (let seed = 1; seed <= runs; seed += 1) {
    for (const [who, make] of Object.entries(everybody)) note(gathered, name, who, await run(make, seed));
  }
  return gathered;
}

function note(gathered: Gathered, name: string, who: string, { used, shares, refusals }: QuotaResult): void {
  gathered.add(`${name}.used`, who, used * 100);
  gathered.add(`${name}.refusals`, who, refusals);
  gathered.add(`${name}.smaller-share`, who, Math.min(...shares) * 100);
}

function usedAndRefusals(name: string, gathered: Gathered): readonly Figure[] {
  return [
    gathered.figure({ figure: `${name}.used`, unit: '% of quota', limit: 100, isBetter: 'more' }),
    gathered.figure({ figure: `${name}.refusals`, unit: 'refusals', limit: 0, isBetter: 'less' }),
  ];
}

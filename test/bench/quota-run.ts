import { type Limit, periodOf } from './limit.ts';
import type { Maker } from './peer-limiters.ts';
import { QuotaServer } from './quota-server.ts';
import type { World } from './world.ts';

export const COSTS: readonly number[] = [1, 1, 2, 5, 10, 20];
/** One way, ms. */
const LATENCY_MS = { least: 5, most: 40 } as const;
/** Calls kept waiting all the time. */
const DEMAND = 60;
const LONGEST_END_MS = 20_000;

export interface QuotaRun {
  readonly limit: Limit;
  /** Whole windows (or capacities that drained) that are measured. */
  readonly windows: number;
  readonly seed: number;
  /** Of these limiters each has endless demand on the same limit. */
  readonly makers: readonly Maker[];
  readonly neighbour?: Pattern;
  /** What is sent costs one of these. */
  readonly costs?: readonly number[];
}

export interface QuotaResult {
  /** Used share of the measured windows, by everybody. */
  readonly used: number;
  /** The same by each limiter. */
  readonly shares: readonly number[];
  /** Of everybody, from the first call to the end. */
  readonly refusals: number;
  readonly startMs: number;
  readonly server: QuotaServer;
}

/** What a neighbour wants in window `window` at `phase` (0 … 1) of it, cumulated, as a share of the capacity. */
export type Pattern = (window: number, phase: number) => number;

export const patterns = {
  steady: (_window, phase) => 0.5 * phase,
  burst: (_window, phase) => 0.5 * Math.min(1, phase / 0.1),
  'on-off': (window, phase) => (Math.floor(window / 2) % 2 === 0 ? 0.5 * phase : 0),
  growing: (window, phase) => Math.min(0.8, 0.1 + 0.04 * window) * phase,
} as const satisfies Record<string, Pattern>;

/** 2026-07-01T00:00:00Z. */
const EPOCH_MS = Date.UTC(2026, 6, 1);

/** Where a virtual run begins: at any phase of a window, drawn by the seed. */
export function startOf(limit: Limit, seed: number): number {
  return EPOCH_MS + Math.floor(seeded(seed)() * periodOf(limit));
}

/** Endless demand on one limit, by one limiter or several that are blind to each other. */
export async function runQuota(world: World, run: QuotaRun): Promise<QuotaResult> {
  const periodMs = periodOf(run.limit);
  const server = new QuotaServer(run.limit, () => world.nowMs());
  // A window that slides or drains gives a full capacity on top at the start, which is not part of its rate.
  const startMs = (Math.ceil(world.nowMs() / periodMs) + (run.limit.window.kind === 'fixed' ? 0 : 1)) * periodMs;
  const endMs = startMs + run.windows * periodMs;
  if (run.neighbour !== undefined) neighbour(world, server, run.neighbour, { endMs, periodMs });
  const asked = new Set<Promise<void>>();
  const limiters = run.makers.map((make, index) => {
    const limiter = make(run.limit, () => world.nowMs());
    demand(world, server, limiter, seeded(run.seed * 97 + index), { run, from: `us-${index}`, endMs, asked });
    return limiter;
  });
  await world.runTo(endMs);
  const shares = limiters.map((_, index) => server.share(startMs, run.windows, `us-${index}`));
  const result = { used: server.share(startMs, run.windows), shares, refusals: server.refusals, startMs, server };
  if (!world.isVirtual) await served(asked);
  for (const limiter of limiters) limiter.close();
  return result;
}

// Timers of real time would fire into the next run, so who still waits is served first.
async function served(asked: ReadonlySet<Promise<void>>): Promise<void> {
  await Promise.race([Promise.all(asked), new Promise((resolve) => setTimeout(resolve, LONGEST_END_MS))]);
}

interface Demand {
  readonly run: QuotaRun;
  readonly from: string;
  readonly endMs: number;
  readonly asked: Set<Promise<void>>;
}

function demand(
  world: World,
  server: QuotaServer,
  limiter: ReturnType<Maker>,
  random: () => number,
  { run, from, endMs, asked }: Demand,
): void {
  const costs = run.costs ?? COSTS;
  const latencyMs = (): number => LATENCY_MS.least + random() * (LATENCY_MS.most - LATENCY_MS.least);
  const travel = (): Promise<void> => new Promise((resolve) => world.at(world.nowMs() + latencyMs(), resolve));
  const join = (): void => {
    if (world.nowMs() >= endMs) return;
    const cost = costs[Math.floor(random() * costs.length)] ?? 1;
    const send = async () => {
      join();
      await travel();
      const { ok, used } = server.arrive(cost, from);
      await travel();
      return { ok, used: run.limit.isRead ? used : null };
    };
    // A limiter that was stopped turns away who still waits.
    const sent = limiter.schedule(cost, 'market', send).then(nothing, nothing);
    asked.add(sent);
    void sent.then(() => asked.delete(sent));
  };
  for (let waiting = 0; waiting < DEMAND; waiting += 1) join();
}

const nothing = (): void => undefined;

const NEIGHBOUR_STEP_MS = 5;

/** Another program on the same limit: it spends by its pattern in costs of 1 and does not look at what is left. */
function neighbour(
  world: World,
  server: QuotaServer,
  pattern: Pattern,
  { endMs, periodMs }: { readonly endMs: number; readonly periodMs: number },
): void {
  // It was there before us: what it would have spent of this window by now is gone already.
  const firstWindow = Math.floor(world.nowMs() / periodMs);
  let sent = 0;
  let last = firstWindow - 1;
  const step = (): void => {
    const nowMs = world.nowMs();
    if (nowMs >= endMs) return;
    const window = Math.floor(nowMs / periodMs);
    if (window !== last) sent = 0;
    last = window;
    const wanted = pattern(window - firstWindow, (nowMs % periodMs) / periodMs) * server.limit.capacity;
    for (; sent + 1 <= wanted; sent += 1) server.arrive(1, 'neighbour');
    world.at(nowMs + NEIGHBOUR_STEP_MS, step);
  };
  step();
}

/** A small deterministic generator, so that a run can be run again. */
export function seeded(seed: number): () => number {
  let state = Math.imul(seed + 1, 0x9e3779b1) >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

import type { PracticeClock } from './clock.ts';
import { every } from './clock.ts';
import type { PracticeRandom } from './random.ts';

/** `steady`: evenly, once a second. `bursty`: a whole window's worth at random moments. `on-off`: steady, every other window. */
export type NeighbourPattern = 'steady' | 'bursty' | 'on-off';

/** A bucket the neighbour can spend from; the exchange provides it. */
export interface NeighbourTarget {
  /** Length of the stretches the record is kept in. */
  readonly windowMs: number;
  /** Takes `amount` from the bucket of this ip or account, as a foreign program would. */
  spend(who: string, amount: number): void;
}

export interface NeighbourPlan {
  /** Name of the bucket, one of the exchange's targets. */
  readonly target: string;
  /** The ip or account whose quota is spent. */
  readonly who: string;
  readonly pattern: NeighbourPattern;
  /** Whole units per window of the target, on average over windows in which it is active. */
  readonly perWindow: number;
}

export interface NeighbourSpending {
  readonly windowStartMs: number;
  readonly spent: number;
}

const TICK_MS = 1000;

/** Another program on the same address or account: spends quota from outside and keeps an exact record. */
export class Neighbour {
  readonly #clock: PracticeClock;
  readonly #nowMs: () => number;
  readonly #random: PracticeRandom;
  readonly #targets: Readonly<Record<string, NeighbourTarget>>;
  readonly #spent = new Map<string, Map<number, number>>();
  readonly #stops = new Set<() => void>();

  /** `nowMs` is the exchange's time, by which windows are cut. */
  constructor(
    clock: PracticeClock,
    nowMs: () => number,
    random: PracticeRandom,
    targets: Readonly<Record<string, NeighbourTarget>>,
  ) {
    this.#clock = clock;
    this.#nowMs = nowMs;
    this.#random = random;
    this.#targets = targets;
  }

  /** Starts spending by a plan; the returned function stops it. */
  start(plan: NeighbourPlan): () => void {
    const target = this.#target(plan.target);
    const pace = new Pace(plan, target.windowMs, this.#random.fork(`${plan.target}/${plan.who}/${plan.pattern}`));
    const cancel = every(this.#clock, TICK_MS, () => this.spend(plan.target, plan.who, pace.next(this.#nowMs())));
    const stop = (): void => {
      cancel();
      this.#stops.delete(stop);
    };
    this.#stops.add(stop);
    return stop;
  }

  /** Spends once, by hand. */
  spend(targetName: string, who: string, amount: number): void {
    if (amount <= 0) return;
    const target = this.#target(targetName);
    target.spend(who, amount);
    const windows = this.#windowsOf(targetName, who);
    const startMs = Math.floor(this.#nowMs() / target.windowMs) * target.windowMs;
    windows.set(startMs, (windows.get(startMs) ?? 0) + amount);
  }

  /** Exactly what was spent, by window, oldest first. */
  record(target: string, who: string): readonly NeighbourSpending[] {
    return [...this.#windowsOf(target, who)].map(([windowStartMs, spent]) => ({ windowStartMs, spent }));
  }

  /** What was spent in the window that holds this moment. */
  spentIn(target: string, who: string, atMs: number): number {
    const { windowMs } = this.#target(target);
    return this.#windowsOf(target, who).get(Math.floor(atMs / windowMs) * windowMs) ?? 0;
  }

  stop(): void {
    for (const stop of [...this.#stops]) stop();
  }

  #target(name: string): NeighbourTarget {
    const target = this.#targets[name];
    if (target === undefined) throw new Error(`No neighbour target ${name}`);
    return target;
  }

  #windowsOf(target: string, who: string): Map<number, number> {
    const name = `${target}/${who}`;
    const known = this.#spent.get(name) ?? new Map<number, number>();
    this.#spent.set(name, known);
    return known;
  }
}

/** How much each second takes. */
class Pace {
  readonly #plan: NeighbourPlan;
  readonly #windowMs: number;
  readonly #random: PracticeRandom;
  #owed = 0;

  constructor(plan: NeighbourPlan, windowMs: number, random: PracticeRandom) {
    this.#plan = plan;
    this.#windowMs = windowMs;
    this.#random = random;
  }

  next(nowMs: number): number {
    const { pattern, perWindow } = this.#plan;
    const share = Math.min(1, TICK_MS / this.#windowMs);
    if (pattern === 'on-off' && Math.floor(nowMs / this.#windowMs) % 2 === 1) return 0;
    this.#owed += (perWindow * TICK_MS) / this.#windowMs;
    if (pattern === 'bursty' && this.#random.fraction() >= share) return 0;
    const whole = Math.floor(this.#owed + 1e-9);
    this.#owed -= whole;
    return whole;
  }
}

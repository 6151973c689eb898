import type { LimiterClock } from '../../../../electron/engine/limiter/create-limiter.ts';

interface Timer {
  readonly atMs: number;
  readonly order: number;
  readonly action: () => void;
}

/** Turns of the microtask queue after which every admission has been heard. */
const TURNS = 4;

export async function settleDown(): Promise<void> {
  for (let turn = 0; turn < TURNS; turn += 1) await null;
}

/**
 * Local clocks and the exchange's, each moving as it likes: steps, sleeps that monotonic time notices or not. Timers
 * follow monotonic time and fire late after a sleep, as those of an operating system do.
 */
export class LawClock implements LimiterClock {
  #monotonicMs: number;
  #wallMs: number;
  /** Exchange − monotonic. */
  #exchangeShiftMs: number;
  #order = 0;
  #timers: Timer[] = [];
  wakes = 0;

  constructor(monotonicMs: number, wallMs: number, exchangeMs: number) {
    this.#monotonicMs = monotonicMs;
    this.#wallMs = wallMs;
    this.#exchangeShiftMs = exchangeMs - monotonicMs;
  }

  now(): number {
    return this.#wallMs;
  }

  monotonic(): number {
    return this.#monotonicMs;
  }

  exchange(): number {
    return this.#monotonicMs + this.#exchangeShiftMs;
  }

  get pending(): number {
    return this.#timers.length;
  }

  wakeAt(atMs: number, action: () => void): () => void {
    this.#order += 1;
    const timer: Timer = { atMs, order: this.#order, action };
    this.#timers.push(timer);
    return () => {
      this.#timers = this.#timers.filter((other) => other !== timer);
    };
  }

  in(ms: number, action: () => void): void {
    this.wakeAt(this.#monotonicMs + ms, action);
  }

  async runTo(untilMs: number): Promise<void> {
    await settleDown();
    for (let timer = this.#next(); timer !== undefined && timer.atMs <= untilMs; timer = this.#next()) {
      const fired = timer;
      this.#timers = this.#timers.filter((other) => other !== fired);
      this.#moveTo(fired.atMs);
      this.wakes += 1;
      fired.action();
      await settleDown();
    }
    this.#moveTo(untilMs);
    await settleDown();
  }

  async run(ms: number): Promise<void> {
    await this.runTo(this.#monotonicMs + ms);
  }

  /** Somebody sets the wall clock. */
  stepWall(ms: number): void {
    this.#wallMs += ms;
  }

  /** The machine sleeps; what fell due meanwhile fires at the next run. */
  sleep(ms: number, doesMonotonicPass: boolean): void {
    this.#wallMs += ms;
    if (doesMonotonicPass) this.#monotonicMs += ms;
    else this.#exchangeShiftMs += ms;
  }

  #next(): Timer | undefined {
    let next: Timer | undefined;
    for (const timer of this.#timers) {
      if (next === undefined || timer.atMs < next.atMs || (timer.atMs === next.atMs && timer.order < next.order))
        next = timer;
    }
    return next;
  }

  #moveTo(monotonicMs: number): void {
    const passedMs = Math.max(0, monotonicMs - this.#monotonicMs);
    this.#monotonicMs += passedMs;
    this.#wallMs += passedMs;
  }
}

import type { Clock, Disposer } from '../../electron/engine/ports.ts';

interface Timer {
  readonly atMs: number;
  readonly order: number;
  readonly action: () => void;
}

/** 2026-07-01T00:00:00Z: a round minute, hour and day, so that aligned windows are easy to read. */
export const FAKE_START_MS = Date.UTC(2026, 6, 1);

const MICROTASK_TURNS = 20;

/** Lets everything that already resolved run on, without real time passing. */
export async function flush(): Promise<void> {
  for (let turn = 0; turn < MICROTASK_TURNS; turn += 1) await null;
}

/** A clock that moves only when told. Timers fire in order of time, then of registration. */
export class FakeClock implements Clock {
  #wallMs: number;
  #monotonicMs: number;
  #order = 0;
  #timers: Timer[] = [];
  /** How often a timer has fired: an idle part must not raise it. */
  wakes = 0;

  constructor(wallMs: number = FAKE_START_MS, monotonicMs: number = 0) {
    this.#wallMs = wallMs;
    this.#monotonicMs = monotonicMs;
  }

  now(): number {
    return this.#wallMs;
  }

  monotonic(): number {
    return this.#monotonicMs;
  }

  /** Timers that have not fired yet. */
  get pending(): number {
    return this.#timers.length;
  }

  /** Monotonic time of the next timer; null when there is none. */
  get nextAtMs(): number | null {
    return this.#timers[0]?.atMs ?? null;
  }

  wakeAt(monotonicMs: number, action: () => void): Disposer {
    this.#order += 1;
    const timer: Timer = { atMs: monotonicMs, order: this.#order, action };
    this.#timers.splice(this.#placeOf(timer), 0, timer);
    return () => {
      const index = this.#timers.indexOf(timer);
      if (index >= 0) this.#timers.splice(index, 1);
    };
  }

  /** Moves both clocks on and fires what falls due on the way. Promises settle only after it returns. */
  advance(ms: number): void {
    this.advanceTo(this.#monotonicMs + ms);
  }

  advanceTo(monotonicMs: number): void {
    for (let hasFired = true; hasFired; ) hasFired = this.#fireNext(monotonicMs);
    this.#moveTo(monotonicMs);
  }

  /** The same, letting promises settle after every timer, as an event loop does. */
  async run(ms: number): Promise<void> {
    await this.runTo(this.#monotonicMs + ms);
  }

  async runTo(monotonicMs: number): Promise<void> {
    await flush();
    while (this.#fireNext(monotonicMs)) await flush();
    this.#moveTo(monotonicMs);
    await flush();
  }

  /** The wall clock is set by hand or by NTP; monotonic time does not notice. */
  stepWall(ms: number): void {
    this.#wallMs += ms;
  }

  /** The machine sleeps: wall time passes, monotonic time stands still, no timer fires. */
  sleep(ms: number): void {
    this.#wallMs += ms;
  }

  #placeOf(timer: Timer): number {
    let low = 0;
    let high = this.#timers.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      const other = this.#timers[middle];
      if (other !== undefined && other.atMs <= timer.atMs) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  #fireNext(untilMs: number): boolean {
    const timer = this.#timers[0];
    if (timer === undefined || timer.atMs > untilMs) return false;
    this.#timers.shift();
    this.#moveTo(timer.atMs);
    this.wakes += 1;
    timer.action();
    return true;
  }

  #moveTo(monotonicMs: number): void {
    const passedMs = Math.max(0, monotonicMs - this.#monotonicMs);
    this.#monotonicMs += passedMs;
    this.#wallMs += passedMs;
  }
}

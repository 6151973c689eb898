import type { PracticeClock } from '../../electron/practice/core/clock.ts';
import type { FakeClock } from './fake-clock.ts';

/**
 * The exchanges' time on the timers of a fake clock: one order of events for both sides. It is true time, so a step of
 * the local wall clock does not move it, while a sleep of the local machine does.
 */
export class VirtualPracticeClock implements PracticeClock {
  readonly #clock: FakeClock;
  #shiftMs: number;

  /** `startMs`: true time at which the fake clock's monotonic time is what it is now. */
  constructor(clock: FakeClock, startMs: number) {
    this.#clock = clock;
    this.#shiftMs = startMs - clock.monotonic();
  }

  /** Whole milliseconds, as an exchange's own clock gives them. */
  now(): number {
    return Math.floor(this.#clock.monotonic() + this.#shiftMs);
  }

  after(delayMs: number, action: () => void): () => void {
    return this.#clock.wakeAt(this.#clock.monotonic() + Math.max(0, delayMs), action);
  }

  /** Time passes here while our machine's monotonic clock stands still. */
  pass(ms: number): void {
    this.#shiftMs += ms;
  }
}

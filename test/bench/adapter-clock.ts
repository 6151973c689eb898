import type { LimiterClock } from '../../electron/engine/limiter/create-limiter.ts';

// Node fires a longer timer at once instead of late.
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** Node's timer, or whatever a caller's fake timers hand out instead. */
interface Timer {
  ref?(): unknown;
  unref?(): unknown;
}

/**
 * A clock for a limiter that others drive: timers and clocks are looked up at each use, so that fake ones count too.
 * Its timer keeps the process alive only while somebody waits.
 */
export class AdapterClock implements LimiterClock {
  readonly #given: (() => number) | undefined;
  readonly #timers = new Set<Timer>();
  #held = 0;
  #lastMs = -Infinity;

  /** `nowMs`: epoch ms, never falling; default: the machine's clocks. */
  constructor(nowMs?: () => number) {
    this.#given = nowMs;
  }

  now(): number {
    return this.#given === undefined ? Date.now() : this.#given();
  }

  monotonic(): number {
    this.#lastMs = Math.max(this.#lastMs, this.#given === undefined ? performance.now() : this.#given());
    return this.#lastMs;
  }

  wakeAt(monotonicMs: number, action: () => void): () => void {
    let cancel = (): void => undefined;
    const arm = (): void => {
      const delayMs = Math.min(LONGEST_TIMER_MS, Math.max(0, Math.ceil(monotonicMs - this.monotonic())));
      cancel = this.#start(delayMs, () => (this.monotonic() < monotonicMs ? arm() : action()));
    };
    arm();
    return () => cancel();
  }

  /** Somebody waits: the process must not end before. */
  hold(): void {
    this.#held += 1;
    if (this.#held === 1) for (const timer of this.#timers) timer.ref?.();
  }

  release(): void {
    this.#held -= 1;
    if (this.#held === 0) for (const timer of this.#timers) timer.unref?.();
  }

  #start(delayMs: number, fire: () => void): () => void {
    const handle = setTimeout(() => {
      this.#timers.delete(timer);
      fire();
    }, delayMs);
    const timer: Timer = typeof handle === 'object' ? handle : {};
    this.#timers.add(timer);
    if (this.#held === 0) timer.unref?.();
    return () => {
      this.#timers.delete(timer);
      clearTimeout(handle);
    };
  }
}

import type { Clock } from '../ports.ts';
import {
  type ClockOffset,
  type ClockSample,
  type OffsetEstimator,
  addSample,
  contradicts,
  estimateOffset,
  noSamples,
} from './clock-offset.ts';

/**
 * The clock of one exchange, kept on the monotonic clock so that a step of the local wall clock moves no signature.
 * Until the first sample the local wall clock stands in.
 */
export class ServerClock {
  readonly #clock: Clock;
  readonly #anchorMs: number;
  readonly #listeners = new Set<(isTrusted: boolean) => void>();
  #estimator: OffsetEstimator = noSamples;
  #estimate: ClockOffset | null = null;

  constructor(clock: Clock) {
    this.#clock = clock;
    this.#anchorMs = clock.now() - clock.monotonic();
  }

  /** Steady local time, epoch ms: the wall clock at start, moved on by the monotonic clock. Samples are taken in it. */
  steadyAt(monotonicMs: number): number {
    return this.#anchorMs + monotonicMs;
  }

  steadyMs(): number {
    return this.steadyAt(this.#clock.monotonic());
  }

  /** Exchange time now, epoch ms. */
  serverMs(): number {
    return Math.round(this.steadyMs() + (this.#estimate?.offsetMs ?? this.#clock.now() - this.steadyMs()));
  }

  get estimate(): ClockOffset | null {
    return this.#estimate;
  }

  /** Exchange clock − local wall clock now, ms; null until measured. */
  wallOffsetMs(): number | null {
    return this.#estimate === null ? null : this.serverMs() - this.#clock.now();
  }

  /** Takes a sample in; one that contradicts the others means that a clock was set, and starts afresh. */
  add(sample: ClockSample): void {
    const isStep = this.#estimate !== null && contradicts(this.#estimate, sample);
    this.#estimator = addSample(isStep ? noSamples : this.#estimator, sample);
    this.#estimate = estimateOffset(this.#estimator);
    for (const listener of this.#listeners) listener(true);
  }

  /** The exchange refused our time: whoever probes the clock should do so now. */
  distrust(): void {
    for (const listener of this.#listeners) listener(false);
  }

  onChange(listener: (isTrusted: boolean) => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }
}

import type { Clock } from '../ports.ts';
import {
  type ClockOffset,
  type ClockSample,
  type OffsetEstimator,
  addSample,
  estimateOffset,
  isConsistent,
  noSamples,
} from './clock-offset.ts';
import type { Wait } from './patience.ts';

/** More than this between wall and monotonic time is a clock that was set or a machine that slept, not slewing. */
const STEP_MS = 500;
/** An uncertainty beyond this comes of a clock of whole seconds or a bad line; no signature need be that late. */
const MOST_BACK_MS = 1_000;
/** Machines that keep their time by NTP are hardly ever further off (our choice). */
const UNMEASURED_MS = 500;
/** How long signed calls wait for a measurement before they go out on what is known. */
const READY_WITHIN_MS = 3_000;

/**
 * The clock of one exchange, kept on the monotonic clock so that a step of the local wall clock moves no signature.
 * Until the first sample the local wall clock stands in. A sleep stops the monotonic clock and cannot be told from a
 * step, so after either it is not trusted until it is measured again.
 */
export class ServerClock {
  readonly #clock: Clock;
  readonly #anchorMs: number;
  readonly #listeners = new Set<(isTrusted: boolean) => void>();
  #estimator: OffsetEstimator = noSamples;
  #estimate: ClockOffset | null = null;
  #lastGapMs: number;
  /** Monotonic ms since when it must be measured; null while it is trusted. */
  #suspectSinceMs: number | null;

  constructor(clock: Clock) {
    this.#clock = clock;
    this.#anchorMs = clock.now() - clock.monotonic();
    this.#lastGapMs = this.#anchorMs;
    this.#suspectSinceMs = clock.monotonic();
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
    return Math.floor(this.#estimate === null ? this.#clock.now() : this.steadyMs() + this.#estimate.offsetMs);
  }

  /**
   * The earliest that exchange time can be now, epoch ms, by what was measured; no more than a second before the likely
   * time. Before the first sample it is the likely time less what clocks kept by NTP may be off.
   */
  leastServerMs(): number {
    const backMs = this.#estimate === null ? UNMEASURED_MS : Math.min(MOST_BACK_MS, this.#estimate.uncertaintyMs);
    return this.serverMs() - backMs;
  }

  get estimate(): ClockOffset | null {
    return this.#estimate;
  }

  /** False before the first sample and from a step or a refused timestamp until the next one. */
  get isTrusted(): boolean {
    return this.#suspectSinceMs === null;
  }

  /** Exchange clock − local wall clock now, ms; null until measured. */
  wallOffsetMs(): number | null {
    return this.#estimate === null ? null : this.serverMs() - this.#clock.now();
  }

  /** Takes a sample in; one that contradicts the others means that a clock was set, and starts afresh. */
  add(sample: ClockSample): void {
    this.check();
    const suspectSinceMs = this.#suspectSinceMs;
    // Sent before the step: it spans the gap and bounds nothing.
    if (suspectSinceMs !== null && sample.sentAtMs < this.steadyAt(suspectSinceMs)) return;
    const estimator = addSample(this.#estimator, sample);
    if (estimator === this.#estimator) return;
    this.#estimator = isConsistent(estimator) ? estimator : addSample(noSamples, sample);
    this.#estimate = estimateOffset(this.#estimator);
    this.#suspectSinceMs = null;
    this.#tell(true);
  }

  /** Looks whether wall and monotonic time have parted since the last look; cheap, so every call looks. */
  check(): void {
    const gapMs = this.#clock.now() - this.#clock.monotonic();
    const movedMs = Math.abs(gapMs - this.#lastGapMs);
    this.#lastGapMs = gapMs;
    if (movedMs <= STEP_MS) return;
    // Anew, whatever was doubted before: a sample that spans the step bounds nothing.
    this.#suspectSinceMs = this.#clock.monotonic();
    this.#tell(false);
  }

  /** The exchange refused our time: whoever probes the clock should do so now. */
  distrust(): void {
    this.#suspectSinceMs ??= this.#clock.monotonic();
    this.#tell(false);
  }

  /** True when a signed call need not wait for a measurement; what `ready` would wait for. */
  isReady(): boolean {
    this.check();
    return this.#suspectSinceMs === null || this.#clock.monotonic() >= this.#suspectSinceMs + READY_WITHIN_MS;
  }

  /** Resolves once it is trusted, or has not been measured for long enough; with why the wait ended otherwise. */
  async ready(wait: Wait): Promise<'woken' | 'late' | 'aborted'> {
    this.check();
    const suspectSinceMs = this.#suspectSinceMs;
    if (suspectSinceMs === null) return 'woken';
    const giveUpMs = suspectSinceMs + READY_WITHIN_MS;
    if (this.#clock.monotonic() >= giveUpMs) return 'woken';
    return await wait((wake) => {
      const cancel = this.#clock.wakeAt(giveUpMs, wake);
      const stop = this.onChange((isTrusted) => isTrusted && wake());
      return () => {
        cancel();
        stop();
      };
    });
  }

  onChange(listener: (isTrusted: boolean) => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  #tell(isTrusted: boolean): void {
    for (const listener of [...this.#listeners]) listener(isTrusted);
  }
}

/** How the exchange's clock lies to our monotonic time: server = monotonic + shift, give or take. */
export interface Alignment {
  readonly shiftMs: number;
  readonly uncertaintyMs: number;
  /** Monotonic time at which the clock was last found to have been wrong; -Infinity: never. */
  readonly jumpedAtMs: number;
}

/** Crystal clocks of ordinary machines stay within some tens of ppm; twice that, per ms of age. */
export const DRIFT = 100e-6;
/** Wall clocks count whole milliseconds. */
const RESOLUTION_MS = 1;
/** More than this between wall and monotonic time is a step or a sleep, not slewing. */
const STEP_MS = 500;

/**
 * The exchange's clock, carried forward by monotonic time alone. A step of the local wall clock or a sleep makes the
 * alignment unknown until the offset is measured again: which of the two happened cannot be told from here.
 */
export class ServerClock {
  #shiftMs = 0;
  #uncertaintyMs = 0;
  #measuredAtMs: number | null = null;
  #wallMinusMonotonicMs = 0;
  #isBroken = false;
  #jumpedAtMs = -Infinity;

  /** Offset is server − local wall clock, ms. Values that are no numbers are ignored. */
  measure(wallMs: number, monotonicMs: number, offsetMs: number, uncertaintyMs: number): void {
    if (!Number.isFinite(offsetMs) || !Number.isFinite(uncertaintyMs)) return;
    const shiftMs = wallMs + offsetMs - monotonicMs;
    const newUncertaintyMs = Math.max(0, uncertaintyMs) + RESOLUTION_MS;
    if (this.#disagrees(shiftMs, newUncertaintyMs, monotonicMs)) this.#jumpedAtMs = monotonicMs;
    this.#shiftMs = shiftMs;
    this.#uncertaintyMs = newUncertaintyMs;
    this.#measuredAtMs = monotonicMs;
    this.#wallMinusMonotonicMs = wallMs - monotonicMs;
    this.#isBroken = false;
  }

  /** Null while the alignment is unknown. */
  alignment(wallMs: number, monotonicMs: number): Alignment | null {
    if (this.#measuredAtMs === null) return null;
    const ageMs = Math.max(0, monotonicMs - this.#measuredAtMs);
    const steppedMs = Math.abs(wallMs - monotonicMs - this.#wallMinusMonotonicMs);
    if (steppedMs > STEP_MS + ageMs * DRIFT) this.#isBroken = true;
    if (this.#isBroken) return null;
    return { shiftMs: this.#shiftMs, uncertaintyMs: this.#uncertaintyMs + ageMs * DRIFT, jumpedAtMs: this.#jumpedAtMs };
  }

  // Two measurements that exclude each other: windows we took for turned may not have turned.
  #disagrees(shiftMs: number, uncertaintyMs: number, monotonicMs: number): boolean {
    if (this.#measuredAtMs === null) return false;
    const drifted = Math.max(0, monotonicMs - this.#measuredAtMs) * DRIFT;
    return Math.abs(shiftMs - this.#shiftMs) > this.#uncertaintyMs + uncertaintyMs + drifted;
  }
}

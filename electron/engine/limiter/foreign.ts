/** Points of a window at which the spend of others is remembered. */
const BINS = 20;
/** Windows remembered: long enough to see a neighbour again that pauses for some of them. */
const MEMORY = 10;
/** Until one window has been watched, others may be spending half of it: we do not know what ran before us. */
const UNSEEN_SHARE = 0.5;
/** Below this phase a rate says little. */
const MIN_RATE_PHASE = 0.1;

type Profile = readonly number[];

/**
 * Learns how others spend a fixed window, and says how much of it they will still want.
 * Phases run from 0 (window start) to 1 (its end); amounts are in the bucket's unit.
 */
export class ForeignForecast {
  #profiles: Profile[] = [];
  #current: number[] = [0];
  #lastPhase = 0;
  #seen = 0;
  #hasReading = false;
  #isWatched = false;

  /** The others had spent this much at this phase. */
  see(phase: number, foreign: number): void {
    const at = Math.min(1, Math.max(this.#lastPhase, phase));
    const value = Math.max(this.#seen, foreign);
    this.#fill(at, value);
    this.#lastPhase = at;
    this.#seen = value;
    this.#hasReading = true;
  }

  /** The window ended; a window without readings taught nothing. */
  turn(wasActive: boolean, capacity: number): void {
    if (this.#hasReading) {
      const end = this.#seen + this.remaining(this.#lastPhase, capacity, false);
      this.#fill(1, Math.min(end, capacity));
      this.#profiles.push(this.#current);
      if (this.#profiles.length > MEMORY) this.#profiles.shift();
    }
    if (wasActive) this.#isWatched = true;
    this.#current = [0];
    this.#lastPhase = 0;
    this.#seen = 0;
    this.#hasReading = false;
  }

  get lastPhase(): number {
    return this.#lastPhase;
  }

  /** What others are expected to spend after the phase. `withUnseen`: assume a neighbour until one window was watched. */
  remaining(phase: number, capacity: number, withUnseen: boolean): number {
    const assumed = withUnseen && !this.#isWatched ? UNSEEN_SHARE * capacity * (1 - phase) : 0;
    return Math.max(assumed, this.#learned(phase) + this.#surprise(phase));
  }

  /** The first phase not before `phase` at which no more than `amount` is expected; 1 at the latest. */
  phaseWhen(amount: number, phase: number, capacity: number, withUnseen: boolean): number {
    let fromPhase = phase;
    let from = this.remaining(fromPhase, capacity, withUnseen);
    if (from <= amount) return phase;
    for (let bin = Math.floor(phase * BINS) + 1; bin <= BINS; bin += 1) {
      const toPhase = bin / BINS;
      const to = this.remaining(toPhase, capacity, withUnseen);
      // The forecast is convex inside a bin, so the chord is never too early.
      if (to <= amount) return fromPhase + ((toPhase - fromPhase) * (from - amount)) / (from - to);
      fromPhase = toPhase;
      from = to;
    }
    return 1;
  }

  #learned(phase: number): number {
    const growth = this.#growth();
    let most = 0;
    for (const [index, profile] of this.#profiles.entries()) {
      const rest = (profile[BINS] ?? 0) - at(profile, phase);
      most = Math.max(most, index === this.#profiles.length - 1 ? rest * growth : rest);
    }
    return most;
  }

  // More than ever before at this phase: the excess goes on at the rate at which it came.
  #surprise(phase: number): number {
    let expected = 0;
    for (const profile of this.#profiles) expected = Math.max(expected, at(profile, this.#lastPhase));
    const excess = this.#seen - expected;
    if (excess <= 0) return 0;
    return (excess * (1 - phase)) / Math.max(this.#lastPhase, MIN_RATE_PHASE);
  }

  // Two rises in a row are taken for a trend; a neighbour that comes and goes rises only once.
  #growth(): number {
    const [before, middle, last] = this.#profiles.slice(-3).map((profile) => profile[BINS] ?? 0);
    if (before === undefined || middle === undefined || last === undefined) return 1;
    if (!(before < middle && middle < last) || last === 0) return 1;
    return Math.min(2, 1 + (last - middle) / last);
  }

  #fill(toPhase: number, value: number): void {
    const bins = Math.floor(toPhase * BINS);
    for (let bin = this.#current.length; bin <= bins; bin += 1) {
      const span = toPhase - this.#lastPhase;
      const share = span <= 0 ? 1 : Math.max(0, bin / BINS - this.#lastPhase) / span;
      this.#current.push(this.#seen + (value - this.#seen) * Math.min(1, share));
    }
  }
}

function at(profile: Profile, phase: number): number {
  const place = Math.min(BINS, Math.max(0, phase * BINS));
  const bin = Math.floor(place);
  const low = profile[bin] ?? 0;
  const high = profile[bin + 1] ?? low;
  return low + (high - low) * (place - bin);
}

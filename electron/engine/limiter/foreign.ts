/** Points of a window at which the spend of others is remembered. */
const BINS = 20;
/** Windows remembered: long enough to see a neighbour again that pauses for some of them. */
const MEMORY = 10;
/** Until one window has been watched, others may be spending half of it: we do not know what ran before us. */
const UNSEEN_SHARE = 0.5;
/** Below this phase a rate says little. */
const MIN_RATE_PHASE = 0.1;
/** A window counts as watched when we were there from this phase on. */
const WATCHED_FROM_PHASE = 0.25;
/** Let out step by step, so that readings keep coming although we want more than there is; more beside a neighbour. */
const PROBE_SHARE = 0.02;
const PROBE_SHARE_BESIDE = 0.08;
/** A reading older than this part of the window no longer holds room: what it waits for may never come. */
const MAX_READING_AGE = 0.25;
/** How much of an unconfirmed habit is still believed one window later. */
const FADE = 0.7;
/** Steps of halving to find a phase: finer than a millisecond of a minute. */
const HALVINGS = 17;
/** Below this a bucket is too small to hold anything back on suspicion. */
const MIN_CAUTIOUS_CAPACITY = 50;

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
  #fromPhase = 1;

  /** The others had spent this much at this phase. */
  see(phase: number, foreign: number): void {
    const at = Math.min(1, Math.max(this.#lastPhase, phase));
    const value = Math.max(this.#seen, foreign);
    this.#fill(at, value);
    this.#lastPhase = at;
    this.#seen = value;
    this.#hasReading = true;
  }

  /** The window ended and we are at `phase` of the next; a window without readings taught nothing. */
  turn(wasActive: boolean, capacity: number, phase: number): void {
    if (this.#hasReading) {
      this.#fill(1, Math.min(capacity, this.#seen + this.#untold()));
      this.#profiles.push(this.#current);
      if (this.#profiles.length > MEMORY) this.#profiles.shift();
    }
    if (wasActive && this.#fromPhase <= WATCHED_FROM_PHASE) this.#isWatched = true;
    this.#fromPhase = phase;
    this.#current = [0];
    this.#lastPhase = 0;
    this.#seen = 0;
    this.#hasReading = false;
  }

  /**
   * What to leave for others from the phase on: what they are expected to spend since the last reading, and room for
   * calls that bring the next one. As time passes that room is let out, fastest towards the end, so readings never cease.
   */
  remaining(phase: number, capacity: number): number {
    const known = Math.max(this.#lastPhase, phase - MAX_READING_AGE);
    const expected = phase >= 1 ? 0 : this.#expected(known);
    if (capacity < MIN_CAUTIOUS_CAPACITY) return expected;
    const assumed = this.#isWatched ? 0 : UNSEEN_SHARE * capacity * (1 - known);
    const kept = Math.max(expected, assumed);
    return kept + (kept > 0 ? PROBE_SHARE_BESIDE : PROBE_SHARE) * capacity * Math.sqrt(1 - phase);
  }

  /** What to leave for others at the start of the next window. */
  ofNext(capacity: number): number {
    const assumed = this.#isWatched || capacity < MIN_CAUTIOUS_CAPACITY ? 0 : UNSEEN_SHARE * capacity;
    return Math.max(this.#learned(0), this.#seen, assumed);
  }

  /** The first phase not before `phase` at which no more than `amount` is to be left; 1 at the latest. */
  phaseWhen(amount: number, phase: number, capacity: number): number {
    if (this.remaining(phase, capacity) <= amount) return phase;
    let low = phase;
    let high = 1;
    for (let step = 0; step < HALVINGS; step += 1) {
      const middle = (low + high) / 2;
      if (this.remaining(middle, capacity) <= amount) high = middle;
      else low = middle;
    }
    return high;
  }

  #expected(phase: number): number {
    return this.#learned(phase) + this.#surprise(phase);
  }

  // After the last reading they probably went on as before; faded, so that a neighbour who left is forgotten.
  #untold(): number {
    if (this.#profiles.length > 0) return this.#learned(this.#lastPhase) * FADE;
    return this.#lastPhase < 0.5 ? 0 : (this.#seen * (1 - this.#lastPhase)) / this.#lastPhase;
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

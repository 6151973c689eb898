/** Others never get us below about this share of a bucket, however much they took before. */
const OWN_SHARE = 0.25;
/** Points of a window at which the spend of others is remembered. */
const BINS = 20;
/** Windows remembered: long enough to see a neighbour again that pauses for some of them. */
const MEMORY = 10;
/** Until one window has been watched, others may be spending half of it: we do not know what ran before us. */
const UNSEEN_SHARE = 0.5;
/** Below this phase a rate says little. */
const MIN_RATE_PHASE = 0.4;
/** A window counts as watched when we were there from this phase on. */
const WATCHED_FROM_PHASE = 0.25;
/** Let out step by step, so that readings keep coming although we want more than there is; more beside a neighbour. */
const PROBE_SHARE = 0.02;
const PROBE_SHARE_BESIDE = 0.1;
/** A reading older than this part of the window no longer holds room: what it waits for may never come. */
const MAX_READING_AGE = 0.25;
/** A first window whose last reading came earlier says little of its end. */
const TELLING_PHASE = 0.25;
/** Readings up to here tell the whole window. */
const SURE_PHASE = 0.75;
/** So many windows without a telling reading are enough to stop suspecting. */
const WATCH_WINDOWS = 3;
/** Beyond the most ever seen in a window, this much more is thinkable. */
const SLACK = 1.1;
/** How much of a habit is forgotten in a window that said nothing of it. */
const FADE = 0.3;
/** What leaves later may not arrive within the window. */
const LAST_CALL_PHASE = 0.95;
/** A trend is met with so much more than it was. */
const TREND_MARGIN = 1.5;
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
  #watched = 0;
  #fromPhase = 1;
  /** The end of the newest profile is mostly guessed: the next one takes its place. */
  #lastIsGuess = false;

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
    const isTelling = this.#hasReading && (this.#lastPhase >= TELLING_PHASE || this.#profiles.length > 0);
    if (isTelling) {
      this.#fill(1, Math.min(capacity, this.#seen + this.#untold(capacity)));
      if (this.#lastIsGuess) this.#profiles.pop();
      this.#lastIsGuess = this.#lastPhase < SURE_PHASE;
      this.#profiles.push(this.#current);
      if (this.#profiles.length > MEMORY) this.#profiles.shift();
    }
    if (wasActive && this.#fromPhase <= WATCHED_FROM_PHASE)
      this.#watched += isTelling ? WATCH_WINDOWS : this.#seen > 0 ? 0 : 1;
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
    const expected = phase >= 1 ? 0 : this.expected(known);
    if (capacity < MIN_CAUTIOUS_CAPACITY) return Math.min(expected, mostKept(capacity, this.#seen));
    const assumed = this.#watched >= WATCH_WINDOWS ? 0 : UNSEEN_SHARE * capacity * (1 - known);
    const kept = Math.min(Math.max(expected, assumed), mostKept(capacity, this.#seen));
    return (
      kept +
      (kept > 0 ? PROBE_SHARE_BESIDE : PROBE_SHARE) * capacity * Math.sqrt(Math.max(0, 1 - phase / LAST_CALL_PHASE))
    );
  }

  /** What to leave for others at the start of the next window. */
  ofNext(capacity: number): number {
    const assumed = this.#watched >= WATCH_WINDOWS || capacity < MIN_CAUTIOUS_CAPACITY ? 0 : UNSEEN_SHARE * capacity;
    return Math.min(Math.max(this.#learned(0), this.#seen, assumed), mostKept(capacity, 0));
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

  /** Habit, plus what exceeds it; but not more in all than ever before, unless it already is more. */
  expected(phase: number): number {
    const most = this.#mostInAll();
    if (this.#seen > most) return this.#goingOn(this.#seen - most, phase);
    const excess = this.#seen - this.#usualAt(this.#lastPhase);
    return Math.min(this.#learned(phase) + this.#goingOn(Math.max(0, excess), phase), most * SLACK - this.#seen);
  }

  // An amount that came by the last reading goes on at the rate at which it came.
  #goingOn(amount: number, phase: number): number {
    return (amount * (1 - phase)) / Math.max(this.#lastPhase, MIN_RATE_PHASE);
  }

  #usualAt(phase: number): number {
    let usual = 0;
    for (const profile of this.#profiles) usual = Math.max(usual, at(profile, phase));
    return usual;
  }

  #mostInAll(): number {
    return this.#usualAt(1) * this.#growth();
  }

  // After the last reading they probably went on as before; faded, so that a neighbour who left is forgotten.
  #untold(capacity: number): number {
    if (this.#profiles.length > 0) return this.#learned(this.#lastPhase) * (1 - FADE * (1 - this.#lastPhase));
    return Math.min(this.#goingOn(this.#seen, this.#lastPhase), UNSEEN_SHARE * capacity * (1 - this.#lastPhase));
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

  // Two like rises in a row are taken for a trend; a neighbour that comes and goes rises only once.
  #growth(): number {
    const [before, middle, last] = this.#profiles.slice(-3).map((profile) => profile[BINS] ?? 0);
    if (before === undefined || middle === undefined || last === undefined) return 1;
    const [first, second] = [middle - before, last - middle];
    return first > 0 && second > 0 && second <= 2 * first ? 1 + (TREND_MARGIN * second) / last : 1;
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

// What others take beyond it they take from us.
function mostKept(capacity: number, seen: number): number {
  return Math.max(0, capacity * (1 - OWN_SHARE) - seen);
}

function at(profile: Profile, phase: number): number {
  const place = Math.min(BINS, Math.max(0, phase * BINS));
  const bin = Math.floor(place);
  const low = profile[bin] ?? 0;
  const high = profile[bin + 1] ?? low;
  return low + (high - low) * (place - bin);
}

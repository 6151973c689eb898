import { Claim, FAIR_SHARE } from './claim.ts';
import { type Profile, ProfileLine, spentBy, totalOf } from './profile.ts';

/** Windows remembered: long enough to see a neighbour again that pauses for some of them. */
const MEMORY = 10;
/** A window counts for so much of the one after it. */
const RECENCY = 0.5;
/** Less than this share of the capacity is no neighbour worth slowing down for. */
const BESIDE_SHARE = 0.02;
/** Until one window has been watched, others may be spending half of it: we do not know what ran before us. */
const UNSEEN_SHARE = 0.5;
/** Of the unseen end of a first window others are taken to have spent this share at most. */
const GUESS_SHARE = 0.35;
/** Below this phase a rate says little. */
const MIN_RATE_PHASE = 0.3;
/** A window counts as watched when we were there from this phase on. */
const WATCHED_FROM_PHASE = 0.25;
/** So many windows without a telling reading are enough to stop suspecting. */
const WATCH_WINDOWS = 3;
/** A first window in which nobody was seen tells something only when its last reading came after this phase. */
const TELLING_PHASE = 0.25;
/** From the first on the rate of late tells something of the end, from the second on readings tell the whole window. */
const TREND_PHASE = 0.4;
const SURE_PHASE = 0.75;
/** Let out evenly until the last call, so that readings keep coming; more when others may be there, most when they are. */
const HELD_SHARE = 0.02;
const HELD_SHARE_SUSPECTING = 0.1;
const HELD_SHARE_BESIDE = 0.35;
/** What leaves later may not arrive within the window. */
const LAST_CALL_PHASE = 0.95;
/** Of what habit says came since a reading this old, so much is let out unseen, to get a newer one. */
const OLD_READING = 0.15;
const UNSEEN_RELEASE = 0.3;
/** How much of a habit is forgotten in a window that said nothing of it. */
const FADE = 0.3;
/** A trend is met with so much more than it was. */
const TREND_MARGIN = 1.5;
/** After so many rises in a row, of this share of the capacity each, half of a bucket is no longer insisted on: two that
 * share it sway about their halves, they do not rise on. */
const LONG_TREND = 5;
const LEAST_RISE = 0.02;
/** Steps of halving to find a phase: finer than a millisecond of a minute. */
const HALVINGS = 17;
/** Below this a bucket is too small to hold anything back on suspicion. */
const MIN_CAUTIOUS_CAPACITY = 50;
/** The level of a habit is believed as if this share of the capacity had been seen of it already. */
const HABIT_WEIGHT = 0.15;
/** Seen and remembered may differ by so many deviations, and by this share of the capacity, and still be one habit. */
const LIKE_DEVIATIONS = 2.5;
const LIKE_SHARE = 0.01;
/** Readings of calls that took longer are dated no worse than by this share of the window. */
const MAX_BLUR = 0.05;

/**
 * Learns how others spend a fixed window, and says how much of it they will still want.
 *
 * Every reading gives a point "by this phase others had spent so much"; the points of a window make a profile, and the
 * last ten are remembered. What others will still want is forecast from the remembered windows that went like this one
 * so far, brought to its level. Early in the window the worst of them is left free, towards its end the likely one. Our
 * own part is let out evenly rather than at once, so every call brings a newer reading and the forecast corrects itself;
 * and beside others we insist on half. Alone nothing of this holds: the whole quota leaves as fast as it is asked for.
 * Phases run from 0 (window start) to 1 (its end); amounts are in the bucket's unit.
 */
export class ForeignForecast {
  #profiles: Profile[] = [];
  readonly #line = new ProfileLine();
  readonly #claim = new Claim();
  #lastPhase = 0;
  /** How far off the phase of the last reading may be. */
  #blur = 0;
  #seen = 0;
  #hasReading = false;
  #watched = 0;
  #fromPhase = 1;
  /** The end of the newest profile is mostly guessed: the next one takes its place. */
  #lastIsGuess = false;
  #mostTotal = 0;
  #growth = 1;
  /** What the last window had more than the one before, where that is a trend. */
  #rise = 0;
  /** In how many windows in a row others took more than in the one before. */
  #risenFor = 0;
  /** Outcome of the last scan: what is likely, and the worst that went like it. */
  #mean = 0;
  #most = 0;
  /** Forecast as of the last reading; NaN: to be worked out. */
  #atReading = Number.NaN;

  /** The others had spent this much at this phase, give or take `blur`. */
  see(phase: number, foreign: number, blur: number): void {
    this.#atReading = Number.NaN;
    const at = Math.min(1, Math.max(this.#lastPhase, phase));
    const value = Math.max(this.#seen, foreign);
    this.#line.drawTo(at, value);
    this.#lastPhase = at;
    this.#seen = value;
    this.#blur = Math.min(MAX_BLUR, blur);
    this.#hasReading = true;
  }

  /** The window ended, `own` was ours, and we are at `phase` of the next; without readings it taught nothing. */
  turn(wasActive: boolean, capacity: number, phase: number, own: number): void {
    const isTelling =
      this.#hasReading && (this.#lastPhase >= TELLING_PHASE || this.#profiles.length > 0 || this.#seen > 0);
    if (isTelling) this.#learn(capacity, own);
    if (wasActive && this.#fromPhase <= WATCHED_FROM_PHASE)
      this.#watched += isTelling ? WATCH_WINDOWS : this.#seen > 0 ? 0 : 1;
    this.#fromPhase = phase;
    this.#line.restart();
    this.#lastPhase = 0;
    this.#blur = 0;
    this.#seen = 0;
    this.#hasReading = false;
    this.#atReading = Number.NaN;
  }

  /**
   * What to leave for others from the phase on: what they are expected to spend since the last reading, and room for
   * calls that bring the next one. As time passes that room is let out, so readings never cease.
   */
  remaining(phase: number, capacity: number, activePhase: number): number {
    const most = this.#mostKept(capacity, this.#seen);
    const expected = this.#stillExpected(phase, capacity);
    if (capacity < MIN_CAUTIOUS_CAPACITY) return Math.min(expected, most);
    const assumed = this.#watched >= WATCH_WINDOWS ? 0 : UNSEEN_SHARE * capacity * (1 - this.#known(phase));
    const kept = Math.min(Math.max(expected, assumed), most);
    if (this.#isBeside(capacity)) return kept + heldBeside(phase, activePhase) * capacity;
    const held = kept > 0 ? HELD_SHARE_SUSPECTING : HELD_SHARE;
    return kept + held * capacity * Math.sqrt(Math.max(0, 1 - phase / LAST_CALL_PHASE));
  }

  /** What we may have spent by the phase, whatever is free: beside others the second half is let out step by step. */
  ownLimit(phase: number, capacity: number): number {
    if (!this.#isBeside(capacity) || capacity < MIN_CAUTIOUS_CAPACITY) return Infinity;
    return capacity * (FAIR_SHARE + (1 - FAIR_SHARE) * Math.min(1, phase / LAST_CALL_PHASE));
  }

  /** The first phase at which so much may have been spent by us. */
  phaseOfOwn(amount: number, capacity: number): number {
    if (amount <= this.ownLimit(0, capacity)) return 0;
    return Math.min(1, ((amount / capacity - FAIR_SHARE) / (1 - FAIR_SHARE)) * LAST_CALL_PHASE);
  }

  /** What to leave for others at the start of the next window. */
  ofNext(capacity: number): number {
    const assumed = this.#watched >= WATCH_WINDOWS || capacity < MIN_CAUTIOUS_CAPACITY ? 0 : UNSEEN_SHARE * capacity;
    return Math.min(Math.max(this.#mostTotal, this.#seen, assumed), this.#mostKept(capacity, 0));
  }

  /** The first phase not before `phase` at which no more than `amount` is to be left; 1 at the latest. */
  phaseWhen(amount: number, phase: number, capacity: number, activePhase: number): number {
    if (this.remaining(phase, capacity, activePhase) <= amount) return phase;
    let low = phase;
    let high = 1;
    for (let step = 0; step < HALVINGS; step += 1) {
      const middle = (low + high) / 2;
      if (this.remaining(middle, capacity, activePhase) <= amount) high = middle;
      else low = middle;
    }
    return high;
  }

  /** What others will probably still spend after the phase. */
  expected(phase: number, capacity: number): number {
    this.#scan(phase, capacity);
    return this.#mean;
  }

  #isBeside(capacity: number): boolean {
    return Math.max(this.#seen, this.#mostTotal) > BESIDE_SHARE * capacity;
  }

  #known(phase: number): number {
    return Math.max(this.#lastPhase, phase - OLD_READING);
  }

  // As of the last reading; of what should have come since, a part is let out to look again.
  #stillExpected(phase: number, capacity: number): number {
    if (phase >= 1 || (this.#seen === 0 && this.#mostTotal === 0)) return 0;
    if (Number.isNaN(this.#atReading)) this.#atReading = this.#upper(this.#lastPhase, capacity);
    const known = this.#known(phase);
    if (known <= this.#lastPhase) return this.#atReading;
    return this.#atReading - UNSEEN_RELEASE * Math.max(0, this.#atReading - this.#upper(known, capacity));
  }

  // Early in a window the worst of what is like it is left free, later what is likely: by then little is lost or won.
  #upper(phase: number, capacity: number): number {
    this.#scan(phase, capacity);
    return this.#mean + (this.#most - this.#mean) * (1 - phase);
  }

  // What others take beyond it they take from us.
  #mostKept(capacity: number, seen: number): number {
    return Math.max(0, capacity * (1 - this.#claim.share) - seen);
  }

  #scan(phase: number, capacity: number): void {
    let [weights, sum, weight] = [0, 0, 1];
    this.#most = 0;
    for (let index = this.#profiles.length - 1; index >= 0; index -= 1, weight *= RECENCY) {
      const rest = this.#restBy(this.#profiles[index], phase, capacity);
      if (rest === null) continue;
      weights += weight;
      sum += weight * rest;
      this.#most = Math.max(this.#most, rest);
      // Older windows know nothing of a trend.
      if (this.#growth > 1) break;
    }
    this.#mean = weights > 0 ? sum / weights : this.#goingOn(phase, capacity);
    if (weights === 0) this.#most = this.#mean;
  }

  // What a window like the remembered one still has to come after the phase; null: this one is not like it.
  #restBy(profile: Profile | undefined, phase: number, capacity: number): number | null {
    if (profile === undefined) return null;
    const usual = this.#usualIn(profile);
    if (!this.#isLike(usual, capacity)) return null;
    const prior = HABIT_WEIGHT * capacity;
    const since = phase > this.#lastPhase ? spentBy(profile, phase) - spentBy(profile, this.#lastPhase) : 0;
    const rest = Math.max(0, totalOf(profile) - usual - since);
    return (this.#growth * rest * (this.#seen + prior)) / (usual + prior);
  }

  // When the reading was taken is known within its blur: of what was usual in that time, the nearest to what was seen.
  #usualIn(profile: Profile): number {
    const least = spentBy(profile, this.#lastPhase - this.#blur);
    return Math.min(Math.max(this.#seen, least), spentBy(profile, this.#lastPhase + this.#blur));
  }

  #isLike(usual: number, capacity: number): boolean {
    const apart = Math.abs(usual - this.#seen);
    return apart <= LIKE_SHARE * capacity + LIKE_DEVIATIONS * Math.sqrt(Math.min(usual, this.#seen) + usual / 4);
  }

  // What was seen goes on at the rate at which it came; of a first window nothing is known but that.
  #goingOn(phase: number, capacity: number): number {
    const rate = (this.#seen * (1 - phase)) / Math.max(this.#lastPhase, MIN_RATE_PHASE);
    return this.#profiles.length > 0 ? rate : Math.min(rate, UNSEEN_SHARE * capacity * (1 - phase));
  }

  // After the last reading they probably went on as before; faded, so that a neighbour who left is forgotten.
  #untold(capacity: number): number {
    const rest = 1 - this.#lastPhase;
    if (this.#profiles.length === 0)
      return Math.min(this.#goingOn(this.#lastPhase, capacity), GUESS_SHARE * capacity * rest);
    const habit = this.expected(this.#lastPhase, capacity);
    const late = this.#line.lateRate * rest;
    if (this.#lastPhase >= SURE_PHASE) return (habit + late) / 2;
    const faded = habit * (1 - FADE * rest);
    return this.#lastPhase < TREND_PHASE ? faded : Math.max(faded, late);
  }

  #learn(capacity: number, own: number): void {
    const total = this.#seen + this.#untold(capacity);
    this.#remember(capacity, Math.min(capacity, total));
    this.#claim.learn(capacity, own, this.#seen, total, this.#risenFor >= LONG_TREND ? this.#rise : 0);
  }

  #remember(capacity: number, total: number): void {
    if (this.#lastIsGuess) this.#profiles.pop();
    this.#lastIsGuess = this.#lastPhase < SURE_PHASE;
    this.#profiles.push(this.#line.finish(total));
    if (this.#profiles.length > MEMORY) this.#profiles.shift();
    this.#mostTotal = 0;
    for (const profile of this.#profiles) this.#mostTotal = Math.max(this.#mostTotal, totalOf(profile));
    const [before = 0, last = 0] = this.#profiles.slice(-2).map(totalOf);
    this.#risenFor = last > before + LEAST_RISE * capacity ? this.#risenFor + 1 : 0;
    this.#rise = riseOf(this.#profiles);
    this.#growth =
      1 + (this.#rise === 0 ? 0 : (TREND_MARGIN * this.#rise) / Math.max(1, totalOf(this.#profiles.at(-1) ?? [])));
  }
}

// Two like rises in a row are taken for a trend; a neighbour that comes and goes rises only once.
function riseOf(profiles: readonly Profile[]): number {
  const [before, middle, last] = profiles.slice(-3).map(totalOf);
  if (before === undefined || middle === undefined || last === undefined) return 0;
  const [first, second] = [middle - before, last - middle];
  return first > 0 && second > 0 && second <= 2 * first ? second : 0;
}

// Held back until the last call, a little less the longer nothing of ours moved.
function heldBeside(phase: number, activePhase: number): number {
  const left = Math.max(0, 1 - phase / LAST_CALL_PHASE);
  return HELD_SHARE_BESIDE * left * Math.min(1, Math.max(0, 1 - (phase - activePhase)));
}

import { medianOf, Usual } from './usual.ts';

const SECOND_MS = 1_000;
/** Added before the logarithm: a change from 1 to 2 ms is nobody's throttling. */
const FLOOR_MS = 5;
/** Judged over so many seconds, without the worst stretch within them: one burst is no change. */
const WINDOW_MS = 30_000;
const BURST_MS = 9_000;
const RECENT_MS = 12_000;
/** Seconds with answers that a judgement needs. */
const MIN_SECONDS = 10;
const WARM_MS = 300_000;
const WARM_SECONDS = 60;
/** An endpoint whose usual time is not known yet says nothing. */
const MIN_KNOWN = 8;
const MOST_ENDPOINTS = 200;
/** What adds up: the natural logarithm of the ratio to the usual, beyond 22 % more. */
const ALLOWANCE = 0.2;
/** The median of what is left must be 20 % up to be called slow, and more by this many of its own standard errors. */
const SLOW_LEVEL = 0.18;
const SLOW_ERRORS = 1.2;
/** The whole is well again below 13 %. */
const WELL_LEVEL = 0.12;
const SUSPECT_LEVEL = 0.2;
const MOST_PER_SECOND = 0.5;
const LEAST_NOISE = 0.05;
/** With less summed up there is nothing to look at. */
const LEAST_SUM = 0.5;
/** Mean seconds between two false alarms that the sum alone is set for: some months. */
const MEAN_SECONDS_APART = 1e7;
/** What has been slow for so long is the new usual. */
const LONGEST_MS = 6 * 3_600_000;
/** After a silence this long what was summed up says nothing any more. */
const SILENCE_MS = 60_000;
const MAD_TO_SIGMA = 1.4826;
/** The median of many normal values strays by so much more than their mean. */
const MEDIAN_ERROR = 1.25;

interface Second {
  readonly atMs: number;
  readonly level: number;
  /** Answers it is the median of. */
  readonly count: number;
}

/**
 * Answer times of one class of endpoints of one exchange. Each is taken as the logarithm of its ratio to what is usual
 * for its own endpoint, so that another mix of calls is no change; each second gives the median of its ratios; and a
 * one-sided cumulative sum (Page, 1954) of those medians finds the change. A change is believed when the median of the
 * last half minute without its worst 8 s is up as well, which no burst and no outlier can do alone. Times are monotonic
 * ms.
 */
export class LatencySeries {
  readonly #usual = new Map<string, Usual>();
  readonly #noise = new Usual();
  #window: Second[] = [];
  #ratios: number[] = [];
  #second = Number.NEGATIVE_INFINITY;
  #firstMs: number | null = null;
  #seconds = 0;
  #sum = 0;
  #levelKnown: number | null | undefined = undefined;
  #slowSinceMs: number | null = null;

  /** One answer: how long until its first byte, ms. */
  note(endpoint: string, ms: number, nowMs: number): void {
    this.advance(nowMs);
    const usual = this.#usualOf(endpoint);
    if (usual === null) return;
    const time = Math.log(Math.max(0, ms) + FLOOR_MS);
    if (!this.#isSuspect(nowMs)) usual.offer(time, nowMs);
    if (usual.median === null || usual.count < MIN_KNOWN) return;
    this.#firstMs ??= nowMs;
    this.#second = Math.floor(nowMs / SECOND_MS);
    const ratio = time - usual.median;
    if (!this.#isSuspect(nowMs)) this.#noise.offer(Math.abs(ratio), nowMs);
    this.#ratios.push(ratio);
  }

  /** Ends the second that is over. */
  advance(nowMs: number): void {
    if (this.#ratios.length === 0 || Math.floor(nowMs / SECOND_MS) === this.#second) return;
    const atMs = this.#second * SECOND_MS;
    const second = { atMs, level: medianOf(this.#ratios), count: this.#ratios.length };
    this.#ratios = [];
    this.#take(second);
  }

  isSlow(nowMs: number): boolean {
    this.#forget(nowMs);
    return this.#slowSinceMs !== null;
  }

  /** Median ratio to the usual over the last half minute, as a share more: 0.5 is half as long again; null: too few answers. */
  shareMore(): number | null {
    const level = this.#level();
    return level === null ? null : Math.exp(level) - 1;
  }

  /** The same as a logarithm, to compare others with; null: too few answers, or none of late. */
  levelNow(nowMs: number): number | null {
    const last = this.#window.at(-1);
    return last === undefined || nowMs - last.atMs > RECENT_MS ? null : this.#level();
  }

  #usualOf(endpoint: string): Usual | null {
    const known = this.#usual.get(endpoint);
    if (known !== undefined) return known;
    if (this.#usual.size >= MOST_ENDPOINTS) return null;
    const made = new Usual();
    this.#usual.set(endpoint, made);
    return made;
  }

  #take(second: Second): void {
    const { atMs, level } = second;
    const last = this.#window.at(-1);
    if (last !== undefined && atMs - last.atMs > SILENCE_MS) this.#restart();
    this.#seconds += 1;
    this.#window.push(second);
    while ((this.#window[0]?.atMs ?? atMs) <= atMs - WINDOW_MS) this.#window.shift();
    this.#levelKnown = undefined;
    this.#sum = Math.max(0, this.#sum + Math.min(MOST_PER_SECOND, level) - ALLOWANCE);
    this.#judge(atMs);
  }

  #judge(atMs: number): void {
    if (this.#slowSinceMs === null && this.#sum < LEAST_SUM) return;
    const level = this.#level();
    if (level === null) return;
    if (this.#slowSinceMs !== null) {
      if (level < WELL_LEVEL) this.#restart();
      return;
    }
    const isWarm = this.#firstMs !== null && atMs - this.#firstMs >= WARM_MS && this.#seconds >= WARM_SECONDS;
    if (!isWarm || level < SLOW_LEVEL || this.#sum < this.#sumNeeded()) return;
    const error = (MEDIAN_ERROR * this.#sigma()) / Math.sqrt(answersIn(this.#window));
    if (levelWithoutBurst(this.#window) >= SLOW_LEVEL + SLOW_ERRORS * error) this.#slowSinceMs = atMs;
  }

  /** Median ratio of the window, as a logarithm; null: too few seconds. Worked out when somebody asks. */
  #level(): number | null {
    if (this.#levelKnown === undefined) {
      const levels = this.#window.map(({ level }) => level);
      this.#levelKnown = levels.length < MIN_SECONDS ? null : medianOf(levels);
    }
    return this.#levelKnown;
  }

  // Siegmund's approximation of the mean time between false alarms of such a sum, solved for its bound. The steadier the
  // exchange, the sooner a change is sure.
  #sumNeeded(): number {
    const perSecond = Math.sqrt(answersIn(this.#window) / this.#window.length);
    const sigma = Math.max(LEAST_NOISE, this.#sigma() / perSecond);
    const allowance = ALLOWANCE / sigma;
    const bound = Math.log(MEAN_SECONDS_APART * 2 * allowance ** 2) / (2 * allowance) - 1.166;
    return Math.max(LEAST_SUM, sigma * bound);
  }

  /** How far single answers stray, as a logarithm. */
  #sigma(): number {
    return MAD_TO_SIGMA * (this.#noise.median ?? 1);
  }

  // What may be slow must not become the usual while it is looked at.
  #isSuspect(nowMs: number): boolean {
    if (this.#slowSinceMs !== null) return nowMs - this.#slowSinceMs < LONGEST_MS;
    if (this.#sum < LEAST_SUM || this.#seconds < WARM_SECONDS) return false;
    const level = this.#level();
    return level !== null && level > SUSPECT_LEVEL;
  }

  #forget(nowMs: number): void {
    const last = this.#window.at(-1);
    if (last !== undefined && nowMs - last.atMs > SILENCE_MS) this.#restart();
  }

  #restart(): void {
    this.#window = [];
    this.#sum = 0;
    this.#levelKnown = null;
    this.#slowSinceMs = null;
  }
}

/** The median of the seconds that are left when the stretch is taken out without which it is lowest. */
function levelWithoutBurst(window: readonly Second[]): number {
  const levels = window.map(({ atMs }) =>
    medianOf(window.filter((second) => second.atMs < atMs || second.atMs >= atMs + BURST_MS).map(({ level }) => level)),
  );
  return Math.min(...levels.filter((level) => !Number.isNaN(level)));
}

function answersIn(window: readonly Second[]): number {
  return window.reduce((sum, { count }) => sum + count, 0);
}

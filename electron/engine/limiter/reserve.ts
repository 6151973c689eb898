/** Others never hold back more than this share of a bucket. */
const MOST_KEPT_SHARE = 0.75;
/** A burst of others is forgotten over this many spans. */
const BURST_SPANS = 10;
/** The most others had in a sliding window is forgotten over this many spans. */
const PEAK_SPANS = 5;
/** The usual step between two readings follows a new one by this share. */
const STEP_WEIGHT = 0.2;
/** A refusal holds back at least this share of the bucket more; quiet time lets it out over so many spans. */
const REFUSAL_SHARE = 0.1;
const REFUSAL_SPANS = 8;
/** Until one span was watched others may be there unseen. */
const UNSEEN_SHARE = 0.5;
/** Below this a bucket is too small to hold anything back on suspicion, or parts of a unit. */
const MIN_CAUTIOUS_CAPACITY = 50;
/**
 * Whoever spends more than the others leaves so much more of the bucket free, so that they find room first. Room kept
 * costs nothing in a counter that drains all the time; in a sliding window it is lost.
 */
const FAIR_DRAINING = 2;
const FAIR_SLIDING = 0.6;

/**
 * How much of a bucket without window edges (sliding or draining) to leave for others.
 *
 * What readings show beyond our own spend is learnt as a rate and as the largest burst above that rate; both are left
 * free, with what the rate brings since the last reading. Where the exchange tells nothing but refusals, each refusal
 * holds back more and quiet time lets it out again. News that is older than a span fades, so nobody waits for ever.
 * `spanMs` is the time in which a full bucket empties. Amounts are in the bucket's unit, times monotonic ms.
 */
export class ForeignReserve {
  readonly #isRead: boolean;
  #atMs = Number.NaN;
  #firstMs = Number.NaN;
  /** The last reading or refusal; until the first reading, our last spend. */
  #newsAtMs = -Infinity;
  #hasReading = false;
  /** What others and we spend, per ms, over about a span. */
  #rate = 0;
  #ownRate = 0;
  /** What others spend from one reading to the next. */
  #step = 0;
  /** Spent by others above their rate: now, and the most of late. */
  #above = 0;
  #mostAbove = 0;
  /** The most others had in a sliding window, of late. */
  #peak = 0;
  #refused = 0;
  #refusedAtMs = -Infinity;

  /** `isRead`: the exchange tells how full the bucket is. */
  constructor(isRead: boolean) {
    this.#isRead = isRead;
  }

  /** A reading: others spent `excess` since the one before and have `held` in the bucket. */
  see(excess: number, held: number, nowMs: number, spanMs: number): void {
    this.#pass(nowMs, spanMs);
    this.#newsAtMs = nowMs;
    this.#peak = Math.max(this.#peak, held);
    // The first shows what was there before us: that is no rate.
    const isFirst = !this.#hasReading;
    this.#hasReading = true;
    if (excess <= 0 || isFirst) return;
    this.#rate += excess / spanMs;
    this.#step += (excess - this.#step) * STEP_WEIGHT;
    this.#above += excess;
    this.#mostAbove = Math.max(this.#mostAbove, this.#above);
  }

  /** We spent so much. */
  spend(cost: number, nowMs: number, spanMs: number): void {
    this.#pass(nowMs, spanMs);
    if (!this.#hasReading) this.#newsAtMs = nowMs;
    this.#ownRate += cost / spanMs;
  }

  /** A call that left at `leftMs` was refused although `free` seemed free. Calls that left together teach once. */
  refuse(leftMs: number, free: number, capacity: number, nowMs: number, spanMs: number): void {
    if (leftMs < this.#refusedAtMs) return;
    this.#pass(nowMs, spanMs);
    this.#refusedAtMs = nowMs;
    this.#newsAtMs = nowMs;
    this.#refused = Math.min(MOST_KEPT_SHARE * capacity, this.#refused + Math.max(REFUSAL_SHARE * capacity, free));
  }

  /** What to leave free now. `held`: what others have in the bucket as far as known; `isDraining`: it has no window. */
  kept(capacity: number, held: number, isDraining: boolean, nowMs: number, spanMs: number): number {
    const unseen = Math.max(0, this.#unseenShare(capacity, nowMs, spanMs) * capacity - held);
    if (Number.isNaN(this.#atMs)) return unseen;
    const spans = Math.max(0, nowMs - this.#atMs) / spanMs;
    const fair = this.#unfairness() * (isDraining ? FAIR_DRAINING : FAIR_SLIDING) * capacity;
    const seen = this.#step + fair + (isDraining ? this.#burst(nowMs, spanMs, spans) : this.#returning(held, spans));
    const freshness = Math.max(0, Math.min(1, 2 - (nowMs - this.#newsAtMs) / spanMs));
    const refused = this.#refused * Math.exp(-spans / REFUSAL_SPANS);
    const kept = Math.min(MOST_KEPT_SHARE * capacity, Math.max(seen, unseen) * freshness + refused);
    return capacity < MIN_CAUTIOUS_CAPACITY ? Math.floor(kept) : kept;
  }

  /** What others are expected to spend in one span. */
  expected(spanMs: number): number {
    return this.#rate * spanMs;
  }

  // What came since the last reading, and the rest of the largest burst.
  #burst(nowMs: number, spanMs: number, spans: number): number {
    const sinceNews = this.#rate * Math.min(spanMs, nowMs - this.#newsAtMs);
    return sinceNews + Math.max(0, this.#mostAbove - this.#above * Math.max(0, 1 - spans));
  }

  // What has left the window of theirs will come again.
  #returning(held: number, spans: number): number {
    return Math.max(0, this.#peak * Math.exp(-spans / PEAK_SPANS) - held);
  }

  #unseenShare(capacity: number, nowMs: number, spanMs: number): number {
    if (!this.#isRead || capacity < MIN_CAUTIOUS_CAPACITY) return 0;
    if (Number.isNaN(this.#firstMs)) this.#firstMs = nowMs;
    return UNSEEN_SHARE * Math.max(0, 1 - (nowMs - this.#firstMs) / spanMs);
  }

  #unfairness(): number {
    if (this.#rate <= 0) return 0;
    return Math.max(0, this.#ownRate / (this.#rate + this.#ownRate) - 0.5);
  }

  #pass(nowMs: number, spanMs: number): void {
    const forMs = Number.isNaN(this.#atMs) ? 0 : Math.max(0, nowMs - this.#atMs);
    if (forMs === 0 && !Number.isNaN(this.#atMs)) return;
    const spans = forMs / spanMs;
    this.#atMs = nowMs;
    this.#above = Math.max(0, this.#above - this.#rate * forMs);
    this.#mostAbove *= Math.exp(-spans / BURST_SPANS);
    this.#step *= Math.exp(-spans / BURST_SPANS);
    this.#peak *= Math.exp(-spans / PEAK_SPANS);
    this.#refused *= Math.exp(-spans / REFUSAL_SPANS);
    this.#rate *= Math.exp(-spans);
    this.#ownRate *= Math.exp(-spans);
  }
}

/** Beside others half of a bucket is ours: they may want as much. */
export const FAIR_SHARE = 0.5;
/** Others never get us below about this share, however much they take. */
const LEAST_SHARE = 0.25;
/** Seen to spend more than this while the bucket overflowed, the others do not make room for us. */
const UNFAIR_SHARE = 0.52;
/** Left free beyond what they took; and asked for again per window, so that sharing comes back. */
const MARGIN = 0.02;
const STEP = 0.05;

/**
 * The share of a bucket we insist on beside others. Two that insist on half settle there within a window, because each
 * lets its second half out only as the window passes. Who overflows the bucket rather than make room is left what he
 * takes, and asked again little by little.
 */
export class Claim {
  #share = FAIR_SHARE;

  get share(): number {
    return this.#share;
  }

  /**
   * A window ended. `seen`: what others had surely spent; `total`: with what is guessed of its end; `rise`: what they
   * took more than in the window before, where that is a trend.
   */
  learn(capacity: number, own: number, seen: number, total: number, rise: number): void {
    const isIgnored = seen > UNFAIR_SHARE * capacity && own + seen > capacity;
    const isOutgrown = rise > 0 && total > UNFAIR_SHARE * capacity;
    this.#share =
      isIgnored || isOutgrown
        ? Math.max(LEAST_SHARE, Math.min(this.#share, 1 - (total + rise) / capacity) - MARGIN)
        : Math.min(FAIR_SHARE, this.#share + STEP);
  }
}

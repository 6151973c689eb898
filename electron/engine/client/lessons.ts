import type { AccountId } from '../../../shared/model/account.ts';
import type { Bucket } from '../../../shared/model/bucket.ts';
import type { Reading } from '../../../shared/model/reading.ts';

/** What a run learned of an exchange that is not in its table, or refused to learn. Names and figures alone. */
export type Lesson =
  | {
      readonly kind: 'limit-ignored';
      readonly account: AccountId;
      readonly bucket: string;
      readonly capacity: number;
      /** What the table says, which stays. */
      readonly catalogued: number;
    }
  | {
      /** A limit that Headroom has no bucket for, so that nothing is counted against it. */
      readonly kind: 'limit-unknown';
      readonly account: AccountId;
      readonly limit: string;
      readonly capacity: number;
    }
  | {
      readonly kind: 'cost-raised';
      readonly account: AccountId;
      readonly endpoint: string;
      readonly bucket: string;
      readonly from: number;
      readonly to: number;
    };

/**
 * How far a limit may be from the catalogue's and still be believed. Known differences: the order cap of OKX's highest
 * fill-ratio tier is 10 times the first ("Sub-account rate limit", 2026-08), Binance raised raw requests fivefold
 * (CHANGELOG.md of 2026-03-27), Kraken's tiers differ threefold ("Spot Trading Limits", 2026-05).
 */
const MOST_FACTOR = 100;
const LONGEST_PERIOD_MS = 7 * 86_400_000;

/** True for a limit that can be one: malformed and absurd ones would open a gate for good, or close it for ever. */
export function isSaneLimit(reading: Extract<Reading, { kind: 'capacity' }>, bucket: Bucket): boolean {
  const { capacity, window } = reading;
  if (!Number.isFinite(capacity) || capacity < 1) return false;
  if (capacity > bucket.capacity * MOST_FACTOR || capacity * MOST_FACTOR < bucket.capacity) return false;
  if (window === null) return true;
  if (window.kind === 'decaying') return window.perSecond > 0 && Number.isFinite(window.perSecond);
  return window.periodMs > 0 && window.periodMs <= LONGEST_PERIOD_MS;
}

/** An exchange that says something absurd and new in every answer must not fill a log. */
const MOST_TOLD = 200;

/** Tells each lesson once a run, however often an exchange repeats it. */
export class LessonBook {
  readonly #told = new Set<string>();
  readonly #tell: (lesson: Lesson) => void;

  constructor(tell: (lesson: Lesson) => void) {
    this.#tell = tell;
  }

  note(lesson: Lesson): void {
    const name = JSON.stringify(lesson);
    if (this.#told.has(name) || this.#told.size >= MOST_TOLD) return;
    this.#told.add(name);
    try {
      this.#tell(lesson);
    } catch {
      // Whoever keeps the log tells of its own trouble; the answer that taught it must still reach its caller.
    }
  }
}

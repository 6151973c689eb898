import { SpendLog } from './spend-log.ts';

/** A log over this period tells times a millisecond apart. */
const PERIOD_MS = 1024;

/**
 * Own costs since a reading was last believed, by the latest time at which they may have been counted. What may still be
 * on its way stands apart: in one log it would hold everything back that was settled after it.
 */
export class RecentSpend {
  readonly #settled = new SpendLog(PERIOD_MS);
  readonly #late = new SpendLog(PERIOD_MS);

  push(atMs: number, cost: number, isLate: boolean): void {
    (isLate ? this.#late : this.#settled).push(atMs, cost);
  }

  sumSince(timeMs: number): number {
    return this.#settled.sumSince(timeMs) + this.#late.sumSince(timeMs);
  }

  dropBefore(timeMs: number): void {
    this.#settled.dropBefore(timeMs);
    this.#late.dropBefore(timeMs);
  }
}

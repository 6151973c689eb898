import type { Counter } from './state.ts';
import type { BoundReading } from './types.ts';

/** A count of another window than the one that is limited now says nothing of it. */
export function isOfWindow({ periodMs }: Extract<BoundReading, { kind: 'used' }>, { window }: Counter): boolean {
  return periodMs === undefined || (window.kind !== 'decaying' && window.periodMs === periodMs);
}

/** Doubled readings of a counter: the larger sane one counts. */
export function usedReading(readings: readonly BoundReading[], counter: Counter): number | null {
  let largest: number | null = null;
  for (const reading of readings) {
    if (reading.kind !== 'used' || reading.key !== counter.key || !Number.isFinite(reading.used)) continue;
    if (!isOfWindow(reading, counter)) continue;
    largest = Math.max(largest ?? reading.used, reading.used);
  }
  return largest;
}

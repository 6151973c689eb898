import type { Bucket } from '../../../../shared/model/bucket.ts';
import { bucketsOf } from './limits.ts';
import type { RateLimit } from './schemas.ts';

const PERIOD_MS: Readonly<Record<string, number>> = {
  s: 1_000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  SECOND: 1_000,
  MINUTE: 60_000,
  HOUR: 3_600_000,
  DAY: 86_400_000,
};

/** `unit`: as headers (`s`) or bodies (`SECOND`) write it; 0 for what is no interval. */
export function periodOf(count: number, unit: string): number {
  return count * (PERIOD_MS[unit] ?? 0);
}

/** A row of `rateLimits` and the bucket it limits; null: Headroom has none to count it in. */
export interface LimitRow {
  readonly row: RateLimit;
  readonly periodMs: number;
  readonly bucket: Bucket | null;
}

/**
 * Gives each row of one list its bucket: the one of its interval, else the nearest that no other row of the list names,
 * since intervals have changed before (CHANGELOG.md of 2019-08-15) and such a row replaces the old one.
 */
export function limitRows(rows: readonly RateLimit[]): readonly LimitRow[] {
  const free = new Map<string, Bucket[]>();
  const exact = rows.map((row): LimitRow => {
    const periodMs = periodOf(row.intervalNum, row.interval);
    const buckets = free.get(row.rateLimitType) ?? [...bucketsOf(row.rateLimitType)];
    free.set(row.rateLimitType, buckets);
    return { row, periodMs, bucket: taken(buckets, (bucket) => distance(bucket, periodMs) === 0) };
  });
  return exact.map((one) => {
    if (one.bucket !== null) return one;
    const nearest = nearestOf(free.get(one.row.rateLimitType) ?? [], one.periodMs);
    return { ...one, bucket: taken(free.get(one.row.rateLimitType) ?? [], (bucket) => bucket === nearest) };
  });
}

/** The bucket of a limiter that a count over this period may be about: the one of that window, else the nearest. */
export function nearestBucket(limiter: string, periodMs: number): Bucket | null {
  return periodMs === 0 ? null : nearestOf(bucketsOf(limiter), periodMs);
}

function nearestOf(buckets: readonly Bucket[], periodMs: number): Bucket | null {
  return buckets.reduce<Bucket | null>(
    (best, bucket) => (best === null || distance(bucket, periodMs) < distance(best, periodMs) ? bucket : best),
    null,
  );
}

function distance({ window }: Bucket, periodMs: number): number {
  return window.kind === 'decaying' ? Number.POSITIVE_INFINITY : Math.abs(Math.log(window.periodMs / periodMs));
}

function taken(buckets: Bucket[], isIt: (bucket: Bucket) => boolean): Bucket | null {
  const index = buckets.findIndex(isIt);
  return index < 0 ? null : (buckets.splice(index, 1)[0] ?? null);
}

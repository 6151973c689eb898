import type { ActivityRow } from '../../shared/model/activity.ts';
import type { RowCharge } from '../../shared/model/activity-query.ts';
import type { BucketView } from '../../shared/model/bucket.ts';
import type { EndpointFit } from '../../shared/model/fits.ts';

const MINUTE_MS = 60_000;

/** The newest request of each of the most used endpoints, the most used first. */
export function mostUsed(rows: readonly ActivityRow[], most: number): readonly ActivityRow[] {
  const newest = new Map<string, { readonly row: ActivityRow; calls: number }>();
  for (const row of rows) {
    const known = newest.get(row.endpoint);
    if (known === undefined) newest.set(row.endpoint, { row, calls: 1 });
    else known.calls += 1;
  }
  return [...newest.values()]
    .toSorted((a, b) => b.calls - a.calls || a.row.endpoint.localeCompare(b.row.endpoint))
    .slice(0, most)
    .map(({ row }) => row);
}

/** How many calls priced like these charges the coming minute still takes; null where none of their buckets is known. */
export function fitOf(
  endpoint: string,
  charges: readonly RowCharge[],
  views: ReadonlyMap<string, BucketView>,
  nowMs: number,
): EndpointFit | null {
  const bounds = charges.flatMap(({ key, cost }) => {
    const view = views.get(key);
    return view === undefined || cost <= 0 ? [] : [{ boundBy: key, perMinute: callsIn(view, cost, nowMs) }];
  });
  const [first, ...others] = bounds;
  if (first === undefined) return null;
  const tightest = others.reduce((least, bound) => (bound.perMinute < least.perMinute ? bound : least), first);
  return { endpoint, ...tightest };
}

// What others are expected to take is not ours; a bucket behind a gate takes nothing until its gate opens.
function callsIn(view: BucketView, cost: number, nowMs: number): number {
  if (view.status === 'halted') return 0;
  const now = Math.floor(Math.max(0, view.headroom - view.foreignForecast) / cost);
  return Math.max(0, now + callsLater(view, cost, nowMs));
}

/** Calls that fit into room that time makes within the minute. */
function callsLater(view: BucketView, cost: number, nowMs: number): number {
  const { window } = view.bucket;
  const whole = Math.floor(view.capacity / cost);
  switch (window.kind) {
    case 'fixed': {
      const turnMs = view.emptyAtMs ?? (Math.floor(nowMs / window.periodMs) + 1) * window.periodMs;
      const leftMs = MINUTE_MS - (turnMs - nowMs);
      return leftMs <= 0 ? 0 : whole * Math.ceil(leftMs / window.periodMs);
    }
    case 'sliding':
      // What was spent leaves within one window; each further whole window takes as much again.
      return whole * Math.max(0, Math.floor(MINUTE_MS / window.periodMs) - 1);
    case 'decaying':
      return Math.floor((window.perSecond * MINUTE_MS) / 1_000 / cost);
  }
}

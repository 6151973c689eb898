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

/**
 * How many calls priced like these charges the coming minute still takes, were nothing else sent; null where none of
 * their buckets is known. `answerMs`: how long an answer takes, since a sliding window counts a call until one period
 * after its answer.
 */
export function fitOf(
  endpoint: string,
  charges: readonly RowCharge[],
  views: ReadonlyMap<string, BucketView>,
  nowMs: number,
  answerMs = 0,
): EndpointFit | null {
  const bounds = charges.flatMap(({ key, cost }) => {
    const view = views.get(key);
    return view === undefined || cost <= 0 ? [] : [{ boundBy: key, perMinute: callsIn(view, cost, nowMs, answerMs) }];
  });
  const [first, ...others] = bounds;
  if (first === undefined) return null;
  const tightest = others.reduce((least, bound) => (bound.perMinute < least.perMinute ? bound : least), first);
  return { endpoint, ...tightest };
}

/** The longest that an answer of this endpoint took, ms; 0 while none came. */
export function slowestAnswer(rows: readonly ActivityRow[], endpoint: string): number {
  const answered = rows.filter((row) => row.endpoint === endpoint && row.status !== null);
  return Math.max(0, ...answered.map(({ connectMs, firstByteMs, bodyMs }) => connectMs + firstByteMs + bodyMs));
}

// What others are expected to take is not ours; a bucket behind a gate takes nothing until its gate opens.
function callsIn(view: BucketView, cost: number, nowMs: number, answerMs: number): number {
  if (view.isGated === true) return 0;
  const room = Math.max(0, view.headroom - view.foreignForecast);
  const { window } = view.bucket;
  switch (window.kind) {
    case 'fixed':
      return callsInFixed(view, room, cost, window.periodMs, nowMs);
    case 'sliding':
      return callsInSliding(view, room, cost, window.periodMs + LEAVES_MS + answerMs, nowMs);
    case 'decaying':
      // What is in flight does not drain yet.
      return Math.floor((room + (window.perSecond * Math.max(0, MINUTE_MS - answerMs)) / 1_000) / cost);
  }
}

function callsInFixed(view: BucketView, room: number, cost: number, periodMs: number, nowMs: number): number {
  const turnMs = view.emptyAtMs ?? (Math.floor(nowMs / periodMs) + 1) * periodMs;
  const leftMs = MINUTE_MS - (turnMs - nowMs);
  // Ended by the minute rather than by its turn, a window has not let out all of its room.
  if (leftMs <= 0) return Math.max(0, Math.floor((room - keptBack(view, 1 + leftMs / periodMs)) / cost));
  const windows = Math.ceil(leftMs / periodMs);
  const last = Math.floor((view.capacity - keptBack(view, leftMs / periodMs - (windows - 1))) / cost);
  return Math.floor(room / cost) + Math.floor(view.capacity / cost) * (windows - 1) + last;
}

/** The limiter lets this share of a window whose use is read out step by step, the last of it at `LET_OUT_PHASE`. */
const KEPT_SHARE = 0.02;
const LET_OUT_PHASE = 0.95;
/** Smaller buckets keep nothing back. */
const LEAST_CAPACITY = 50;

function keptBack({ readingAtMs, capacity }: BucketView, phase: number): number {
  if (readingAtMs === null || capacity < LEAST_CAPACITY) return 0;
  return KEPT_SHARE * capacity * Math.sqrt(Math.max(0, 1 - Math.max(0, phase) / LET_OUT_PHASE));
}

// A place is free again `againMs` after the call that took it, those taken now at the latest when the window is empty.
function callsInSliding(view: BucketView, room: number, cost: number, againMs: number, nowMs: number): number {
  const places = Math.floor(view.capacity / cost);
  const free = Math.min(places, Math.floor(room / cost));
  const takenForMs = view.emptyAtMs === null ? againMs : Math.max(0, view.emptyAtMs + LEAVES_MS - nowMs);
  const ofFree = 1 + Math.floor(MINUTE_MS / againMs);
  const ofTaken = takenForMs >= MINUTE_MS ? 0 : 1 + Math.floor((MINUTE_MS - takenForMs) / againMs);
  return free * ofFree + (places - free) * ofTaken;
}

/** A cost still weighs at exactly one period. */
const LEAVES_MS = 0.5;

import { createStore, type StoreApi } from 'zustand/vanilla';
import type { BucketView } from '../../shared/model/bucket.ts';
import type { UsePoint } from '../../shared/model/activity.ts';
import { LOADING, type Phase, READY } from './phase.ts';

export interface Series {
  readonly phase: Phase;
  readonly points: readonly UsePoint[];
}

export interface SeriesState {
  readonly byKey: Readonly<Record<string, Series>>;
}

export type SeriesStore = StoreApi<SeriesState>;

/** What the page keeps of every bucket: enough for the small charts of the rows and the end of the large one. */
export const SERIES_SPAN_MS = 5 * 60_000;
export const NO_SERIES: Series = { phase: LOADING, points: [] };
const SECOND_MS = 1_000;

export function createSeriesStore(): SeriesStore {
  return createStore(() => ({ byKey: {} }));
}

/** The second's highest use of each bucket, gathered between two writes. */
export class SecondPeaks {
  #points = new Map<string, UsePoint>();

  add(views: readonly BucketView[]): void {
    for (const view of views) this.#points.set(view.key, higherOf(this.#points.get(view.key), pointOf(view)));
  }

  take(): ReadonlyMap<string, UsePoint> {
    const points = this.#points;
    this.#points = new Map();
    return points;
  }
}

function pointOf(view: BucketView): UsePoint {
  const atMs = Math.floor(view.atMs / SECOND_MS) * SECOND_MS;
  return { atMs, used: view.used, foreign: view.foreign, inFlight: view.inFlight, capacity: view.capacity };
}

function higherOf(known: UsePoint | undefined, point: UsePoint): UsePoint {
  if (known === undefined) return point;
  return point.used + point.inFlight >= known.used + known.inFlight ? point : { ...known, atMs: point.atMs };
}

/** Adds one point to each bucket's ring and lets go of what is older than the span. */
export function withPoints(state: SeriesState, points: ReadonlyMap<string, UsePoint>): SeriesState {
  if (points.size === 0) return state;
  const byKey: Record<string, Series> = { ...state.byKey };
  for (const [key, point] of points) byKey[key] = appended(byKey[key] ?? NO_SERIES, point);
  return { byKey };
}

function appended(series: Series, point: UsePoint): Series {
  const cutoffMs = point.atMs - SERIES_SPAN_MS;
  const start = series.points.findIndex((known) => known.atMs >= cutoffMs);
  const kept = start < 0 ? [] : series.points.slice(start);
  const last = kept.at(-1);
  if (last !== undefined && last.atMs >= point.atMs) kept.pop();
  return { ...series, points: [...kept, point] };
}

/** History from the host goes before what the page has seen itself. */
export function withHistory(state: SeriesState, key: string, history: readonly UsePoint[]): SeriesState {
  const own = state.byKey[key]?.points ?? [];
  const firstMs = own[0]?.atMs ?? Number.POSITIVE_INFINITY;
  const points = [...history.filter((point) => point.atMs < firstMs), ...own];
  return { byKey: { ...state.byKey, [key]: { phase: READY, points } } };
}

export function withSeriesPhase(state: SeriesState, key: string, phase: Phase): SeriesState {
  const series = state.byKey[key] ?? NO_SERIES;
  return { byKey: { ...state.byKey, [key]: { ...series, phase } } };
}

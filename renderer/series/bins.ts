import type { LatencyPoint, UsePoint } from '../../shared/model/activity.ts';

export interface Span {
  readonly nowMs: number;
  readonly spanMs: number;
  readonly bins: number;
}

/** One drawn point of a bucket; nulls are holes: nothing was known then. */
export interface UseBin {
  readonly atMs: number;
  readonly own: number | null;
  readonly foreign: number | null;
  readonly inFlight: number | null;
  readonly capacity: number | null;
}

/** Silence longer than this over a bucket in use is a hole, not a flat line: a bucket that drains speaks every second. */
const HOLE_AFTER_MS = 10_000;

/** Points down-sampled to the highest use of each bin; the last known value carries over short silences. */
export function binUse(points: readonly UsePoint[], span: Span): readonly UseBin[] {
  const binMs = span.spanMs / span.bins;
  const firstMs = firstBinMs(span, binMs);
  const found = gather(points, firstMs, binMs, span.bins, (a, b) =>
    b.used + b.inFlight >= a.used + a.inFlight ? b : a,
  );
  let last = points.findLast((point) => point.atMs < firstMs) ?? null;
  return found.map((point, index) => {
    const atMs = firstMs + index * binMs;
    if (point !== null) last = point;
    return last !== null && isStillTrue(last, atMs, binMs) ? drawn(last, atMs) : hole(atMs);
  });
}

function isStillTrue(last: UsePoint, atMs: number, binMs: number): boolean {
  if (last.used <= 0 && last.inFlight <= 0) return true;
  return atMs - last.atMs <= Math.max(HOLE_AFTER_MS, 3 * binMs);
}

function drawn(point: UsePoint, atMs: number): UseBin {
  const { foreign, inFlight, capacity } = point;
  return { atMs, own: Math.max(0, point.used - foreign), foreign, inFlight, capacity };
}

function hole(atMs: number): UseBin {
  return { atMs, own: null, foreign: null, inFlight: null, capacity: null };
}

export interface LatencyBin {
  readonly atMs: number;
  readonly p50: number | null;
  readonly p95: number | null;
  readonly count: number;
  readonly failures: number;
}

/** Latency by bin: p50 is the mean of the seconds' medians weighted by calls, p95 that of the worst second. */
export function binLatency(points: readonly LatencyPoint[], span: Span): readonly LatencyBin[] {
  const binMs = span.spanMs / span.bins;
  const firstMs = firstBinMs(span, binMs);
  const found = gather(points, firstMs, binMs, span.bins, joined);
  return found.map((point, index) => {
    const atMs = firstMs + index * binMs;
    return {
      atMs,
      p50: point?.p50 ?? null,
      p95: point?.p95 ?? null,
      count: point?.count ?? 0,
      failures: point?.failures ?? 0,
    };
  });
}

export interface LoneBin extends LatencyBin {
  /** Nothing is known just before and after it: no line leads to it. */
  readonly isLone: boolean;
}

export function withLoneness(bins: readonly LatencyBin[]): readonly LoneBin[] {
  const isKnown = (place: number): boolean => (bins[place]?.p50 ?? null) !== null;
  return bins.map((bin, index) => ({ ...bin, isLone: isKnown(index) && !isKnown(index - 1) && !isKnown(index + 1) }));
}

/** Whether there are points, all of them within so long, ms. */
export function isWithin(points: readonly LatencyPoint[], spanMs: number): boolean {
  const first = points[0];
  const last = points.at(-1);
  return first !== undefined && last !== undefined && last.atMs - first.atMs < spanMs;
}

function joined(a: LatencyPoint, b: LatencyPoint): LatencyPoint {
  const count = a.count + b.count;
  return { atMs: a.atMs, count, failures: a.failures + b.failures, p50: weighted(a, b), p95: higher(a.p95, b.p95) };
}

function weighted(a: LatencyPoint, b: LatencyPoint): number | null {
  if (a.p50 === null || b.p50 === null) return a.p50 ?? b.p50;
  const count = a.count + b.count;
  return count === 0 ? a.p50 : (a.p50 * a.count + b.p50 * b.count) / count;
}

function higher(a: number | null, b: number | null): number | null {
  if (a === null || b === null) return a ?? b;
  return Math.max(a, b);
}

/** Bins lie on whole multiples of their width, so that a moving window does not reshuffle them. */
function firstBinMs(span: Span, binMs: number): number {
  return (Math.floor(span.nowMs / binMs) - span.bins + 1) * binMs;
}

function gather<Point extends { readonly atMs: number }>(
  points: readonly Point[],
  firstMs: number,
  binMs: number,
  bins: number,
  join: (a: Point, b: Point) => Point,
): readonly (Point | null)[] {
  const found: (Point | null)[] = Array.from({ length: bins }, () => null);
  for (const point of points) {
    const index = Math.floor((point.atMs - firstMs) / binMs);
    if (index < 0 || index >= bins) continue;
    const known = found[index] ?? null;
    found[index] = known === null ? point : join(known, point);
  }
  return found;
}

/** Times on the axis: whole quarter minutes, minutes or three minutes. */
export function axisTimes(nowMs: number, spanMs: number): readonly number[] {
  const stepMs = spanMs <= 60_000 ? 15_000 : spanMs <= 300_000 ? 60_000 : 180_000;
  const lastMs = Math.floor(nowMs / stepMs) * stepMs;
  const count = Math.floor(spanMs / stepMs);
  return Array.from({ length: count }, (_, index) => lastMs - (count - 1 - index) * stepMs);
}

/** Top of the axis: the capacity, or, where use is a sliver of it, a few times the peak so that it can be seen at all. */
export function axisTop(peak: number, capacity: number): { readonly top: number; readonly isCapacityAbove: boolean } {
  const isSliver = peak > 0 && peak < capacity * 0.04;
  return isSliver
    ? { top: niceAbove(peak * 2.5), isCapacityAbove: true }
    : { top: Math.max(capacity, peak) * 1.08, isCapacityAbove: false };
}

/** The next round figure: 1, 1.5, 2, 3, 5 or 7 and noughts. */
export function niceAbove(value: number): number {
  const power = 10 ** Math.floor(Math.log10(value));
  const step = [1, 1.5, 2, 3, 5, 7, 10].find((factor) => factor * power >= value) ?? 10;
  return step * power;
}

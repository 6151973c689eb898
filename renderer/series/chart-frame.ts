import type { BucketView } from '../../shared/model/bucket.ts';

/** A stretch of host time, ms. */
export interface Stretch {
  readonly fromMs: number;
  readonly untilMs: number;
}

/** What a chart shows: history up to `nowMs`, and after it, where time will tell, a part of the future. */
export interface ChartFrame extends Stretch {
  /** End of what is known: now, or the end of the zoomed stretch. */
  readonly knownUntilMs: number;
}

/** Part of the width kept for what comes, so that the axis does not jump when a window turns. */
const AHEAD_SHARE = 0.16;
const DAY_MS = 86_400_000;

export function frameOf(spanMs: number, zoom: Stretch | null, nowMs: number): ChartFrame {
  if (zoom !== null) return { ...zoom, knownUntilMs: Math.min(zoom.untilMs, nowMs) };
  const untilMs = nowMs + (spanMs * AHEAD_SHARE) / (1 - AHEAD_SHARE);
  return { fromMs: nowMs - spanMs, untilMs, knownUntilMs: nowMs };
}

/** How long before a stretch lies what it is compared with: a day, or for stretches longer than one, a week. */
export function compareOffsetMs(spanMs: number): number {
  return spanMs > DAY_MS ? 7 * DAY_MS : DAY_MS;
}

const STEPS_MS = [
  1_000,
  2_000,
  5_000,
  15_000,
  30_000,
  60_000,
  120_000,
  300_000,
  900_000,
  1_800_000,
  3_600_000,
  10_800_000,
  21_600_000,
  43_200_000,
  DAY_MS,
  2 * DAY_MS,
];

export interface Ticks {
  readonly stepMs: number;
  readonly timesMs: readonly number[];
}

/** Times on the axis, at whole steps, at most `most` of them. */
export function ticksOf({ fromMs, untilMs }: Stretch, most: number): Ticks {
  const stepMs = STEPS_MS.find((step) => (untilMs - fromMs) / step <= most) ?? 7 * DAY_MS;
  const firstMs = Math.ceil(fromMs / stepMs) * stepMs;
  const count = Math.max(0, Math.floor((untilMs - firstMs) / stepMs) + 1);
  return { stepMs, timesMs: Array.from({ length: count }, (_, index) => firstMs + index * stepMs) };
}

/** What will be spent if nothing more of our own leaves, and, above it, what others will probably add. */
export interface ForecastPoint {
  readonly atMs: number;
  readonly low: number;
  readonly high: number;
}

const NO_FORECAST: readonly ForecastPoint[] = [];
const STEPS = 12;

/** From now to the turn of the window or the end of the drain, cut at the end of the frame. */
export function forecastOf(view: BucketView, nowMs: number, endMs: number): readonly ForecastPoint[] {
  const { emptyAtMs, used, foreignForecast, capacity, bucket } = view;
  const isNothing = emptyAtMs === null || (used <= 0 && foreignForecast <= 0) || emptyAtMs <= nowMs;
  if (isNothing || endMs <= nowMs) return NO_FORECAST;
  const lengthMs = emptyAtMs - nowMs;
  const untilMs = Math.min(emptyAtMs, endMs);
  const points = Array.from({ length: STEPS + 1 }, (_, index) => {
    const atMs = nowMs + ((untilMs - nowMs) * index) / STEPS;
    const progress = (atMs - nowMs) / lengthMs;
    const low = bucket.window.kind === 'fixed' ? used : used * (1 - progress);
    return { atMs, low, high: Math.min(capacity, low + foreignForecast * progress) };
  });
  const isTurnSeen = bucket.window.kind === 'fixed' && emptyAtMs <= endMs;
  return isTurnSeen ? [...points, { atMs: emptyAtMs, low: 0, high: 0 }] : points;
}

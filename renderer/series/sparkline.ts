import type { BucketView } from '../../shared/model/bucket.ts';
import type { UsePoint } from '../../shared/model/activity.ts';
import { binUse } from './bins.ts';

export const SPARK_SPAN_MS = 180_000;
/** What comes after now: room for a counter that drains or a window that turns. */
export const SPARK_AHEAD_MS = 45_000;
export const SPARK_WIDTH = 100;
export const SPARK_HEIGHT = 20;
const BINS = 60;
const NOW_X = (SPARK_WIDTH * SPARK_SPAN_MS) / (SPARK_SPAN_MS + SPARK_AHEAD_MS);
const TOP = 1;
const BOTTOM = SPARK_HEIGHT - 1;

export interface Spark {
  /** Path of the use so far, closed to the ground so that it can be filled. */
  readonly area: string;
  /** Path of what time alone will do: a drain, or the turn of a window. Empty where nothing is known. */
  readonly ahead: string;
  /** Where now is, of SPARK_WIDTH. */
  readonly nowX: number;
}

/** One bucket's last minutes and the next seconds as two paths in a box of SPARK_WIDTH × SPARK_HEIGHT; the box is as high as the capacity. */
export function sparkOf(points: readonly UsePoint[], view: BucketView, nowMs: number): Spark {
  return { area: areaOf(points, nowMs), ahead: aheadOf(view, nowMs), nowX: NOW_X };
}

function areaOf(points: readonly UsePoint[], nowMs: number): string {
  const bins = binUse(points, { nowMs, spanMs: SPARK_SPAN_MS, bins: BINS });
  const step = NOW_X / BINS;
  let path = '';
  let isDown = false;
  bins.forEach((bin, index) => {
    const x = index * step;
    if (bin.own === null) {
      if (isDown) path += `V${BOTTOM}Z`;
      isDown = false;
      return;
    }
    const y = heightOf((bin.own + (bin.foreign ?? 0)) / Math.max(1, bin.capacity ?? 1));
    path += `${isDown ? '' : `M${short(x)} ${BOTTOM}`}V${y}H${short(x + step)}`;
    isDown = true;
  });
  return isDown ? `${path}V${BOTTOM}Z` : path;
}

function aheadOf(view: BucketView, nowMs: number): string {
  if (view.used <= 0 || view.emptyAtMs === null) return '';
  const from = `M${short(NOW_X)} ${heightOf(view.used / view.capacity)}`;
  const { window } = view.bucket;
  if (window.kind === 'sliding') return '';
  const endMs = window.kind === 'decaying' ? nowMs + (view.used / window.perSecond) * 1_000 : view.emptyAtMs;
  const seenMs = Math.min(endMs, nowMs + SPARK_AHEAD_MS);
  if (window.kind === 'fixed') return `${from}H${xOf(seenMs, nowMs)}${endMs <= seenMs ? `V${BOTTOM}` : ''}`;
  const left = Math.max(0, view.used - (window.perSecond * (seenMs - nowMs)) / 1_000);
  return `${from}L${xOf(seenMs, nowMs)} ${heightOf(left / view.capacity)}`;
}

function xOf(atMs: number, nowMs: number): string {
  return short(NOW_X + ((atMs - nowMs) / SPARK_AHEAD_MS) * (SPARK_WIDTH - NOW_X));
}

function heightOf(share: number): string {
  return short(BOTTOM - Math.min(1, Math.max(0, share)) * (BOTTOM - TOP));
}

function short(value: number): string {
  return String(Math.round(value * 100) / 100);
}

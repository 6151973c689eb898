import type { Stretch } from './chart-frame.ts';

/** Where the crosshair stands, and where a selection began. */
export interface Crosshair {
  readonly atMs: number | null;
  readonly anchorMs: number | null;
}

export const NO_CROSSHAIR: Crosshair = { atMs: null, anchorMs: null };

export interface Grid extends Stretch {
  readonly stepMs: number;
}

const STRIDE = 10;
/** A selection narrower than this many steps was a slip of the hand. */
const LEAST_STEPS = 2;
const LEAST_ZOOM_MS = 5_000;

/** Where a key takes the crosshair; null: not a key of the chart. Shift draws a selection along. */
export function moved(known: Crosshair, grid: Grid, key: string, isShift: boolean): Crosshair | null {
  const standMs = known.atMs ?? grid.untilMs;
  const wantedMs = targetOf(standMs, grid, key);
  if (wantedMs === null) return null;
  const atMs = Math.min(grid.untilMs, Math.max(grid.fromMs, wantedMs));
  return { atMs, anchorMs: isShift ? (known.anchorMs ?? standMs) : null };
}

function targetOf(standMs: number, grid: Grid, key: string): number | null {
  switch (key) {
    case 'ArrowLeft':
      return standMs - grid.stepMs;
    case 'ArrowRight':
      return standMs + grid.stepMs;
    case 'PageDown':
      return standMs - STRIDE * grid.stepMs;
    case 'PageUp':
      return standMs + STRIDE * grid.stepMs;
    case 'Home':
      return grid.fromMs;
    case 'End':
      return grid.untilMs;
    default:
      return null;
  }
}

/** What is selected, in order; null while that is too little to zoom into. */
export function selectionOf({ atMs, anchorMs }: Crosshair, stepMs: number): Stretch | null {
  if (atMs === null || anchorMs === null) return null;
  const fromMs = Math.round(Math.min(atMs, anchorMs));
  const untilMs = Math.round(Math.max(atMs, anchorMs));
  return untilMs - fromMs < Math.max(LEAST_ZOOM_MS, LEAST_STEPS * stepMs) ? null : { fromMs, untilMs };
}

/** The time at a share of the width, kept within what is known. */
export function timeAt(share: number, frame: Stretch, lastMs: number): number {
  const atMs = frame.fromMs + Math.min(1, Math.max(0, share)) * (frame.untilMs - frame.fromMs);
  return Math.min(lastMs, atMs);
}

/** The last of the points that begin at or before a time. */
export function pointAt<Point extends { readonly atMs: number }>(
  points: readonly Point[],
  atMs: number,
): Point | undefined {
  return points.findLast((point) => point.atMs <= atMs) ?? points[0];
}

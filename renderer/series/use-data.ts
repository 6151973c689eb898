import type { UsePoint } from '../../shared/model/activity.ts';
import { binUse, type UseBin } from './bins.ts';
import type { ChartFrame } from './chart-frame.ts';

const MOST_BINS = 160;

/** A drawn point, and the use at the same time of the day or week before; null where that is not known. */
export interface ComparedBin extends UseBin {
  readonly before: number | null;
}

export interface UseData {
  readonly binMs: number;
  readonly bins: readonly ComparedBin[];
}

interface History {
  readonly stepMs: number;
  readonly points: readonly UsePoint[];
}

/** Down-samples a history, what the page saw since, and what it is compared with, into the bins of one frame. */
export function comparedUse(
  frame: ChartFrame,
  history: History,
  tail: readonly UsePoint[],
  before: History | null,
  offsetMs: number,
): UseData {
  const spanMs = Math.max(1_000, frame.knownUntilMs - frame.fromMs);
  const lastMs = history.points.at(-1)?.atMs ?? Number.NEGATIVE_INFINITY;
  const points = [...history.points, ...tail.filter((point) => point.atMs > lastMs)];
  // Finer than the points there would be holes between them.
  const bins = Math.max(1, Math.min(MOST_BINS, Math.floor(spanMs / history.stepMs)));
  const span = { nowMs: frame.knownUntilMs, spanMs, bins };
  const earlier = (before?.points ?? []).map((point) => ({ ...point, atMs: point.atMs + offsetMs }));
  const compared = earlier.length === 0 ? [] : binUse(earlier, span);
  return {
    binMs: spanMs / bins,
    bins: binUse(points, span).map((bin, index) => ({ ...bin, before: usedOf(compared[index]) })),
  };
}

function usedOf(bin: UseBin | undefined): number | null {
  return bin === undefined || bin.own === null ? null : bin.own + (bin.foreign ?? 0);
}

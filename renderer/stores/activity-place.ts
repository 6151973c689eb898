import type { ActivityHistogram } from '../../shared/model/activity-query.ts';

/** Where a rank is found: among the rows before `untilMs`, after so many newer ones. */
export interface Place {
  readonly untilMs: number;
  readonly skip: number;
  /** The step it lies in: to look closer where `skip` is too long a walk. */
  readonly fromMs: number;
  /** Rows newer than `untilMs` that the histogram counts. */
  readonly newer: number;
}

/** Finds the step that holds the row of this rank (0: the newest the histogram counts); null where there are fewer rows. */
export function placeIn({ bars, stepMs }: Pick<ActivityHistogram, 'bars' | 'stepMs'>, rank: number): Place | null {
  let newer = 0;
  for (let index = bars.length - 1; index >= 0; index -= 1) {
    const bar = bars[index];
    if (bar === undefined) return null;
    if (rank < newer + bar.calls) {
      return { fromMs: bar.atMs, untilMs: bar.atMs + stepMs, skip: rank - newer, newer };
    }
    newer += bar.calls;
  }
  return null;
}

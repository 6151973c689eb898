import { ROLLUP_STEPS_MS, type StepChoice } from '../../engine/recorder/store.ts';

const [SECOND_MS, MINUTE_MS, HOUR_MS] = ROLLUP_STEPS_MS;

/**
 * Steps of the rollup of calls: one more than others have, since it has an entry for each endpoint, lane, caller and
 * outcome, and a day of minutes would be too many to count at once.
 */
export const CALL_STEPS_MS = [SECOND_MS, MINUTE_MS, 10 * MINUTE_MS, HOUR_MS] as const;

/** The coarsest step that gives at least half as many points; coarser where finer ones are no longer kept. */
export function chooseCallStep(spanMs: number, points: number, finestMs: number): StepChoice {
  const wantedMs = spanMs / Math.max(1, points - 1);
  const rollupMs = CALL_STEPS_MS.findLast((stepMs) => stepMs <= 2 * wantedMs || stepMs <= finestMs) ?? SECOND_MS;
  return { rollupMs, stepMs: Math.max(1, Math.ceil(wantedMs / rollupMs)) * rollupMs };
}

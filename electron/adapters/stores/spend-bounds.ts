import { ROLLUP_STEPS_MS } from '../../engine/recorder/store.ts';

const [SECOND_MS, MINUTE_MS, HOUR_MS] = ROLLUP_STEPS_MS;

/** Where each part of a stretch begins: seconds, minutes, hours, minutes, seconds, end. Parts may be empty. */
export interface SpendBounds extends Record<string, number> {
  readonly from: number;
  readonly minutes: number;
  readonly hours: number;
  readonly hoursEnd: number;
  readonly minutesEnd: number;
  readonly until: number;
}

export interface SpendStretch {
  readonly fromMs: number;
  readonly untilMs: number;
  /** The oldest second, minute and hour that are kept; infinite where there is none. */
  readonly oldestMs: readonly [second: number, minute: number, hour: number];
}

/** Seconds up to the first whole minute, minutes up to the first whole hour, and back down at the end: few steps, and exact. */
export function spendBounds(stretch: SpendStretch): SpendBounds {
  const { fromMs, untilMs } = stretch;
  const startStepMs = finestAt(fromMs, fromMs, stretch);
  // What is kept so finely at the start is kept so finely at the end.
  const endStepMs = Math.min(startStepMs, finestAt(floor(untilMs, MINUTE_MS), floor(untilMs, HOUR_MS), stretch));
  const from = floor(fromMs, startStepMs);
  const until = ceil(untilMs, endStepMs);
  return { from, until, ...wholeParts(from, until) };
}

function wholeParts(from: number, until: number) {
  const minutes = ceil(from, MINUTE_MS);
  const minutesEnd = floor(until, MINUTE_MS);
  if (minutes >= minutesEnd) return { minutes: until, hours: until, hoursEnd: until, minutesEnd: until };
  const hours = ceil(from, HOUR_MS);
  const hoursEnd = floor(until, HOUR_MS);
  if (hours >= hoursEnd) return { minutes, hours: minutesEnd, hoursEnd: minutesEnd, minutesEnd };
  return { minutes, hours, hoursEnd, minutesEnd };
}

/** Fine steps that are as old as the coarse ones were never pruned: before them there was nothing. */
function finestAt(secondMs: number, minuteMs: number, { oldestMs: [second, minute, hour] }: SpendStretch): number {
  if (secondMs >= second || (floor(second, MINUTE_MS) <= minute && floor(second, HOUR_MS) <= hour)) return SECOND_MS;
  return minuteMs >= minute || floor(minute, HOUR_MS) <= hour ? MINUTE_MS : HOUR_MS;
}

function floor(atMs: number, stepMs: number): number {
  return Math.floor(atMs / stepMs) * stepMs;
}

function ceil(atMs: number, stepMs: number): number {
  return Math.ceil(atMs / stepMs) * stepMs;
}

import type { QuietHours } from '../../../shared/model/alert.ts';

const MINUTE_MS = 60_000;
const DAY_MINUTES = 1_440;

/**
 * When the quiet hours that hold at `nowMs` (wall ms) end; null: it is not quiet. Both ends alike mean the whole day.
 * The offset is the page's newest word of local time, so a change to or from summer time moves them once it is said.
 */
export function quietUntil(hours: QuietHours, nowMs: number): number | null {
  if (!hours.isOn) return null;
  const localMinutes = nowMs / MINUTE_MS + hours.utcOffsetMinutes;
  const minute = ((localMinutes % DAY_MINUTES) + DAY_MINUTES) % DAY_MINUTES;
  const lengthMinutes = wrapped(hours.untilMinute - hours.fromMinute);
  const sinceMinutes = wrapped(minute - hours.fromMinute);
  const isQuiet = hours.fromMinute === hours.untilMinute || sinceMinutes < lengthMinutes;
  if (!isQuiet) return null;
  const length = lengthMinutes === 0 ? DAY_MINUTES : lengthMinutes;
  return Math.round(nowMs + (length - sinceMinutes) * MINUTE_MS);
}

function wrapped(minutes: number): number {
  return ((minutes % DAY_MINUTES) + DAY_MINUTES) % DAY_MINUTES;
}

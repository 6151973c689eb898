import type { QuietHours } from '../../../shared/model/alert.ts';

const MINUTE_MS = 60_000;
const DAY_MINUTES = 1_440;

/**
 * When the quiet hours that hold at `nowMs` (wall ms) end; null: it is not quiet. Both ends alike mean the whole day.
 * They keep to the summer time of their zone; where it is not known, to the offset that the page said.
 */
export function quietUntil(hours: QuietHours, nowMs: number): number | null {
  if (!hours.isOn) return null;
  const localMinutes = nowMs / MINUTE_MS + offsetMinutes(hours, nowMs);
  const minute = ((localMinutes % DAY_MINUTES) + DAY_MINUTES) % DAY_MINUTES;
  const lengthMinutes = wrapped(hours.untilMinute - hours.fromMinute);
  const sinceMinutes = wrapped(minute - hours.fromMinute);
  const isQuiet = hours.fromMinute === hours.untilMinute || sinceMinutes < lengthMinutes;
  if (!isQuiet) return null;
  const length = lengthMinutes === 0 ? DAY_MINUTES : lengthMinutes;
  const endMs = Math.round(nowMs + (length - sinceMinutes) * MINUTE_MS);
  // A night in which the clocks are set ends when they say so.
  return endMs + (offsetMinutes(hours, nowMs) - offsetMinutes(hours, endMs)) * MINUTE_MS;
}

/** Local time − UTC of the hours' zone at that moment, minutes. */
export function offsetMinutes({ zone, utcOffsetMinutes }: QuietHours, atMs: number): number {
  return (zone === undefined ? null : offsetOf(zone, atMs)) ?? utcOffsetMinutes;
}

/** Null: this machine does not know the zone. */
function offsetOf(zone: string, atMs: number): number | null {
  try {
    const format = new Intl.DateTimeFormat('en-US', { timeZone: zone, timeZoneName: 'longOffset' });
    const name = format.formatToParts(atMs).find(({ type }) => type === 'timeZoneName')?.value ?? '';
    if (name === 'GMT') return 0;
    const [, sign, hours, minutes] = /^GMT([+-])(\d\d):(\d\d)$/.exec(name) ?? [];
    if (sign === undefined) return null;
    return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes));
  } catch {
    return null;
  }
}

function wrapped(minutes: number): number {
  return ((minutes % DAY_MINUTES) + DAY_MINUTES) % DAY_MINUTES;
}

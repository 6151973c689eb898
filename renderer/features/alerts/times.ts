const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
/** Snoozed until tomorrow means until work begins. */
const MORNING_MS = 8 * 60 * MINUTE_MS;

/** Local time − UTC in this zone at that moment, minutes. `zone` undefined: the computer's. */
export function utcOffsetMinutes(zone: string | undefined, atMs: number): number {
  const format = new Intl.DateTimeFormat('en-US', {
    ...(zone === undefined ? {} : { timeZone: zone }),
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
  });
  const parts = new Map(format.formatToParts(atMs).map(({ type, value }) => [type, Number(value)]));
  const part = (name: Intl.DateTimeFormatPartTypes): number => parts.get(name) ?? 0;
  const localMs = Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'));
  return Math.round((localMs - Math.floor(atMs / MINUTE_MS) * MINUTE_MS) / MINUTE_MS);
}

/** Eight o'clock of the next local day. */
export function tomorrowMs(nowMs: number, offsetMinutes: number): number {
  const localMs = nowMs + offsetMinutes * MINUTE_MS;
  return (Math.floor(localMs / DAY_MS) + 1) * DAY_MS + MORNING_MS - offsetMinutes * MINUTE_MS;
}

/** `UTC+2`, `UTC−3:30` */
export function zoneText(offsetMinutes: number): string {
  const minutes = Math.abs(offsetMinutes) % 60;
  const hours = Math.floor(Math.abs(offsetMinutes) / 60);
  if (offsetMinutes === 0) return 'UTC';
  const sign = offsetMinutes < 0 ? '−' : '+';
  return `UTC${sign}${hours}${minutes === 0 ? '' : `:${String(minutes).padStart(2, '0')}`}`;
}

/** Minutes of the day as a time field has them: `22:00`. */
export function clockText(minute: number): string {
  return `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;
}

/** Null: the text is no time of day. */
export function minuteOf(text: string): number | null {
  const found = /^([01]\d|2[0-3]):([0-5]\d)(?::\d\d)?$/.exec(text);
  return found === null ? null : Number(found[1]) * 60 + Number(found[2]);
}

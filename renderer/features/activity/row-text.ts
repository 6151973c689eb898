import type { ActivityRow } from '../../../shared/model/activity.ts';
import { formatLocale, timeZone } from '../../i18n/formats.ts';
import { t } from '../../i18n/i18n.ts';
import { formatAmount, formatSpan, formatTime } from '../../ui/format.ts';

const OWN_CALLERS = ['app', 'ticket', 'probe', 'workload'] as const;

/** A bot goes by its handle, everything of ours by its name. */
export function callerText(caller: ActivityRow['caller']): string {
  const own = OWN_CALLERS.find((known) => known === caller);
  return own === undefined ? caller.replace(/^bot:/, '') : t(`caller.${own}`);
}

/** From leaving our queue to the last byte, ms; null when no answer came, or none was to come. */
export function latencyMs(row: ActivityRow): number | null {
  const isUnanswered = row.kind === 'request' ? row.status === null : row.connectMs + row.firstByteMs === 0;
  return isUnanswered ? null : row.connectMs + row.firstByteMs + row.bodyMs;
}

export function isFailure(row: ActivityRow): boolean {
  if (row.outcome !== undefined) return row.outcome !== 'ok';
  if (row.code !== null) return true;
  return row.status === null ? row.kind === 'request' : row.status >= 400;
}

/** The status, or that no answer came; a socket's event has none. */
export function statusText(row: ActivityRow): string {
  if (row.status !== null) return String(row.status);
  return row.kind === 'socket' ? t('figure.none') : t('activity.no-answer');
}

/** A part of a request's time: tenths of a millisecond where it is short. */
export function partText(ms: number): string {
  return ms > 0 && ms < 10 ? t('time.ms', { value: formatAmount(Math.round(ms * 10) / 10) }) : formatSpan(ms);
}

type TimeStyle = 'clock' | 'day' | 'minute';

const TIME_STYLES: Readonly<Record<TimeStyle, Intl.DateTimeFormatOptions>> = {
  clock: { hour: '2-digit', minute: '2-digit', second: '2-digit', fractionalSecondDigits: 3, hourCycle: 'h23' },
  day: { month: 'short', day: 'numeric' },
  minute: { month: 'short', day: 'numeric', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' },
};

const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf(style: TimeStyle): Intl.DateTimeFormat {
  const locale = formatLocale();
  const zone = timeZone();
  const name = `${style} ${locale} ${zone}`;
  const known = formats.get(name);
  if (known !== undefined) return known;
  const made = new Intl.DateTimeFormat(locale, {
    ...TIME_STYLES[style],
    ...(zone === undefined ? {} : { timeZone: zone }),
  });
  formats.set(name, made);
  return made;
}

/** Wall time of day to the millisecond. */
export function clockText(atMs: number): string {
  return formatOf('clock').format(atMs);
}

export function dayText(atMs: number): string {
  return formatOf('day').format(atMs);
}

const SHORT_SPAN_MS = 30 * 60_000;

/** A time within a span of this length: to the second where the span is short, else the day and the minute. */
export function timeText(atMs: number, spanMs: number): string {
  return spanMs <= SHORT_SPAN_MS ? formatTime(atMs) : minuteText(atMs);
}

/** Day and time to the minute. */
function minuteText(atMs: number): string {
  return formatOf('minute').format(atMs);
}

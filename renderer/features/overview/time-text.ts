import { formatLocale, timeZone } from '../../i18n/formats.ts';
import { t } from '../../i18n/i18n.ts';
import type { Stretch } from '../../series/chart-frame.ts';
import { formatMinute, formatTime } from '../../ui/format.ts';

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

/** A time on an axis whose times lie so far apart: with seconds, with minutes, or with the day. */
export function axisTime(atMs: number, stepMs: number): string {
  if (stepMs < MINUTE_MS) return formatTime(atMs);
  if (stepMs < DAY_MS / 2) return formatMinute(atMs);
  return day(atMs);
}

export function formatClock(atMs: number): string {
  return formatTime(atMs);
}

/** From when to when, with the day where it is longer than one. */
export function stretchText({ fromMs, untilMs }: Stretch): string {
  const write = (atMs: number): string =>
    untilMs - fromMs < DAY_MS ? formatTime(atMs) : `${day(atMs)} ${formatMinute(atMs)}`;
  return t('time.stretch', { from: write(fromMs), until: write(untilMs) });
}

/** A moment in a chart of this span. */
export function momentText(atMs: number, spanMs: number): string {
  return spanMs < DAY_MS ? formatTime(atMs) : `${day(atMs)} ${formatMinute(atMs)}`;
}

function day(atMs: number): string {
  const zone = timeZone();
  const options = { weekday: 'short', day: 'numeric', ...(zone === undefined ? {} : { timeZone: zone }) } as const;
  return new Intl.DateTimeFormat(formatLocale(), options).format(atMs);
}

import { formatLocale, isInShares, timeZone } from '../i18n/formats.ts';
import { t } from '../i18n/i18n.ts';

type NumberStyle = 'count' | 'large' | 'tenths' | 'percent' | 'fine-percent' | 'signed' | 'two-digits';

const STYLES: Readonly<Record<NumberStyle, Intl.NumberFormatOptions>> = {
  count: { maximumFractionDigits: 0 },
  large: { notation: 'compact', maximumFractionDigits: 1 },
  tenths: { minimumFractionDigits: 1, maximumFractionDigits: 1 },
  percent: { style: 'percent', maximumFractionDigits: 0 },
  'fine-percent': { style: 'percent', maximumFractionDigits: 1 },
  signed: { maximumFractionDigits: 0, signDisplay: 'exceptZero' },
  'two-digits': { minimumIntegerDigits: 2, useGrouping: false },
};

const numberFormats = new Map<string, Intl.NumberFormat>();
const timeFormats = new Map<string, Intl.DateTimeFormat>();

function numberFormat(style: NumberStyle): Intl.NumberFormat {
  const name = `${formatLocale()} ${style}`;
  const format = numberFormats.get(name) ?? new Intl.NumberFormat(formatLocale(), STYLES[style]);
  numberFormats.set(name, format);
  return format;
}

/** A count or weight; small fractions, as a draining counter has them, keep one decimal. */
export function formatAmount(value: number): string {
  const isSmallFraction = value < 1_000 && !Number.isInteger(value);
  return numberFormat(isSmallFraction ? 'tenths' : 'count').format(value);
}

/** What is left, rounded down: never shown larger than it is. */
export function formatHeadroom(value: number): string {
  return formatAmount(value < 1_000 ? Math.floor(value * 10) / 10 : Math.floor(value));
}

/** Of a limit, what is used, in flight or forecast: an amount, or a share of it rounded up to a tenth of a percent. */
export function formatUse(value: number, capacity: number): string {
  return isInShares() && capacity > 0 ? formatFineShare(value / capacity) : formatAmount(value);
}

/** Of a limit, what is left: rounded down either way. */
export function formatLeftover(value: number, capacity: number): string {
  return isInShares() && capacity > 0 ? formatShare(value / capacity) : formatHeadroom(value);
}

/** A capacity: in full below a hundred thousand, then as `160K`. */
export function formatLarge(value: number): string {
  return value < 100_000 ? formatAmount(value) : numberFormat('large').format(value);
}

export function formatCount(value: number): string {
  return numberFormat('count').format(value);
}

/** Calls a second and the like: always one decimal, so that the figure keeps its width. */
export function formatRate(value: number): string {
  return numberFormat('tenths').format(value);
}

/** 0 … 1 as a percentage, rounded down: headroom is never shown larger than it is. */
export function formatShare(share: number): string {
  return numberFormat('percent').format(Math.floor(Math.max(0, share) * 100) / 100);
}

/** A share rounded up to a tenth of a percent: none is only said where there is none. */
export function formatFineShare(share: number): string {
  return numberFormat('fine-percent').format(Math.max(0, Math.ceil(share * 1_000 - 1e-9)) / 1_000);
}

/** A measured time span: `12 ms`, `1.2 s`; a dash where none was measured. */
export function formatSpan(ms: number | null): string {
  if (ms === null) return t('figure.none');
  if (ms < 1_000) return t('time.ms', { value: formatCount(Math.round(ms)) });
  return t('time.s', { value: formatRate(ms / 1_000) });
}

export function formatSignedMs(ms: number): string {
  return t('time.ms', { value: numberFormat('signed').format(Math.round(ms)) });
}

/** Time left, rounded up: a countdown never says less than is left. */
export function formatLeft(ms: number): string {
  const seconds = Math.ceil(ms / 1_000);
  if (seconds <= 0) return t('time.now');
  if (seconds < 60) return t('time.s', { value: formatCount(seconds) });
  if (seconds < 3_600) return t('time.min-s', { min: Math.floor(seconds / 60), s: twoDigits(seconds % 60) });
  const minutes = Math.ceil(seconds / 60);
  if (minutes < 1_440) return t('time.h-min', { h: Math.floor(minutes / 60), min: twoDigits(minutes % 60) });
  return t('time.d-h', { d: Math.floor(minutes / 1_440), h: Math.floor((minutes % 1_440) / 60) });
}

function twoDigits(value: number): string {
  return numberFormat('two-digits').format(value);
}

/** Wall time of day, to the second. */
export function formatTime(atMs: number): string {
  return timeFormat({ hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' }).format(atMs);
}

/** Wall time of day, to the minute. */
export function formatMinute(atMs: number): string {
  return timeFormat({ hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }).format(atMs);
}

/** Day and wall time, to the minute. */
export function formatDayTime(atMs: number): string {
  return timeFormat({
    year: 'numeric',
    month: 'short',
    day: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  }).format(atMs);
}

const KIB = 1_024;

/** Bytes on disk: `812 KiB`, `1.4 GiB`. */
export function formatBytes(bytes: number): string {
  if (bytes < KIB ** 2) return t('size.kib', { value: formatCount(Math.ceil(bytes / KIB)) });
  if (bytes < KIB ** 3) return t('size.mib', { value: formatAmount(Math.round((bytes / KIB ** 2) * 10) / 10) });
  return t('size.gib', { value: formatAmount(Math.round((bytes / KIB ** 3) * 10) / 10) });
}

function timeFormat(options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const name = `${formatLocale()} ${timeZone()} ${Object.keys(options).join()}`;
  const zone = timeZone();
  const format =
    timeFormats.get(name) ??
    new Intl.DateTimeFormat(formatLocale(), zone === undefined ? options : { ...options, timeZone: zone });
  timeFormats.set(name, format);
  return format;
}

import type { KeyDeadline } from '../../../shared/model/vault.ts';
import { t } from '../../i18n/i18n.ts';
import { formatDayTime, formatLeft } from '../../ui/format.ts';

const DAY_MS = 86_400_000;

export function ageText(sinceMs: number, nowMs: number): string {
  return t('key.age', { count: Math.max(0, Math.floor((nowMs - sinceMs) / DAY_MS)) });
}

/** How long is left, or since when it is past. */
export function deadlineText({ atMs }: KeyDeadline, nowMs: number): string {
  if (atMs > nowMs) return t('key.deadline.left', { left: formatLeft(atMs - nowMs) });
  return t('key.deadline.past', { time: formatDayTime(atMs) });
}

/** Who says so: the exchange, its published rule, or we. */
export function deadlineSource({ kind, isTold }: KeyDeadline): string {
  if (kind === 'rotation') return t('key.deadline.advice');
  return isTold ? t('key.deadline.told') : t('key.deadline.rule');
}

export type Urgency = 'past' | 'soon' | 'calm';

const SOON_MS = 14 * DAY_MS;

export function urgencyOf({ atMs }: KeyDeadline, nowMs: number): Urgency {
  if (atMs <= nowMs) return 'past';
  return atMs - nowMs < SOON_MS ? 'soon' : 'calm';
}

const IP = /^(?:(?:\d{1,3}\.){3}\d{1,3}|[0-9a-f:]*:[0-9a-f:.]*)$/i;

/** Roughly an IPv4 or IPv6 address; the engine looks closer. */
export function isAddress(text: string): boolean {
  return (
    text.length <= 45 && IP.test(text) && text.split('.').every((part) => part.includes(':') || Number(part) < 256)
  );
}

import { compare, type Decimal, divide, decimal, multiply } from '../../../shared/model/decimal.ts';
import type { PersonalLimits } from '../../../shared/model/desk.ts';
import { t } from '../../i18n/i18n.ts';
import { isFault, readNumber } from '../../stores/orders-draft.ts';

export const limitNames = [
  'maxOrderQuote',
  'maxDayQuote',
  'priceBand',
  'priceWarn',
  'maxImpact',
  'maxBalanceShare',
] as const;
export type LimitName = (typeof limitNames)[number];

/** Kept as fractions, read and typed in percent. */
const SHARES: ReadonlySet<LimitName> = new Set(['priceBand', 'priceWarn', 'maxImpact', 'maxBalanceShare']);
/** These must have a figure; the others may be none. */
const NEEDED: ReadonlySet<LimitName> = new Set(['priceBand', 'priceWarn']);
/** Typed to lift a limit altogether, which has no figure to repeat. */
export const NO_LIMIT = 'none';
const HUNDRED = decimal('100');

export function isShare(name: LimitName): boolean {
  return SHARES.has(name);
}

export function mayBeNone(name: LimitName): boolean {
  return !NEEDED.has(name);
}

export function limitText(name: LimitName, value: Decimal | null, amount: (value: Decimal) => string): string {
  if (value === null) return t('own-limits.none');
  return isShare(name) ? t('own-limits.percent', { value: multiply(value, HUNDRED) }) : amount(value);
}

/** The figure as it is typed. */
export function typedOf(name: LimitName, value: Decimal | null): string {
  if (value === null) return '';
  return isShare(name) ? multiply(value, HUNDRED) : value;
}

/** Typed back into a limit; undefined: it is none. */
export function limitOf(name: LimitName, typed: string): Decimal | null | undefined {
  if (typed.trim() === '') return mayBeNone(name) ? null : undefined;
  const value = readNumber(typed);
  if (value === null || isFault(value)) return undefined;
  return isShare(name) ? divide(value, HUNDRED) : value;
}

/** More is allowed than before: a larger figure, or none at all. */
export function isRaise(limits: PersonalLimits, name: LimitName, next: Decimal | null): boolean {
  const now = limits[name];
  if (now === null) return false;
  return next === null || compare(next, now) > 0;
}

/** What has to be typed once more for a raise: the figure as the host keeps it. */
export function retypeOf(value: Decimal | null): string {
  return value ?? NO_LIMIT;
}

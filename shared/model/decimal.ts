import Big from 'big.js';
import { z } from 'zod';

// The one place that knows the decimal library: money and quantity travel as strings and are never floats.
const strict = Big();
strict.DP = 24;
strict.RM = Big.roundDown;

/** A plain decimal text: no exponent, no sign but a leading minus, no separators. */
export const Decimal = z
  .string()
  .max(64)
  .regex(/^-?\d+(\.\d+)?$/)
  .brand<'Decimal'>();
export type Decimal = z.infer<typeof Decimal>;

/** Parses a plain decimal text; throws on anything else, since callers pass checked values. */
export function decimal(text: string): Decimal {
  return Decimal.parse(text);
}

function plain(value: Big): Decimal {
  return value.toFixed() as Decimal;
}

export const ZERO = '0' as Decimal;

export function add(left: Decimal, right: Decimal): Decimal {
  return plain(strict(left).plus(right));
}

export function subtract(left: Decimal, right: Decimal): Decimal {
  return plain(strict(left).minus(right));
}

export function multiply(left: Decimal, right: Decimal): Decimal {
  return plain(strict(left).times(right));
}

/** Divides, cut (not rounded) to 24 decimals; throws on a zero divisor. */
export function divide(left: Decimal, right: Decimal): Decimal {
  return plain(strict(left).div(right));
}

/** −1, 0 or 1 as `left` is below, equal to or above `right`. */
export function compare(left: Decimal, right: Decimal): -1 | 0 | 1 {
  return strict(left).cmp(right) as -1 | 0 | 1;
}

export function isZero(value: Decimal): boolean {
  return strict(value).eq(0);
}

export function isPositive(value: Decimal): boolean {
  return strict(value).gt(0);
}

export function negate(value: Decimal): Decimal {
  return plain(strict(value).times(-1));
}

export function minimum(left: Decimal, right: Decimal): Decimal {
  return compare(left, right) <= 0 ? left : right;
}

/** True when `value` is a whole multiple of `step`; a step of 0 means that no step rule applies. */
export function fitsStep(value: Decimal, step: Decimal): boolean {
  return isZero(step) || strict(value).mod(step).eq(0);
}

/** The largest multiple of `step` not above `value` (towards zero); `value` itself when the step is 0. */
export function floorToStep(value: Decimal, step: Decimal): Decimal {
  if (isZero(step)) return value;
  return plain(strict(value).minus(strict(value).mod(step)));
}

/** The multiple of `step` nearest to `value`, halves away from zero. */
export function roundToStep(value: Decimal, step: Decimal): Decimal {
  if (isZero(step)) return value;
  return plain(strict(value).div(step).round(0, Big.roundHalfUp).times(step));
}

/** Number of digits behind the point as written, trailing zeros not counted. */
export function placesOf(value: Decimal): number {
  const fraction = value.split('.')[1] ?? '';
  return fraction.replace(/0+$/, '').length;
}

/** Writes with exactly `places` decimals, cut towards zero. */
export function withPlaces(value: Decimal, places: number): Decimal {
  return strict(value).toFixed(places, Big.roundDown) as Decimal;
}

/** For charts and ratios only: a float may lose digits, so never for an order. */
export function toNumber(value: Decimal): number {
  return Number(value);
}

/** A finite float as plain decimal text with at most `places` decimals; throws on NaN and infinities. */
export function fromNumber(value: number, places: number): Decimal {
  return plain(strict(String(value)).round(places, Big.roundHalfUp));
}

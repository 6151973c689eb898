import { add, Decimal, divide, decimal, multiply, roundToStep, subtract } from '../../../../shared/model/decimal.ts';
import { plainNumber } from '../exact-json.ts';

/** A price as the caller gave it: fixed, or an offset from the last trade (`+5`, `-1%`, `#0.5`). */
export interface PriceInput {
  readonly sign: '' | '+' | '-' | '#';
  readonly value: Decimal;
  readonly isPercent: boolean;
}

/** Null when the text is not a price; a minus or hash sign makes an offset, never a negative price. */
export function readPrice(text: string): PriceInput | null {
  const match = /^([+#-]?)([0-9.eE+-]+)(%?)$/.exec(text);
  if (match === null) return null;
  const [, sign = '', digits = '', percent = ''] = match;
  const value = Decimal.safeParse(plainNumber(digits));
  if (!value.success || value.data.startsWith('-') || (sign === '' && percent !== '')) return null;
  return { sign: sign as PriceInput['sign'], value: value.data, isPercent: percent !== '' };
}

/**
 * The price in quote units. Offsets count from `last` and are rounded to the tick; `#` takes `hashSign`
 * (Spot REST AddOrder, 2026-05).
 */
export function resolvePrice(input: PriceInput, last: Decimal, hashSign: '+' | '-', tickSize: Decimal): Decimal {
  if (input.sign === '') return input.value;
  const sign = input.sign === '#' ? hashSign : input.sign;
  const offset = input.isPercent ? divide(multiply(last, input.value), decimal('100')) : input.value;
  return roundToStep(sign === '+' ? add(last, offset) : subtract(last, offset), tickSize);
}

import type { Decimal } from '../../../../shared/model/decimal.ts';
import { decimal, divide, floorToStep, isZero, negate, ZERO } from '../../../../shared/model/decimal.ts';
import type { PracticeOrder } from '../../core/order.ts';

const SHOWN_STEP = decimal('0.00000000001');

/** Cuts to eleven decimals, without trailing zeros. */
export function shown(value: Decimal): Decimal {
  return floorToStep(value, SHOWN_STEP);
}

/** Average price of what was filled; "" before the first fill. */
export function averagePriceOf(order: PracticeOrder): string {
  return isZero(order.filledQuantity) ? '' : shown(divide(order.filledQuote, order.filledQuantity));
}

/** OKX writes a fee that the user pays as a negative number. */
export function paid(amount: Decimal): string {
  return isZero(amount) ? ZERO : negate(amount);
}

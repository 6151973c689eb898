import { type Decimal, compare, isPositive, multiply } from '../../../../shared/model/decimal.ts';
import type { MarketPrices } from '../../exchanges/ticket-rules.ts';
import { difference } from './numbers.ts';

/** Whether any price that was seen has gone by more than `share` of itself. One that is not told now says nothing. */
export function hasMoved(seen: MarketPrices, now: MarketPrices, share: Decimal): boolean {
  return (['bid', 'ask', 'last'] as const).some((name) => isApart(seen[name], now[name], share));
}

function isApart(before: Decimal | null, after: Decimal | null, share: Decimal): boolean {
  if (before === null || after === null || !isPositive(before)) return false;
  return compare(difference(before, after), multiply(before, share)) > 0;
}

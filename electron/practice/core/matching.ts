import type { Decimal } from '../../../shared/model/decimal.ts';
import {
  add,
  compare,
  divide,
  floorToStep,
  isPositive,
  minimum,
  multiply,
  subtract,
  ZERO,
} from '../../../shared/model/decimal.ts';
import type { Level } from './book.ts';
import type { OrderSide } from './order.ts';

/** Something a taker can hit: made-up liquidity, or the resting order with this id. */
export interface Offer {
  readonly price: Decimal;
  readonly quantity: Decimal;
  readonly orderId: number | null;
}

export interface Match {
  readonly price: Decimal;
  readonly quantity: Decimal;
  readonly orderId: number | null;
}

/** How much a taker still wants: base units, or quote to spend or receive. */
export type Want = { readonly base: Decimal } | { readonly quote: Decimal };

/** True when a taker of `side` with this limit would take at `price`. */
export function crosses(side: OrderSide, limit: Decimal | null, price: Decimal): boolean {
  if (limit === null) return true;
  return side === 'buy' ? compare(price, limit) <= 0 : compare(price, limit) >= 0;
}

/** Best price first; at one price the made-up level was there first, then orders by id, which is by arrival. */
export function mergeOffers(
  takerSide: OrderSide,
  levels: readonly Level[],
  resting: readonly Offer[],
): readonly Offer[] {
  const offers: Offer[] = levels.map((level) => ({ ...level, orderId: null }));
  if (resting.length === 0) return offers;
  offers.push(...resting);
  const sign = takerSide === 'buy' ? 1 : -1;
  // Array sort is stable, so the given order of resting orders decides among equals.
  return offers.sort((left, right) => sign * compare(left.price, right.price) || rank(left) - rank(right));
}

function rank(offer: Offer): number {
  return offer.orderId === null ? 0 : 1;
}

/** What a taker would get, in order of priority; takes nothing away. */
export function matchOffers(
  side: OrderSide,
  limit: Decimal | null,
  want: Want,
  offers: readonly Offer[],
  step: Decimal,
): readonly Match[] {
  const matches: Match[] = [];
  let left = want;
  for (const offer of offers) {
    if (!crosses(side, limit, offer.price)) break;
    const quantity = minimum(offer.quantity, wanted(left, offer.price, step));
    if (!isPositive(quantity)) break;
    matches.push({ price: offer.price, quantity, orderId: offer.orderId });
    left = reduce(left, offer.price, quantity);
  }
  return matches;
}

function wanted(want: Want, price: Decimal, step: Decimal): Decimal {
  return 'base' in want ? want.base : floorToStep(divide(want.quote, price), step);
}

function reduce(want: Want, price: Decimal, quantity: Decimal): Want {
  if ('base' in want) return { base: subtract(want.base, quantity) };
  return { quote: subtract(want.quote, multiply(price, quantity)) };
}

export function totalQuantity(matches: readonly Match[]): Decimal {
  return matches.reduce((sum, match) => add(sum, match.quantity), ZERO);
}

export function totalQuote(matches: readonly Match[]): Decimal {
  return matches.reduce((sum, match) => add(sum, multiply(match.price, match.quantity)), ZERO);
}

/** Quote the whole of a buy would take, what the book cannot fill at the worst price it gave. */
export function wholeCost(want: Want, matches: readonly Match[], worst: Decimal): Decimal {
  if ('quote' in want) return want.quote;
  return add(totalQuote(matches), multiply(subtract(want.base, totalQuantity(matches)), worst));
}

/** Base the whole of a sale would take, by the same rule. */
export function wholeSale(want: Want, matches: readonly Match[], worst: Decimal, step: Decimal): Decimal {
  if ('base' in want) return want.base;
  const left = subtract(want.quote, totalQuote(matches));
  return add(totalQuantity(matches), floorToStep(divide(left, worst), step));
}

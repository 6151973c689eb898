import type { Decimal } from '../../../shared/model/decimal.ts';
import { compare, fitsStep, multiply } from '../../../shared/model/decimal.ts';
import type { PracticeOrder } from '../core/order.ts';
import type { ApiError } from './answer.ts';
import type { BinanceApp } from './app.ts';
import { filterFailure } from './errors.ts';
import type { OrderInput } from './order-input.ts';
import {
  MAX_MARKET_QUANTITY,
  MAX_NOTIONAL,
  MAX_NUM_ALGO_ORDERS,
  MAX_NUM_ORDERS,
  MAX_PRICE,
  MULTIPLIER_DOWN,
  MULTIPLIER_UP,
} from './symbols.ts';

/** The first filter an order fails (filters.md, 2026-07), or null. `releasing` is an order about to be cancelled for it. */
export function filterProblem(
  app: BinanceApp,
  input: OrderInput,
  accountId: string,
  releasing: number | null = null,
): ApiError | null {
  const failed =
    failedPrice(input) ??
    failedLot(input) ??
    failedReverseLot(app, input) ??
    failedNotional(app, input) ??
    failedCount(app, input, accountId, releasing);
  return failed === null ? null : filterFailure(failed);
}

function failedPrice(input: OrderInput): string | null {
  const { tick } = input.symbol.market;
  const fits = (price: Decimal | null): boolean =>
    price === null || (compare(price, tick) >= 0 && compare(price, MAX_PRICE) <= 0 && fitsStep(price, tick));
  return fits(input.price) && fits(input.stopPrice) ? null : 'PRICE_FILTER';
}

function failedLot(input: OrderInput): string | null {
  const { market } = input.symbol;
  const { quantity } = input;
  if (quantity === null) return null;
  const isInside = compare(quantity, market.minQuantity) >= 0 && compare(quantity, market.maxQuantity) <= 0;
  if (!isInside || !fitsStep(quantity, market.step)) return 'LOT_SIZE';
  const isOverMarket = input.type === 'MARKET' && compare(quantity, MAX_MARKET_QUANTITY) > 0;
  return isOverMarket ? 'MARKET_LOT_SIZE' : null;
}

/** A market order sized in quote that comes to more than the most is refused (CHANGELOG.md of 2023-07-11). */
function failedReverseLot(app: BinanceApp, input: OrderInput): string | null {
  const { quoteQuantity } = input;
  if (quoteQuantity === null) return null;
  const reference = referenceOf(app, input);
  const isOver = (most: Decimal): boolean => compare(quoteQuantity, multiply(reference, most)) > 0;
  if (isOver(input.symbol.market.maxQuantity)) return 'LOT_SIZE';
  return isOver(MAX_MARKET_QUANTITY) ? 'MARKET_LOT_SIZE' : null;
}

/** The practice symbols always have a reference price: the middle of the book. */
function referenceOf(app: BinanceApp, input: OrderInput): Decimal {
  return app.venue.market(input.symbol.market.id)?.book.mid() ?? input.symbol.market.startPrice;
}

function failedNotional(app: BinanceApp, input: OrderInput): string | null {
  const reference = referenceOf(app, input);
  const { price } = input;
  const isInBand =
    price === null ||
    (compare(price, multiply(reference, MULTIPLIER_DOWN)) >= 0 &&
      compare(price, multiply(reference, MULTIPLIER_UP)) <= 0);
  if (!isInBand) return 'PERCENT_PRICE_BY_SIDE';
  const notional =
    input.quoteQuantity ?? (input.quantity === null ? null : multiply(price ?? reference, input.quantity));
  if (notional === null) return null;
  const isUnder = compare(notional, input.symbol.market.minNotional) < 0;
  const isOver = input.type !== 'MARKET' && compare(notional, MAX_NOTIONAL) > 0;
  return isUnder || isOver ? 'NOTIONAL' : null;
}

function failedCount(app: BinanceApp, input: OrderInput, accountId: string, releasing: number | null): string | null {
  const open = app.venue.openOrders(accountId, input.symbol.market.id).filter((order) => order.id !== releasing);
  const isAlgo = input.stopPrice !== null;
  if (open.length + 1 > MAX_NUM_ORDERS) return 'MAX_NUM_ORDERS';
  if (isAlgo && open.filter(isWaitingStop).length + 1 > MAX_NUM_ALGO_ORDERS) return 'MAX_NUM_ALGO_ORDERS';
  return null;
}

function isWaitingStop(order: PracticeOrder): boolean {
  return order.status === 'untriggered';
}

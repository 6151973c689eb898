import { compare, type Decimal, fitsStep, isPositive, multiply, placesOf } from '../../../../shared/model/decimal.ts';
import type { MarketState } from '../../core/market-state.ts';
import type { NewOrder, OrderKind, Rejection } from '../../core/order.ts';
import { type Answer, done, ERRORS, invalidArguments, refused, type UnverifiedTexts } from '../errors.ts';
import type { Pair } from '../pairs.ts';
import { hashSign, type OrderRequest, type OrderType } from './order-request.ts';
import { type PriceInput, resolvePrice } from './relative-price.ts';

export interface PricedOrder {
  readonly request: OrderRequest;
  readonly limitPrice: Decimal | null;
  readonly triggerPrice: Decimal | null;
}

/** Turns offsets into prices and applies the pair's increments and minimums. */
export function priceOrder(request: OrderRequest, market: MarketState): Answer<PricedOrder> {
  const limit = priceOf(request.limitPrice, request, market);
  if (!limit.ok) return limit;
  const trigger = priceOf(request.triggerPrice, request, market);
  if (!trigger.ok) return trigger;
  const priced = { request, limitPrice: limit.value, triggerPrice: trigger.value };
  const size = checkSize(request, limit.value ?? trigger.value ?? market.best(request.side === 'buy' ? 'sell' : 'buy'));
  return size.ok ? done(priced) : size;
}

function priceOf(input: PriceInput | null, request: OrderRequest, market: MarketState): Answer<Decimal | null> {
  if (input === null) return done(null);
  const { pair, type, side } = request;
  return checkPrice(resolvePrice(input, market.lastPrice, hashSign(type, side), pair.tickSize), pair);
}

/** A price must be positive and on the tick. */
export function checkPrice(price: Decimal, pair: Pair): Answer<Decimal> {
  if (!isPositive(price)) return refused(ERRORS.invalidPrice);
  return fitsStep(price, pair.tickSize) ? done(price) : refused(ERRORS.tickSize);
}

function checkSize(request: OrderRequest, price: Decimal): Answer<null> {
  const { pair, volume, isQuoteVolume } = request;
  if (isQuoteVolume) return compare(volume, pair.minimumCost) < 0 ? refused(ERRORS.costMinimum) : done(null);
  return checkVolume(volume, price, pair);
}

export function checkVolume(volume: Decimal, price: Decimal, pair: Pair): Answer<null> {
  if (placesOf(volume) > pair.lotDecimals) return refused(invalidArguments('volume'));
  if (compare(volume, pair.minimumVolume) < 0) return refused(ERRORS.volumeMinimum);
  return compare(multiply(volume, price), pair.minimumCost) < 0 ? refused(ERRORS.costMinimum) : done(null);
}

const KINDS: Readonly<Record<OrderType, OrderKind>> = {
  market: 'market',
  limit: 'limit',
  'stop-loss': 'stop-market',
  'take-profit': 'stop-market',
  'stop-loss-limit': 'stop-limit',
  'take-profit-limit': 'stop-limit',
};

/** The same order in the venue's words. Good-till-date rests like any other; its end is on a timer. */
export function venueOrder(priced: PricedOrder, accountId: string, extra: Readonly<Record<string, string>>): NewOrder {
  const { request, limitPrice, triggerPrice } = priced;
  const force = request.timeInForce === 'ioc' || request.timeInForce === 'fok' ? request.timeInForce : 'gtc';
  return {
    accountId,
    marketId: request.pair.symbol,
    side: request.side,
    kind: KINDS[request.type],
    quantity: request.isQuoteVolume ? null : request.volume,
    quoteQuantity: request.isQuoteVolume ? request.volume : null,
    price: limitPrice,
    stopPrice: triggerPrice,
    trigger: triggerDirection(request),
    postOnly: request.postOnly,
    force,
    clientOrderId: request.clientOrderId,
    extra,
  };
}

// A stop-loss waits for the price to move against the position, a take-profit for it to move along.
function triggerDirection({ type, side }: OrderRequest): 'up' | 'down' {
  return hashSign(type, side) === '+' ? 'up' : 'down';
}

/** Kraken's text for what the venue refused. */
export function rejectionText(reason: Rejection, texts: UnverifiedTexts): string {
  const known: Readonly<Record<Rejection, string>> = {
    'unknown-market': ERRORS.unknownPair,
    'market-closed': ERRORS.cancelOnly,
    'insufficient-funds': ERRORS.insufficientFunds,
    'post-only-would-take': ERRORS.postOnly,
    'duplicate-client-id': texts.duplicateClientOrderId,
    'would-trigger': ERRORS.invalidPrice,
    'no-liquidity': ERRORS.invalidOrder,
    'unknown-order': ERRORS.unknownOrder,
    'no-change': ERRORS.invalidOrder,
    'below-filled': ERRORS.invalidOrder,
    'bad-quantity': ERRORS.volumeMinimum,
  };
  return known[reason];
}

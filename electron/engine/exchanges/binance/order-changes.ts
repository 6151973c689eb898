import { compare, type Decimal } from '../../../../shared/model/decimal.ts';
import type { Instrument } from '../../../../shared/model/instrument.ts';
import type { OrderTicket } from '../../../../shared/model/order.ts';
import { encodeParams, type ExchangeRequest } from '../../http.ts';
import type { AmendChange, AmendTarget, OrderIds } from '../order-question.ts';
import { place } from './orders.ts';

// rest-api.md "Cancel order", "Cancel all open orders on a symbol", "Order amend keep priority" and "Test new order", 2026-07.

export const volatileParams: readonly string[] = [];

export function cancelBy(symbol: string, ids: OrderIds): ExchangeRequest {
  return { method: 'DELETE', path: '/api/v3/order', query: encodeParams({ symbol, ...idParams(ids) }), body: null };
}

export const isAmendDone = true;

/** Only to a smaller quantity, at the same price; anything else would be a cancel and a new order. */
export function amend(order: AmendTarget, { price, quantity }: AmendChange): ExchangeRequest | null {
  if (quantity === null || order.quantity === null || !isSamePrice(order.price, price)) return null;
  if (compare(quantity, order.quantity) >= 0) return null;
  // Left out, the order would go on under an id that Binance draws, and nobody could look it up by ours.
  const kept = order.clientOrderId === null ? {} : { newClientOrderId: order.clientOrderId };
  const params = { symbol: order.symbol, ...idParams(order), ...kept, newQty: quantity };
  return { method: 'PUT', path: '/api/v3/order/amend/keepPriority', query: encodeParams(params), body: null };
}

/** One symbol at a time. */
export function cancelAll(symbol: string | null): ExchangeRequest | null {
  if (symbol === null) return null;
  return { method: 'DELETE', path: '/api/v3/openOrders', query: encodeParams({ symbol }), body: null };
}

export function dryRun(ticket: OrderTicket, instrument: Instrument, clientOrderId: string): ExchangeRequest {
  return { ...place(ticket, instrument, clientOrderId), path: '/api/v3/order/test' };
}

/** Binance spot has none ("countdownCancelAll" is of its futures). */
export const deadMan = null;

function isSamePrice(old: Decimal | null, wanted: Decimal | null): boolean {
  return wanted === null || (old !== null && compare(old, wanted) === 0);
}

function idParams({ clientOrderId, exchangeOrderId }: OrderIds): Readonly<Record<string, string>> {
  if (exchangeOrderId !== null) return { orderId: exchangeOrderId };
  if (clientOrderId === null) throw new Error('An order without any id');
  return { origClientOrderId: clientOrderId };
}

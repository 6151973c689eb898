import type { PracticeOrder } from '../core/order.ts';
import { isFinal } from '../core/order.ts';
import type { Answer, ApiError, Parsed } from './answer.ts';
import { done, parsed, refused } from './answer.ts';
import type { BinanceApp } from './app.ts';
import { cancelRestricted, newOrderRejected, REJECTION_TEXT, unknownCancel } from './errors.ts';
import type { OrderInput } from './order-input.ts';
import { newOrderOf } from './order-input.ts';
import { findOrder } from './order-lookup.ts';
import { cancelledView, newOrderView } from './order-view.ts';
import type { BinanceSymbol } from './symbols.ts';

/** Places a parsed order with the engine and counts it; the order count was asked before. */
export function submit(app: BinanceApp, input: OrderInput, accountId: string): Answer {
  const placed = app.venue.place(newOrderOf(input, accountId));
  if (!placed.ok) return refused(newOrderRejected(REJECTION_TEXT[placed.reason]));
  app.usage.countOrders(accountId, 1);
  app.switches.orderPlaced(placed.order.id, app.nowMs());
  return done(newOrderView(placed.order, placed.fills, input.responseType, app.symbols));
}

/** Carries the time to wait to whoever writes the reply. */
export function withRetry(error: ApiError, retryAtMs: number): ApiError {
  return { ...error, retryAtMs };
}

/** Finds the order to cancel or amend and checks `cancelRestrictions`. */
export function orderToChange(
  app: BinanceApp,
  accountId: string,
  symbol: BinanceSymbol,
  orderId: number | undefined,
  clientOrderId: string | undefined,
  restriction: string | undefined,
): Parsed<PracticeOrder> {
  const found = findOrder(app, accountId, symbol, orderId, clientOrderId);
  if (found === null || found === 'mismatch' || isFinal(found.status)) return refused(unknownCancel);
  if (restriction === 'ONLY_NEW' && found.status === 'partially-filled') return refused(cancelRestricted);
  if (restriction === 'ONLY_PARTIALLY_FILLED' && found.status !== 'partially-filled') return refused(cancelRestricted);
  return parsed(found);
}

/** Cancels an order known to be open and gives its view. */
export function cancelNow(app: BinanceApp, order: PracticeOrder, cancelId: string | undefined): object {
  const id = cancelId ?? app.random.text(22);
  app.cancelIds.set(order.id, id);
  const cancelled = app.venue.cancel(order.accountId, order.id);
  return cancelledView(cancelled.ok ? cancelled.order : order, id, app.symbols);
}

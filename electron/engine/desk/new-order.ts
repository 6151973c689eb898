import type { Account } from '../../../shared/model/account.ts';
import type { DeskOrder, IntentId } from '../../../shared/model/desk.ts';
import type { OrderTicket, OrderUpdate } from '../../../shared/model/order.ts';

const NOTHING_YET = {
  filledQuantity: null,
  filledQuote: null,
  averagePrice: null,
  fee: null,
  exchangeOrderId: null,
  failure: null,
  reason: null,
  lookUp: null,
  isCancelling: false,
  isAmending: false,
} as const;

/** An order as it is written down before it is sent. */
export function newOrder(
  key: IntentId,
  account: Account,
  ticket: OrderTicket,
  clientOrderId: string,
  nowMs: number,
): DeskOrder {
  return {
    ...NOTHING_YET,
    ...ticket,
    key,
    account: account.id,
    exchange: account.exchange,
    environment: account.environment,
    typeWord: null,
    status: 'journaled',
    clientOrderId,
    createdAtMs: nowMs,
    updatedAtMs: nowMs,
  };
}

/** An order that was placed elsewhere; null while nothing names it. */
export function orphanOf(account: Account, update: OrderUpdate, nowMs: number): DeskOrder | null {
  const id = update.exchangeOrderId ?? update.clientOrderId;
  if (id === null) return null;
  return {
    ...NOTHING_YET,
    filledQuantity: update.filledQuantity,
    filledQuote: update.filledQuote,
    averagePrice: update.averagePrice,
    fee: update.fee,
    // Two instruments may have orders of one id (Binance).
    key: `orphan-${account.id}:${id}:${update.symbol ?? ''}`.replaceAll(/[^A-Za-z0-9:_-]/g, '_').slice(0, 120),
    account: account.id,
    exchange: account.exchange,
    environment: account.environment,
    symbol: update.symbol ?? '',
    side: update.side,
    type: null,
    typeWord: update.type,
    timeInForce: null,
    price: update.price,
    stopPrice: null,
    quantity: update.quantity,
    quantityUnit: update.quantityUnit ?? 'base',
    status: update.status,
    clientOrderId: update.clientOrderId,
    exchangeOrderId: update.exchangeOrderId,
    createdAtMs: update.openedAtMs ?? update.atMs ?? nowMs,
    updatedAtMs: nowMs,
  };
}

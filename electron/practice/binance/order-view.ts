import { ZERO } from '../../../shared/model/decimal.ts';
import type { EndReason, OrderStatus, PracticeFill, PracticeOrder } from '../core/order.ts';
import type { ResponseType } from './order-input.ts';
import type { Symbols } from './symbols.ts';
import { amount } from './symbols.ts';

const STATUS: Readonly<Record<OrderStatus, string>> = {
  untriggered: 'NEW',
  open: 'NEW',
  'partially-filled': 'PARTIALLY_FILLED',
  filled: 'FILLED',
  cancelled: 'CANCELED',
  expired: 'EXPIRED',
};

/** enums.md, 2026-07. */
const EXPIRY_REASON: Readonly<Partial<Record<EndReason, string>>> = {
  'ioc-remainder': 'UNFILLED_IOC_QUANTITY_EXPIRED',
  'fok-unfilled': 'UNFILLED_FOK_ORDER_EXPIRED',
  'no-liquidity': 'INSUFFICIENT_LIQUIDITY',
  'insufficient-funds': 'REJECTED',
  exchange: 'EXCHANGE_CANCELED',
};

export function statusWord(order: PracticeOrder): string {
  return STATUS[order.status];
}

/** Undefined unless the order expired. */
export function expiryReasonOf(order: PracticeOrder): string | undefined {
  return order.status === 'expired' && order.endReason !== null ? EXPIRY_REASON[order.endReason] : undefined;
}

export function typeWord(order: PracticeOrder): string {
  return order.extra['type'] ?? 'LIMIT';
}

function workingTimeOf(order: PracticeOrder): number {
  if (order.stopPrice === null) return order.createdAtMs;
  return order.triggeredAtMs ?? -1;
}

function core(order: PracticeOrder): object {
  const reason = expiryReasonOf(order);
  return {
    price: amount(order.price),
    origQty: amount(order.quantity),
    executedQty: amount(order.filledQuantity),
    origQuoteOrderQty: amount(order.quoteQuantity),
    cummulativeQuoteQty: amount(order.filledQuote),
    status: statusWord(order),
    timeInForce: order.force.toUpperCase(),
    type: typeWord(order),
    side: order.side.toUpperCase(),
    ...(order.stopPrice === null ? {} : { stopPrice: amount(order.stopPrice) }),
    ...(reason === undefined ? {} : { expiryReason: reason }),
  };
}

/** Reply to a new order (rest-api.md, "New order", 2026-07). */
export function newOrderView(
  order: PracticeOrder,
  fills: readonly PracticeFill[],
  type: ResponseType,
  symbols: Symbols,
): object {
  const ack = {
    symbol: symbols.ofMarket(order.marketId).name,
    orderId: order.id,
    orderListId: -1,
    clientOrderId: order.clientOrderId ?? '',
    transactTime: order.updatedAtMs,
  };
  if (type === 'ACK') return ack;
  const stp = { selfTradePreventionMode: order.extra['stpMode'] };
  const result = { ...ack, ...core(order), workingTime: workingTimeOf(order) };
  return type === 'RESULT' ? { ...result, ...stp } : { ...result, fills: fills.map(fillView), ...stp };
}

function fillView(fill: PracticeFill): object {
  return {
    price: amount(fill.price),
    qty: amount(fill.quantity),
    commission: amount(fill.fee.amount),
    commissionAsset: fill.fee.asset,
    tradeId: fill.id,
  };
}

/** An order as queries show it (rest-api.md, "Query order", 2026-07). */
export function orderView(order: PracticeOrder, symbols: Symbols): object {
  return {
    symbol: symbols.ofMarket(order.marketId).name,
    orderId: order.id,
    orderListId: -1,
    clientOrderId: order.clientOrderId ?? '',
    ...core(order),
    stopPrice: amount(order.stopPrice),
    icebergQty: amount(ZERO),
    time: order.createdAtMs,
    updateTime: order.updatedAtMs,
    isWorking: order.status !== 'untriggered',
    workingTime: workingTimeOf(order),
    selfTradePreventionMode: order.extra['stpMode'],
  };
}

/** A cancelled order; its client id is that of the cancel, the order's own is `origClientOrderId` (rest-api.md, 2026-07). */
export function cancelledView(order: PracticeOrder, cancelId: string, symbols: Symbols): object {
  return {
    symbol: symbols.ofMarket(order.marketId).name,
    origClientOrderId: order.clientOrderId ?? '',
    orderId: order.id,
    orderListId: -1,
    clientOrderId: cancelId,
    transactTime: order.updatedAtMs,
    ...core(order),
    selfTradePreventionMode: order.extra['stpMode'],
  };
}

/** One row of myTrades (rest-api.md, 2026-07). */
export function myTradeView(fill: PracticeFill, symbols: Symbols): object {
  return {
    symbol: symbols.ofMarket(fill.marketId).name,
    id: fill.id,
    orderId: fill.orderId,
    orderListId: -1,
    price: amount(fill.price),
    qty: amount(fill.quantity),
    quoteQty: amount(fill.quote),
    commission: amount(fill.fee.amount),
    commissionAsset: fill.fee.asset,
    time: fill.atMs,
    isBuyer: fill.side === 'buy',
    isMaker: fill.role === 'maker',
    isBestMatch: true,
  };
}

/** An order that goes on with a smaller quantity, under another client id unless its own was sent again (rest-api.md, 2026-07). */
export function amendedView(order: PracticeOrder, originalId: string, newId: string, symbols: Symbols): object {
  return {
    symbol: symbols.ofMarket(order.marketId).name,
    orderId: order.id,
    orderListId: -1,
    origClientOrderId: originalId,
    clientOrderId: newId,
    price: amount(order.price),
    qty: amount(order.quantity),
    executedQty: amount(order.filledQuantity),
    preventedQty: amount(ZERO),
    quoteOrderQty: amount(order.quoteQuantity),
    cumulativeQuoteQty: amount(order.filledQuote),
    status: statusWord(order),
    timeInForce: order.force.toUpperCase(),
    type: typeWord(order),
    side: order.side.toUpperCase(),
    workingTime: workingTimeOf(order),
    selfTradePreventionMode: order.extra['stpMode'],
  };
}

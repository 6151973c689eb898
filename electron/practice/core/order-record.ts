import type { Decimal } from '../../../shared/model/decimal.ts';
import { subtract, ZERO } from '../../../shared/model/decimal.ts';
import type { EndReason, Fee, NewOrder, OrderKind, OrderStatus, PracticeOrder } from './order.ts';

/** The venue's own, changing record of an order. */
export interface OrderRecord {
  readonly id: number;
  readonly request: NewOrder;
  /** Becomes limit or market when a stop triggers. */
  activeKind: OrderKind;
  /** Place in the queue at its price; a later number is further back. */
  priority: number;
  /** An amendment may give it another one. */
  clientOrderId: string | null;
  quantity: Decimal;
  price: Decimal | null;
  status: OrderStatus;
  endReason: EndReason | null;
  filledQuantity: Decimal;
  filledQuote: Decimal;
  fee: Fee | null;
  locked: { readonly asset: string; readonly amount: Decimal } | null;
  readonly createdAtMs: number;
  updatedAtMs: number;
  triggeredAtMs: number | null;
  amendedAtMs: number | null;
  amendCount: number;
}

export function createRecord(id: number, request: NewOrder, nowMs: number): OrderRecord {
  return {
    id,
    request,
    activeKind: request.kind,
    priority: id,
    clientOrderId: request.clientOrderId ?? null,
    quantity: request.quantity ?? ZERO,
    price: request.price ?? null,
    status: isStop(request.kind) ? 'untriggered' : 'open',
    endReason: null,
    filledQuantity: ZERO,
    filledQuote: ZERO,
    fee: null,
    locked: null,
    createdAtMs: nowMs,
    updatedAtMs: nowMs,
    triggeredAtMs: null,
    amendedAtMs: null,
    amendCount: 0,
  };
}

export function isStop(kind: OrderKind): boolean {
  return kind === 'stop-limit' || kind === 'stop-market';
}

export function remainingOf(record: OrderRecord): Decimal {
  return subtract(record.quantity, record.filledQuantity);
}

export function triggerOf(request: NewOrder): 'up' | 'down' {
  return request.trigger ?? (request.side === 'buy' ? 'up' : 'down');
}

/** A copy as outsiders see it. */
export function snapshotOf(record: OrderRecord): PracticeOrder {
  const { request } = record;
  return {
    id: record.id,
    accountId: request.accountId,
    marketId: request.marketId,
    side: request.side,
    kind: request.kind,
    quantity: request.quantity === null ? record.filledQuantity : record.quantity,
    quoteQuantity: request.quoteQuantity ?? null,
    price: record.price,
    stopPrice: request.stopPrice ?? null,
    trigger: triggerOf(request),
    postOnly: request.postOnly ?? false,
    force: request.force ?? 'gtc',
    clientOrderId: record.clientOrderId,
    extra: request.extra ?? {},
    status: record.status,
    endReason: record.endReason,
    filledQuantity: record.filledQuantity,
    filledQuote: record.filledQuote,
    fee: record.fee,
    createdAtMs: record.createdAtMs,
    updatedAtMs: record.updatedAtMs,
    triggeredAtMs: record.triggeredAtMs,
    amendedAtMs: record.amendedAtMs,
    amendCount: record.amendCount,
  };
}

import type { Failure } from '../../../shared/contract/failure.ts';
import { compare } from '../../../shared/model/decimal.ts';
import { type DeskOrder, type DeskStatus, FINAL_STATUSES } from '../../../shared/model/desk.ts';
import type { OrderUpdate } from '../../../shared/model/order.ts';
import type { NewsSense } from './order-news.ts';

export function isFinal(order: Pick<DeskOrder, 'status'>): boolean {
  return FINAL_STATUSES.has(order.status);
}

/** How far along a life is; news about an earlier part of it comes late and changes nothing. */
const RANK: Readonly<Record<DeskStatus, number>> = {
  journaled: 0,
  sending: 1,
  unknown: 2,
  pending: 3,
  open: 4,
  'partially-filled': 5,
  filled: 9,
  cancelled: 8,
  rejected: 7,
  expired: 8,
  'not-placed': 6,
};

/** For news nothing else is known of: neither older nor newer, its fee the order's whenever it tells at least as much. */
function undated(order: DeskOrder, { fee, filledQuantity }: OrderUpdate): NewsSense {
  const isMore = isAtLeast(filledQuantity, order.filledQuantity);
  return { isOld: false, isNewer: false, fee: () => (isMore ? (fee ?? order.fee) : order.fee) };
}

/**
 * What an order is after the exchange said something of it. Messages overtake each other: a fill never shrinks, a final
 * state stays, except that proof of life beats what we concluded ourselves ("not placed", or "rejected" from an answer
 * that named no order), and a fill beats every other end. What describes an earlier state than one that was taken says
 * nothing of price, quantity or resting any more.
 */
export function afterUpdate(
  order: DeskOrder,
  update: OrderUpdate,
  nowMs: number,
  news: NewsSense = undated(order, update),
): DeskOrder {
  const next = withFacts(order, update, news);
  const status = nextStatus(order, update, news);
  const isMoved = status !== order.status || next.filledQuantity !== order.filledQuantity;
  return {
    ...next,
    status,
    reason: update.reason ?? next.reason,
    failure: isFinalFailure(status) ? next.failure : null,
    lookUp: null,
    isCancelling: next.isCancelling && !FINAL_STATUSES.has(status),
    ...(FINAL_STATUSES.has(status) ? { isCancelWanted: false } : {}),
    isAmending: next.isAmending && !FINAL_STATUSES.has(status) && update.amendment === undefined,
    updatedAtMs: isMoved ? nowMs : order.updatedAtMs,
  };
}

function nextStatus(order: DeskOrder, update: OrderUpdate, { isOld, isNewer }: NewsSense): DeskStatus {
  const said = update.status;
  // Our own verdict was wrong: the exchange knows the order.
  if (order.status === 'not-placed' || isNamelessRefusal(order, update)) return said;
  if (isFinal(order)) {
    if (said === 'filled') return 'filled';
    // Nobody here sent it or saw its answer, so the newer word stands.
    return isOrphan(order) && isNewer && RESTING.has(said) ? said : order.status;
  }
  if (isOld && (said === 'open' || said === 'pending')) return order.status;
  if (RANK[said] >= RANK[order.status]) return said;
  // `open` after a partial fill is the book's word for what rests.
  return order.status;
}

const RESTING: ReadonlySet<DeskStatus> = new Set(['open', 'partially-filled']);

/** One that no intent of ours made. */
export function isOrphan({ key }: Pick<DeskOrder, 'key'>): boolean {
  return key.startsWith('orphan-');
}

// A refusal names no order, so it may have been the answer to another one.
function isNamelessRefusal(order: DeskOrder, update: OrderUpdate): boolean {
  return order.status === 'rejected' && order.exchangeOrderId === null && update.exchangeOrderId !== null;
}

function withFacts(order: DeskOrder, update: OrderUpdate, { isOld, fee }: NewsSense): DeskOrder {
  const isMore = isAtLeast(update.filledQuantity, order.filledQuantity);
  const filledQuantity = isMore ? (update.filledQuantity ?? order.filledQuantity) : order.filledQuantity;
  return {
    ...order,
    exchangeOrderId: update.exchangeOrderId ?? order.exchangeOrderId,
    clientOrderId: order.clientOrderId ?? update.clientOrderId,
    symbol: order.symbol === '' ? (update.symbol ?? '') : order.symbol,
    side: order.side ?? update.side,
    price: isOld ? order.price : (update.price ?? order.price),
    quantity: isOld ? order.quantity : quantityOf(order, update),
    filledQuantity,
    filledQuote: isMore ? (update.filledQuote ?? order.filledQuote) : order.filledQuote,
    averagePrice: isMore ? (update.averagePrice ?? order.averagePrice) : order.averagePrice,
    fee: fee(filledQuantity),
    typeWord: update.type ?? order.typeWord,
  };
}

// What was ordered in quote stays so on screen; the exchange counts it in base.
function quantityOf(order: DeskOrder, { quantity }: OrderUpdate): DeskOrder['quantity'] {
  return order.quantityUnit === 'quote' ? order.quantity : (quantity ?? order.quantity);
}

function isAtLeast(next: DeskOrder['filledQuantity'], known: DeskOrder['filledQuantity']): boolean {
  if (next === null) return known === null;
  return known === null || compare(next, known) >= 0;
}

function isFinalFailure(status: DeskStatus): boolean {
  return status === 'rejected' || status === 'expired' || status === 'not-placed';
}

/** Nobody knows what became of it: it is looked up from now on. */
export function toUnknown(order: DeskOrder, failure: Failure | null, nowMs: number): DeskOrder {
  if (isFinal(order) || RANK[order.status] > RANK.unknown) return order;
  return {
    ...order,
    status: 'unknown',
    failure,
    lookUp: { tries: 0, nextAtMs: null, wantsHuman: false },
    updatedAtMs: nowMs,
  };
}

/** It was said to be taken or open, and everything that could show it does not: nobody knows again. */
export function toDoubted(order: DeskOrder, nowMs: number): DeskOrder {
  if (isFinal(order)) return order;
  const failure: Failure = { kind: 'outcome-unknown', detail: 'it was acknowledged and is nowhere to be found' };
  return {
    ...order,
    status: 'unknown',
    failure,
    lookUp: { tries: 0, nextAtMs: null, wantsHuman: true },
    updatedAtMs: nowMs,
  };
}

/** It ended without the exchange having an order: refused there, or never sent at all. */
export function toEnded(
  order: DeskOrder,
  status: 'rejected' | 'not-placed' | 'expired',
  failure: Failure | null,
  nowMs: number,
): DeskOrder {
  if (isFinal(order) || RANK[order.status] > RANK.unknown) return order;
  return { ...order, status, failure, lookUp: null, isCancelling: false, isCancelWanted: false, updatedAtMs: nowMs };
}

/** There is no account any more to ask about it. */
export function toGone(order: DeskOrder, nowMs: number): DeskOrder {
  const failure: Failure = { kind: 'not-found', what: `account ${order.account}` };
  return { ...toDoubted(order, nowMs), failure, isCancelling: false, isAmending: false };
}

/** By the word of its user. One that was seen was placed, whatever became of it. */
export function toDecided(order: DeskOrder, decision: 'placed' | 'not-placed', nowMs: number): DeskOrder {
  if (decision === 'placed') return { ...order, status: 'open', lookUp: null, updatedAtMs: nowMs };
  if (order.exchangeOrderId === null) return toEnded(order, 'not-placed', order.failure, nowMs);
  const reason = 'not there any more, by the word of its user';
  return {
    ...order,
    status: 'cancelled',
    reason,
    failure: null,
    lookUp: null,
    isCancelWanted: false,
    updatedAtMs: nowMs,
  };
}

const SECOND_LOOK_MS = 60_000;

/** A refusal that still waits for its second look. */
export function wantsSecondLook({ status, exchangeOrderId, updatedAtMs }: DeskOrder, nowMs: number): boolean {
  return status === 'rejected' && exchangeOrderId === null && nowMs - updatedAtMs < SECOND_LOOK_MS;
}

import { compare, type Decimal, decimal } from '../../../../shared/model/decimal.ts';
import { crosses } from '../../core/matching.ts';
import { type Answer, done, ERRORS, refused } from '../errors.ts';
import { agePenalty } from '../limits/tables.ts';
import { type Added, addUncharged } from './adding.ts';
import { type Floor, marketOf } from './floor.ts';
import { hashSign, isTriggered, type OrderRequest } from './order-request.ts';
import { checkPrice, checkVolume, rejectionText } from './price-order.ts';
import { ageMs, type KrakenOrder } from './records.ts';
import { type PriceInput, resolvePrice } from './relative-price.ts';

export interface AmendRequest {
  readonly quantity: Decimal | null;
  readonly limitPrice: PriceInput | null;
  readonly postOnly: boolean;
  readonly deadlineMs: number | null;
}

interface Change {
  readonly quantity?: Decimal;
  readonly price?: Decimal;
}

/** Changes an open order in place; gives the id of the amend. A failed check costs the fixed point alone. */
export function amendOrder(floor: Floor, record: KrakenOrder, amend: AmendRequest): Answer<string> {
  const nowMs = floor.clock.now();
  const { accountId } = record.order;
  const pairId = record.request.pair.id;
  const age = ageMs(record, nowMs);
  if (!floor.counters.takeAged(accountId, pairId, 'amend', age, nowMs)) return refused(ERRORS.engineRate);
  const amended = apply(floor, record, amend, age);
  if (!amended.ok) floor.counters.charge(accountId, pairId, -agePenalty('amend', age), nowMs);
  return amended;
}

function apply(floor: Floor, record: KrakenOrder, amend: AmendRequest, age: number): Answer<string> {
  if (amend.deadlineMs !== null && floor.engineNowMs() > amend.deadlineMs) return refused(ERRORS.deadline);
  if (floor.system.status === 'maintenance') return refused(ERRORS.unavailable);
  const change = changeOf(floor, record, amend);
  if (!change.ok) return change;
  const { accountId, id } = record.order;
  const result = floor.venue.amend(accountId, id, change.value);
  if (result.ok) return done(lastAmendId(record));
  if (result.reason !== 'below-filled') return refused(rejectionText(result.reason, floor.texts));
  // Down to the filled part or below ends the order, at the price of a cancel (Spot Atomic Amends, 2026-05); we read
  // that as in place of the amend's own penalty.
  const difference = agePenalty('cancel', age) - agePenalty('amend', age);
  floor.counters.charge(accountId, record.request.pair.id, difference, floor.clock.now());
  floor.venue.cancel(accountId, id);
  return done(lastAmendId(record));
}

function lastAmendId(record: KrakenOrder): string {
  return record.amends.at(-1)?.amendId ?? record.txid;
}

function changeOf(floor: Floor, record: KrakenOrder, amend: AmendRequest): Answer<Change> {
  const { pair, type, side } = record.request;
  const market = marketOf(floor, pair);
  const price =
    amend.limitPrice === null
      ? null
      : resolvePrice(amend.limitPrice, market.lastPrice, hashSign(type, side), pair.tickSize);
  if (price !== null) {
    const checked = checkPrice(price, pair);
    if (!checked.ok) return checked;
    if ((amend.postOnly || record.request.postOnly) && wouldTake(floor, record, price)) return refused(ERRORS.postOnly);
  }
  const size = checkNewSize(record, amend.quantity, price);
  if (!size.ok) return size;
  return done({
    ...(amend.quantity === null ? {} : { quantity: amend.quantity }),
    ...(price === null ? {} : { price }),
  });
}

function checkNewSize(record: KrakenOrder, quantity: Decimal | null, price: Decimal | null): Answer<null> {
  if (quantity !== null && compare(quantity, record.order.filledQuantity) <= 0) return done(null);
  return checkVolume(
    quantity ?? record.order.quantity,
    price ?? record.order.price ?? decimal('0'),
    record.request.pair,
  );
}

function wouldTake(floor: Floor, record: KrakenOrder, price: Decimal): boolean {
  const [best] = marketOf(floor, record.request.pair).offersFor(record.request.side, record.order.accountId);
  return best !== undefined && crosses(record.request.side, price, best.price);
}

/** Ends an order and puts a new one in its place, which loses its queue place and gets a new id. */
export function editOrder(floor: Floor, record: KrakenOrder, next: Answer<OrderRequest>): Answer<Added> {
  const nowMs = floor.clock.now();
  const { accountId } = record.order;
  const pairId = record.request.pair.id;
  const age = ageMs(record, nowMs);
  if (!floor.counters.takeAged(accountId, pairId, 'edit', age, nowMs)) return refused(ERRORS.engineRate);
  const checked = checkEdit(floor, record, next);
  if (!checked.ok) floor.counters.charge(accountId, pairId, -agePenalty('edit', age), nowMs);
  if (!next.ok) return next;
  if (!checked.ok) return checked;
  if (checked.value !== null) return done(checked.value);
  record.reason = 'Order replaced';
  floor.venue.cancel(accountId, record.order.id);
  return addUncharged(floor, accountId, next.value);
}

// The new order is tried while the old one still holds its funds and its place among the open orders.
const FREED_BY_CANCEL: ReadonlySet<string> = new Set([ERRORS.insufficientFunds, ERRORS.ordersLimit]);

/** Null when the edit may go ahead; the checked order when it was only to be validated. */
function checkEdit(floor: Floor, record: KrakenOrder, next: Answer<OrderRequest>): Answer<Added | null> {
  if (!next.ok) return next;
  // Edits know neither client order ids nor triggered orders (Spot REST EditOrder, 2026-05).
  if (record.request.clientOrderId !== null || isTriggered(record.request.type)) return refused(ERRORS.invalidOrder);
  const tried = addUncharged(floor, record.order.accountId, { ...next.value, validateOnly: true });
  if (next.value.validateOnly) return tried;
  return tried.ok || FREED_BY_CANCEL.has(tried.error) ? done(null) : tried;
}

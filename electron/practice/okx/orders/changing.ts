import type { Decimal } from '../../../../shared/model/decimal.ts';
import { compare } from '../../../../shared/model/decimal.ts';
import { crosses } from '../../core/matching.ts';
import { isFinal, type PracticeOrder } from '../../core/order.ts';
import type { OkxState } from '../exchange/state.ts';
import { refuse, type Refusal } from '../facts/errors.ts';
import { instrumentOfMarket } from '../facts/instruments.ts';
import { checkLimit } from './checks.ts';
import { findOrder, nameRefusal, type OrderName } from './lookup.ts';
import type { Placed } from './placing.ts';

export function cancelOrder(state: OkxState, accountId: string, name: OrderName): Placed {
  const refusal = nameRefusal(name);
  if (refusal !== undefined) return { refusal };
  const order = findOrder(state, accountId, name);
  if (order === undefined || isFinal(order.status)) return { refusal: refuse('51400') };
  return cancelNow(state, order);
}

function cancelNow(state: OkxState, order: PracticeOrder): Placed {
  const result = state.venue.cancel(order.accountId, order.id);
  return result.ok ? { order: result.order } : { refusal: refuse('51400') };
}

/** Cancels for a reason other than the user's wish; `cancelSource` as in the order channel's table. */
export function cancelBySystem(state: OkxState, order: PracticeOrder, cancelSource: string): void {
  state.note(order.id, { cancelSource });
  cancelNow(state, order);
}

export interface Amendment extends OrderName {
  /** New total size, filled part included. */
  readonly newSz: Decimal | null;
  readonly newPx: Decimal | null;
  readonly reqId: string;
  readonly cxlOnFail: boolean;
  readonly mayMovePrice: boolean;
}

export function amendOrder(state: OkxState, accountId: string, change: Amendment): Placed {
  const refusal = nameRefusal(change) ?? (change.newSz === null && change.newPx === null ? refuse('51500') : undefined);
  if (refusal !== undefined) return { refusal };
  const order = findOrder(state, accountId, change);
  if (order === undefined) return { refusal: refuse('51603') };
  if (isFinal(order.status) || order.price === null) return { refusal: refuse('51503') };
  const amended = amendOpen(state, order, order.price, change);
  if ('refusal' in amended && change.cxlOnFail) cancelBySystem(state, order, '1');
  return amended;
}

function amendOpen(state: OkxState, order: PracticeOrder, oldPrice: Decimal, change: Amendment): Placed {
  const size = change.newSz ?? order.quantity;
  if (compare(size, order.filledQuantity) <= 0) return settleAsFilled(state, order, change);
  const instrument = instrumentOfMarket(order.marketId);
  const market = state.market(instrument);
  const terms = { side: order.side, size, price: change.newPx ?? oldPrice, mayMovePrice: change.mayMovePrice };
  const checked = checkLimit(terms, instrument, market);
  if ('refusal' in checked) return checked;
  if (breaksPostOnly(state, order, checked.price)) return { refusal: refuse('51511') };
  return send(state, order, change, { quantity: size, price: checked.price });
}

/** A total at or below what is filled ends the order as filled (docs "Amend order", 2026-08). */
function settleAsFilled(state: OkxState, order: PracticeOrder, change: Amendment): Placed {
  state.note(order.id, { state: 'filled', reqId: change.reqId, amendResult: '0' });
  return cancelNow(state, order);
}

function breaksPostOnly(state: OkxState, order: PracticeOrder, price: Decimal): boolean {
  if (!order.postOnly) return false;
  const [best] = state.market(instrumentOfMarket(order.marketId)).offersFor(order.side, order.accountId);
  return best !== undefined && crosses(order.side, price, best.price);
}

function send(
  state: OkxState,
  order: PracticeOrder,
  change: Amendment,
  to: { readonly quantity: Decimal; readonly price: Decimal },
): Placed {
  state.note(order.id, { reqId: change.reqId, amendResult: '0' });
  const result = state.venue.amend(order.accountId, order.id, {
    quantity: to.quantity,
    ...(to.price === order.price ? {} : { price: to.price }),
  });
  state.note(order.id, { reqId: '', amendResult: '' });
  if (result.ok) return { order: result.order };
  if (result.reason === 'no-change') return { order };
  return { refusal: amendRefusal(result.reason, order) };
}

function amendRefusal(reason: string, order: PracticeOrder): Refusal {
  if (reason !== 'insufficient-funds') return refuse('51503');
  const { base, quote } = instrumentOfMarket(order.marketId);
  return refuse('51502', order.side === 'buy' ? quote : base);
}

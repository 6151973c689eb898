import { isFinal, type PracticeOrder } from '../../core/order.ts';
import type { OkxState } from '../exchange/state.ts';
import { refuse, type Refusal } from '../facts/errors.ts';
import { findInstrument } from '../facts/instruments.ts';
import { CANCELLED_KEPT_MS } from '../facts/operations.ts';
import { orderIdOf } from '../wire/ids.ts';
import { stateOf } from '../wire/order-wire.ts';

/** How a request names one order; `ordId` wins over `clOrdId`. */
export interface OrderName {
  readonly instId: string;
  readonly ordId: string;
  readonly clOrdId: string;
}

export function nameRefusal(name: OrderName): Refusal | undefined {
  if (name.instId === '') return refuse('50014', 'instId');
  if (name.ordId === '' && name.clOrdId === '') return refuse('51003');
  return findInstrument(name.instId) === undefined ? refuse('51001') : undefined;
}

/** The order so named, final ones included; with a reused client id the newest. */
export function findOrder(state: OkxState, accountId: string, name: OrderName): PracticeOrder | undefined {
  const found =
    name.ordId === ''
      ? state.venue.orderByClientId(accountId, name.clOrdId)
      : orderByOrdId(state, accountId, name.ordId);
  return found?.marketId === findInstrument(name.instId)?.marketId ? found : undefined;
}

function orderByOrdId(state: OkxState, accountId: string, ordId: string): PracticeOrder | undefined {
  const id = orderIdOf(ordId);
  return id === undefined ? undefined : state.venue.order(accountId, id);
}

/** Cancelled before it was filled wholly, and more than two hours ago: OKX has forgotten it (docs, 2026-08). */
export function isForgotten(state: OkxState, order: PracticeOrder): boolean {
  if (!isFinal(order.status) || stateOf(order, state.notesOf(order.id)) !== 'canceled') return false;
  return state.nowMs() - order.updatedAtMs >= CANCELLED_KEPT_MS;
}

/** The order as a query sees it: not while it is hidden, not once it is forgotten. */
export function queryOrder(state: OkxState, accountId: string, name: OrderName): PracticeOrder | undefined {
  const order = findOrder(state, accountId, name);
  if (order === undefined || state.switches.isHidden(order.id, state.nowMs())) return undefined;
  return isForgotten(state, order) ? undefined : order;
}

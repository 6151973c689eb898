import { isFinal, type PracticeFill, type PracticeOrder } from '../../core/order.ts';
import { findInstrument, instrumentOfMarket } from '../facts/instruments.ts';
import { ARCHIVE_KEPT_MS, FILLS_KEPT_MS, HISTORY_KEPT_MS } from '../facts/operations.ts';
import { isForgotten, nameRefusal, queryOrder } from '../orders/lookup.ts';
import { fillRow } from '../wire/fill-wire.ts';
import { billIdOf, ordIdOf, orderIdOf } from '../wire/ids.ts';
import { orderRow, stateOf } from '../wire/order-wire.ts';
import { listOf, param, refused, rows, typeRefusal, type Answer, type PrivateCall } from './call.ts';
import { page } from './paging.ts';

export function getOrder(call: PrivateCall): Answer {
  const name = { instId: param(call, 'instId'), ordId: param(call, 'ordId'), clOrdId: param(call, 'clOrdId') };
  const refusal = nameRefusal(name);
  if (refusal !== undefined) return { refusal };
  const order = queryOrder(call.state, call.accountId, name);
  return order === undefined ? refused('51603') : rows(orderRow(call.state.viewOf(order)));
}

function isWanted(call: PrivateCall, order: PracticeOrder): boolean {
  const { state } = call;
  const [types, states] = [listOf(call, 'ordType'), listOf(call, 'state')];
  const instId = param(call, 'instId');
  if (state.switches.isHidden(order.id, call.nowMs)) return false;
  if (instId !== '' && instrumentOfMarket(order.marketId).instId !== instId) return false;
  if (types.length > 0 && !types.includes(order.extra['ordType'] ?? '')) return false;
  return states.length === 0 || states.includes(stateOf(order, state.notesOf(order.id)));
}

function listOrders(call: PrivateCall, orders: readonly PracticeOrder[], isTypeRequired: boolean): Answer {
  const instType = param(call, 'instType');
  const refusal = typeRefusal(instType, isTypeRequired);
  if (refusal !== undefined) return { refusal };
  const ofType = instType === '' || instType === 'SPOT' ? orders : [];
  return page(call, {
    items: ofType.filter((order) => isWanted(call, order)),
    most: 100,
    idOf: (order) => ordIdOf(order.id),
    timeOf: (order) => order.createdAtMs,
    rowOf: (order) => orderRow(call.state.viewOf(order)),
  });
}

export function getPending(call: PrivateCall): Answer {
  return listOrders(call, call.state.venue.openOrders(call.accountId), false);
}

function history(call: PrivateCall, keptMs: number): Answer {
  const { state, nowMs } = call;
  const finished = state.venue
    .orders(call.accountId)
    .filter((order) => isFinal(order.status) && !isForgotten(state, order) && nowMs - order.updatedAtMs < keptMs);
  return listOrders(call, finished, true);
}

export function getHistory(call: PrivateCall): Answer {
  return history(call, HISTORY_KEPT_MS);
}

export function getArchive(call: PrivateCall): Answer {
  return history(call, ARCHIVE_KEPT_MS);
}

function isWantedFill(call: PrivateCall, fill: PracticeFill, keptMs: number): boolean {
  const [instId, ordId] = [param(call, 'instId'), param(call, 'ordId')];
  if (call.nowMs - fill.atMs >= keptMs) return false;
  if (instId !== '' && fill.marketId !== findInstrument(instId)?.marketId) return false;
  return ordId === '' || fill.orderId === orderIdOf(ordId);
}

function fills(call: PrivateCall, keptMs: number, isTypeRequired: boolean): Answer {
  const { state } = call;
  const instType = param(call, 'instType');
  const refusal = typeRefusal(instType, isTypeRequired);
  if (refusal !== undefined) return { refusal };
  const all = instType === '' || instType === 'SPOT' ? state.venue.fills(call.accountId) : [];
  return page(call, {
    items: all.filter((fill) => isWantedFill(call, fill, keptMs)),
    most: 100,
    idOf: (fill) => billIdOf(fill.id),
    timeOf: (fill) => fill.atMs,
    rowOf: (fill) => fillRow(fill, state.venue.order(call.accountId, fill.orderId)?.extra['tag'] ?? ''),
  });
}

export function getFills(call: PrivateCall): Answer {
  return fills(call, FILLS_KEPT_MS, false);
}

export function getFillsHistory(call: PrivateCall): Answer {
  return fills(call, ARCHIVE_KEPT_MS, true);
}

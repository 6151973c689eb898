import { permits } from '../access/permissions.ts';
import { type KrakenContext, noteAccepted } from '../context.ts';
import { type Answer, done, ERRORS, invalidArguments, refused } from '../errors.ts';
import { type Fields, flagOf, isFields, listOf, textOf, textsOf, wholeOf } from '../fields.ts';
import { type Pair, pairOfSymbol } from '../pairs.ts';
import { addBatch, type Added, addOrder } from '../trading/adding.ts';
import { amendOrder } from '../trading/amending.ts';
import { cancelAll, cancelBatch, cancelOrder, findByUserref, findOpen } from '../trading/cancelling.ts';
import { readSocketAmend, readSocketOrder } from '../trading/read-socket-order.ts';
import type { KrakenOrder } from '../trading/records.ts';
import { rfc3339Seconds } from '../wire/texts.ts';
import { unsupportedPair } from './subscribe.ts';
import { authorise } from './token.ts';

/** One reply: `result` under its name, or members of the top level. */
export type RequestReply = Answer<{ readonly result?: unknown; readonly top?: Readonly<Record<string, unknown>> }>;

type OrderRequestMethod = (context: KrakenContext, accountId: string, params: Fields) => readonly RequestReply[];

// REST's name of the same right, by which permissions are listed.
const METHODS: Readonly<Record<string, { readonly right: string; readonly serve: OrderRequestMethod }>> = {
  add_order: { right: 'AddOrder', serve: add },
  amend_order: { right: 'AmendOrder', serve: amend },
  cancel_order: { right: 'CancelOrder', serve: cancel },
  cancel_all: {
    right: 'CancelAll',
    serve: (context, accountId) => [done({ result: { count: cancelAll(context.floor, accountId) } })],
  },
  cancel_all_orders_after: { right: 'CancelAllOrdersAfter', serve: cancelAfter },
  batch_add: { right: 'AddOrderBatch', serve: batchAdd },
  batch_cancel: { right: 'CancelOrderBatch', serve: batchCancel },
};

export function isOrderRequest(method: string): boolean {
  return Object.hasOwn(METHODS, method);
}

/** Replies to one trading message: one, or one for each order of a cancel (WebSocket v2 cancel_order, 2026-05). */
export function serveOrderRequest(context: KrakenContext, method: string, params: Fields): readonly RequestReply[] {
  const entry = METHODS[method];
  if (entry === undefined) return [refused('Unsupported event')];
  const key = authorise(context, params);
  if (!key.ok) return [key];
  if (!permits(entry.right, key.value.permissions)) return [refused(ERRORS.permissionDenied)];
  return entry.serve(context, key.value.accountId, params).map(liveWording);
}

// Live sockets word the minimum differently from REST (recorded 2026-01).
function liveWording(reply: RequestReply): RequestReply {
  return !reply.ok && reply.error === ERRORS.volumeMinimum
    ? refused(invalidArguments('volume minimum not met'))
    : reply;
}

function pairOf(params: Fields): Answer<Pair> {
  const symbol = textOf(params, 'symbol') ?? '';
  const pair = pairOfSymbol(symbol);
  return pair === undefined ? refused(unsupportedPair(symbol)) : done(pair);
}

function add(context: KrakenContext, accountId: string, params: Fields): readonly RequestReply[] {
  const pair = pairOf(params);
  if (!pair.ok) return [pair];
  const read = readSocketOrder(params, pair.value, context.floor.engineNowMs());
  const added = addOrder(context.floor, accountId, pair.value, read);
  if (!added.ok) return [added];
  noteAccepted(context, added.value.record);
  return [done({ result: addedResult(added.value) })];
}

function addedResult({ record, priced }: Added): Readonly<Record<string, unknown>> {
  const { clientOrderId, userref } = priced.request;
  return {
    ...(clientOrderId === null ? {} : { cl_ord_id: clientOrderId }),
    ...(userref === null ? {} : { order_userref: userref }),
    ...(record === null ? {} : { order_id: record.txid }),
  };
}

const FEWEST_ORDERS = 2;
const MOST_ORDERS = 15;

function batchAdd(context: KrakenContext, accountId: string, params: Fields): readonly RequestReply[] {
  const pair = pairOf(params);
  if (!pair.ok) return [pair];
  const orders = listOf(params, 'orders');
  if (orders.length < FEWEST_ORDERS || orders.length > MOST_ORDERS) return [refused(invalidArguments('orders'))];
  const shared = { deadline: params['deadline'], validate: flagOf(params, 'validate') };
  const nowMs = context.floor.engineNowMs();
  const reads = orders.map((order) =>
    isFields(order) ? readSocketOrder({ ...order, ...shared }, pair.value, nowMs) : refused(invalidArguments('orders')),
  );
  const batch = addBatch(context.floor, accountId, pair.value, reads);
  if (!batch.ok) return [batch];
  for (const added of batch.value) if (added.ok) noteAccepted(context, added.value.record);
  return [done({ result: batch.value.map((added) => (added.ok ? addedResult(added.value) : { error: added.error })) })];
}

function amend(context: KrakenContext, accountId: string, params: Fields): readonly RequestReply[] {
  const read = readSocketAmend(params, context.floor.engineNowMs());
  if (!read.ok) return [read];
  const record = findOpen(context.floor, accountId, {
    txid: textOf(params, 'order_id'),
    clientOrderId: textOf(params, 'cl_ord_id'),
  });
  if (record === undefined) return [refused(ERRORS.unknownOrder)];
  const amended = amendOrder(context.floor, record, read.value);
  return [amended.ok ? done({ result: { amend_id: amended.value, ...nameOf(record) } }) : amended];
}

// Replies name an order by the caller's own id where it has one, as recorded.
function nameOf({ txid, request }: KrakenOrder): Readonly<Record<string, string>> {
  return request.clientOrderId === null ? { order_id: txid } : { cl_ord_id: request.clientOrderId };
}

function cancel(context: KrakenContext, accountId: string, params: Fields): readonly RequestReply[] {
  const { floor } = context;
  const records = [
    ...textsOf(params, 'order_id').map((txid) => findOpen(floor, accountId, { txid })),
    ...textsOf(params, 'cl_ord_id').map((clientOrderId) => findOpen(floor, accountId, { clientOrderId })),
    ...textsOf(params, 'order_userref').flatMap((userref) => findByUserref(floor, accountId, Number(userref))),
  ];
  if (records.length === 0) return [refused(ERRORS.unknownOrder)];
  return records.map((record) => {
    if (record === undefined) return refused(ERRORS.unknownOrder);
    const cancelled = cancelOrder(floor, record);
    return cancelled.ok ? done({ result: nameOf(record) }) : cancelled;
  });
}

function batchCancel(context: KrakenContext, accountId: string, params: Fields): readonly RequestReply[] {
  const { floor } = context;
  const found = [
    ...textsOf(params, 'orders').map((txid) => findOpen(floor, accountId, { txid })),
    ...textsOf(params, 'cl_ord_id').map((clientOrderId) => findOpen(floor, accountId, { clientOrderId })),
  ];
  const records = found.filter((record) => record !== undefined);
  if (records.length === 0) return [refused(ERRORS.unknownOrder)];
  const cancelled = cancelBatch(floor, accountId, [...new Set(records)]);
  return [cancelled.ok ? done({ top: { orders_cancelled: cancelled.value } }) : cancelled];
}

function cancelAfter(context: KrakenContext, accountId: string, params: Fields): readonly RequestReply[] {
  const seconds = wholeOf(params, 'timeout');
  if (seconds === undefined || seconds === null || seconds < 0 || seconds >= 86_400)
    return [refused(invalidArguments('timeout'))];
  const firesAtMs = context.deadMansSwitches.arm(accountId, seconds);
  const currentTime = rfc3339Seconds(context.floor.clock.now());
  return [done({ result: { currentTime, triggerTime: firesAtMs === 0 ? '0' : rfc3339Seconds(firesAtMs) } })];
}

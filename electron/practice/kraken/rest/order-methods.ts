import { noteAccepted } from '../context.ts';
import { type Answer, done, ERRORS, invalidArguments, refused } from '../errors.ts';
import { decimalOf, type Fields, flagOf, isFields, listOf, textOf } from '../fields.ts';
import { type Pair, pairOfName } from '../pairs.ts';
import { type Added, addBatch, addOrder } from '../trading/adding.ts';
import { amendOrder, type AmendRequest, editOrder } from '../trading/amending.ts';
import { findByUserref, findOpen } from '../trading/cancelling.ts';
import { readRestOrder } from '../trading/read-rest-order.ts';
import type { KrakenOrder } from '../trading/records.ts';
import { readPrice } from '../trading/relative-price.ts';
import { readDeadline, REST_DEADLINE } from '../trading/timing.ts';
import { describe, orderFlags } from '../wire/order.ts';
import { priceText, volumeText } from '../wire/texts.ts';
import type { PrivateMethod } from './call.ts';

export const addOrderMethod: PrivateMethod = (context, { accountId, fields }) => {
  const pair = pairOf(fields);
  if (!pair.ok) return pair;
  const read = readRestOrder(fields, pair.value, context.floor.engineNowMs());
  const added = addOrder(context.floor, accountId, pair.value, read);
  if (!added.ok) return added;
  noteAccepted(context, added.value.record);
  const { record } = added.value;
  return done({ descr: { order: descriptionOf(added.value) }, ...(record === null ? {} : { txid: [record.txid] }) });
};

function pairOf(fields: Fields): Answer<Pair> {
  const name = textOf(fields, 'pair');
  if (name === undefined) return refused(invalidArguments('pair'));
  const pair = pairOfName(name);
  return pair === undefined ? refused(ERRORS.unknownPair) : done(pair);
}

function descriptionOf({ priced }: Added): string {
  return describe(priced.request, priced.request.volume, priced);
}

/** Orders of one batch (REST AddOrderBatch, 2026-05). */
const FEWEST_ORDERS = 2;
const MOST_ORDERS = 15;

export const addOrderBatch: PrivateMethod = (context, { accountId, fields }) => {
  const pair = pairOf(fields);
  if (!pair.ok) return pair;
  const orders = listOf(fields, 'orders');
  if (orders.length < FEWEST_ORDERS || orders.length > MOST_ORDERS) return refused(invalidArguments('orders'));
  const shared = { deadline: fields['deadline'], validate: fields['validate'] };
  const nowMs = context.floor.engineNowMs();
  const reads = orders.map((order) =>
    isFields(order) ? readRestOrder({ ...order, ...shared }, pair.value, nowMs) : refused(invalidArguments('orders')),
  );
  const batch = addBatch(context.floor, accountId, pair.value, reads);
  if (!batch.ok) return batch;
  for (const added of batch.value) if (added.ok) noteAccepted(context, added.value.record);
  return done({ orders: batch.value.map(batchRow) });
};

function batchRow(added: Answer<Added>): Readonly<Record<string, unknown>> {
  if (!added.ok) return { error: added.error };
  const { record } = added.value;
  return { descr: { order: descriptionOf(added.value) }, ...(record === null ? {} : { txid: record.txid }) };
}

export const amendOrderMethod: PrivateMethod = (context, { accountId, fields }) => {
  const amend = readAmend(fields, context.floor.engineNowMs());
  if (!amend.ok) return amend;
  const by = { txid: textOf(fields, 'txid'), clientOrderId: textOf(fields, 'cl_ord_id') };
  if ((by.txid === undefined) === (by.clientOrderId === undefined)) return refused(invalidArguments('txid'));
  const record = findOpen(context.floor, accountId, by);
  if (record === undefined) return refused(ERRORS.unknownOrder);
  const amended = amendOrder(context.floor, record, amend.value);
  return amended.ok ? done({ amend_id: amended.value }) : amended;
};

// Display quantities and triggers belong to order types that cannot be amended here.
function readAmend(fields: Fields, nowMs: number): Answer<AmendRequest> {
  const unplayed = ['display_qty', 'trigger_price'].find((name) => fields[name] !== undefined);
  if (unplayed !== undefined) return refused(invalidArguments(unplayed));
  const quantity = decimalOf(fields, 'order_qty');
  const priceInput = textOf(fields, 'limit_price');
  const limitPrice = priceInput === undefined ? undefined : readPrice(priceInput);
  if (quantity === null) return refused(invalidArguments('order_qty'));
  if (limitPrice === null) return refused(invalidArguments('limit_price'));
  if (quantity === undefined && limitPrice === undefined) return refused(invalidArguments('order_qty'));
  const deadline = readDeadline(textOf(fields, 'deadline'), REST_DEADLINE, nowMs);
  if (!deadline.ok) return deadline;
  return done({
    quantity: quantity ?? null,
    limitPrice: limitPrice ?? null,
    postOnly: flagOf(fields, 'post_only'),
    deadlineMs: deadline.value,
  });
}

export const editOrderMethod: PrivateMethod = (context, { accountId, fields }) => {
  const pair = pairOf(fields);
  if (!pair.ok) return pair;
  const record = editedOrder(context.floor, accountId, fields);
  if (record === undefined || record.request.pair !== pair.value) return refused(ERRORS.unknownOrder);
  const next = readRestOrder(mergedFields(record, fields), pair.value, context.floor.engineNowMs());
  const edited = editOrder(context.floor, record, next);
  if (!edited.ok) return edited;
  noteAccepted(context, edited.value.record);
  return done(editWire(record, edited.value));
};

function editedOrder(
  floor: Parameters<typeof findOpen>[0],
  accountId: string,
  fields: Fields,
): KrakenOrder | undefined {
  const id = textOf(fields, 'txid');
  if (id === undefined || !/^[+-]?\d+$/.test(id)) return findOpen(floor, accountId, { txid: id });
  return findByUserref(floor, accountId, Number(id))[0];
}

// What an edit does not name stays as it was; `post` is not kept (REST EditOrder, 2026-05).
function mergedFields({ order, request }: KrakenOrder, fields: Fields): Fields {
  const asked = Object.fromEntries(Object.entries(fields).filter(([name]) => EDITABLE.has(name)));
  return { type: request.side, ordertype: request.type, volume: order.quantity, price: order.price ?? '', ...asked };
}

const EDITABLE: ReadonlySet<string> = new Set([
  'volume',
  'price',
  'price2',
  'oflags',
  'deadline',
  'validate',
  'userref',
  'displayvol',
]);

function editWire(original: KrakenOrder, edited: Added): Readonly<Record<string, unknown>> {
  const { request, limitPrice } = edited.priced;
  return {
    status: 'ok',
    ...(edited.record === null ? {} : { txid: edited.record.txid }),
    originaltxid: original.txid,
    newuserref: request.userref,
    volume: volumeText(request.volume, request.pair),
    price: limitPrice === null ? '0' : priceText(limitPrice, request.pair),
    oflags: orderFlags(request),
    orders_cancelled: edited.record === null ? 0 : 1,
    descr: { order: descriptionOf(edited) },
  };
}

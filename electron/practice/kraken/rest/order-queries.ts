import { isVisible, type KrakenContext, mapOf } from '../context.ts';
import { type Answer, done, ERRORS, invalidArguments, refused } from '../errors.ts';
import { type Fields, flagOf, textOf, textsOf, wholeOf } from '../fields.ts';
import { isOpen, type KrakenOrder } from '../trading/records.ts';
import { orderWire } from '../wire/order.ts';
import { priceText, volumeText } from '../wire/texts.ts';
import type { PrivateCall, PrivateMethod } from './call.ts';
import { isWithin, pageOf, readSpan, type Span } from './paging.ts';

export const openOrders: PrivateMethod = (context, { accountId, fields }) => {
  const open = context.floor.journal
    .open(accountId)
    .filter((record) => isVisible(context, record) && isAskedFor(record, fields));
  return done({
    open: mapOf(
      context,
      open.toReversed().map((record) => [record.txid, orderWire(record, flagOf(fields, 'trades'))]),
    ),
  });
};

function isAskedFor({ request }: KrakenOrder, fields: Fields): boolean {
  const userref = wholeOf(fields, 'userref');
  const clientOrderId = textOf(fields, 'cl_ord_id');
  if (userref !== undefined && userref !== request.userref) return false;
  return clientOrderId === undefined || clientOrderId === request.clientOrderId;
}

export const closedOrders: PrivateMethod = (context, call) => {
  const { accountId, fields, nowMs } = call;
  const closeTime = textOf(fields, 'closetime') ?? 'both';
  if (closeTime !== 'open' && closeTime !== 'close' && closeTime !== 'both')
    return refused(invalidArguments('closetime'));
  const span = readSpan(fields, (txid) => timeOf(context.floor.journal.find(accountId, txid), closeTime));
  if (!span.ok) return span;
  const closed = context.floor.journal
    .orders(accountId)
    .filter((record) => !isOpen(record) && isVisible(context, record) && isAskedFor(record, fields))
    .filter((record) => nowMs >= record.order.updatedAtMs + context.switches.closedOrdersLagMs)
    .filter((record) => isInSpan(record, span.value, closeTime))
    .sort((left, right) => right.order.updatedAtMs - left.order.updatedAtMs || right.order.id - left.order.id);
  const rows = pageOf(closed, fields).map(
    (record) => [record.txid, orderWire(record, flagOf(fields, 'trades'))] as const,
  );
  return done({ closed: mapOf(context, rows), ...(flagOf(fields, 'without_count') ? {} : { count: closed.length }) });
};

function timeOf(record: KrakenOrder | undefined, closeTime: 'open' | 'close' | 'both'): number | undefined {
  return closeTime === 'open' ? record?.order.createdAtMs : record?.order.updatedAtMs;
}

function isInSpan({ order }: KrakenOrder, span: Span, closeTime: 'open' | 'close' | 'both'): boolean {
  if (closeTime === 'open') return isWithin(span, order.createdAtMs);
  if (closeTime === 'close') return isWithin(span, order.updatedAtMs);
  return isWithin(span, order.createdAtMs) || isWithin(span, order.updatedAtMs);
}

/** Ids of one QueryOrders call (REST reference, 2026-05). Client order ids are not accepted there. */
const MOST_IDS = 50;

export const queryOrders: PrivateMethod = (context, call) => {
  const { fields } = call;
  const txids = textsOf(fields, 'txid');
  if (txids.length === 0 || txids.length > MOST_IDS) return refused(invalidArguments('txid'));
  const rows: (readonly [string, unknown])[] = [];
  for (const txid of txids) {
    const record = findAllowed(context, call, txid);
    if (!record.ok) return record;
    rows.push([txid, orderWire(record.value, flagOf(fields, 'trades'))]);
  }
  return done(mapOf(context, rows));
};

export const orderAmends: PrivateMethod = (context, call) => {
  const record = findAllowed(context, call, textOf(call.fields, 'order_id') ?? '');
  if (!record.ok) return record;
  const { request, amends } = record.value;
  const rows = amends.map((amend) => ({
    amend_id: amend.amendId,
    amend_type: amend.kind,
    order_qty: volumeText(amend.quantity, request.pair),
    remaining_qty: volumeText(amend.remaining, request.pair),
    ...(amend.price === null ? {} : { limit_price: priceText(amend.price, request.pair) }),
    ...(amend.kind === 'user' ? { reason: 'User requested' } : {}),
    post_only: request.postOnly,
    timestamp: amend.atMs,
  }));
  return done({ count: rows.length, amends: rows });
};

// Open and closed orders need different permissions, so the right one is known only with the order at hand.
function findAllowed(context: KrakenContext, { key, accountId }: PrivateCall, txid: string): Answer<KrakenOrder> {
  const record = context.floor.journal.find(accountId, txid);
  if (record === undefined || !isVisible(context, record)) return refused(ERRORS.unknownOrder);
  const needed = isOpen(record) ? 'query-open-trades' : 'query-closed-trades';
  return key.permissions.has(needed) ? done(record) : refused(ERRORS.permissionDenied);
}

import type { KrakenContext } from '../context.ts';
import { type Answer, done, ERRORS, invalidArguments, refused } from '../errors.ts';
import { isFields, listOf, textOf, textsOf, wholeOf } from '../fields.ts';
import { cancelAll, cancelBatch, cancelOrder, findByUserref, findOpen } from '../trading/cancelling.ts';
import { rfc3339Seconds } from '../wire/texts.ts';
import type { KrakenOrder } from '../trading/records.ts';
import type { PrivateMethod } from './call.ts';

/** By order id, by user reference (then all orders that carry it), or by client order id. */
export const cancelOrderMethod: PrivateMethod = (context, { accountId, fields }) => {
  const records = named(context, accountId, textOf(fields, 'txid'), textOf(fields, 'cl_ord_id'));
  if (!records.ok) return records;
  if (records.value.length === 0) return refused(ERRORS.unknownOrder);
  for (const record of records.value) {
    const cancelled = cancelOrder(context.floor, record);
    if (!cancelled.ok) return cancelled;
  }
  return done({ count: records.value.length });
};

function named(
  context: KrakenContext,
  accountId: string,
  txid: string | undefined,
  clientOrderId: string | undefined,
): Answer<readonly KrakenOrder[]> {
  if ((txid === undefined) === (clientOrderId === undefined)) return refused(invalidArguments('txid'));
  if (txid !== undefined && /^[+-]?\d+$/.test(txid)) return done(findByUserref(context.floor, accountId, Number(txid)));
  const record = findOpen(context.floor, accountId, { txid, clientOrderId });
  return done(record === undefined ? [] : [record]);
}

/** Orders of one CancelOrderBatch, both lists together (REST reference, 2026-05). */
const MOST_ORDERS = 50;

export const cancelOrderBatch: PrivateMethod = (context, { accountId, fields }) => {
  const txids = listOf(fields, 'orders').map((order) =>
    isFields(order) ? textOf(order, 'txid') : textOf({ order }, 'order'),
  );
  const clientOrderIds = textsOf(fields, 'cl_ord_ids');
  const asked = txids.length + clientOrderIds.length;
  if (asked === 0 || asked > MOST_ORDERS) return refused(invalidArguments('orders'));
  const records = [
    ...txids.flatMap((txid) => recordsOf(named(context, accountId, txid, undefined))),
    ...clientOrderIds.flatMap((id) => recordsOf(named(context, accountId, undefined, id))),
  ];
  if (records.length === 0) return refused(ERRORS.unknownOrder);
  const cancelled = cancelBatch(context.floor, accountId, [...new Set(records)]);
  return cancelled.ok ? done({ count: cancelled.value }) : cancelled;
};

function recordsOf(answer: Answer<readonly KrakenOrder[]>): readonly KrakenOrder[] {
  return answer.ok ? answer.value : [];
}

export const cancelAllMethod: PrivateMethod = (context, { accountId }) =>
  done({ count: cancelAll(context.floor, accountId) });

/** Seconds; the reference (2026-05) wants less than a day. */
const LONGEST_TIMEOUT_S = 86_400;

export const cancelAllOrdersAfter: PrivateMethod = (context, { accountId, fields }) => {
  const seconds = wholeOf(fields, 'timeout');
  if (seconds === undefined || seconds === null || seconds < 0 || seconds >= LONGEST_TIMEOUT_S)
    return refused(invalidArguments('timeout'));
  const firesAtMs = context.deadMansSwitches.arm(accountId, seconds);
  return done({
    currentTime: rfc3339Seconds(context.floor.clock.now()),
    triggerTime: firesAtMs === 0 ? '0' : rfc3339Seconds(firesAtMs),
  });
};

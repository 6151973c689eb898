import { type Decimal, withPlaces, ZERO } from '../../../../shared/model/decimal.ts';
import type { PracticeOrder } from '../../core/order.ts';
import { exactNumber } from '../exact-json.ts';
import type { ExecutionKind, KrakenEvent } from '../trading/journal.ts';
import { isTriggered } from '../trading/order-request.ts';
import { type KrakenOrder, type KrakenTrade, reasonOf } from '../trading/records.ts';
import { averagePrice, rfc3339Micros } from '../wire/texts.ts';
import { costNumber, priceNumber, volumeNumber } from './numbers.ts';

type Report = Readonly<Record<string, unknown>>;
type Execution = Extract<KrakenEvent, { kind: 'execution' }>;

/** One report of the `executions` channel; after `pending_new` they leave out what has not changed (recorded 2026-01). */
export function executionReport(event: Execution): Report {
  const { execution, record, order, trade } = event;
  if (trade !== null) return tradeReport(record, order, trade);
  if (execution === 'pending_new')
    return { ...wholeOrder(record, order), exec_type: execution, order_status: 'pending_new' };
  if (execution === 'amended') return { ...headOf(record, order, execution), ...amendedPart(record, order) };
  if (execution === 'canceled' || execution === 'expired')
    return { ...headOf(record, order, execution), ...totals(record, order), ...reasonPart(record) };
  if (execution === 'filled') return { ...headOf(record, order, execution), ...totals(record, order) };
  return headOf(record, order, execution);
}

/** An open order as the snapshot shows it. */
export function openOrderReport(record: KrakenOrder): Report {
  const { order } = record;
  const kind = order.filledQuantity === ZERO ? 'new' : 'trade';
  return {
    ...wholeOrder(record, order),
    ...totals(record, order),
    exec_type: kind,
    order_status: statusOf(record, order),
  };
}

export function tradeReport(record: KrakenOrder, order: PracticeOrder, { id, fill }: KrakenTrade): Report {
  const { pair, type } = record.request;
  return {
    ...headOf(record, order, 'trade'),
    order_userref: record.request.userref ?? 0,
    exec_id: id,
    trade_id: fill.id,
    symbol: pair.symbol,
    side: fill.side,
    order_type: type,
    last_qty: volumeNumber(fill.quantity, pair),
    last_price: priceNumber(fill.price, pair),
    liquidity_ind: fill.role === 'maker' ? 'm' : 't',
    cost: costNumber(fill.quote, pair),
    ...totals(record, order),
    fees: [{ asset: fill.fee.asset, qty: costNumber(fill.fee.amount, pair) }],
    timestamp: rfc3339Micros(fill.atMs),
  };
}

function headOf(record: KrakenOrder, order: PracticeOrder, execution: ExecutionKind): Report {
  const { clientOrderId } = record.request;
  return {
    timestamp: rfc3339Micros(order.updatedAtMs),
    order_status: statusOf(record, order),
    exec_type: execution,
    ...(clientOrderId === null ? {} : { cl_ord_id: clientOrderId }),
    order_id: record.txid,
  };
}

function statusOf(record: KrakenOrder, order: PracticeOrder): string {
  if (order.status === 'filled') return 'filled';
  if (order.status === 'partially-filled') return 'partially_filled';
  if (order.status === 'cancelled' || order.status === 'expired') return record.isExpired ? 'expired' : 'canceled';
  return 'new';
}

function wholeOrder(record: KrakenOrder, order: PracticeOrder): Report {
  const { request, txid } = record;
  const { pair } = request;
  return {
    order_id: txid,
    symbol: pair.symbol,
    ...(order.quoteQuantity === null
      ? { order_qty: volumeNumber(order.quantity, pair) }
      : { cash_order_qty: costNumber(order.quoteQuantity, pair) }),
    cum_cost: costNumber(order.filledQuote, pair),
    time_in_force: request.timeInForce.toUpperCase(),
    side: request.side,
    order_type: request.type,
    ...(request.clientOrderId === null
      ? { order_userref: request.userref ?? 0 }
      : { cl_ord_id: request.clientOrderId }),
    ...(order.price === null ? {} : { limit_price_type: 'static', limit_price: priceNumber(order.price, pair) }),
    ...triggersPart(record, order),
    ...(request.postOnly ? { post_only: true } : {}),
    stop_price: priceNumber(order.stopPrice ?? ZERO, pair),
    fee_usd_equiv: usd(ZERO),
    fee_ccy_pref: request.feeInBase ? 'fcib' : 'fciq',
    timestamp: rfc3339Micros(order.createdAtMs),
  };
}

function triggersPart({ request }: KrakenOrder, order: PracticeOrder): Report {
  if (!isTriggered(request.type) || order.stopPrice === null) return {};
  const status = order.status === 'untriggered' ? 'untriggered' : 'triggered';
  const price = priceNumber(order.stopPrice, request.pair);
  return {
    triggers: { price, price_type: 'static', reference: request.triggerReference, status },
    trigger: request.triggerReference,
  };
}

function totals({ request }: KrakenOrder, order: PracticeOrder): Report {
  const { pair } = request;
  return {
    cum_qty: volumeNumber(order.filledQuantity, pair),
    cum_cost: costNumber(order.filledQuote, pair),
    fee_usd_equiv: usd(order.fee?.amount ?? ZERO),
    avg_price: priceNumber(averagePrice(order.filledQuote, order.filledQuantity), pair),
  };
}

function amendedPart({ request }: KrakenOrder, order: PracticeOrder): Report {
  const { pair } = request;
  return {
    cum_qty: volumeNumber(order.filledQuantity, pair),
    reason: 'User requested',
    amended: true,
    order_qty: volumeNumber(order.quantity, pair),
    ...(order.price === null ? {} : { limit_price: priceNumber(order.price, pair), limit_price_type: 'static' }),
  };
}

function reasonPart(record: KrakenOrder): Report {
  const reason = reasonOf(record);
  return reason === null ? {} : { cancel_reason: reason, reason };
}

// Dollar pairs alone pay fees in dollars; for the tether pair the figure is close enough to be one.
function usd(amount: Decimal): unknown {
  return exactNumber(withPlaces(amount, 4));
}

import type { z } from 'zod';
import { type Result, fail, ok } from '../../../../shared/contract/failure.ts';
import { type Decimal, add, isPositive } from '../../../../shared/model/decimal.ts';
import type { OrderStatus, OrderUpdate } from '../../../../shared/model/order.ts';
import { misshapen, readResult } from './errors.ts';
import {
  AddOrderBatchResult,
  AddOrderResult,
  AmendOrderResult,
  CancelAfterResult,
  ClosedOrders,
  CountResult,
  EditOrderResult,
  type Execution,
  ExecutionsMessage,
  OpenOrders,
  OrderMap,
  type RestOrder,
} from './schemas.ts';

type Updates = readonly OrderUpdate[];

const NOTHING_SAID = {
  symbol: null,
  clientOrderId: null,
  exchangeOrderId: null,
  side: null,
  type: null,
  price: null,
  quantity: null,
  filledQuantity: null,
  filledQuote: null,
  averagePrice: null,
  fee: null,
  reason: null,
  atMs: null,
} as const satisfies Omit<OrderUpdate, 'status'>;

/**
 * Reads the answer of the endpoint named as `POST /0/private/Method`. Cancels and amends name no order, so a good answer
 * of theirs gives no update; an endpoint that tells nothing of orders is refused.
 */
export function readOrders(body: unknown, context: { readonly endpoint: string }): Result<Updates> {
  const read = readers[context.endpoint.slice(context.endpoint.lastIndexOf('/') + 1)];
  if (read !== undefined) return read(body);
  return fail({ kind: 'invalid-input', detail: `no orders are read from ${context.endpoint.slice(0, 80)}` });
}

type Reader = (body: unknown) => Result<Updates>;

function reader<Schema extends z.ZodType>(schema: Schema, map: (result: z.output<Schema>) => Updates): Reader {
  return (body) => {
    const result = readResult(body, schema);
    return result.ok ? ok(map(result.value)) : result;
  };
}

const none = (): Updates => [];

const readers: Readonly<Record<string, Reader>> = {
  OpenOrders: reader(OpenOrders, ({ open }) => listed(open)),
  ClosedOrders: reader(ClosedOrders, ({ closed }) => listed(closed)),
  QueryOrders: reader(OrderMap, listed),
  AddOrder: reader(AddOrderResult, ({ txid, cl_ord_id: clientOrderId }) =>
    txid.map((exchangeOrderId) => ({ ...NOTHING_SAID, exchangeOrderId, clientOrderId, status: 'pending' })),
  ),
  AddOrderBatch: reader(AddOrderBatchResult, ({ orders }) => orders.map(placedInBatch)),
  EditOrder: reader(EditOrderResult, edited),
  AmendOrder: reader(AmendOrderResult, none),
  CancelOrder: reader(CountResult, none),
  CancelOrderBatch: reader(CountResult, none),
  CancelAll: reader(CountResult, none),
  CancelAllOrdersAfter: reader(CancelAfterResult, none),
};

function placedInBatch(order: z.output<typeof AddOrderBatchResult>['orders'][number]): OrderUpdate {
  const { txid: exchangeOrderId, cl_ord_id: clientOrderId, error: reason } = order;
  const status: OrderStatus = exchangeOrderId === null ? 'rejected' : 'pending';
  return { ...NOTHING_SAID, exchangeOrderId, clientOrderId, reason, status };
}

// An edit cancels the order and makes a new one (EditOrder, 2026-05).
function edited(result: z.output<typeof EditOrderResult>): Updates {
  const { txid, originaltxid, volume, price, error_message: reason } = result;
  const wasReplaced = originaltxid !== null && result.orders_cancelled > 0;
  const isMade = result.status.toLowerCase() === 'ok' && txid !== null;
  return [
    ...(wasReplaced ? [{ ...NOTHING_SAID, exchangeOrderId: originaltxid, status: 'cancelled' as const }] : []),
    ...(isMade
      ? [
          {
            ...NOTHING_SAID,
            exchangeOrderId: txid,
            quantity: volume,
            price: price ?? null,
            reason,
            status: 'pending' as const,
          },
        ]
      : []),
  ];
}

function listed(orders: Readonly<Record<string, RestOrder>>): Updates {
  return Object.entries(orders).map(([txid, order]) => orderUpdate(txid, order));
}

// The fee's asset is not named: `oflags` tell its side, and where they do not, it is that which AddOrder takes by
// default, base for sales and quote for purchases (2026-05).
function feeOf({ fee, oflags, descr, vol_exec: filled }: RestOrder): Pick<OrderUpdate, 'feeIn'> {
  if (fee === null || !isPositive(filled)) return {};
  const flags = oflags.split(',');
  const isInBase = flags.includes('fcib') || (!flags.includes('fciq') && descr.type === 'sell');
  return { feeIn: { amount: fee, side: isInBase ? 'base' : 'quote' } };
}

function orderUpdate(txid: string, order: RestOrder): OrderUpdate {
  const { descr } = order;
  const isFilled = isPositive(order.vol_exec);
  return {
    symbol: descr.pair,
    clientOrderId: order.cl_ord_id,
    exchangeOrderId: txid,
    status: statusOf(order, isFilled),
    side: descr.type,
    type: descr.ordertype,
    price: limitPrice(order),
    // With viqc the volume is an amount of quote currency.
    quantity: order.oflags.split(',').includes('viqc') ? null : order.vol,
    filledQuantity: order.vol_exec,
    filledQuote: order.cost,
    averagePrice: isFilled ? order.price : null,
    fee: null,
    ...feeOf(order),
    reason: order.reason,
    // When one that is not closed was amended or filled last is not told.
    atMs: order.closetm ?? null,
    openedAtMs: order.opentm,
  };
}

function statusOf(order: RestOrder, isFilled: boolean): OrderStatus {
  switch (order.status) {
    case 'pending':
      return 'pending';
    case 'open':
      return isFilled ? 'partially-filled' : 'open';
    case 'closed':
      return 'filled';
    case 'canceled':
      return 'cancelled';
    case 'expired':
      return 'expired';
  }
}

// `price` is the limit of limit and iceberg orders and the trigger of all others, whose limit is `price2`.
function limitPrice({ descr }: RestOrder): Decimal | null {
  if (descr.ordertype === 'limit' || descr.ordertype === 'iceberg') return descr.price;
  return descr.ordertype.endsWith('-limit') ? descr.price2 : null;
}

const SOCKET_STATUS: Readonly<Record<Execution['order_status'], OrderStatus>> = {
  pending_new: 'pending',
  new: 'open',
  partially_filled: 'partially-filled',
  filled: 'filled',
  canceled: 'cancelled',
  expired: 'expired',
};

/** Reads a WebSocket v2 `executions` message; messages of other channels give no update. */
export function readSocketOrders(message: unknown): Result<Updates> {
  if (!isExecutions(message)) return ok([]);
  const parsed = ExecutionsMessage.safeParse(message);
  return parsed.success ? ok(parsed.data.data.map(executionUpdate)) : fail(misshapen(parsed.error));
}

function isExecutions(message: unknown): boolean {
  return typeof message === 'object' && message !== null && 'channel' in message && message.channel === 'executions';
}

function executionUpdate(report: Execution): OrderUpdate {
  return {
    symbol: report.symbol,
    clientOrderId: report.cl_ord_id,
    exchangeOrderId: report.order_id,
    status: SOCKET_STATUS[report.order_status],
    side: report.side ?? null,
    type: report.order_type,
    price: report.limit_price,
    quantity: report.order_qty,
    filledQuantity: report.cum_qty,
    filledQuote: report.cum_cost,
    averagePrice: report.avg_price !== null && isPositive(report.avg_price) ? report.avg_price : null,
    fee: null,
    ...fillOf(report),
    reason: report.reason ?? report.cancel_reason,
    atMs: report.timestamp,
  };
}

function fillOf(report: Execution): Pick<OrderUpdate, 'fill'> {
  const { exec_type: kind, exec_id: trade, last_qty: quantity } = report;
  if (kind !== 'trade' || trade === null || quantity === null) return {};
  return { fill: { trade, quantity, fee: soleFee(report.fees ?? []) } };
}

// Fees in two assets do not fit one figure; the balances tell them.
function soleFee(fees: NonNullable<Execution['fees']>): OrderUpdate['fee'] {
  const first = fees[0];
  if (first === undefined || fees.some((fee) => fee.asset !== first.asset)) return null;
  return { asset: first.asset, amount: fees.slice(1).reduce((sum, fee) => add(sum, fee.qty), first.qty) };
}

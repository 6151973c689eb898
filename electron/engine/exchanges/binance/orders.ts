import { add, divide, type Decimal, isPositive, isZero, ZERO } from '../../../../shared/model/decimal.ts';
import type { Instrument } from '../../../../shared/model/instrument.ts';
import type { Balance, OrderStatus, OrderTicket, OrderType, OrderUpdate } from '../../../../shared/model/order.ts';
import { fail, ok, type Result } from '../../../../shared/contract/failure.ts';
import { encodeParams, type ExchangeRequest, get } from '../../http.ts';
import type { LookUpStep, OrderQuestion } from '../order-question.ts';
import { AccountBody, ExecutionReport, OrderBody, type OrderWord, SocketEnvelope, SocketReply } from './schemas.ts';

const ORDER_PATH = '/api/v3/order';

const TYPE_WORD: Readonly<Record<OrderType, string>> = {
  limit: 'LIMIT',
  market: 'MARKET',
  'post-only': 'LIMIT_MAKER',
  'stop-limit': 'STOP_LOSS_LIMIT',
};

// enums.md "Order status", 2026-07. EXPIRED_IN_MATCH is self-trade prevention; its word is kept as the reason.
const STATUS: Readonly<Record<OrderWord, OrderStatus>> = {
  NEW: 'open',
  PENDING_NEW: 'pending',
  PARTIALLY_FILLED: 'partially-filled',
  FILLED: 'filled',
  CANCELED: 'cancelled',
  PENDING_CANCEL: 'open',
  REJECTED: 'rejected',
  EXPIRED: 'expired',
  EXPIRED_IN_MATCH: 'expired',
};

/** 35 characters of the 36 allowed; hexadecimal, since SQL words in an id may trip the firewall (CHANGELOG.md, 2025-12-09). */
export function newClientOrderId(random: (size: number) => Uint8Array): string {
  return `hr-${Buffer.from(random(16)).toString('hex')}`;
}

/** The order a ticket asks for. Throws on a ticket that no order can be made of, which preflight lets nobody send. */
export function place(ticket: OrderTicket, instrument: Instrument, clientOrderId: string): ExchangeRequest {
  const params = {
    symbol: instrument.symbol,
    side: ticket.side.toUpperCase(),
    type: TYPE_WORD[ticket.type],
    ...termsOf(ticket),
    newClientOrderId: clientOrderId,
    newOrderRespType: 'FULL',
  };
  return { method: 'POST', path: ORDER_PATH, query: encodeParams(params), body: null };
}

// What each type must carry; anything more is refused with -1106 (rest-api.md "New order", 2026-07).
function termsOf(ticket: OrderTicket): Readonly<Record<string, string>> {
  const { type, quantity, timeInForce } = ticket;
  if (type === 'market') return ticket.quantityUnit === 'quote' ? { quoteOrderQty: quantity } : { quantity };
  if (ticket.quantityUnit === 'quote') throw new Error(`A ${type} order has no quantity in quote units`);
  const priced = { quantity, price: needed(ticket.price, 'price') };
  if (type === 'post-only') return priced;
  const timed = { timeInForce: timeInForce.toUpperCase(), ...priced };
  return type === 'limit' ? timed : { ...timed, stopPrice: needed(ticket.stopPrice, 'stop price') };
}

function needed(value: Decimal | null, what: string): Decimal {
  if (value === null) throw new Error(`The order has no ${what}`);
  return value;
}

export function cancel(symbol: string, clientOrderId: string): ExchangeRequest {
  return {
    method: 'DELETE',
    path: ORDER_PATH,
    query: encodeParams({ symbol, origClientOrderId: clientOrderId }),
    body: null,
  };
}

/**
 * One query answers for open and finished orders alike; an order just sent may be missing from it for a moment. With
 * both ids the client's must still be the one it goes by (rest-api.md "Query order", 2026-07), and an amendment changes it.
 */
export function lookUp({ symbol, clientOrderId, exchangeOrderId }: OrderQuestion): readonly LookUpStep[] {
  const id = exchangeOrderId === null ? { origClientOrderId: clientOrderId ?? '' } : { orderId: exchangeOrderId };
  return [{ request: get(ORDER_PATH, { symbol, ...id }), tells: 'order' }];
}

/** Orders that ended unfilled are moved to an archive after 90 days (rest-api.md "Query order", 2026-07). */
export const absenceProvesForMs = 89 * 86_400_000;

export function open(symbol: string | null): ExchangeRequest {
  return get('/api/v3/openOrders', symbol === null ? {} : { symbol });
}

/** Every list comes whole. */
export function nextPage(): null {
  return null;
}

export function balances(): ExchangeRequest {
  return get('/api/v3/account', { omitZeroBalances: 'true' });
}

/**
 * Every order in a reply: new (ACK, RESULT, FULL), query, list, cancel, cancelReplace (also the `data` of a failed one)
 * and amend. A test order's reply holds none. Fails as a whole when one cannot be read.
 */
export function readOrders(body: unknown, context: { readonly endpoint: string }): Result<readonly OrderUpdate[]> {
  if (context.endpoint.endsWith('/order/test')) return ok([]);
  return readAll(orderBodies(body));
}

/** Execution reports of the user data stream, and orders in WebSocket API replies; empty for anything else. */
export function readSocketOrders(message: unknown): Result<readonly OrderUpdate[]> {
  const event = SocketEnvelope.safeParse(message);
  if (event.success) return event.data['e'] === 'executionReport' ? readReport(event.data) : ok([]);
  const reply = SocketReply.safeParse(message);
  return reply.success ? readAll(orderBodies(reply.data.result).filter(isOrder)) : ok([]);
}

/** Balances of `GET account` and of the WebSocket API's `account.status`. */
export function readBalances(body: unknown): Result<readonly Balance[]> {
  const reply = SocketReply.safeParse(body);
  const parsed = AccountBody.safeParse(reply.success ? reply.data.result : body);
  return parsed.success ? ok(parsed.data.balances) : malformed('the account has no balances that can be read');
}

function readAll(bodies: readonly unknown[]): Result<readonly OrderUpdate[]> {
  const updates: OrderUpdate[] = [];
  for (const body of bodies) {
    const order = OrderBody.safeParse(body);
    if (!order.success) return malformed(`order ${updates.length} of the reply cannot be read`);
    updates.push(toUpdate(order.data));
  }
  return ok(updates);
}

function malformed(detail: string): Result<never> {
  return fail({ kind: 'bad-reply', status: null, detail });
}

function orderBodies(body: unknown): readonly unknown[] {
  if (Array.isArray(body)) return body.flatMap(orderBodies);
  if (!isRecord(body)) return [body];
  const { amendedOrder, orderReports, cancelResponse, newOrderResponse, data } = body;
  if (amendedOrder !== undefined) return [amended(amendedOrder, body['transactTime'])];
  // An order list that was placed or cancelled.
  if (Array.isArray(orderReports)) return orderReports;
  // A half that failed or was not tried is an error or null.
  if (cancelResponse !== undefined || newOrderResponse !== undefined)
    return [cancelResponse, newOrderResponse].filter(isOrder);
  return isRecord(data) && 'cancelResponse' in data ? orderBodies(data) : [body];
}

// An amended order goes on under its new client id, while a cancelled one is known by its original id.
function amended(order: unknown, transactTime: unknown): unknown {
  return isRecord(order) ? { ...order, transactTime, origClientOrderId: undefined } : order;
}

function isOrder(body: unknown): boolean {
  return isRecord(body) && 'orderId' in body && 'clientOrderId' in body;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function toUpdate(order: OrderBody): OrderUpdate {
  const filledQuantity = order.executedQty;
  const filledQuote = available(order.cummulativeQuoteQty ?? order.cumulativeQuoteQty);
  return {
    symbol: order.symbol,
    clientOrderId: order.origClientOrderId ?? order.clientOrderId,
    exchangeOrderId: order.orderId,
    // An ACK tells only that the order was accepted.
    status: order.status === undefined ? 'pending' : STATUS[order.status],
    side: order.side === undefined ? null : sideOf(order.side),
    type: order.type ?? null,
    price: nonZero(order.price),
    quantity: nonZero(order.origQty ?? order.qty),
    filledQuantity,
    filledQuote,
    averagePrice: averagePrice(filledQuote, filledQuantity),
    fee: feeOf(order.fills ?? []),
    reason: reasonOf(order.expiryReason, order.status),
    atMs: order.transactTime ?? order.updateTime ?? order.time ?? null,
  };
}

function readReport(event: unknown): Result<readonly OrderUpdate[]> {
  const parsed = ExecutionReport.safeParse(event);
  return parsed.success ? ok([reportUpdate(parsed.data)]) : malformed('an execution report cannot be read');
}

// `n` is what the fill of this report cost, not the order ("Payload: Order Update", 2026-07).
function fillOf({ x, t, l, n, N }: ExecutionReport): Pick<OrderUpdate, 'fill'> {
  if (x !== 'TRADE' || t === '-1' || l === null) return {};
  const fee = typeof N === 'string' && n !== null ? { amount: n, asset: N } : null;
  return { fill: { trade: t, quantity: l, fee } };
}

function reportUpdate(report: ExecutionReport): OrderUpdate {
  const filledQuote = available(report.Z);
  return {
    symbol: report.s,
    clientOrderId: reportedId(report),
    exchangeOrderId: report.i,
    status: STATUS[report.X],
    side: sideOf(report.S),
    type: report.o,
    price: nonZero(report.p),
    quantity: nonZero(report.q),
    filledQuantity: report.z,
    filledQuote,
    averagePrice: averagePrice(filledQuote, report.z),
    fee: null,
    ...fillOf(report),
    reason: told(report.r) ?? reasonOf(report.eR, report.X),
    atMs: report.T,
  };
}

// On a cancel `c` is the id of the cancel and `C` that of the order (user-data-stream.md, 2026-07).
function reportedId({ c, C, x }: ExecutionReport): string {
  return typeof C === 'string' && C !== '' && x !== 'REPLACED' ? C : c;
}

function sideOf(word: 'BUY' | 'SELL'): 'buy' | 'sell' {
  return word === 'BUY' ? 'buy' : 'sell';
}

// A market order's price and the quantity of one in quote units are written as 0.
function nonZero(value: Decimal | null): Decimal | null {
  return value === null || isZero(value) ? null : value;
}

// Below 0 means that Binance does not have it (rest-api.md "Query order", 2026-07).
function available(value: Decimal | null): Decimal | null {
  return value === null || value.startsWith('-') ? null : value;
}

function averagePrice(filledQuote: Decimal | null, filledQuantity: Decimal | null): Decimal | null {
  if (filledQuote === null || filledQuantity === null || !isPositive(filledQuantity)) return null;
  return divide(filledQuote, filledQuantity);
}

/** Null for fees in several assets, which one amount cannot tell. */
function feeOf(
  fills: readonly { readonly commission: Decimal; readonly commissionAsset: string }[],
): OrderUpdate['fee'] {
  const asset = fills[0]?.commissionAsset;
  if (asset === undefined || fills.some((fill) => fill.commissionAsset !== asset)) return null;
  return { amount: fills.reduce((sum, { commission }) => add(sum, commission), ZERO), asset };
}

function reasonOf(expiryReason: string | undefined, word: OrderWord | undefined): string | null {
  return told(expiryReason) ?? (word === 'EXPIRED_IN_MATCH' ? word : null);
}

function told(word: string | undefined): string | null {
  return word === undefined || word === '' || word === 'NONE' ? null : word;
}

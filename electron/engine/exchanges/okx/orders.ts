import type { z } from 'zod';
import { ZERO, add, divide, floorToStep, isZero, multiply, negate } from '../../../../shared/model/decimal.ts';
import type { Instrument } from '../../../../shared/model/instrument.ts';
import type { Balance, OrderStatus, OrderTicket, OrderUpdate } from '../../../../shared/model/order.ts';
import { type Result, fail, ok } from '../../../../shared/contract/failure.ts';
import { type ExchangeRequest, get } from '../../http.ts';
import { cancelSources } from './errors.ts';
import { absenceProvesForMs, lookUp, nextPage, open } from './order-queries.ts';
import * as schemas from './schemas.ts';
import { epochMs, given, parseRows, rowsOf } from './schemas.ts';
import { tradeQuoteOf } from './trade-quote.ts';

/** Letters and digits only, 32 at most ("Place order", 2026-08): our mark and 120 random bits. */
export function newClientOrderId(random: (size: number) => Uint8Array): string {
  return `hr${Array.from(random(15), (byte) => byte.toString(16).padStart(2, '0')).join('')}`;
}

/**
 * `POST trade/order` for a spot account (`tdMode` cash). The deadline is the signer's: a header, no field. Throws for a
 * ticket that OKX has no such order for (stop-limit is an algo order), which preflight refuses by `orderTypes`.
 */
export function place(ticket: OrderTicket, instrument: Instrument, clientOrderId: string): ExchangeRequest {
  const order = {
    instId: instrument.symbol,
    tdMode: 'cash',
    clOrdId: clientOrderId,
    side: ticket.side,
    ordType: orderTypeOf(ticket),
    ...quoteField(instrument),
    ...(ticket.type === 'market' ? marketFields(ticket) : limitFields(ticket, instrument)),
  };
  return post('/api/v5/trade/order', order);
}

export function cancel(symbol: string, clientOrderId: string): ExchangeRequest {
  return post('/api/v5/trade/cancel-order', { instId: symbol, clOrdId: clientOrderId });
}

export function balances(): ExchangeRequest {
  return get('/api/v5/account/balance');
}

function orderTypeOf({ type, timeInForce }: OrderTicket): string {
  switch (type) {
    case 'market':
      return 'market';
    case 'post-only':
      return 'post_only';
    case 'limit':
      return timeInForce === 'gtc' ? 'limit' : timeInForce;
    case 'stop-limit':
      throw new Error('OKX places stop-limit orders as algo orders, which this build does not send');
  }
}

function quoteField(instrument: Instrument): Readonly<Record<string, string>> {
  const tradeQuoteCcy = tradeQuoteOf(instrument);
  if (tradeQuoteCcy === 'untold') throw new Error('Which currency is traded against is not known');
  return tradeQuoteCcy === null ? {} : { tradeQuoteCcy };
}

// Without tgtCcy a market buy spends quote and a market sell counts base, so it is always said. Without banAmend OKX
// shrinks a market order silently when funds are short ("Place order", 2026-08).
function marketFields(ticket: OrderTicket): Readonly<Record<string, string | boolean>> {
  const tgtCcy = ticket.quantityUnit === 'quote' ? 'quote_ccy' : 'base_ccy';
  return { sz: ticket.quantity, tgtCcy, banAmend: true };
}

function limitFields(ticket: OrderTicket, instrument: Instrument): Readonly<Record<string, string>> {
  if (ticket.price === null) throw new Error('A limit order has a price');
  if (ticket.quantityUnit === 'base') return { px: ticket.price, sz: ticket.quantity };
  // sz of a limit order is in base: what the quote amount buys at this price, cut to the lot.
  const base = divide(ticket.quantity, ticket.price);
  const { step } = instrument.quantity;
  return { px: ticket.price, sz: step === null ? base : floorToStep(base, step) };
}

function post(path: string, body: Readonly<Record<string, string | boolean>>): ExchangeRequest {
  return { method: 'POST', path, query: '', body: { type: 'json', text: JSON.stringify(body) } };
}

type Reader = (body: unknown) => Result<readonly OrderUpdate[]>;

// An accepted amendment or cancel was only taken: the order's state comes from the channel or a look-up ("Cancel order",
// 2026-08), and a refused one says nothing of the order either. So these answers are checked for form and give no update.
const readNothing: Reader = (body) => {
  const acks = readAcks(body);
  return acks.ok ? ok([]) : acks;
};

const readers: Readonly<Record<string, Reader>> = {
  'POST /api/v5/trade/order': readAcks,
  'POST /api/v5/trade/batch-orders': readAcks,
  'POST /api/v5/trade/amend-order': readNothing,
  'POST /api/v5/trade/amend-batch-orders': readNothing,
  'POST /api/v5/trade/cancel-order': readNothing,
  'POST /api/v5/trade/cancel-batch-orders': readNothing,
  'GET /api/v5/trade/order': readStates,
  'GET /api/v5/trade/orders-pending': readStates,
  'GET /api/v5/trade/orders-history': readStates,
  'GET /api/v5/trade/orders-history-archive': readStates,
  'GET /api/v5/trade/fills': readFills,
  'GET /api/v5/trade/fills-history': readFills,
};

/** Orders in an answer, newest first as OKX sends them; `bad-reply` rather than a list that misses one. */
export function readOrders(body: unknown, context: { readonly endpoint: string }): Result<readonly OrderUpdate[]> {
  const reader = readers[context.endpoint];
  return reader === undefined
    ? fail({ kind: 'invalid-input', detail: `no orders in ${context.endpoint}` })
    : reader(body);
}

/** Pushes of the orders channel and answers to orders placed over the socket; empty for any other message. */
export function readSocketOrders(message: unknown): Result<readonly OrderUpdate[]> {
  const push = schemas.ChannelPush.safeParse(message);
  if (push.success)
    return push.data.arg.channel === 'orders' ? mapRows(schemas.OrderRow, push.data.data, updateOf) : ok([]);
  const operation = schemas.OperationReply.safeParse(message);
  if (!operation.success || !/^(batch-orders|order)$/.test(operation.data.op)) return ok([]);
  return mapRows(schemas.OrderAck, operation.data.data, ackUpdate);
}

function mapRows<Row>(
  row: z.ZodType<Row>,
  data: unknown,
  map: (row: Row) => OrderUpdate,
): Result<readonly OrderUpdate[]> {
  const rows = parseRows(row, data);
  return rows.ok ? ok(rows.value.map(map)) : rows;
}

function readStates(body: unknown): Result<readonly OrderUpdate[]> {
  const rows = rowsOf(schemas.OrderRow, body);
  return rows.ok ? ok(rows.value.map(updateOf)) : rows;
}

// Codes 1 and 2 are answers to trading calls too: the orders themselves say what became of them.
function readAcks(body: unknown): Result<readonly OrderUpdate[]> {
  const rows = rowsOf(schemas.OrderAck, body, ['0', '1', '2']);
  return rows.ok ? ok(rows.value.map(ackUpdate)) : rows;
}

const UNSAID = {
  symbol: null,
  side: null,
  type: null,
  price: null,
  quantity: null,
  filledQuantity: null,
  filledQuote: null,
  averagePrice: null,
  fee: null,
  reason: null,
} as const;

function ackUpdate(ack: schemas.OrderAck): OrderUpdate {
  const ids = { clientOrderId: given(ack.clOrdId), exchangeOrderId: given(ack.ordId), atMs: epochMs(ack.ts ?? '') };
  if (ack.sCode === '0') return { ...UNSAID, ...ids, status: 'pending' };
  return { ...UNSAID, ...ids, status: 'rejected', reason: `${ack.sCode} ${ack.sMsg}`.trim() };
}

const STATUS: Readonly<Record<schemas.OrderRow['state'], OrderStatus>> = {
  live: 'open',
  partially_filled: 'partially-filled',
  filled: 'filled',
  canceled: 'cancelled',
  mmp_canceled: 'cancelled',
};

// Sizes of these are numbers of contracts ("Place order" sz, 2026-08).
const CONTRACT_TYPES: ReadonlySet<string> = new Set(['SWAP', 'FUTURES', 'OPTION']);

function updateOf(row: schemas.OrderRow): OrderUpdate {
  const inContracts = CONTRACT_TYPES.has(row.instType);
  const averagePrice = row.avgPx === null || isZero(row.avgPx) ? null : row.avgPx;
  return {
    symbol: row.instId,
    clientOrderId: given(row.clOrdId),
    exchangeOrderId: row.ordId,
    status: STATUS[row.state],
    side: row.side,
    type: row.ordType,
    price: row.px,
    // sz of a market order may be an amount of quote; a base quantity is then not known.
    quantity: row.tgtCcy === 'quote_ccy' ? null : row.sz,
    ...(inContracts ? { quantityUnit: 'contracts' as const } : {}),
    filledQuantity: row.accFillSz,
    filledQuote: inContracts ? null : filledQuoteOf(row.accFillSz, averagePrice),
    averagePrice,
    fee: feeOf(row.fee, row.feeCcy),
    reason: reasonOf(row),
    ...amendmentOf(row),
    atMs: epochMs(row.uTime) ?? epochMs(row.cTime),
  };
}

function amendmentOf({ amendResult, code, msg }: schemas.OrderRow): Pick<OrderUpdate, 'amendment'> {
  if (amendResult === '') return {};
  const isDone = amendResult === '0' || amendResult === '2';
  return { amendment: { isDone, reason: isDone ? null : `${code} ${msg}`.trim() } };
}

type MaybeDecimal = schemas.OrderRow['px'];

// OKX gives no filled quote amount: it is quantity × average price, as exact as that price is.
function filledQuoteOf(filled: MaybeDecimal, averagePrice: MaybeDecimal): MaybeDecimal {
  if (filled === null) return null;
  if (isZero(filled)) return ZERO;
  return averagePrice === null ? null : multiply(filled, averagePrice);
}

// OKX writes what was paid below zero and a rebate above; ours is what was paid.
function feeOf(fee: MaybeDecimal, asset: string): OrderUpdate['fee'] {
  return fee === null || asset === '' ? null : { amount: negate(fee), asset };
}

function reasonOf({ cancelSource, cancelSourceReason }: schemas.OrderRow): string | null {
  if (cancelSource === '') return given(cancelSourceReason);
  return `${cancelSource} ${cancelSourceReason || (cancelSources[cancelSource] ?? '')}`.trim();
}

// A fill proves that at least so much was done; whether more was, or will be, the order's own row says.
function readFills(body: unknown): Result<readonly OrderUpdate[]> {
  const rows = rowsOf(schemas.FillRow, body);
  if (!rows.ok) return rows;
  const orders = Map.groupBy(rows.value, ({ ordId }) => ordId);
  return ok(
    [...orders.values()].flatMap(([first, ...rest]) => (first === undefined ? [] : [filledUpdate(first, rest)])),
  );
}

function filledUpdate(newest: schemas.FillRow, older: readonly schemas.FillRow[]): OrderUpdate {
  const fills = [newest, ...older];
  const filledQuantity = fills.map(({ fillSz }) => fillSz).reduce(add);
  const filledQuote = fills.map(({ fillSz, fillPx }) => multiply(fillSz, fillPx)).reduce(add);
  const isOneAsset = fills.every(({ fee, feeCcy }) => fee !== null && feeCcy === newest.feeCcy);
  const fee = isOneAsset ? fills.map((fill) => fill.fee ?? ZERO).reduce(add) : null;
  return {
    ...UNSAID,
    symbol: newest.instId,
    clientOrderId: given(newest.clOrdId),
    exchangeOrderId: newest.ordId,
    status: 'partially-filled',
    side: newest.side,
    filledQuantity,
    filledQuote,
    averagePrice: isZero(filledQuantity) ? null : divide(filledQuote, filledQuantity),
    fee: feeOf(fee, newest.feeCcy),
    atMs: epochMs(newest.ts) ?? epochMs(newest.fillTime),
  };
}

/** Trading wallet. Reads `GET account/balance` and, since they carry the same rows, pushes of the account channel. */
export function readBalances(body: unknown): Result<readonly Balance[]> {
  const push = schemas.ChannelPush.safeParse(body);
  const rows = push.success ? parseRows(schemas.BalanceRow, push.data.data) : rowsOf(schemas.BalanceRow, body);
  if (!rows.ok) return rows;
  const details = rows.value.flatMap((row) => row.details);
  // availEq is empty in spot mode, availBal in some others.
  return ok(
    details.map(({ ccy, availBal, availEq, frozenBal }) => ({
      asset: ccy,
      free: availBal ?? availEq ?? ZERO,
      locked: frozenBal ?? ZERO,
    })),
  );
}

export const orders = {
  newClientOrderId,
  place,
  cancel,
  lookUp,
  absenceProvesForMs,
  open,
  nextPage,
  balances,
  readOrders,
  readSocketOrders,
  readBalances,
};

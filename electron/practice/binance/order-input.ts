import type { Decimal } from '../../../shared/model/decimal.ts';
import { decimal, isPositive } from '../../../shared/model/decimal.ts';
import type { NewOrder, OrderForce, OrderKind, OrderSide } from '../core/order.ts';
import type { PracticeRandom } from '../core/random.ts';
import type { ApiError, Parsed } from './answer.ts';
import { parsed, refused } from './answer.ts';
import {
  badOrderType,
  badSide,
  badSymbol,
  badTimeInForce,
  eitherMissing,
  filterFailure,
  illegal,
  missing,
  newOrderRejected,
  notRequired,
  queryTooPrecise,
  REJECTION_TEXT,
  stpModeNotAllowed,
} from './errors.ts';
import type { Params } from './params.ts';
import type { BinanceOrderType, BinanceSymbol, Symbols } from './symbols.ts';
import { DEFAULT_STP_MODE, ORDER_TYPES, STP_MODES } from './symbols.ts';

export type ResponseType = 'ACK' | 'RESULT' | 'FULL';

/** A new order as asked for, every value parsed. */
export interface OrderInput {
  readonly symbol: BinanceSymbol;
  readonly side: OrderSide;
  readonly type: BinanceOrderType;
  readonly force: OrderForce;
  readonly quantity: Decimal | null;
  readonly quoteQuantity: Decimal | null;
  readonly price: Decimal | null;
  readonly stopPrice: Decimal | null;
  readonly clientOrderId: string;
  readonly responseType: ResponseType;
  readonly stpMode: string;
}

/** Legal decimals and client ids as Binance's own error text gives them. */
const NUMBER_FORM = '^([0-9]{1,20})(\\.[0-9]{1,20})?$';
const CLIENT_ID_FORM = '^[a-zA-Z0-9-_]{1,36}$';
const PLACES = 8;

interface Shape {
  readonly kind: OrderKind;
  readonly needs: readonly ('timeInForce' | 'quantity' | 'price' | 'stopPrice')[];
}

/** rest-api.md, "New order": what each type needs beside symbol, side and type (2026-07). */
const SHAPES: Readonly<Record<BinanceOrderType, Shape>> = {
  LIMIT: { kind: 'limit', needs: ['timeInForce', 'quantity', 'price'] },
  LIMIT_MAKER: { kind: 'limit', needs: ['quantity', 'price'] },
  MARKET: { kind: 'market', needs: [] },
  STOP_LOSS: { kind: 'stop-market', needs: ['quantity', 'stopPrice'] },
  STOP_LOSS_LIMIT: { kind: 'stop-limit', needs: ['timeInForce', 'quantity', 'price', 'stopPrice'] },
  TAKE_PROFIT: { kind: 'stop-market', needs: ['quantity', 'stopPrice'] },
  TAKE_PROFIT_LIMIT: { kind: 'stop-limit', needs: ['timeInForce', 'quantity', 'price', 'stopPrice'] },
};

/** Optional features the practice symbols do not have, with the engine's words for that (errors.md, 2026-07). */
const UNSUPPORTED: Readonly<Record<string, string>> = {
  icebergQty: 'Iceberg orders are not supported for this symbol.',
  trailingDelta: 'Trailing stop orders are not supported for this symbol.',
  pegPriceType: 'Pegged orders are not supported for this symbol.',
};

/** Parses a new order; the first thing wrong is the answer. */
export function readOrderInput(params: Params, symbols: Symbols, random: PracticeRandom): Parsed<OrderInput> {
  const symbol = symbols.named(params.get('symbol') ?? '');
  if (symbol === undefined) return refused(badSymbol);
  const type = ORDER_TYPES.find((name) => name === params.get('type'));
  if (type === undefined) return refused(badOrderType);
  const side = sideOf(params.get('side'));
  if (side === null) return refused(badSide);
  const problem = shapeProblem(params, type) ?? optionProblem(params);
  if (problem !== null) return refused(problem);
  const text = (name: string): Decimal | null => decimalOf(params.get(name));
  return parsed({
    symbol,
    side,
    type,
    force: forceOf(params.get('timeInForce')) ?? 'gtc',
    quantity: text('quantity'),
    quoteQuantity: text('quoteOrderQty'),
    price: text('price'),
    stopPrice: text('stopPrice'),
    clientOrderId: params.get('newClientOrderId') ?? random.text(22),
    responseType: responseTypeOf(params.get('newOrderRespType')) ?? defaultResponseType(type),
    stpMode: params.get('selfTradePreventionMode') ?? DEFAULT_STP_MODE,
  });
}

function shapeProblem(params: Params, type: BinanceOrderType): ApiError | null {
  const absent = SHAPES[type].needs.find((name) => !params.has(name));
  if (absent !== undefined) return missing(absent);
  const allowed = new Set<string>(SHAPES[type].needs);
  const extra = ['timeInForce', 'price', 'stopPrice'].find((name) => params.has(name) && !allowed.has(name));
  if (extra !== undefined) return notRequired(extra);
  if (params.has('timeInForce') && forceOf(params.get('timeInForce')) === null) return badTimeInForce;
  if (type === 'MARKET') return marketProblem(params) ?? numberProblem(params);
  return params.has('quoteOrderQty') ? notRequired('quoteOrderQty') : numberProblem(params);
}

function marketProblem(params: Params): ApiError | null {
  const [hasBase, hasQuote] = [params.has('quantity'), params.has('quoteOrderQty')];
  if (!hasBase && !hasQuote) return eitherMissing('quantity', 'quoteOrderQty');
  return hasBase && hasQuote ? notRequired('quoteOrderQty') : null;
}

function numberProblem(params: Params): ApiError | null {
  for (const name of ['quantity', 'quoteOrderQty', 'price', 'stopPrice']) {
    const value = params.get(name);
    if (value === undefined) continue;
    if (!new RegExp(NUMBER_FORM).test(value)) return illegal(name, NUMBER_FORM);
    if (fractionOf(value).length > PLACES) return queryTooPrecise(name);
    if (isPositive(decimal(value))) continue;
    return name.startsWith('qu') ? newOrderRejected(REJECTION_TEXT['bad-quantity']) : filterFailure('PRICE_FILTER');
  }
  return null;
}

function optionProblem(params: Params): ApiError | null {
  const clientOrderId = params.get('newClientOrderId');
  if (clientOrderId !== undefined && !new RegExp(CLIENT_ID_FORM).test(clientOrderId))
    return illegal('newClientOrderId', CLIENT_ID_FORM);
  const responseType = params.get('newOrderRespType');
  if (responseType !== undefined && responseTypeOf(responseType) === null) return missing('newOrderRespType');
  const stpMode = params.get('selfTradePreventionMode');
  if (stpMode !== undefined && !STP_MODES.some((mode) => mode === stpMode)) return stpModeNotAllowed;
  const unsupported = Object.entries(UNSUPPORTED).find(([name]) => params.has(name));
  return unsupported === undefined ? null : newOrderRejected(unsupported[1]);
}

/** The order in the venue's terms. */
export function newOrderOf(input: OrderInput, accountId: string): NewOrder {
  const isTakeProfit = input.type.startsWith('TAKE_PROFIT');
  const isUp = (input.side === 'buy') !== isTakeProfit;
  return {
    accountId,
    marketId: input.symbol.market.id,
    side: input.side,
    kind: SHAPES[input.type].kind,
    quantity: input.quantity,
    quoteQuantity: input.quoteQuantity,
    price: input.price,
    stopPrice: input.stopPrice,
    trigger: isUp ? 'up' : 'down',
    postOnly: input.type === 'LIMIT_MAKER',
    force: input.force,
    clientOrderId: input.clientOrderId,
    extra: { type: input.type, stpMode: input.stpMode },
  };
}

function fractionOf(value: string): string {
  return (value.split('.')[1] ?? '').replace(/0+$/, '');
}

function decimalOf(value: string | undefined): Decimal | null {
  return value === undefined ? null : decimal(value);
}

function sideOf(value: string | undefined): OrderSide | null {
  if (value === 'BUY') return 'buy';
  return value === 'SELL' ? 'sell' : null;
}

function forceOf(value: string | undefined): OrderForce | null {
  if (value === 'GTC') return 'gtc';
  if (value === 'IOC') return 'ioc';
  return value === 'FOK' ? 'fok' : null;
}

function responseTypeOf(value: string | undefined): ResponseType | null {
  return value === 'ACK' || value === 'RESULT' || value === 'FULL' ? value : null;
}

/** FULL for MARKET and LIMIT, ACK for the rest (rest-api.md, 2026-07). */
function defaultResponseType(type: BinanceOrderType): ResponseType {
  return type === 'MARKET' || type === 'LIMIT' ? 'FULL' : 'ACK';
}

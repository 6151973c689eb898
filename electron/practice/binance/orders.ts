import { compare, decimal, fitsStep, isPositive } from '../../../shared/model/decimal.ts';
import type { Answer, ApiError } from './answer.ts';
import { done, refused } from './answer.ts';
import type { BinanceApp, Call, Endpoints } from './app.ts';
import { marketOf } from './app.ts';
import { cancelReplace } from './cancel-replace.ts';
import {
  amendRejected,
  badCombination,
  badSymbol,
  eitherMissing,
  filterFailure,
  illegal,
  missing,
  REJECTION_TEXT,
  unknownCancel,
} from './errors.ts';
import { filterProblem } from './filters.ts';
import { cancelNow, orderToChange, submit, withRetry } from './order-actions.ts';
import { readOrderInput } from './order-input.ts';
import { amendedView } from './order-view.ts';
import type { Params } from './params.ts';
import type { BinanceSymbol } from './symbols.ts';
import { MAX_NUM_ORDER_AMENDS } from './symbols.ts';

function placeOrder({ params, accountId }: Call, app: BinanceApp): Answer {
  const input = readOrderInput(params, app.symbols, app.random);
  if (!input.ok) return input;
  const problem = filterProblem(app, input.value, accountId);
  if (problem !== null) return refused(problem);
  const stop = app.usage.orderStop(accountId);
  if (stop !== null) return refused(withRetry(stop.error, stop.retryAtMs));
  return submit(app, input.value, accountId);
}

/** Validates and answers nothing; never reaches the engine (rest-api.md, "Test new order", 2026-07). */
function testOrder({ params, accountId }: Call, app: BinanceApp): Answer {
  const input = readOrderInput(params, app.symbols, app.random);
  if (!input.ok) return input;
  const problem = filterProblem(app, input.value, accountId);
  if (problem !== null) return refused(problem);
  if (params.get('computeCommissionRates') !== 'true') return done({});
  const { makerFee: maker, takerFee: taker } = input.value.symbol.market;
  return done({
    standardCommissionForOrder: { maker, taker },
    specialCommissionForOrder: { maker: '0', taker: '0' },
    taxCommissionForOrder: { maker: '0', taker: '0' },
    discount: { enabledForAccount: false, enabledForSymbol: false, discountAsset: 'BNB', discount: '0.75000000' },
  });
}

function lookupProblem(params: Params): ApiError | null {
  return params.has('orderId') || params.has('origClientOrderId')
    ? null
    : eitherMissing('origClientOrderId', 'orderId');
}

function cancelOrder({ params, accountId }: Call, app: BinanceApp): Answer {
  const market = marketOf(app, params.get('symbol'));
  if (market === undefined) return refused(badSymbol);
  const problem = lookupProblem(params) ?? restrictionProblem(params);
  if (problem !== null) return refused(problem);
  const target = orderToChange(
    app,
    accountId,
    market.symbol,
    params.integer('orderId'),
    params.get('origClientOrderId'),
    params.get('cancelRestrictions'),
  );
  if (!target.ok) return target;
  return done(cancelNow(app, target.value, params.get('newClientOrderId')));
}

/** -1145 is the code for a bad value here (errors.md, 2026-07). */
function restrictionProblem(params: Params): ApiError | null {
  const value = params.get('cancelRestrictions');
  if (value === undefined || value === 'ONLY_NEW' || value === 'ONLY_PARTIALLY_FILLED') return null;
  return { status: 400, code: -1145, msg: 'Invalid cancelRestrictions' };
}

function cancelAll({ params, accountId }: Call, app: BinanceApp): Answer {
  const market = marketOf(app, params.get('symbol'));
  if (market === undefined) return refused(badSymbol);
  const open = app.venue.openOrders(accountId, market.symbol.market.id);
  if (open.length === 0) return refused(unknownCancel);
  return done(open.map((order) => cancelNow(app, order, undefined)));
}

/** Smaller quantity only, at most ten times (rest-api.md, "Order amend keep priority", 2026-07). */
function amend({ params, accountId }: Call, app: BinanceApp): Answer {
  const market = marketOf(app, params.get('symbol'));
  if (market === undefined) return refused(badSymbol);
  const problem = lookupProblem(params) ?? quantityProblem(params, market.symbol);
  if (problem !== null) return refused(problem);
  const target = orderToChange(
    app,
    accountId,
    market.symbol,
    params.integer('orderId'),
    params.get('origClientOrderId'),
    undefined,
  );
  if (!target.ok) return refused(amendRejected(REJECTION_TEXT['unknown-order']));
  const quantity = decimal(params.get('newQty') ?? '0');
  if (target.value.amendCount >= MAX_NUM_ORDER_AMENDS) return refused(filterFailure('MAX_NUM_ORDER_AMENDS'));
  if (compare(quantity, target.value.quantity) === 0) return refused(amendRejected(REJECTION_TEXT['no-change']));
  if (compare(quantity, target.value.quantity) > 0)
    return refused(amendRejected('Order amend (quantity increase) is not supported.'));
  // Nothing is left to fill at that quantity: the order expires, and then the amendment costs no weight.
  const isUsedUp = compare(quantity, target.value.filledQuantity) <= 0;
  const clientOrderId = params.get('newClientOrderId') ?? app.random.text(22);
  app.amendedFrom.set(target.value.id, target.value.clientOrderId ?? '');
  const amended = isUsedUp
    ? app.venue.expire(accountId, target.value.id, 'amended-away')
    : app.venue.amend(accountId, target.value.id, { quantity, clientOrderId });
  if (!amended.ok) return refused(amendRejected(REJECTION_TEXT[amended.reason]));
  const { updatedAtMs, id, amendCount } = amended.order;
  const body = {
    transactTime: updatedAtMs,
    executionId: id * 100 + amendCount,
    amendedOrder: amendedView(amended.order, target.value.clientOrderId ?? '', clientOrderId, app.symbols),
  };
  return { ok: true, body, isFree: isUsedUp };
}

function quantityProblem(params: Params, symbol: BinanceSymbol): ApiError | null {
  const text = params.get('newQty');
  if (text === undefined) return missing('newQty');
  if (!/^\d{1,20}(\.\d{1,20})?$/.test(text)) return illegal('newQty', '^([0-9]{1,20})(\\.[0-9]{1,20})?$');
  if (!isPositive(decimal(text))) return badCombination;
  return fitsStep(decimal(text), symbol.market.step) ? null : filterFailure('LOT_SIZE');
}

const trade = { security: 'trade', reachesEngine: true } as const;

/** rest-api.md, "Trading endpoints" (2026-07). */
export const orderEndpoints: Endpoints = {
  'POST /api/v3/order': {
    ...trade,
    weight: 1,
    required: ['symbol', 'side', 'type'],
    isFreeOnSuccess: true,
    showsOrderCounts: true,
    run: placeOrder,
  },
  'POST /api/v3/order/test': {
    security: 'trade',
    weight: (params) => (params.get('computeCommissionRates') === 'true' ? 20 : 1),
    required: ['symbol', 'side', 'type'],
    run: testOrder,
  },
  'DELETE /api/v3/order': { ...trade, weight: 1, required: ['symbol'], isFreeOnSuccess: true, run: cancelOrder },
  'DELETE /api/v3/openOrders': { ...trade, weight: 1, required: ['symbol'], isFreeOnSuccess: true, run: cancelAll },
  'POST /api/v3/order/cancelReplace': {
    ...trade,
    weight: 1,
    required: ['symbol', 'side', 'type', 'cancelReplaceMode'],
    isFreeOnSuccess: true,
    showsOrderCounts: true,
    run: cancelReplace,
  },
  'PUT /api/v3/order/amend/keepPriority': { ...trade, weight: 4, required: ['symbol', 'newQty'], run: amend },
};

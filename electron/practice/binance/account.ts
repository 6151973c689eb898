import { decimal, isZero, multiply, toNumber } from '../../../shared/model/decimal.ts';
import type { Answer } from './answer.ts';
import { done, refused } from './answer.ts';
import type { BinanceApp, Call, Endpoint, Endpoints } from './app.ts';
import { marketOf } from './app.ts';
import { badSymbol, clientIdMismatch, eitherMissing, noSuchOrder, tooLongInterval } from './errors.ts';
import { bySymbol, DAY_MS } from './limits.ts';
import type { Weight } from './limits.ts';
import { findOrder } from './order-lookup.ts';
import { myTradeView, orderView } from './order-view.ts';
import { limitOf, pageByTime, timeParam } from './paging.ts';
import type { Params } from './params.ts';
import { amount, filtersOf } from './symbols.ts';
import type { SymbolMarket } from './tickers.ts';

function userData(
  weight: Weight,
  run: (call: Call, app: BinanceApp) => Answer,
  required: readonly string[] = [],
): Endpoint {
  return { security: 'user-data', weight, required, run };
}

function ofSymbol(weight: Weight, run: (found: SymbolMarket, call: Call, app: BinanceApp) => Answer): Endpoint {
  return userData(
    weight,
    (call, app) => {
      const found = marketOf(app, call.params.get('symbol'));
      return found === undefined ? refused(badSymbol) : run(found, call, app);
    },
    ['symbol'],
  );
}

function account({ params, accountId }: Call, app: BinanceApp): Answer {
  const omitsZero = params.get('omitZeroBalances') === 'true';
  const rows = app.accounts
    .get(accountId)
    .ledger.rows()
    .filter((row) => !omitsZero || !isZero(row.free) || !isZero(row.locked));
  const fee = app.symbols.all[0]?.market;
  const rates = {
    maker: amount(fee?.makerFee ?? null),
    taker: amount(fee?.takerFee ?? null),
    buyer: amount(null),
    seller: amount(null),
  };
  const points = (rate: string): number => Math.round(toNumber(multiply(decimal(rate), decimal('10000'))));
  return done({
    makerCommission: points(rates.maker),
    takerCommission: points(rates.taker),
    buyerCommission: 0,
    sellerCommission: 0,
    commissionRates: rates,
    canTrade: true,
    canWithdraw: true,
    canDeposit: true,
    brokered: false,
    requireSelfTradePrevention: false,
    preventSor: false,
    updateTime: app.venue.fills(accountId).at(-1)?.atMs ?? app.accounts.get(accountId).createdAtMs,
    accountType: 'SPOT',
    balances: rows.map(({ asset, free, locked }) => ({ asset, free: amount(free), locked: amount(locked) })),
    permissions: ['SPOT'],
    uid: 354_937_868,
  });
}

function commission({ symbol }: SymbolMarket): Answer {
  const { makerFee, takerFee } = symbol.market;
  const zero = { maker: amount(null), taker: amount(null), buyer: amount(null), seller: amount(null) };
  return done({
    symbol: symbol.name,
    standardCommission: { ...zero, maker: amount(makerFee), taker: amount(takerFee) },
    specialCommission: zero,
    taxCommission: zero,
    discount: { enabledForAccount: false, enabledForSymbol: false, discountAsset: 'BNB', discount: '0.75000000' },
  });
}

/** ORDERS rows with their counts (rest-api.md, "Query unfilled order count", 2026-07). */
export function orderCountRows(app: BinanceApp, accountId: string): readonly object[] {
  const { in10s, inDay } = app.usage.orders(accountId);
  const { orders10s, ordersDay } = app.usage.limits;
  return [
    { rateLimitType: 'ORDERS', interval: 'SECOND', intervalNum: 10, limit: orders10s, count: in10s },
    { rateLimitType: 'ORDERS', interval: 'DAY', intervalNum: 1, limit: ordersDay, count: inDay },
  ];
}

function queryOrder({ symbol }: SymbolMarket, { params, accountId }: Call, app: BinanceApp): Answer {
  if (!params.has('orderId') && !params.has('origClientOrderId'))
    return refused(eitherMissing('origClientOrderId', 'orderId'));
  const found = findOrder(app, accountId, symbol, params.integer('orderId'), params.get('origClientOrderId'));
  if (found === 'mismatch') return refused(clientIdMismatch);
  if (found === null || app.switches.isHidden(found.id, app.nowMs())) return refused(noSuchOrder);
  return done(orderView(found, app.symbols));
}

function openOrders({ params, accountId }: Call, app: BinanceApp): Answer {
  const name = params.get('symbol');
  const found = marketOf(app, name);
  if (name !== undefined && found === undefined) return refused(badSymbol);
  const orders = app.venue.openOrders(accountId, found?.symbol.market.id);
  return done(
    orders.filter(({ id }) => !app.switches.isHidden(id, app.nowMs())).map((order) => orderView(order, app.symbols)),
  );
}

/** startTime and endTime may lie at most 24 h apart. */
function isTooLong(params: Params): boolean {
  const startMs = timeParam(params, 'startTime');
  const endMs = timeParam(params, 'endTime');
  return startMs !== null && endMs !== null && endMs - startMs > DAY_MS;
}

function allOrders({ symbol }: SymbolMarket, { params, accountId }: Call, app: BinanceApp): Answer {
  if (isTooLong(params)) return refused(tooLongInterval);
  const orders = app.venue
    .orders(accountId, symbol.market.id)
    .filter(({ id }) => !app.switches.isHidden(id, app.nowMs()));
  const from = params.integer('orderId');
  const page =
    from === undefined
      ? pageByTime(orders, (order) => order.createdAtMs, params, 500, 1000)
      : orders.filter(({ id }) => id >= from).slice(0, limitOf(params, 500, 1000));
  return done(page.map((order) => orderView(order, app.symbols)));
}

function myTrades({ symbol }: SymbolMarket, { params, accountId }: Call, app: BinanceApp): Answer {
  if (isTooLong(params)) return refused(tooLongInterval);
  const orderId = params.integer('orderId');
  const fromId = params.integer('fromId');
  const fills = app.venue
    .fills(accountId, symbol.market.id)
    .filter((fill) => orderId === undefined || fill.orderId === orderId);
  const page =
    fromId === undefined
      ? pageByTime(fills, (fill) => fill.atMs, params, 500, 1000)
      : fills.filter(({ id }) => id >= fromId).slice(0, limitOf(params, 500, 1000));
  return done(page.map((fill) => myTradeView(fill, app.symbols)));
}

/** rest-api.md, "Account endpoints" (2026-07). */
export const accountEndpoints: Endpoints = {
  'GET /api/v3/account': userData(20, account),
  'GET /api/v3/account/commission': ofSymbol(20, commission),
  'GET /api/v3/rateLimit/order': userData(40, ({ accountId }, app) => done(orderCountRows(app, accountId))),
  'GET /api/v3/myFilters': ofSymbol(40, ({ symbol }) =>
    done({ exchangeFilters: [], symbolFilters: filtersOf(symbol.market), assetFilters: [] }),
  ),
  'GET /api/v3/myPreventedMatches': ofSymbol(
    (params) => (params.has('orderId') ? 20 : 2),
    () => done([]),
  ),
  'GET /api/v3/order': ofSymbol(4, queryOrder),
  'GET /api/v3/openOrders': userData(bySymbol(6, 80), openOrders),
  'GET /api/v3/allOrders': ofSymbol(20, allOrders),
  'GET /api/v3/myTrades': ofSymbol((params) => (params.has('orderId') ? 5 : 20), myTrades),
};

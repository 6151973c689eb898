import { divide, isZero, multiply } from '../../../shared/model/decimal.ts';
import type { Decimal } from '../../../shared/model/decimal.ts';
import type { Level } from '../core/book.ts';
import type { Candle } from '../core/candles.ts';
import { candlesOfTape } from '../core/candles.ts';
import type { PublicTrade } from '../core/order.ts';
import type { Answer } from './answer.ts';
import { done, refused } from './answer.ts';
import type { BinanceApp, Call, Endpoint, Endpoints } from './app.ts';
import { marketOf } from './app.ts';
import { badInterval, badSymbol } from './errors.ts';
import { bySymbol, DAY_MS, depthWeight, MINUTE_MS, perSymbol, tickerWeight } from './limits.ts';
import type { Weight } from './limits.ts';
import { limitOf, pageByTime, timeParam } from './paging.ts';
import { amount } from './symbols.ts';
import { bookTickerView, priceView, statisticsOf } from './tickers.ts';
import type { SymbolMarket } from './tickers.ts';

const HOUR_MS = 60 * MINUTE_MS;
/** enums.md, 2026-07; month apart, since it has no fixed length. */
const INTERVALS_MS: Readonly<Record<string, number>> = {
  '1s': 1000,
  '1m': MINUTE_MS,
  '3m': 3 * MINUTE_MS,
  '5m': 5 * MINUTE_MS,
  '15m': 15 * MINUTE_MS,
  '30m': 30 * MINUTE_MS,
  '1h': HOUR_MS,
  '2h': 2 * HOUR_MS,
  '4h': 4 * HOUR_MS,
  '6h': 6 * HOUR_MS,
  '8h': 8 * HOUR_MS,
  '12h': 12 * HOUR_MS,
  '1d': DAY_MS,
  '3d': 3 * DAY_MS,
  '1w': 7 * DAY_MS,
};

function ofSymbol(
  weight: Weight,
  run: (found: SymbolMarket, call: Call, app: BinanceApp) => Answer,
  required: readonly string[] = [],
): Endpoint {
  return {
    security: 'none',
    weight,
    required: ['symbol', ...required],
    run(call, app) {
      const found = marketOf(app, call.params.get('symbol'));
      return found === undefined ? refused(badSymbol) : run(found, call, app);
    },
  };
}

/** One object for `symbol`, an array for `symbols` or none. */
function ofSymbols(weight: Weight, view: (found: SymbolMarket, call: Call, app: BinanceApp) => object): Endpoint {
  return {
    security: 'none',
    weight,
    required: [],
    run(call, app) {
      const one = call.params.get('symbol');
      const names =
        one === undefined ? (call.params.list('symbols') ?? app.symbols.all.map(({ name }) => name)) : [one];
      const found = names.map((name) => marketOf(app, name));
      const known = found.filter((each) => each !== undefined);
      if (known.length !== found.length) return refused(badSymbol);
      const views = known.map((each) => view(each, call, app));
      return done(one === undefined ? views : views[0]);
    },
  };
}

function levelsView(levels: readonly Level[]): readonly (readonly string[])[] {
  return levels.map(({ price, quantity }) => [amount(price), amount(quantity)]);
}

export function depthView({ state }: SymbolMarket, limit: number): object {
  return {
    lastUpdateId: state.updateId,
    bids: levelsView(state.depth('buy', limit)),
    asks: levelsView(state.depth('sell', limit)),
  };
}

function tradeView(trade: PublicTrade): object {
  return {
    id: trade.id,
    price: amount(trade.price),
    qty: amount(trade.quantity),
    quoteQty: amount(quoteOf(trade)),
    time: trade.atMs,
    isBuyerMaker: trade.takerSide === 'sell',
    isBestMatch: true,
  };
}

function quoteOf(trade: PublicTrade): Decimal {
  return multiply(trade.price, trade.quantity);
}

function aggregateView(trade: PublicTrade): object {
  return {
    a: trade.id,
    p: amount(trade.price),
    q: amount(trade.quantity),
    f: trade.id,
    l: trade.id,
    T: trade.atMs,
    m: trade.takerSide === 'sell',
    M: true,
  };
}

function fromId(tape: readonly PublicTrade[], call: Call): readonly PublicTrade[] {
  const first = call.params.integer('fromId');
  return first === undefined
    ? tape.slice(-limitOf(call.params, 500, 1000))
    : tape.filter(({ id }) => id >= first).slice(0, limitOf(call.params, 500, 1000));
}

export function klineRow(candle: Candle, endMs: number): readonly (number | string)[] {
  return [
    candle.openMs,
    amount(candle.open),
    amount(candle.high),
    amount(candle.low),
    amount(candle.close),
    amount(candle.volume),
    endMs - 1,
    amount(candle.quoteVolume),
    candle.trades,
    amount(candle.takerBuyVolume),
    amount(candle.takerBuyQuote),
    '0',
  ];
}

function monthStart(atMs: number): number {
  const date = new Date(atMs);
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), 1);
}

/** Opening and end of the candle that holds a time; weeks open on Mondays, the epoch was a Thursday. */
function spanOf(
  interval: string,
): { readonly open: (atMs: number) => number; readonly end: (openMs: number) => number } | null {
  if (interval === '1M') return { open: monthStart, end: (openMs) => monthStart(openMs + 32 * DAY_MS) };
  const lengthMs = INTERVALS_MS[interval];
  if (lengthMs === undefined) return null;
  const shiftMs = interval === '1w' ? 4 * DAY_MS : 0;
  return {
    open: (atMs) => Math.floor((atMs - shiftMs) / lengthMs) * lengthMs + shiftMs,
    end: (openMs) => openMs + lengthMs,
  };
}

function klines({ state }: SymbolMarket, { params }: Call): Answer {
  const span = spanOf(params.get('interval') ?? '');
  if (span === null) return refused(badInterval);
  const candles =
    params.get('interval') === '1s'
      ? candlesOfTape(state.tape, 1000)
      : state.candles.list(
          span.open,
          timeParam(params, 'startTime') ?? 0,
          timeParam(params, 'endTime') ?? Number.POSITIVE_INFINITY,
        );
  return done(
    pageByTime(candles, (candle) => candle.openMs, params, 500, 1000).map((candle) =>
      klineRow(candle, span.end(candle.openMs)),
    ),
  );
}

function averagePrice({ state }: SymbolMarket, app: BinanceApp): Answer {
  const candle = state.candles.since(app.nowMs() - 5 * MINUTE_MS);
  const price = candle === null || isZero(candle.volume) ? state.lastPrice : divide(candle.quoteVolume, candle.volume);
  return done({ mins: 5, price: amount(price), closeTime: state.tape.at(-1)?.atMs ?? app.nowMs() });
}

/** rest-api.md, "Market data endpoints" (2026-07). */
export const marketData: Endpoints = {
  'GET /api/v3/depth': ofSymbol(depthWeight, (found, { params }) => done(depthView(found, limitOf(params, 100, 5000)))),
  'GET /api/v3/trades': ofSymbol(25, ({ state }, { params }) =>
    done(state.tape.slice(-limitOf(params, 500, 1000)).map(tradeView)),
  ),
  'GET /api/v3/historicalTrades': ofSymbol(25, ({ state }, call) => done(fromId(state.tape, call).map(tradeView))),
  'GET /api/v3/aggTrades': ofSymbol(4, ({ state }, call) =>
    done(
      (call.params.has('fromId')
        ? fromId(state.tape, call)
        : pageByTime(state.tape, ({ atMs }) => atMs, call.params, 500, 1000)
      ).map(aggregateView),
    ),
  ),
  'GET /api/v3/klines': ofSymbol(2, klines, ['interval']),
  'GET /api/v3/uiKlines': ofSymbol(2, klines, ['interval']),
  'GET /api/v3/avgPrice': ofSymbol(2, (found, _call, app) => averagePrice(found, app)),
  'GET /api/v3/referencePrice': ofSymbol(2, ({ symbol, state }, _call, app) =>
    done({ symbol: symbol.name, referencePrice: amount(state.book.mid()), timestamp: app.nowMs() }),
  ),
  'GET /api/v3/ticker/price': ofSymbols(bySymbol(2, 4), priceView),
  'GET /api/v3/ticker/bookTicker': ofSymbols(bySymbol(2, 4), bookTickerView),
  'GET /api/v3/ticker/24hr': ofSymbols(tickerWeight, (found, { params }, app) =>
    statisticsOf(found, app.nowMs(), DAY_MS, params.get('type')),
  ),
  'GET /api/v3/ticker/tradingDay': ofSymbols(perSymbol(4, 200), (found, { params }, app) =>
    statisticsOf(found, app.nowMs(), app.nowMs() % DAY_MS, params.get('type')),
  ),
  'GET /api/v3/ticker': ofSymbols(perSymbol(4, 200), (found, { params }, app) =>
    statisticsOf(found, app.nowMs(), windowMs(params.get('windowSize')), params.get('type')),
  ),
};

function windowMs(text: string | undefined): number {
  const match = /^(\d{1,2})([mhd])$/.exec(text ?? '1d');
  const unit = { m: MINUTE_MS, h: HOUR_MS, d: DAY_MS }[match?.[2] ?? 'd'] ?? DAY_MS;
  return Number(match?.[1] ?? 1) * unit;
}

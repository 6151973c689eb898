import { ZERO } from '../../../shared/model/decimal.ts';
import type { Decimal } from '../../../shared/model/decimal.ts';
import { every } from '../core/clock.ts';
import type { PublicTrade } from '../core/order.ts';
import type { BinanceApp } from './app.ts';
import { marketOf } from './app.ts';
import { DAY_MS, MINUTE_MS } from './limits.ts';
import { amount } from './symbols.ts';
import type { SymbolMarket } from './tickers.ts';
import { bookTickerView, statisticsOf } from './tickers.ts';

export type Emit = (data: object) => void;
type Opened = (() => void) | null;

/** Starts the stream of this name; null when there is none. The returned function ends it (web-socket-streams.md, 2026-07). */
export function openStream(app: BinanceApp, name: string, emit: Emit): Opened {
  if (name === '!miniTicker@arr')
    return every(app.clock, 1000, () =>
      emit(app.symbols.all.map((symbol) => miniTicker(app, symbol.name)).filter((row) => row !== null)),
    );
  const [lower = '', kind = '', speed] = name.split('@');
  const found = lower === lower.toLowerCase() ? marketOf(app, lower.toUpperCase()) : undefined;
  if (found === undefined) return null;
  const depth = /^depth(5|10|20)?$/.exec(kind);
  if (depth !== null && (speed === undefined || speed === '100ms' || speed === '1000ms')) {
    const periodMs = speed === '100ms' ? 100 : 1000;
    return depth[1] === undefined
      ? depthUpdates(app, found, periodMs, emit)
      : every(app.clock, periodMs, () => emit(partialDepth(found, Number(depth[1]))));
  }
  return speed === undefined ? simpleStream(app, found, kind, emit) : null;
}

function simpleStream(app: BinanceApp, found: SymbolMarket, kind: string, emit: Emit): Opened {
  const { symbol, state } = found;
  switch (kind) {
    case 'trade':
      return app.venue.on(
        (event) =>
          void (
            event.kind === 'trade' &&
            event.trade.marketId === symbol.market.id &&
            emit(tradeEvent(app, found, event.trade))
          ),
      );
    case 'aggTrade':
      return app.venue.on(
        (event) =>
          void (
            event.kind === 'trade' &&
            event.trade.marketId === symbol.market.id &&
            emit(aggregateEvent(app, found, event.trade))
          ),
      );
    case 'bookTicker':
      return bookTicker(app, found, emit);
    case 'miniTicker':
      return every(app.clock, 1000, () => emit(miniTicker(app, symbol.name) ?? {}));
    case 'ticker':
      return every(app.clock, 1000, () => emit(ticker(app, found)));
    case 'avgPrice':
      return every(app.clock, 1000, () =>
        emit({
          e: 'avgPrice',
          E: app.nowMs(),
          s: symbol.name,
          i: '5m',
          w: amount(state.lastPrice),
          T: state.tape.at(-1)?.atMs ?? app.nowMs(),
        }),
      );
    case 'referencePrice':
      return every(app.clock, 1000, () =>
        emit({ e: 'referencePrice', s: symbol.name, r: amount(state.book.mid()), t: app.nowMs() }),
      );
    case 'kline_1m':
      return every(app.clock, 2000, () => emit(kline(app, found)));
    default:
      return null;
  }
}

function bookTicker(app: BinanceApp, found: SymbolMarket, emit: Emit): () => void {
  let last = '';
  return app.venue.on((event) => {
    if (event.kind !== 'book' || event.marketId !== found.symbol.market.id) return;
    const best = bookTickerView(found);
    const text = JSON.stringify(best);
    if (text === last) return;
    last = text;
    emit({
      u: found.state.updateId,
      s: best.symbol,
      b: best.bidPrice,
      B: best.bidQty,
      a: best.askPrice,
      A: best.askQty,
    });
  });
}

function tradeEvent(app: BinanceApp, { symbol }: SymbolMarket, trade: PublicTrade): object {
  const isMaker = trade.takerSide === 'sell';
  return {
    e: 'trade',
    E: app.nowMs(),
    s: symbol.name,
    t: trade.id,
    p: amount(trade.price),
    q: amount(trade.quantity),
    T: trade.atMs,
    m: isMaker,
    M: true,
  };
}

function aggregateEvent(app: BinanceApp, { symbol }: SymbolMarket, trade: PublicTrade): object {
  const isMaker = trade.takerSide === 'sell';
  const { id, price, quantity, atMs } = trade;
  return {
    e: 'aggTrade',
    E: app.nowMs(),
    s: symbol.name,
    a: id,
    p: amount(price),
    q: amount(quantity),
    f: id,
    l: id,
    T: atMs,
    m: isMaker,
    M: true,
  };
}

function statistics(app: BinanceApp, found: SymbolMarket): Readonly<Record<string, unknown>> {
  return { ...statisticsOf(found, app.nowMs(), DAY_MS, 'FULL') };
}

function miniTicker(app: BinanceApp, name: string): object | null {
  const found = marketOf(app, name);
  if (found === undefined) return null;
  const day = statistics(app, found);
  return {
    e: '24hrMiniTicker',
    E: app.nowMs(),
    s: name,
    c: day['lastPrice'],
    o: day['openPrice'],
    h: day['highPrice'],
    l: day['lowPrice'],
    v: day['volume'],
    q: day['quoteVolume'],
  };
}

/** Letters of the 24 h ticker stream by the REST field they carry. */
const TICKER_LETTERS: readonly (readonly [string, string])[] = [
  ['p', 'priceChange'],
  ['P', 'priceChangePercent'],
  ['w', 'weightedAvgPrice'],
  ['x', 'prevClosePrice'],
  ['c', 'lastPrice'],
  ['Q', 'lastQty'],
  ['b', 'bidPrice'],
  ['B', 'bidQty'],
  ['a', 'askPrice'],
  ['A', 'askQty'],
  ['o', 'openPrice'],
  ['h', 'highPrice'],
  ['l', 'lowPrice'],
  ['v', 'volume'],
  ['q', 'quoteVolume'],
  ['O', 'openTime'],
  ['C', 'closeTime'],
  ['F', 'firstId'],
  ['L', 'lastId'],
  ['n', 'count'],
];

function ticker(app: BinanceApp, found: SymbolMarket): object {
  const day = statistics(app, found);
  return {
    e: '24hrTicker',
    E: app.nowMs(),
    s: found.symbol.name,
    ...Object.fromEntries(TICKER_LETTERS.map(([letter, field]) => [letter, day[field]])),
  };
}

function kline(app: BinanceApp, { symbol, state }: SymbolMarket): object {
  const openMs = Math.floor(app.nowMs() / MINUTE_MS) * MINUTE_MS;
  const candle = state.candles.since(openMs);
  const price = (value: Decimal | undefined): string => amount(value ?? state.lastPrice);
  return {
    e: 'kline',
    E: app.nowMs(),
    s: symbol.name,
    k: {
      t: openMs,
      T: openMs + MINUTE_MS - 1,
      s: symbol.name,
      i: '1m',
      f: -1,
      L: -1,
      o: price(candle?.open),
      c: price(candle?.close),
      h: price(candle?.high),
      l: price(candle?.low),
      v: amount(candle?.volume ?? null),
      n: candle?.trades ?? 0,
      x: false,
      q: amount(candle?.quoteVolume ?? null),
      V: amount(candle?.takerBuyVolume ?? null),
      Q: amount(candle?.takerBuyQuote ?? null),
      B: '0',
    },
  };
}

function levelsOf(
  { state }: SymbolMarket,
  side: 'buy' | 'sell',
  count: number,
): readonly (readonly [string, string])[] {
  return state.depth(side, count).map(({ price, quantity }) => [amount(price), amount(quantity)] as const);
}

function partialDepth(found: SymbolMarket, count: number): object {
  return {
    lastUpdateId: found.state.updateId,
    bids: levelsOf(found, 'buy', count),
    asks: levelsOf(found, 'sell', count),
  };
}

/** Changes since the last event; each event's `U` follows the last one's `u`, and quantity 0 takes a level away. */
function depthUpdates(app: BinanceApp, found: SymbolMarket, periodMs: number, emit: Emit): () => void {
  let lastId = found.state.updateId;
  let bids = new Map(levelsOf(found, 'buy', 5000));
  let asks = new Map(levelsOf(found, 'sell', 5000));
  return every(app.clock, periodMs, () => {
    const id = found.state.updateId;
    if (id === lastId) return;
    const [nextBids, nextAsks] = [new Map(levelsOf(found, 'buy', 5000)), new Map(levelsOf(found, 'sell', 5000))];
    emit({
      e: 'depthUpdate',
      E: app.nowMs(),
      s: found.symbol.name,
      U: lastId + 1,
      u: id,
      b: changes(bids, nextBids),
      a: changes(asks, nextAsks),
    });
    [lastId, bids, asks] = [id, nextBids, nextAsks];
  });
}

function changes(
  before: ReadonlyMap<string, string>,
  after: ReadonlyMap<string, string>,
): readonly (readonly [string, string])[] {
  const gone = [...before.keys()].filter((price) => !after.has(price)).map((price) => [price, amount(ZERO)] as const);
  return [...[...after].filter(([price, quantity]) => before.get(price) !== quantity), ...gone];
}

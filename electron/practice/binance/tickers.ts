import type { Decimal } from '../../../shared/model/decimal.ts';
import {
  compare,
  decimal,
  divide,
  isZero,
  multiply,
  subtract,
  withPlaces,
  ZERO,
} from '../../../shared/model/decimal.ts';
import type { Candle } from '../core/candles.ts';
import type { MarketState } from '../core/market-state.ts';
import type { BinanceSymbol } from './symbols.ts';
import { amount } from './symbols.ts';

export interface SymbolMarket {
  readonly symbol: BinanceSymbol;
  readonly state: MarketState;
}

export function priceView({ symbol, state }: SymbolMarket): object {
  return { symbol: symbol.name, price: amount(state.lastPrice) };
}

export interface BookTicker {
  readonly symbol: string;
  readonly bidPrice: string;
  readonly bidQty: string;
  readonly askPrice: string;
  readonly askQty: string;
}

export function bookTickerView({ symbol, state }: SymbolMarket): BookTicker {
  const bid = state.depth('buy', 1)[0];
  const ask = state.depth('sell', 1)[0];
  return {
    symbol: symbol.name,
    bidPrice: amount(bid?.price ?? null),
    bidQty: amount(bid?.quantity ?? null),
    askPrice: amount(ask?.price ?? null),
    askQty: amount(ask?.quantity ?? null),
  };
}

function emptyCandle(state: MarketState): Candle {
  const price = state.lastPrice;
  return {
    openMs: 0,
    open: price,
    high: price,
    low: price,
    close: price,
    volume: ZERO,
    quoteVolume: ZERO,
    takerBuyVolume: ZERO,
    takerBuyQuote: ZERO,
    trades: 0,
  };
}

function ratio(part: Decimal, whole: Decimal): Decimal {
  return isZero(whole) ? ZERO : divide(part, whole);
}

/** Percent with three decimals, as Binance writes it. */
function percent(part: Decimal, whole: Decimal): string {
  const value = multiply(ratio(part, whole), decimal('100'));
  const text = withPlaces(value, 3);
  return compare(decimal(text), ZERO) === 0 ? '0.000' : text;
}

/** Price statistics of the last `spanMs` (rest-api.md, "24hr ticker", 2026-07). */
export function statisticsOf(found: SymbolMarket, nowMs: number, spanMs: number, type: string | undefined): object {
  const { symbol, state } = found;
  const candle = state.candles.since(nowMs - spanMs) ?? emptyCandle(state);
  const lastId = state.tape.at(-1)?.id ?? -1;
  const common = {
    openPrice: amount(candle.open),
    highPrice: amount(candle.high),
    lowPrice: amount(candle.low),
    lastPrice: amount(candle.close),
    volume: amount(candle.volume),
    quoteVolume: amount(candle.quoteVolume),
    openTime: nowMs - spanMs,
    closeTime: nowMs,
    firstId: state.tape[0]?.id ?? -1,
    lastId,
    count: candle.trades,
  };
  if (type === 'MINI') return { symbol: symbol.name, ...common };
  const change = subtract(candle.close, candle.open);
  const { bidPrice, bidQty, askPrice, askQty } = bookTickerView(found);
  return {
    symbol: symbol.name,
    priceChange: amount(change),
    priceChangePercent: percent(change, candle.open),
    weightedAvgPrice: amount(ratio(candle.quoteVolume, candle.volume)),
    prevClosePrice: amount(candle.open),
    lastQty: amount(state.tape.at(-1)?.quantity ?? null),
    bidPrice,
    bidQty,
    askPrice,
    askQty,
    ...common,
  };
}

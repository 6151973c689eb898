import type { Decimal } from '../../../shared/model/decimal.ts';
import {
  add,
  compare,
  divide,
  fromNumber,
  minimum,
  multiply,
  placesOf,
  toNumber,
  ZERO,
} from '../../../shared/model/decimal.ts';
import type { Market } from './markets.ts';
import type { PublicTrade } from './order.ts';
import type { PracticeRandom } from './random.ts';

export const MINUTE_MS = 60_000;
/** Minutes of made-up past before the first print: one day, so that 24 h figures are there from the start. */
const PAST_MINUTES = 1440;
/** Minutes kept. */
const KEPT_MINUTES = 4320;
/** Spans whose sums are kept. */
const KEPT_SUMS = 16;

export interface Candle {
  readonly openMs: number;
  readonly open: Decimal;
  readonly high: Decimal;
  readonly low: Decimal;
  readonly close: Decimal;
  readonly volume: Decimal;
  readonly quoteVolume: Decimal;
  readonly takerBuyVolume: Decimal;
  readonly takerBuyQuote: Decimal;
  readonly trades: number;
}

/** One-minute candles of a market: a made-up day, then what was printed. */
export class Candles {
  readonly #market: Market;
  readonly #random: PracticeRandom;
  readonly #startMs: number;
  #minutes: Candle[] | null = null;
  readonly #early: PublicTrade[] = [];
  /** Closed minutes added up, and how many, by the opening of the first. */
  readonly #sums = new Map<number, { readonly candle: Candle; readonly count: number }>();

  constructor(market: Market, random: PracticeRandom, startMs: number) {
    this.#market = market;
    this.#random = random;
    this.#startMs = startMs;
  }

  print(trade: PublicTrade): void {
    // The made-up day costs time, so it waits for the first reader; prints wait with it.
    if (this.#minutes === null && this.#early.length < 2000) this.#early.push(trade);
    else addPrint(this.#all(), trade);
  }

  /** Whole candles, oldest first, whose opening lies in [fromMs, toMs]; `interval` in ms, or the opening of a time. */
  list(interval: number | ((atMs: number) => number), fromMs: number, toMs: number): readonly Candle[] {
    const openOf = typeof interval === 'number' ? (atMs: number) => Math.floor(atMs / interval) * interval : interval;
    return merge(this.#all(), openOf).filter(({ openMs }) => openMs >= fromMs && openMs <= toMs);
  }

  /** Everything since `fromMs` as one candle; null when nothing was printed. */
  since(fromMs: number): Candle | null {
    const minutes = this.#all();
    const from = minutes.findIndex((minute) => minute.openMs + MINUTE_MS > fromMs);
    const last = minutes.at(-1);
    if (from < 0 || last === undefined) return null;
    const closed = this.#closedFrom(minutes, from);
    return closed === null ? last : join(closed, last);
  }

  // Every ticker asks for a day, and only its last minute still changes: what is closed is added up once.
  #closedFrom(minutes: readonly Candle[], from: number): Candle | null {
    const first = minutes[from];
    if (first === undefined || from === minutes.length - 1) return null;
    let { candle, count } = this.#sums.get(first.openMs) ?? { candle: first, count: 1 };
    for (const minute of minutes.slice(from + count, -1)) {
      candle = join(candle, minute);
      count += 1;
    }
    this.#sums.delete(first.openMs);
    this.#sums.set(first.openMs, { candle, count });
    const [oldest] = this.#sums.keys();
    if (oldest !== undefined && this.#sums.size > KEPT_SUMS) this.#sums.delete(oldest);
    return candle;
  }

  #all(): Candle[] {
    if (this.#minutes !== null) return this.#minutes;
    const minutes = pastOf(this.#market, this.#random, this.#startMs);
    for (const trade of this.#early.splice(0)) addPrint(minutes, trade);
    this.#minutes = minutes;
    return minutes;
  }
}

/** Candles shorter than a minute, straight from the tape. */
export function candlesOfTape(tape: readonly PublicTrade[], intervalMs: number): readonly Candle[] {
  return merge(
    tape.map((trade) => ({ ...ofTrade(trade), openMs: trade.atMs })),
    (atMs) => Math.floor(atMs / intervalMs) * intervalMs,
  );
}

function merge(candles: readonly Candle[], openOf: (atMs: number) => number): readonly Candle[] {
  const merged: Candle[] = [];
  for (const candle of candles) {
    const openMs = openOf(candle.openMs);
    const last = merged.at(-1);
    if (last === undefined || last.openMs !== openMs) merged.push({ ...candle, openMs });
    else merged[merged.length - 1] = join(last, candle);
  }
  return merged;
}

function addPrint(minutes: Candle[], trade: PublicTrade): void {
  const candle = ofTrade(trade);
  const last = minutes.at(-1);
  if (last !== undefined && last.openMs === candle.openMs) minutes[minutes.length - 1] = join(last, candle);
  else minutes.push(candle);
  if (minutes.length > KEPT_MINUTES) minutes.shift();
}

function ofTrade(trade: PublicTrade): Candle {
  const quote = multiply(trade.price, trade.quantity);
  const isBuy = trade.takerSide === 'buy';
  return {
    openMs: Math.floor(trade.atMs / MINUTE_MS) * MINUTE_MS,
    open: trade.price,
    high: trade.price,
    low: trade.price,
    close: trade.price,
    volume: trade.quantity,
    quoteVolume: quote,
    takerBuyVolume: isBuy ? trade.quantity : ZERO,
    takerBuyQuote: isBuy ? quote : ZERO,
    trades: 1,
  };
}

function join(left: Candle, right: Candle): Candle {
  return {
    openMs: left.openMs,
    open: left.open,
    high: compare(left.high, right.high) >= 0 ? left.high : right.high,
    low: minimum(left.low, right.low),
    close: right.close,
    volume: add(left.volume, right.volume),
    quoteVolume: add(left.quoteVolume, right.quoteVolume),
    takerBuyVolume: add(left.takerBuyVolume, right.takerBuyVolume),
    takerBuyQuote: add(left.takerBuyQuote, right.takerBuyQuote),
    trades: left.trades + right.trades,
  };
}

/** A day of minutes that ends at the market's start price, walked backwards. */
function pastOf(market: Market, random: PracticeRandom, startMs: number): Candle[] {
  const places = placesOf(market.tick);
  const endMs = Math.floor(startMs / MINUTE_MS) * MINUTE_MS;
  const price = (value: number): Decimal => fromNumber(value, places);
  const candles: Candle[] = [];
  let close = toNumber(market.startPrice);
  for (let back = 1; back <= PAST_MINUTES; back += 1) {
    const open = close * (1 + market.volatility * 4 * random.gaussian());
    const wick = close * market.volatility * 2;
    const volume = fromNumber((20_000 * (0.5 + random.fraction())) / close, placesOf(market.step));
    const half = divide(volume, fromNumber(2, 0));
    const quoteVolume = multiply(volume, price(close));
    candles.push({
      openMs: endMs - back * MINUTE_MS,
      open: price(open),
      high: price(Math.max(open, close) + wick * random.fraction()),
      low: price(Math.min(open, close) - wick * random.fraction()),
      close: price(close),
      volume,
      quoteVolume,
      takerBuyVolume: half,
      takerBuyQuote: multiply(half, price(close)),
      trades: random.integer(20, 200),
    });
    close = open;
  }
  return candles.reverse();
}

import { compare, type Decimal, minimum } from '../../../../shared/model/decimal.ts';
import type { Candle } from '../../core/candles.ts';
import type { MarketState } from '../../core/market-state.ts';

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

export interface DayFigures {
  /** The last 24 hours; null before the first print. */
  readonly day: Candle | null;
  /** Since 00:00 UTC. */
  readonly today: Candle | null;
}

interface Kept extends DayFigures {
  readonly minute: number;
}

// Joining a day of minutes takes milliseconds and tickers ask with every trade, so the sums are made anew once a
// minute; highs and lows follow the last price at once.
const kept = new WeakMap<MarketState, Kept>();

/** Figures of a ticker. Volumes and counts may lag by up to a minute. */
export function dayFigures(market: MarketState, nowMs: number): DayFigures {
  const minute = Math.floor(nowMs / MINUTE_MS);
  const known = kept.get(market);
  const current = known?.minute === minute ? known : sumUp(market, nowMs, minute);
  kept.set(market, current);
  const { lastPrice } = market;
  return { day: withLast(current.day, lastPrice), today: withLast(current.today, lastPrice) };
}

function sumUp(market: MarketState, nowMs: number, minute: number): Kept {
  const today = market.candles.since(Math.floor(nowMs / DAY_MS) * DAY_MS);
  return { minute, day: market.candles.since(nowMs - DAY_MS), today };
}

function withLast(candle: Candle | null, last: Decimal): Candle | null {
  if (candle === null) return null;
  const high = compare(last, candle.high) > 0 ? last : candle.high;
  return { ...candle, high, low: minimum(candle.low, last), close: last };
}

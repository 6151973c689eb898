import type { Decimal } from '../../../../shared/model/decimal.ts';
import type { Candle } from '../../core/candles.ts';
import type { MarketState } from '../../core/market-state.ts';

const DAY_MS = 86_400_000;
const UTC8_MS = 8 * 3_600_000;
/** Adding up a day takes a while, so it is done at most once in this time. */
const KEPT_MS = 1000;

/** What a ticker says about the last day. */
export interface DayFigures {
  readonly day: Candle | null;
  readonly openUtc: Decimal;
  readonly openUtc8: Decimal;
}

interface Kept {
  readonly atMs: number;
  readonly figures: DayFigures;
}

/** The day's figures of each market, worked out again when they are a second old. */
export class DayFiguresCache {
  readonly #kept = new Map<string, Kept>();

  of(market: MarketState, nowMs: number): DayFigures {
    const kept = this.#kept.get(market.market.id);
    if (kept !== undefined && Math.abs(nowMs - kept.atMs) < KEPT_MS) return kept.figures;
    const figures = figuresOf(market, nowMs);
    this.#kept.set(market.market.id, { atMs: nowMs, figures });
    return figures;
  }
}

function figuresOf(market: MarketState, nowMs: number): DayFigures {
  const utcDayMs = Math.floor(nowMs / DAY_MS) * DAY_MS;
  const utc8DayMs = Math.floor((nowMs + UTC8_MS) / DAY_MS) * DAY_MS - UTC8_MS;
  return {
    day: market.candles.since(nowMs - DAY_MS),
    openUtc: openSince(market, utcDayMs, nowMs),
    openUtc8: openSince(market, utc8DayMs, nowMs),
  };
}

function openSince(market: MarketState, fromMs: number, nowMs: number): Decimal {
  return market.candles.list(60_000, fromMs, nowMs)[0]?.open ?? market.lastPrice;
}

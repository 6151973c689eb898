import { add, compare } from '../../../../shared/model/decimal.ts';
import { MINUTE_MS, type Candle } from '../../core/candles.ts';
import type { MarketState } from '../../core/market-state.ts';

const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
const UTC8_MS = 8 * HOUR_MS;

export interface Bar {
  readonly periodMs: number;
  /** How far ahead of UTC the bars open; 6H and longer open at UTC+8 unless they end in `utc`. */
  readonly aheadMs: number;
}

function bar(periodMs: number, aheadMs = 0): Bar {
  return { periodMs, aheadMs };
}

// Docs "Get candlesticks", 2026-08; weeks and months are left out: the practice exchange keeps three days.
export const BARS: Readonly<Record<string, Bar>> = {
  '1m': bar(MINUTE_MS),
  '3m': bar(3 * MINUTE_MS),
  '5m': bar(5 * MINUTE_MS),
  '15m': bar(15 * MINUTE_MS),
  '30m': bar(30 * MINUTE_MS),
  '1H': bar(HOUR_MS),
  '2H': bar(2 * HOUR_MS),
  '4H': bar(4 * HOUR_MS),
  '6H': bar(6 * HOUR_MS, UTC8_MS),
  '12H': bar(12 * HOUR_MS, UTC8_MS),
  '1D': bar(DAY_MS, UTC8_MS),
  '6Hutc': bar(6 * HOUR_MS),
  '12Hutc': bar(12 * HOUR_MS),
  '1Dutc': bar(DAY_MS),
};

interface Row {
  readonly openMs: number;
  readonly candle: Candle;
}

function joined(left: Candle, right: Candle): Candle {
  return {
    ...left,
    close: right.close,
    volume: add(left.volume, right.volume),
    quoteVolume: add(left.quoteVolume, right.quoteVolume),
    high: compare(left.high, right.high) >= 0 ? left.high : right.high,
    low: compare(left.low, right.low) <= 0 ? left.low : right.low,
  };
}

function collect(minutes: readonly Candle[], shape: Bar): readonly Row[] {
  const rows: Row[] = [];
  for (const minute of minutes) {
    const openMs = barStartMs(shape, minute.openMs);
    const last = rows.at(-1);
    if (last?.openMs !== openMs) rows.push({ openMs, candle: minute });
    else rows[rows.length - 1] = { openMs, candle: joined(last.candle, minute) };
  }
  return rows;
}

export type CandleRow = readonly string[];

/** Opening of the bar that holds this moment. */
export function barStartMs({ periodMs, aheadMs }: Bar, atMs: number): number {
  return Math.floor((atMs + aheadMs) / periodMs) * periodMs - aheadMs;
}

/** Rows `[ts, o, h, l, c, vol, volCcy, volCcyQuote, confirm]` from the bar that holds `fromMs` on, newest first. */
export function candleRows(market: MarketState, shape: Bar, nowMs: number, fromMs: number): readonly CandleRow[] {
  const minutes = market.candles.list(MINUTE_MS, barStartMs(shape, fromMs), nowMs);
  return collect(minutes, shape)
    .map(({ openMs, candle }) => [
      String(openMs),
      candle.open,
      candle.high,
      candle.low,
      candle.close,
      candle.volume,
      candle.quoteVolume,
      candle.quoteVolume,
      openMs + shape.periodMs <= nowMs ? '1' : '0',
    ])
    .reverse();
}

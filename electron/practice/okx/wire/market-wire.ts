import type { Decimal } from '../../../../shared/model/decimal.ts';
import { add, compare, decimal, floorToStep, minimum, multiply, subtract } from '../../../../shared/model/decimal.ts';
import type { Level } from '../../core/book.ts';
import type { MarketState } from '../../core/market-state.ts';
import type { PublicTrade } from '../../core/order.ts';
import type { DayFigures } from './day-figures.ts';
import type { Instrument } from '../facts/instruments.ts';

function largest(left: Decimal, right: Decimal): Decimal {
  return compare(left, right) >= 0 ? left : right;
}

/** Field set of `market/ticker` and of the `tickers` channel. */
export function tickerRow(instrument: Instrument, market: MarketState, figures: DayFigures, nowMs: number) {
  const [bid] = market.depth('buy', 1);
  const [ask] = market.depth('sell', 1);
  const { day, openUtc, openUtc8 } = figures;
  const last = market.lastPrice;
  return {
    askPx: ask?.price ?? '',
    askSz: ask?.quantity ?? '',
    bidPx: bid?.price ?? '',
    bidSz: bid?.quantity ?? '',
    high24h: largest(day?.high ?? last, last),
    instId: instrument.instId,
    instType: 'SPOT',
    last,
    lastSz: market.tape.at(-1)?.quantity ?? '0',
    low24h: minimum(day?.low ?? last, last),
    open24h: day?.open ?? last,
    sodUtc0: openUtc,
    sodUtc8: openUtc8,
    ts: String(nowMs),
    vol24h: day?.volume ?? '0',
    volCcy24h: day?.quoteVolume ?? '0',
  };
}

export type BookLevel = readonly [price: string, size: string, deprecated: '0', orders: string];

export function bookLevels(levels: readonly Level[]): readonly BookLevel[] {
  return levels.map(({ price, quantity }) => [price, quantity, '0', '1'] as const);
}

export function bookRow(market: MarketState, depth: number, nowMs: number) {
  return {
    asks: bookLevels(market.depth('sell', depth)),
    bids: bookLevels(market.depth('buy', depth)),
    ts: String(nowMs),
    seqId: market.updateId,
  };
}

export function tradeRow(instrument: Instrument, trade: PublicTrade) {
  return {
    instId: instrument.instId,
    side: trade.takerSide,
    sz: trade.quantity,
    source: '0',
    px: trade.price,
    tradeId: String(trade.id),
    ts: String(trade.atMs),
  };
}

export interface PriceBand {
  readonly buyLmt: Decimal;
  readonly sellLmt: Decimal;
}

/** Highest price a buy and lowest price a sell may name: the reference price ± the instrument's `maxPxLmtPct`. */
export function priceBand(instrument: Instrument, market: MarketState): PriceBand {
  const middle = market.book.mid();
  const width = multiply(middle, decimal(instrument.maxPxLmtPct));
  const tick = decimal(instrument.tickSz);
  return { buyLmt: floorToStep(add(middle, width), tick), sellLmt: floorToStep(subtract(middle, width), tick) };
}

import { type Decimal, toNumber, withPlaces } from '../../../../shared/model/decimal.ts';
import type { Candle } from '../../core/candles.ts';
import type { MarketState } from '../../core/market-state.ts';
import type { PublicTrade } from '../../core/order.ts';
import type { Asset, Pair } from '../pairs.ts';
import { pairStatus } from '../trading/system.ts';
import { dayFigures } from './day-figures.ts';
import { averagePrice, priceText, unixSeconds, volumeText } from './texts.ts';

export function assetWire(asset: Asset): Readonly<Record<string, unknown>> {
  const { altname, decimals, displayDecimals } = asset;
  return {
    aclass: 'currency',
    altname,
    decimals,
    display_decimals: displayDecimals,
    collateral_value: 1,
    status: 'enabled',
  };
}

/** A row of AssetPairs; one fee step, since practice volumes change nothing (REST reference, 2026-05). */
export function pairWire(pair: Pair, market: MarketState): Readonly<Record<string, unknown>> {
  return {
    altname: pair.altname,
    wsname: pair.wsname,
    aclass_base: 'currency',
    base: pair.base.id,
    aclass_quote: 'currency',
    quote: pair.quote.id,
    lot: 'unit',
    cost_decimals: pair.costDecimals,
    pair_decimals: pair.priceDecimals,
    lot_decimals: pair.lotDecimals,
    lot_multiplier: 1,
    leverage_buy: [],
    leverage_sell: [],
    fees: [[0, percent(market.market.takerFee)]],
    fees_maker: [[0, percent(market.market.makerFee)]],
    fee_volume_currency: 'ZUSD',
    margin_call: 80,
    margin_stop: 40,
    ordermin: pair.minimumVolume,
    costmin: pair.minimumCost,
    tick_size: pair.tickSize,
    status: pairStatus(market.status),
    execution_venue: 'international',
  };
}

function percent(fraction: Decimal): number {
  return Math.round(toNumber(fraction) * 1e6) / 1e4;
}

/** Today starts at 00:00 UTC; the second figure of each pair covers 24 hours. */
export function tickerWire(pair: Pair, market: MarketState, nowMs: number): Readonly<Record<string, unknown>> {
  const { day, today } = dayFigures(market, nowMs);
  const last = market.tape.at(-1);
  const both = (pick: (candle: Candle) => string): readonly string[] => [pickOr(today, pick), pickOr(day, pick)];
  return {
    a: touchWire(pair, market, 'sell'),
    b: touchWire(pair, market, 'buy'),
    c: [
      priceText(market.lastPrice, pair),
      last === undefined ? volumeText(pair.minimumVolume, pair) : volumeText(last.quantity, pair),
    ],
    v: both((candle) => volumeText(candle.volume, pair)),
    p: both((candle) => priceText(averagePrice(candle.quoteVolume, candle.volume), pair)),
    t: [today?.trades ?? 0, day?.trades ?? 0],
    l: both((candle) => priceText(candle.low, pair)),
    h: both((candle) => priceText(candle.high, pair)),
    o: priceText(today?.open ?? market.lastPrice, pair),
  };
}

function pickOr(candle: Candle | null, pick: (candle: Candle) => string): string {
  return candle === null ? '0' : pick(candle);
}

function touchWire(pair: Pair, market: MarketState, side: 'buy' | 'sell'): readonly string[] {
  const [best] = market.depth(side, 1);
  if (best === undefined) return [priceText(market.book.touch(side), pair), '0', '0.000'];
  const lots = withPlaces(best.quantity, 3);
  return [priceText(best.price, pair), String(Math.max(1, Math.trunc(toNumber(best.quantity)))), lots];
}

export function depthWire(
  pair: Pair,
  market: MarketState,
  count: number,
  nowMs: number,
): Readonly<Record<string, unknown>> {
  const seconds = Math.floor(nowMs / 1000);
  const side = (name: 'buy' | 'sell'): readonly unknown[] =>
    market.depth(name, count).map((level) => [priceText(level.price, pair), volumeText(level.quantity, pair), seconds]);
  return { asks: side('sell'), bids: side('buy') };
}

export function candleWire(pair: Pair, candle: Candle): readonly unknown[] {
  return [
    candle.openMs / 1000,
    priceText(candle.open, pair),
    priceText(candle.high, pair),
    priceText(candle.low, pair),
    priceText(candle.close, pair),
    priceText(averagePrice(candle.quoteVolume, candle.volume), pair),
    volumeText(candle.volume, pair),
    candle.trades,
  ];
}

/** A row of Trades: side, order type of the taker (the tape does not keep it: always limit), nothing, trade id. */
export function publicTradeWire(pair: Pair, trade: PublicTrade): readonly unknown[] {
  const side = trade.takerSide === 'buy' ? 'b' : 's';
  return [
    priceText(trade.price, pair),
    volumeText(trade.quantity, pair),
    unixSeconds(trade.atMs),
    side,
    'l',
    '',
    trade.id,
  ];
}

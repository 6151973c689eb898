import {
  type Decimal,
  divide,
  isZero,
  multiply,
  subtract,
  withPlaces,
  ZERO,
} from '../../../../shared/model/decimal.ts';
import type { Candle } from '../../core/candles.ts';
import type { MarketState } from '../../core/market-state.ts';
import type { PublicTrade } from '../../core/order.ts';
import { exactNumber } from '../exact-json.ts';
import type { Pair } from '../pairs.ts';
import { dayFigures } from '../wire/day-figures.ts';
import { averagePrice, rfc3339Micros } from '../wire/texts.ts';
import { priceNumber, volumeNumber } from './numbers.ts';
import type { Subscription } from './subscription.ts';

/** `trades` tells of each trade, `bbo` of each change of the best prices. */
export function tickerFeed(
  pair: Pair,
  market: MarketState,
  trigger: 'trades' | 'bbo',
  hasSnapshot: boolean,
  nowMs: () => number,
): Subscription {
  const kind = trigger === 'trades' ? 'trade' : 'book';
  const message = (type: string): unknown => ({ channel: 'ticker', type, data: [tickerRow(pair, market, nowMs())] });
  return {
    id: `ticker ${pair.symbol}`,
    result: { channel: 'ticker', event_trigger: trigger, snapshot: hasSnapshot, symbol: pair.symbol },
    snapshots: () => (hasSnapshot ? [message('snapshot')] : []),
    venue: (event) => (event.kind === kind && marketIdOf(event) === pair.symbol ? message('update') : null),
  };
}

function marketIdOf(event: {
  readonly kind: string;
  readonly marketId?: string;
  readonly trade?: PublicTrade;
}): string | undefined {
  return event.marketId ?? event.trade?.marketId;
}

function tickerRow(pair: Pair, market: MarketState, nowMs: number): unknown {
  const [bid] = market.depth('buy', 1);
  const [ask] = market.depth('sell', 1);
  const { day } = dayFigures(market, nowMs);
  const open = day?.open ?? market.lastPrice;
  const change = subtract(market.lastPrice, open);
  return {
    symbol: pair.symbol,
    bid: priceNumber(bid?.price ?? ZERO, pair),
    bid_qty: volumeNumber(bid?.quantity ?? ZERO, pair),
    ask: priceNumber(ask?.price ?? ZERO, pair),
    ask_qty: volumeNumber(ask?.quantity ?? ZERO, pair),
    last: priceNumber(market.lastPrice, pair),
    volume: volumeNumber(day?.volume ?? ZERO, pair),
    vwap: priceNumber(day === null ? ZERO : averagePrice(day.quoteVolume, day.volume), pair),
    low: priceNumber(day?.low ?? market.lastPrice, pair),
    high: priceNumber(day?.high ?? market.lastPrice, pair),
    change: priceNumber(change, pair),
    change_pct: exactNumber(withPlaces(percentOf(change, open), 2)),
    timestamp: rfc3339Micros(nowMs),
  };
}

function percentOf(part: Decimal, whole: Decimal): Decimal {
  return isZero(whole) ? ZERO : multiply(divide(part, whole), '100' as Decimal);
}

const SNAPSHOT_TRADES = 50;

export function tradeFeed(pair: Pair, market: MarketState, hasSnapshot: boolean): Subscription {
  return {
    id: `trade ${pair.symbol}`,
    result: { channel: 'trade', snapshot: hasSnapshot, symbol: pair.symbol },
    snapshots: () =>
      hasSnapshot
        ? [
            {
              channel: 'trade',
              type: 'snapshot',
              data: market.tape.slice(-SNAPSHOT_TRADES).map((trade) => tradeRow(pair, trade)),
            },
          ]
        : [],
    venue: (event) =>
      event.kind === 'trade' && event.trade.marketId === pair.symbol
        ? { channel: 'trade', type: 'update', data: [tradeRow(pair, event.trade)] }
        : null,
  };
}

function tradeRow(pair: Pair, trade: PublicTrade): unknown {
  return {
    symbol: pair.symbol,
    side: trade.takerSide,
    price: priceNumber(trade.price, pair),
    qty: volumeNumber(trade.quantity, pair),
    ord_type: 'market',
    trade_id: trade.id,
    timestamp: rfc3339Micros(trade.atMs),
  };
}

export const OHLC_INTERVALS: ReadonlySet<number> = new Set([1, 5, 15, 30, 60, 240, 1440, 10080, 21600]);

/** The snapshot's length is ours; each trade then sends its candle as it stands. */
const SNAPSHOT_CANDLES = 50;

export function ohlcFeed(
  pair: Pair,
  market: MarketState,
  interval: number,
  hasSnapshot: boolean,
  nowMs: () => number,
): Subscription {
  const intervalMs = interval * 60_000;
  const message = (type: string, candles: readonly Candle[]): unknown => ({
    channel: 'ohlc',
    type,
    timestamp: rfc3339Micros(nowMs()),
    data: candles.map((candle) => candleRow(pair, candle, interval)),
  });
  return {
    id: `ohlc ${pair.symbol} ${interval}`,
    result: { channel: 'ohlc', interval, snapshot: hasSnapshot, symbol: pair.symbol },
    snapshots: () =>
      hasSnapshot ? [message('snapshot', market.candles.list(intervalMs, 0, nowMs()).slice(-SNAPSHOT_CANDLES))] : [],
    venue: (event) =>
      event.kind === 'trade' && event.trade.marketId === pair.symbol
        ? message(
            'update',
            market.candles.list(intervalMs, event.trade.atMs - intervalMs + 1, event.trade.atMs).slice(-1),
          )
        : null,
  };
}

function candleRow(pair: Pair, candle: Candle, interval: number): unknown {
  return {
    symbol: pair.symbol,
    open: priceNumber(candle.open, pair),
    high: priceNumber(candle.high, pair),
    low: priceNumber(candle.low, pair),
    close: priceNumber(candle.close, pair),
    trades: candle.trades,
    volume: volumeNumber(candle.volume, pair),
    vwap: priceNumber(averagePrice(candle.quoteVolume, candle.volume), pair),
    interval_begin: rfc3339Micros(candle.openMs),
    interval,
    timestamp: rfc3339Micros(candle.openMs + interval * 60_000),
  };
}

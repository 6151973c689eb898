import { crc32 } from 'node:zlib';
import { ZERO } from '../../../../shared/model/decimal.ts';
import type { Level } from '../../core/book.ts';
import type { MarketState } from '../../core/market-state.ts';
import type { Pair } from '../pairs.ts';
import { priceText, rfc3339Micros, volumeText } from '../wire/texts.ts';
import { priceNumber, volumeNumber } from './numbers.ts';
import type { Subscription } from './subscription.ts';

export const BOOK_DEPTHS: ReadonlySet<number> = new Set([10, 25, 100, 500, 1000]);

export interface BookSides {
  readonly asks: readonly Level[];
  readonly bids: readonly Level[];
}

const CHECKED_LEVELS = 10;

/** CRC-32 over the best ten asks and bids, each price and size without point and leading zeros (WebSocket v2 book). */
export function bookChecksum({ asks, bids }: BookSides, pair: Pair): number {
  const digits = (text: string): string => text.replace('.', '').replace(/^0+/, '');
  const side = (levels: readonly Level[]): string =>
    levels
      .slice(0, CHECKED_LEVELS)
      .map((level) => digits(priceText(level.price, pair)) + digits(volumeText(level.quantity, pair)))
      .join('');
  return crc32(side(asks) + side(bids));
}

/** Levels that changed since `before`; one that left has size 0. */
export function changedLevels(before: readonly Level[], after: readonly Level[]): readonly Level[] {
  const old = new Map(before.map((level) => [level.price, level.quantity]));
  const left = new Set(after.map((level) => level.price));
  const gone = before.filter((level) => !left.has(level.price)).map(({ price }) => ({ price, quantity: ZERO }));
  return [...gone, ...after.filter((level) => old.get(level.price) !== level.quantity)];
}

export function bookFeed(
  pair: Pair,
  market: MarketState,
  depth: number,
  hasSnapshot: boolean,
  nowMs: () => number,
): Subscription {
  let shown = sidesOf(market, depth);
  const wire = (levels: readonly Level[]): readonly unknown[] =>
    levels.map((level) => ({ price: priceNumber(level.price, pair), qty: volumeNumber(level.quantity, pair) }));
  const message = (type: string, sides: BookSides): unknown => {
    const body = { symbol: pair.symbol, bids: wire(sides.bids), asks: wire(sides.asks) };
    return {
      channel: 'book',
      type,
      data: [{ ...body, checksum: bookChecksum(shown, pair), timestamp: rfc3339Micros(nowMs()) }],
    };
  };
  return {
    id: `book ${pair.symbol}`,
    result: { channel: 'book', depth, snapshot: hasSnapshot, symbol: pair.symbol },
    snapshots: () => (hasSnapshot ? [message('snapshot', shown)] : []),
    venue(event) {
      if (event.kind !== 'book' || event.marketId !== pair.symbol) return null;
      const now = sidesOf(market, depth);
      const changed = { asks: changedLevels(shown.asks, now.asks), bids: changedLevels(shown.bids, now.bids) };
      shown = now;
      return changed.asks.length + changed.bids.length === 0 ? null : message('update', changed);
    },
  };
}

function sidesOf(market: MarketState, depth: number): BookSides {
  return { asks: market.depth('sell', depth), bids: market.depth('buy', depth) };
}

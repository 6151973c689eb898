import type { MarketState } from '../../core/market-state.ts';
import { bookLevels, type BookLevel } from '../wire/market-wire.ts';

const DEPTH = 400;

export interface BookPush {
  readonly action: 'snapshot' | 'update';
  readonly row: {
    readonly asks: readonly BookLevel[];
    readonly bids: readonly BookLevel[];
    readonly ts: string;
    readonly checksum: 0;
    readonly seqId: number;
    readonly prevSeqId: number;
  };
}

/** What one subscriber of `books` has been told, and so what is new. `checksum` is 0, as seen since 2026. */
export class BookFeed {
  readonly #market: MarketState;
  #asks: readonly BookLevel[] = [];
  #bids: readonly BookLevel[] = [];
  #seqId = -1;

  constructor(market: MarketState) {
    this.#market = market;
  }

  snapshot(nowMs: number): BookPush {
    const [asks, bids] = this.#take();
    return { action: 'snapshot', row: this.#row(asks, bids, nowMs) };
  }

  /** Changed levels since the last push, size "0" where one is gone; null when nothing changed. */
  update(nowMs: number): BookPush | null {
    const [oldAsks, oldBids] = [this.#asks, this.#bids];
    const [asks, bids] = this.#take();
    const [newAsks, newBids] = [changes(oldAsks, asks), changes(oldBids, bids)];
    if (newAsks.length === 0 && newBids.length === 0) return null;
    return { action: 'update', row: this.#row(newAsks, newBids, nowMs) };
  }

  #take(): readonly [readonly BookLevel[], readonly BookLevel[]] {
    this.#asks = bookLevels(this.#market.depth('sell', DEPTH));
    this.#bids = bookLevels(this.#market.depth('buy', DEPTH));
    return [this.#asks, this.#bids];
  }

  #row(asks: readonly BookLevel[], bids: readonly BookLevel[], nowMs: number): BookPush['row'] {
    const prevSeqId = this.#seqId;
    this.#seqId = this.#market.updateId;
    return { asks, bids, ts: String(nowMs), checksum: 0, seqId: this.#seqId, prevSeqId };
  }
}

function changes(before: readonly BookLevel[], after: readonly BookLevel[]): readonly BookLevel[] {
  const sizes = new Map(before.map((level) => [level[0], level[1]]));
  const prices = new Set(after.map((level) => level[0]));
  const gone = before.filter((level) => !prices.has(level[0])).map((level) => [level[0], '0', '0', '0'] as const);
  return [...after.filter((level) => sizes.get(level[0]) !== level[1]), ...gone];
}

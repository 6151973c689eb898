import type { Decimal } from '../../../shared/model/decimal.ts';
import { add, compare, isPositive, ZERO } from '../../../shared/model/decimal.ts';
import type { Level } from './book.ts';
import { SyntheticBook, ticksOf } from './book.ts';
import { Candles } from './candles.ts';
import type { Market } from './markets.ts';
import type { Offer } from './matching.ts';
import { mergeOffers } from './matching.ts';
import type { OrderSide, PublicTrade } from './order.ts';
import type { OrderRecord } from './order-record.ts';
import { remainingOf } from './order-record.ts';
import { PriceProcess } from './price-process.ts';
import type { PracticeRandom } from './random.ts';
import { hashText } from './random.ts';

export type MarketStatus = 'trading' | 'post-only' | 'cancel-only' | 'halted';

/** Public trades kept per market. */
const TAPE_LENGTH = 1000;

/** Everything one market of the venue is at a moment. */
export class MarketState {
  readonly market: Market;
  readonly book: SyntheticBook;
  readonly process: PriceProcess;
  readonly random: PracticeRandom;
  readonly candles: Candles;
  readonly tape: PublicTrade[] = [];
  /** Orders on the book, in order of priority. */
  resting: OrderRecord[] = [];
  /** Stops that wait for their trigger. */
  waiting: OrderRecord[] = [];
  status: MarketStatus = 'trading';
  lastPrice: Decimal;
  /** Rises with every change of the book. */
  updateId = 1;

  constructor(market: Market, random: PracticeRandom, seed: string, startMs: number) {
    this.market = market;
    this.random = random.fork('flow');
    this.book = new SyntheticBook(market, hashText(`${seed}/${market.id}`));
    this.process = new PriceProcess(market, random.fork('price'));
    this.candles = new Candles(market, random.fork('past'), startMs);
    this.lastPrice = market.startPrice;
  }

  /** The public book of one side, resting orders included, best first. */
  depth(side: OrderSide, count: number): readonly Level[] {
    const offers = mergeOffers(
      side === 'buy' ? 'sell' : 'buy',
      this.book.levels(side),
      this.#restingOffers(side, null),
    );
    const levels: { price: Decimal; quantities: Decimal[] }[] = [];
    for (const offer of offers) {
      const last = levels.at(-1);
      if (last !== undefined && compare(last.price, offer.price) === 0) last.quantities.push(offer.quantity);
      else levels.push({ price: add(offer.price, ZERO), quantities: [offer.quantity] });
    }
    return levels.slice(0, count).map(({ price, quantities }) => ({ price, quantity: sum(quantities) }));
  }

  /** What a taker of this side could hit; its own account's orders are left out. */
  offersFor(takerSide: OrderSide, accountId: string): readonly Offer[] {
    const side = takerSide === 'buy' ? 'sell' : 'buy';
    return mergeOffers(takerSide, this.book.levels(side), this.#restingOffers(side, accountId));
  }

  /** Best price of made-up and resting orders together; the ladder's own when a side is empty. */
  best(side: OrderSide): Decimal {
    return this.depth(side, 1)[0]?.price ?? this.book.touch(side);
  }

  ticksOf(price: Decimal): number {
    return ticksOf(this.market, price);
  }

  print(trade: PublicTrade): void {
    this.lastPrice = trade.price;
    this.tape.push(trade);
    if (this.tape.length > TAPE_LENGTH) this.tape.shift();
    this.candles.print(trade);
  }

  drop(record: OrderRecord): void {
    this.resting = this.resting.filter((other) => other !== record);
    this.waiting = this.waiting.filter((other) => other !== record);
  }

  #restingOffers(side: OrderSide, exceptAccountId: string | null): readonly Offer[] {
    return this.resting
      .filter((record) => record.request.side === side && record.request.accountId !== exceptAccountId)
      .sort((left, right) => left.priority - right.priority)
      .flatMap((record) => {
        const quantity = remainingOf(record);
        return record.price !== null && isPositive(quantity)
          ? [{ price: record.price, quantity, orderId: record.id }]
          : [];
      });
  }
}

function sum(quantities: readonly Decimal[]): Decimal {
  const [first, ...rest] = quantities;
  if (first === undefined) throw new Error('A book level without quantity');
  return rest.reduce((left, right) => add(left, right), first);
}

import type { Decimal } from '../../../shared/model/decimal.ts';
import { compare, isPositive, minimum, multiply, subtract, ZERO } from '../../../shared/model/decimal.ts';
import type { PracticeAccounts } from './accounts.ts';
import type { PracticeClock } from './clock.ts';
import { FillIndex } from './fill-index.ts';
import type { MarketState } from './market-state.ts';
import type { Match, Want } from './matching.ts';
import { matchOffers, totalQuantity, totalQuote } from './matching.ts';
import type { EndReason, OrderCause, OrderSide, PracticeFill, VenueEvent } from './order.ts';
import { OrderIndex } from './order-index.ts';
import type { OrderRecord } from './order-record.ts';
import { isStop, remainingOf, snapshotOf } from './order-record.ts';
import type { Settlement } from './settlement.ts';

/** Carries orders through their lives: takes, rests, fills, ends, and tells about it. */
export class Execution {
  readonly orders = new OrderIndex();
  readonly fills = new FillIndex();
  readonly #settlement: Settlement;
  readonly #accounts: PracticeAccounts;
  readonly #clock: PracticeClock;
  readonly #listeners = new Set<(event: VenueEvent) => void>();
  #nextTradeId: number;
  #nextPriority = 1;

  constructor(settlement: Settlement, accounts: PracticeAccounts, clock: PracticeClock, firstTradeId: number) {
    this.#settlement = settlement;
    this.#accounts = accounts;
    this.#clock = clock;
    this.#nextTradeId = firstTradeId;
  }

  on(listener: (event: VenueEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** First moments of an accepted order. */
  start(
    state: MarketState,
    record: OrderRecord,
    triggersNow: boolean,
    cancelsPostOnlyCross: boolean,
  ): readonly PracticeFill[] {
    if (record.activeKind !== 'market') this.#settlement.relock(state.market, record);
    this.#tellOrder('new', record, null);
    let fills: readonly PracticeFill[] = [];
    if (isStop(record.activeKind) && !triggersNow) state.waiting.push(record);
    else if (isStop(record.activeKind)) fills = this.trigger(state, record);
    else if (cancelsPostOnlyCross && this.#wouldTake(state, record))
      this.end(state, record, 'cancelled', 'post-only-cross');
    else fills = this.#take(state, record);
    this.touchBook(state);
    this.#tellBalances(record);
    return fills;
  }

  /** Turns a waiting stop into a live order. */
  trigger(state: MarketState, record: OrderRecord): readonly PracticeFill[] {
    state.drop(record);
    record.activeKind = record.activeKind === 'stop-market' ? 'market' : 'limit';
    record.status = 'open';
    record.triggeredAtMs = this.#clock.now();
    record.updatedAtMs = record.triggeredAtMs;
    this.#tellOrder('trigger', record, null);
    const fills = this.#take(state, record);
    this.#tellBalances(record);
    return fills;
  }

  /** Ends an order that is not filled, and frees what it held. */
  end(state: MarketState, record: OrderRecord, status: 'cancelled' | 'expired', reason: EndReason): void {
    this.#settlement.release(record);
    state.drop(record);
    record.status = status;
    record.endReason = reason;
    record.updatedAtMs = this.#clock.now();
    this.orders.close(record);
    this.#tellOrder(status === 'cancelled' ? 'cancel' : 'expire', record, null);
    this.#tellBalances(record);
  }

  /** After quantity or price changed: locks anew and, if it lost its place, goes to the market again. */
  amended(state: MarketState, record: OrderRecord, keepsPlace: boolean): readonly PracticeFill[] {
    record.amendedAtMs = this.#clock.now();
    record.updatedAtMs = record.amendedAtMs;
    record.amendCount += 1;
    this.#settlement.relock(state.market, record);
    this.#tellOrder('amend', record, null);
    let fills: readonly PracticeFill[] = [];
    if (!keepsPlace && record.status !== 'untriggered') {
      state.drop(record);
      fills = this.#take(state, record);
    }
    this.touchBook(state);
    this.#tellBalances(record);
    return fills;
  }

  /** Outside flow hits a resting order: fills it at its own price, wholly when `quantity` is null. */
  fillMaker(state: MarketState, record: OrderRecord, quantity: Decimal | null): readonly PracticeFill[] {
    if (record.price === null || record.status === 'untriggered') return [];
    const filled = quantity === null ? remainingOf(record) : minimum(quantity, remainingOf(record));
    if (!isPositive(filled)) return [];
    const fill = this.#fillResting(state, record, record.price, filled);
    this.print(state, record.price, filled, record.request.side === 'buy' ? 'sell' : 'buy', fill.id);
    this.touchBook(state);
    this.#tellBalances(record);
    return [fill];
  }

  /** Puts a trade on the public tape. */
  print(
    state: MarketState,
    price: Decimal,
    quantity: Decimal,
    takerSide: OrderSide,
    id: number = this.#nextTradeId++,
  ): void {
    const trade = { id, marketId: state.market.id, price, quantity, takerSide, atMs: this.#clock.now() };
    state.print(trade);
    this.#tell({ kind: 'trade', trade });
  }

  touchBook(state: MarketState): void {
    state.updateId += 1;
    this.#tell({ kind: 'book', marketId: state.market.id, atMs: this.#clock.now() });
  }

  #wouldTake(state: MarketState, record: OrderRecord): boolean {
    return record.request.postOnly === true && this.#matchesOf(state, record).length > 0;
  }

  #matchesOf(state: MarketState, record: OrderRecord): readonly Match[] {
    const { side, accountId } = record.request;
    const limit = record.activeKind === 'market' ? null : record.price;
    return matchOffers(side, limit, wantOf(record), state.offersFor(side, accountId), state.market.step);
  }

  #take(state: MarketState, record: OrderRecord): readonly PracticeFill[] {
    const matches = this.#matchesOf(state, record);
    if (record.request.force === 'fok' && compare(totalQuantity(matches), remainingOf(record)) < 0) {
      this.end(state, record, 'expired', 'fok-unfilled');
      return [];
    }
    this.#settlement.release(record);
    if (this.#isShort(state, record, matches)) {
      this.end(state, record, 'expired', 'insufficient-funds');
      return [];
    }
    if (record.request.quantity === null) record.quantity = totalQuantity(matches);
    const fills = matches.map((match) => this.#takeOne(state, record, match));
    this.#restOrEnd(state, record);
    return fills;
  }

  /** Only a stop-market order can be short here: its lock was made at the stop price. */
  #isShort(state: MarketState, record: OrderRecord, matches: readonly Match[]): boolean {
    if (record.request.kind !== 'stop-market' || record.request.side === 'sell') return false;
    const cost = this.#settlement.costOf(state.market, totalQuote(matches));
    return !this.#settlement.hasFree(record.request.accountId, state.market.quote, cost);
  }

  #takeOne(state: MarketState, record: OrderRecord, match: Match): PracticeFill {
    const maker = match.orderId === null ? null : this.orders.byId(match.orderId);
    if (maker === null) state.book.eat(match.price, match.quantity);
    const fill = this.#fill(state, record, match.price, match.quantity, 'taker', this.#nextTradeId++);
    if (maker !== null) this.#fillResting(state, maker, match.price, match.quantity, fill.id);
    this.print(state, match.price, match.quantity, record.request.side, fill.id);
    if (maker !== null) this.#tellBalances(maker);
    return fill;
  }

  #restOrEnd(state: MarketState, record: OrderRecord): void {
    if (record.status === 'filled') return;
    if (record.activeKind === 'market') {
      this.end(state, record, 'expired', 'no-liquidity');
    } else if (record.request.force === 'ioc') {
      this.end(state, record, 'expired', 'ioc-remainder');
    } else {
      this.#settlement.relock(state.market, record);
      record.priority = this.#nextPriority++;
      state.resting.push(record);
    }
  }

  #fillResting(state: MarketState, record: OrderRecord, price: Decimal, quantity: Decimal, id?: number): PracticeFill {
    this.#settlement.release(record);
    const fill = this.#fill(state, record, price, quantity, 'maker', id ?? this.#nextTradeId++);
    if (record.status === 'filled') state.drop(record);
    else this.#settlement.relock(state.market, record);
    return fill;
  }

  #fill(
    state: MarketState,
    record: OrderRecord,
    price: Decimal,
    quantity: Decimal,
    role: 'maker' | 'taker',
    id: number,
  ): PracticeFill {
    const fee = this.#settlement.settle(state.market, record, price, quantity, role);
    const { accountId, marketId, side } = record.request;
    const { clientOrderId } = record;
    const atMs = this.#clock.now();
    const quote = multiply(price, quantity);
    const fill = {
      id,
      orderId: record.id,
      clientOrderId,
      accountId,
      marketId,
      side,
      price,
      quantity,
      quote,
      fee,
      role,
      atMs,
    };
    record.status = isPositive(remainingOf(record)) ? 'partially-filled' : 'filled';
    record.updatedAtMs = atMs;
    if (record.status === 'filled') this.orders.close(record);
    this.fills.add(fill);
    this.#tellOrder('trade', record, fill);
    return fill;
  }

  #tellOrder(cause: OrderCause, record: OrderRecord, fill: PracticeFill | null): void {
    this.#tell({ kind: 'order', cause, order: snapshotOf(record), fill });
  }

  #tellBalances(record: OrderRecord): void {
    const { accountId } = record.request;
    const rows = this.#accounts.get(accountId).ledger.takeTouched();
    if (rows.length > 0) this.#tell({ kind: 'balance', accountId, rows, atMs: this.#clock.now() });
  }

  #tell(event: VenueEvent): void {
    for (const listener of this.#listeners) listener(event);
  }
}

function wantOf(record: OrderRecord): Want {
  if (record.request.quantity !== null) return { base: remainingOf(record) };
  return { quote: subtract(record.request.quoteQuantity ?? ZERO, record.filledQuote) };
}

import type { Decimal } from '../../../shared/model/decimal.ts';
import { compare, isPositive, subtract, ZERO } from '../../../shared/model/decimal.ts';
import { PracticeAccounts } from './accounts.ts';
import type { PracticeClock } from './clock.ts';
import { every } from './clock.ts';
import { Execution } from './execution.ts';
import { MarketState } from './market-state.ts';
import type { Market } from './markets.ts';
import { crosses, matchOffers, wholeCost, wholeSale } from './matching.ts';
import type { EndReason, NewOrder, PracticeFill, PracticeOrder, Rejection, VenueEvent, VenueResult } from './order.ts';
import { isFinal } from './order.ts';
import type { OrderRecord } from './order-record.ts';
import { createRecord, isStop, snapshotOf, triggerOf } from './order-record.ts';
import { createRandom } from './random.ts';
import { moveMarket } from './market-motion.ts';
import { Settlement } from './settlement.ts';
import type { FeeRule } from './settlement.ts';

export interface VenueOptions {
  readonly markets: readonly Market[];
  readonly clock: PracticeClock;
  readonly seed?: string | number;
  readonly accounts?: PracticeAccounts;
  /** Prices move by themselves, once per `stepMs`. Default true. */
  readonly isMoving?: boolean;
  readonly stepMs?: number;
  readonly feeRule?: FeeRule;
  /** A post-only order that would take: refused, or accepted and cancelled at once. Default refuse. */
  readonly onPostOnlyCross?: 'reject' | 'cancel';
  /** A stop that is already beyond its trigger: refused, or triggered at once. Default refuse. */
  readonly onImmediateTrigger?: 'reject' | 'trigger';
  /** A client order id in use by an open order: refused, or let in. Default refuse. */
  readonly duplicateClientId?: 'reject' | 'allow';
  readonly firstOrderId?: number;
  readonly firstTradeId?: number;
}

export interface Amendment {
  readonly quantity?: Decimal;
  readonly price?: Decimal;
  /** The client order id it goes by afterwards. */
  readonly clientOrderId?: string;
}

/** The heart of a practice exchange: matches, keeps balances, tells what happened. Knows no exchange's dialect. */
export class Venue {
  readonly accounts: PracticeAccounts;
  readonly #options: VenueOptions;
  readonly #clock: PracticeClock;
  readonly #markets = new Map<string, MarketState>();
  readonly #settlement: Settlement;
  readonly #execution: Execution;
  readonly #stop: () => void;

  constructor(options: VenueOptions) {
    this.#options = options;
    this.#clock = options.clock;
    this.accounts = options.accounts ?? new PracticeAccounts();
    const seed = String(options.seed ?? 'headroom');
    const random = createRandom(seed);
    for (const market of options.markets) {
      this.#markets.set(market.id, new MarketState(market, random.fork(market.id), seed, options.clock.now()));
    }
    this.#settlement = new Settlement(this.accounts, options.feeRule ?? 'received');
    this.#execution = new Execution(this.#settlement, this.accounts, options.clock, options.firstTradeId ?? 1);
    const stepMs = options.stepMs ?? 1000;
    this.#stop = options.isMoving === false ? () => {} : every(options.clock, stepMs, () => this.step(stepMs));
  }

  /** Subscribes to everything that happens; the returned function unsubscribes. */
  on(listener: (event: VenueEvent) => void): () => void {
    return this.#execution.on(listener);
  }

  stop(): void {
    this.#stop();
  }

  marketIds(): readonly string[] {
    return [...this.#markets.keys()];
  }

  market(marketId: string): MarketState | undefined {
    return this.#markets.get(marketId);
  }

  /** Takes an order in; everything it does at once has happened when this returns. */
  place(request: NewOrder): VenueResult {
    const state = this.#markets.get(request.marketId);
    if (state === undefined) return { ok: false, reason: 'unknown-market' };
    const refusal = this.#refusalOf(state, request);
    if (refusal !== null) return { ok: false, reason: refusal };
    const record = createRecord(
      this.#execution.orders.size + (this.#options.firstOrderId ?? 1),
      request,
      this.#clock.now(),
    );
    this.#execution.orders.add(record);
    const triggersNow = this.#triggersNow(state, request);
    const fills = this.#execution.start(state, record, triggersNow, this.#options.onPostOnlyCross === 'cancel');
    return { ok: true, order: snapshotOf(record), fills };
  }

  /** What `place` would refuse it for; null when it would be accepted. Changes nothing. */
  check(request: NewOrder): Rejection | null {
    const state = this.#markets.get(request.marketId);
    return state === undefined ? 'unknown-market' : this.#refusalOf(state, request);
  }

  cancel(accountId: string, orderId: number, reason: EndReason = 'user'): VenueResult {
    return this.#end(accountId, orderId, 'cancelled', reason);
  }

  /** Ends an open order from the exchange's side. */
  expire(accountId: string, orderId: number, reason: EndReason = 'exchange'): VenueResult {
    return this.#end(accountId, orderId, 'expired', reason);
  }

  #end(accountId: string, orderId: number, status: 'cancelled' | 'expired', reason: EndReason): VenueResult {
    const record = this.#openRecord(accountId, orderId);
    if (record === null) return { ok: false, reason: 'unknown-order' };
    const state = this.#stateOf(record);
    this.#execution.end(state, record, status, reason);
    this.#execution.touchBook(state);
    return { ok: true, order: snapshotOf(record), fills: [] };
  }

  /**
   * Changes quantity or price of an open order. A smaller quantity keeps its place in the queue; anything else goes to
   * the end of it and may trade at once.
   */
  amend(accountId: string, orderId: number, change: Amendment): VenueResult {
    const record = this.#openRecord(accountId, orderId);
    if (record === null) return { ok: false, reason: 'unknown-order' };
    const refusal = this.#amendRefusal(record, change);
    if (refusal !== null) return { ok: false, reason: refusal };
    const keepsPlace =
      change.price === undefined && (change.quantity === undefined || compare(change.quantity, record.quantity) <= 0);
    record.quantity = change.quantity ?? record.quantity;
    record.price = change.price ?? record.price;
    if (change.clientOrderId !== undefined) this.#execution.orders.rename(record, change.clientOrderId);
    const fills = this.#execution.amended(this.#stateOf(record), record, keepsPlace);
    return { ok: true, order: snapshotOf(record), fills };
  }

  order(accountId: string, orderId: number): PracticeOrder | undefined {
    const record = this.#record(accountId, orderId);
    return record === null ? undefined : snapshotOf(record);
  }

  /** The newest order of the account with this client order id, open or not. */
  orderByClientId(accountId: string, clientOrderId: string): PracticeOrder | undefined {
    const record = this.#execution.orders.byClientId(accountId, clientOrderId);
    return record === null ? undefined : snapshotOf(record);
  }

  /** Oldest first. */
  orders(accountId: string, marketId?: string): readonly PracticeOrder[] {
    return this.#execution.orders
      .ofAccount(accountId)
      .filter((record) => isOn(record, marketId))
      .map(snapshotOf);
  }

  openOrders(accountId: string, marketId?: string): readonly PracticeOrder[] {
    return this.#execution.orders
      .open()
      .filter((record) => record.request.accountId === accountId && isOn(record, marketId))
      .map(snapshotOf);
  }

  /** The account's fills, oldest first. */
  fills(accountId: string, marketId?: string): readonly PracticeFill[] {
    const fills = this.#execution.fills.ofAccount(accountId);
    return marketId === undefined ? fills : fills.filter((fill) => fill.marketId === marketId);
  }

  fillsOfOrder(orderId: number): readonly PracticeFill[] {
    return this.#execution.fills.ofOrder(orderId);
  }

  /** Lets `ms` of market time pass on every market; called by the clock, or by hand. */
  step(ms: number): void {
    for (const state of this.#markets.values()) moveMarket(state, state.process.step(ms), this.#execution);
  }

  /** Puts a market's middle price somewhere and lets stops and resting orders react. */
  movePrice(marketId: string, price: Decimal): void {
    const state = this.#markets.get(marketId);
    if (state === undefined) throw new Error(`No practice market ${marketId}`);
    state.process.moveTo(state.ticksOf(price));
    moveMarket(state, state.process.ticks(), this.#execution);
  }

  /** Fills a resting order as maker at its own price, wholly or by `quantity`. */
  fillResting(orderId: number, quantity?: Decimal): readonly PracticeFill[] {
    const record = this.#execution.orders.byId(orderId);
    if (record === null || isFinal(record.status)) return [];
    return this.#execution.fillMaker(this.#stateOf(record), record, quantity ?? null);
  }

  #refusalOf(state: MarketState, request: NewOrder): Rejection | null {
    if (state.status === 'halted' || state.status === 'cancel-only') return 'market-closed';
    if (state.status === 'post-only' && request.postOnly !== true) return 'market-closed';
    if (request.quantity !== null && !isPositive(request.quantity)) return 'bad-quantity';
    if (this.#isDuplicate(request)) return 'duplicate-client-id';
    if (isStop(request.kind)) return this.#stopRefusal(state, request);
    if (this.#crossesPostOnly(state, request)) return 'post-only-would-take';
    return this.#fundsRefusal(state, request);
  }

  #crossesPostOnly(state: MarketState, request: NewOrder): boolean {
    if (request.postOnly !== true || this.#options.onPostOnlyCross === 'cancel') return false;
    const best = state.offersFor(request.side, request.accountId)[0];
    return best !== undefined && crosses(request.side, request.price ?? null, best.price);
  }

  #stopRefusal(state: MarketState, request: NewOrder): Rejection | null {
    if (this.#triggersNow(state, request) && this.#options.onImmediateTrigger !== 'trigger') return 'would-trigger';
    return this.#fundsRefusal(state, request);
  }

  #fundsRefusal(state: MarketState, request: NewOrder): Rejection | null {
    const { market } = state;
    const price = request.price ?? request.stopPrice ?? null;
    if (price !== null && request.quantity !== null) {
      const need = this.#settlement.need(market, request.side, price, request.quantity);
      return this.#settlement.hasFree(request.accountId, need.asset, need.amount) ? null : 'insufficient-funds';
    }
    const want = request.quantity !== null ? { base: request.quantity } : { quote: request.quoteQuantity ?? ZERO };
    const matches = matchOffers(
      request.side,
      null,
      want,
      state.offersFor(request.side, request.accountId),
      market.step,
    );
    const worst = matches.at(-1)?.price;
    if (worst === undefined) return 'no-liquidity';
    // Funds for the whole order must be there, also for what the book cannot fill (Binance, market_orders_faq, 2026-07).
    const [asset, amount] =
      request.side === 'buy'
        ? [market.quote, this.#settlement.costOf(market, wholeCost(want, matches, worst))]
        : [market.base, wholeSale(want, matches, worst, market.step)];
    return this.#settlement.hasFree(request.accountId, asset, amount) ? null : 'insufficient-funds';
  }

  #amendRefusal(record: OrderRecord, change: Amendment): Rejection | null {
    const quantity = change.quantity ?? record.quantity;
    const price = change.price ?? record.price;
    if (compare(quantity, record.filledQuantity) <= 0) return 'below-filled';
    if (price === null || record.price === null) return 'no-change';
    if (compare(quantity, record.quantity) === 0 && compare(price, record.price) === 0) return 'no-change';
    const { market } = this.#stateOf(record);
    const need = this.#settlement.need(market, record.request.side, price, subtract(quantity, record.filledQuantity));
    return this.#settlement.canLock(record, need.asset, need.amount) ? null : 'insufficient-funds';
  }

  #triggersNow(state: MarketState, request: NewOrder): boolean {
    if (!isStop(request.kind) || request.stopPrice === null || request.stopPrice === undefined) return false;
    const order = compare(state.lastPrice, request.stopPrice);
    return triggerOf(request) === 'up' ? order >= 0 : order <= 0;
  }

  #isDuplicate(request: NewOrder): boolean {
    const { clientOrderId } = request;
    if (this.#options.duplicateClientId === 'allow' || clientOrderId === null || clientOrderId === undefined)
      return false;
    const earlier = this.#execution.orders.byClientId(request.accountId, clientOrderId);
    return earlier !== null && !isFinal(earlier.status);
  }

  #record(accountId: string, orderId: number): OrderRecord | null {
    const record = this.#execution.orders.byId(orderId);
    return record?.request.accountId === accountId ? record : null;
  }

  #openRecord(accountId: string, orderId: number): OrderRecord | null {
    const record = this.#record(accountId, orderId);
    return record === null || isFinal(record.status) ? null : record;
  }

  #stateOf(record: OrderRecord): MarketState {
    const state = this.#markets.get(record.request.marketId);
    if (state === undefined) throw new Error(`No practice market ${record.request.marketId}`);
    return state;
  }
}

function isOn(record: OrderRecord, marketId: string | undefined): boolean {
  return marketId === undefined || record.request.marketId === marketId;
}

import type { PracticeOrder, VenueEvent } from '../../core/order.ts';
import type { OkxState } from '../exchange/state.ts';
import { instrumentOfMarket, type Instrument } from '../facts/instruments.ts';
import { usdPriceIn } from '../rest/account.ts';
import { balanceRow } from '../wire/balance-wire.ts';
import { BARS, candleRows } from '../wire/candle-wire.ts';
import { bookRow, tradeRow } from '../wire/market-wire.ts';
import { orderPushRow } from '../wire/order-wire.ts';
import { BookFeed, type BookPush } from './book-feed.ts';
import type { Subscription } from './channels.ts';
import { pushFrame } from './frames.ts';

/** Who the subscriber is; null before login. */
export interface Subscriber {
  readonly accountId: string;
  readonly uid: string;
}

/** Turns venue events into the pushes of one subscription. */
export class Feed {
  readonly subscription: Subscription;
  readonly #state: OkxState;
  readonly #subscriber: Subscriber | null;
  readonly #book: BookFeed | null;

  constructor(state: OkxState, subscription: Subscription, subscriber: Subscriber | null) {
    this.#state = state;
    this.subscription = subscription;
    this.#subscriber = subscriber;
    const { channel, instrument } = subscription;
    this.#book = channel === 'books' && instrument !== null ? new BookFeed(state.market(instrument)) : null;
  }

  /** What a new subscriber gets at once. The `orders` channel has no snapshot (docs, 2026-08). */
  first(): readonly string[] {
    const { channel, instrument } = this.subscription;
    if (this.#book !== null) return this.#bookFrames(this.#book.snapshot(this.#state.nowMs()));
    if (channel === 'account') return this.#account('snapshot');
    if (channel === 'positions')
      return [pushFrame(this.#arg(), [], { eventType: 'snapshot', curPage: 1, lastPage: true })];
    if (instrument === null || channel === 'trades' || channel === 'orders') return [];
    return this.#market(instrument);
  }

  on(event: VenueEvent): readonly string[] {
    const { channel, instrument } = this.subscription;
    switch (event.kind) {
      case 'order':
        return channel === 'orders' ? this.#order(event) : [];
      case 'balance':
        return channel === 'account' && event.accountId === this.#subscriber?.accountId
          ? this.#account(
              'event_update',
              event.rows.map((row) => row.asset),
            )
          : [];
      case 'trade':
        if (instrument === null || event.trade.marketId !== instrument.marketId) return [];
        if (channel === 'trades')
          return [pushFrame(this.#arg(), [{ ...tradeRow(instrument, event.trade), count: '1' }])];
        return channel.startsWith('candle') ? this.#market(instrument) : [];
      case 'book':
        if (instrument === null || event.marketId !== instrument.marketId) return [];
        return this.#onBook(instrument);
    }
  }

  /** The `account` channel repeats itself now and then. */
  repeat(): readonly string[] {
    return this.subscription.channel === 'account' ? this.#account('interval_update') : [];
  }

  #onBook(instrument: Instrument): readonly string[] {
    if (this.#book !== null) {
      const update = this.#book.update(this.#state.nowMs());
      return update === null ? [] : this.#bookFrames(update);
    }
    return ['tickers', 'books5', 'bbo-tbt'].includes(this.subscription.channel) ? this.#market(instrument) : [];
  }

  #market(instrument: Instrument): readonly string[] {
    const market = this.#state.market(instrument);
    const nowMs = this.#state.nowMs();
    switch (this.subscription.channel) {
      case 'tickers':
        return [pushFrame(this.#arg(), [this.#state.tickerOf(instrument)])];
      case 'books5':
        return [pushFrame(this.#arg(), [bookRow(market, 5, nowMs)])];
      case 'bbo-tbt':
        return [pushFrame(this.#arg(), [bookRow(market, 1, nowMs)])];
      default: {
        const bar = BARS[this.subscription.channel.replace('candle', '')];
        const [newest] = bar === undefined ? [] : candleRows(market, bar, nowMs, nowMs);
        return newest === undefined ? [] : [pushFrame(this.#arg(), [newest])];
      }
    }
  }

  #bookFrames({ action, row }: BookPush): readonly string[] {
    return [pushFrame(this.#arg(), [row], { action })];
  }

  #order({ order, fill }: Extract<VenueEvent, { kind: 'order' }>): readonly string[] {
    if (!this.#wants(order)) return [];
    const instrument = instrumentOfMarket(order.marketId);
    const lastPx = this.#state.market(instrument).lastPrice;
    return [pushFrame(this.#arg(), [orderPushRow(this.#state.viewOf(order), fill, lastPx)])];
  }

  #wants(order: PracticeOrder): boolean {
    const { arg, instrument } = this.subscription;
    if (order.accountId !== this.#subscriber?.accountId) return false;
    if (arg['instType'] !== 'ANY' && arg['instType'] !== 'SPOT') return false;
    return instrument === null || instrument.marketId === order.marketId;
  }

  #account(eventType: string, changed: readonly string[] = []): readonly string[] {
    if (this.#subscriber === null) return [];
    const only = this.subscription.arg['ccy'];
    const ccys = only === undefined ? changed : [only];
    const { ledger } = this.#state.accounts.get(this.#subscriber.accountId);
    const row = balanceRow(ledger.rows(), ccys, usdPriceIn(this.#state), this.#state.nowMs());
    return [pushFrame(this.#arg(), [row], { eventType, curPage: 1, lastPage: true })];
  }

  #arg(): Readonly<Record<string, string>> {
    const { arg } = this.subscription;
    return this.#subscriber === null ? arg : { ...arg, uid: this.#subscriber.uid };
  }
}

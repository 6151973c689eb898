import { PracticeAccounts, type PracticeAccount, type PracticeKey } from '../../core/accounts.ts';
import type { PracticeClock } from '../../core/clock.ts';
import type { MarketState } from '../../core/market-state.ts';
import type { PracticeFill, PracticeOrder } from '../../core/order.ts';
import { createRandom, hashText, type PracticeRandom } from '../../core/random.ts';
import { PracticeSwitches } from '../../core/switches.ts';
import { Venue } from '../../core/venue.ts';
import type { Environment, KeyRing } from '../access/authenticate.ts';
import { Meter } from '../access/meter.ts';
import { okxMarkets, type Instrument } from '../facts/instruments.ts';
import { DayFiguresCache } from '../wire/day-figures.ts';
import type { InstrumentState } from '../wire/instrument-wire.ts';
import { tickerRow } from '../wire/market-wire.ts';
import type { OrderNotes, OrderView } from '../wire/order-wire.ts';

/** What a test may set on this exchange beyond the common switches. */
export interface OkxSettings {
  /** OKX documents code 50011 with both statuses. */
  rateLimitStatus: 429 | 200;
  /** Instruments that are listed but not open yet. */
  readonly preopen: Set<string>;
}

export interface OkxStateOptions {
  readonly clock: PracticeClock;
  readonly seed?: string | number;
  readonly isMoving?: boolean;
  readonly stepMs?: number;
  readonly countsRefused?: boolean;
  /** Monotonic microseconds, for `inTime` and `outTime`. */
  readonly elapsedUs: () => number;
}

const UID_BASE = 400_000_000_000_000_000n;

/** Everything the parts of the practice OKX share. */
export class OkxState implements KeyRing {
  readonly clock: PracticeClock;
  readonly accounts: PracticeAccounts;
  readonly venue: Venue;
  readonly meter: Meter;
  readonly switches = new PracticeSwitches();
  readonly random: PracticeRandom;
  readonly settings: OkxSettings = { rateLimitStatus: 429, preopen: new Set() };
  readonly elapsedUs: () => number;
  /** Funding wallets, by account; practice trading never touches them. */
  readonly funding = new Map<string, Readonly<Record<string, string>>>();
  /** Master accounts by sub-account. */
  readonly mainIds = new Map<string, string>();
  readonly #environments = new Map<string, Environment>();
  readonly #notes = new Map<number, OrderNotes>();
  readonly #dayFigures = new DayFiguresCache();
  readonly #lastFills = new Map<number, PracticeFill>();

  constructor(options: OkxStateOptions) {
    this.clock = skewed(options.clock, this.switches);
    this.random = createRandom(`${String(options.seed ?? 'headroom')}/okx`);
    this.accounts = new PracticeAccounts();
    this.meter = new Meter(options.countsRefused);
    this.elapsedUs = options.elapsedUs;
    this.venue = new Venue({
      markets: okxMarkets(),
      clock: this.clock,
      accounts: this.accounts,
      onPostOnlyCross: 'cancel',
      feeRule: 'received',
      firstTradeId: 700_000_001,
      seed: options.seed ?? 'headroom',
      isMoving: options.isMoving ?? true,
      stepMs: options.stepMs ?? 1000,
    });
    this.venue.on((event) => {
      if (event.kind === 'order' && event.fill !== null) this.#lastFills.set(event.order.id, event.fill);
    });
  }

  nowMs(): number {
    return this.clock.now();
  }

  environmentOf(apiKey: string): Environment {
    return this.#environments.get(apiKey) ?? 'live';
  }

  setEnvironment(apiKey: string, environment: Environment): void {
    this.#environments.set(apiKey, environment);
  }

  /** User id as OKX shows it: the account's id when that is digits, otherwise a number made from it. */
  uidOf(accountId: string): string {
    return /^\d+$/.test(accountId) ? accountId : String(UID_BASE + BigInt(hashText(accountId)));
  }

  /** User id of the master account; its own where it is none's sub-account. */
  mainUidOf(accountId: string): string {
    return this.uidOf(this.mainIds.get(accountId) ?? accountId);
  }

  accountOf(key: PracticeKey): PracticeAccount {
    return this.accounts.get(key.accountId);
  }

  /** Throws on an instrument without market: both lists come from the same table. */
  market(instrument: Instrument): MarketState {
    const market = this.venue.market(instrument.marketId);
    if (market === undefined) throw new Error(`No practice market ${instrument.marketId}`);
    return market;
  }

  tickerOf(instrument: Instrument) {
    const market = this.market(instrument);
    return tickerRow(instrument, market, this.#dayFigures.of(market, this.nowMs()), this.nowMs());
  }

  stateOf(instrument: Instrument): InstrumentState {
    if (this.settings.preopen.has(instrument.instId)) return 'preopen';
    const { status } = this.market(instrument);
    if (status === 'trading') return 'live';
    return status === 'post-only' ? 'post_only' : 'suspend';
  }

  notesOf(orderId: number): OrderNotes {
    return this.#notes.get(orderId) ?? {};
  }

  note(orderId: number, notes: OrderNotes): void {
    this.#notes.set(orderId, { ...this.notesOf(orderId), ...notes });
  }

  viewOf(order: PracticeOrder): OrderView {
    return { order, notes: this.notesOf(order.id), lastFill: this.#lastFills.get(order.id) ?? null };
  }
}

/** The exchange's clock, off by what the switch says. */
function skewed(clock: PracticeClock, switches: PracticeSwitches): PracticeClock {
  return { now: () => clock.now() + switches.clockSkewMs, after: (delayMs, action) => clock.after(delayMs, action) };
}

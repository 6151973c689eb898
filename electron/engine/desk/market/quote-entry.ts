import type { Account, AccountId } from '../../../../shared/model/account.ts';
import type { Quote } from '../../../../shared/model/desk.ts';
import type { BookDepth, QuotePart } from '../../exchanges/quote-source.ts';
import { type MarketContext, NO_CONTEXT } from '../../exchanges/ticket-rules.ts';
import type { Clock, Disposer } from '../../ports.ts';
import { FRESH_MS } from './facts.ts';

const WATCHED_MS = 60_000;
/** Five times a second at most. */
const TOLD_APART_MS = 200;
/** How long after it was last wanted the book is still asked for, and how long what was told of it counts, ms. */
const DEPTH_WANTED_MS = 20_000;
const DEPTH_FRESH_MS = 10_000;
/** Bands move with the market: what was told longer ago counts no more, ms. */
const CONTEXT_FRESH_MS = 15_000;

type Figures = Pick<Quote, 'bid' | 'bidSize' | 'ask' | 'askSize' | 'last'>;

const NOTHING: Figures = { bid: null, bidSize: null, ask: null, askSize: null, last: null };

interface Watcher {
  readonly account: Account;
  readonly untilMs: number;
}

/** What is known of one symbol's prices, and who wants to know. */
export class QuoteEntry {
  readonly symbol: string;
  /** Under way: a poll of prices, of the context, of the book. */
  isPolling = false;
  isAsking = false;
  reading: Promise<void> | null = null;
  readAtMs = Number.NEGATIVE_INFINITY;
  askedAtMs = Number.NEGATIVE_INFINITY;
  polledAtMs = Number.NEGATIVE_INFINITY;
  readonly startedAtMs: number;
  readonly #clock: Clock;
  readonly #tell: (quote: Quote) => void;
  readonly #watchers = new Map<AccountId, Watcher>();
  #figures: Figures = NOTHING;
  #atMs: number | null = null;
  /** Monotonic. */
  #heardAtMs: number | null = null;
  #lastBy: 'socket' | 'poll' = 'poll';
  #context: { readonly value: MarketContext; readonly atMs: number } | null = null;
  #depth: { readonly value: BookDepth; readonly atMs: number } | null = null;
  #wantsDepthUntilMs = Number.NEGATIVE_INFINITY;
  #toldAtMs = Number.NEGATIVE_INFINITY;
  #telling: Disposer | null = null;
  #isLineLive: () => boolean;

  constructor(symbol: string, clock: Clock, isLineLive: () => boolean, tell: (quote: Quote) => void) {
    this.symbol = symbol;
    this.#clock = clock;
    this.#isLineLive = isLineLive;
    this.#tell = tell;
    this.startedAtMs = clock.monotonic();
  }

  get heardAtMs(): number | null {
    return this.#heardAtMs;
  }

  /** Since the newest price, ms; null: none has come. */
  get ageMs(): number | null {
    return this.#heardAtMs === null ? null : this.#clock.monotonic() - this.#heardAtMs;
  }

  get isWatched(): boolean {
    return this.#watchers.size > 0;
  }

  accounts(): readonly Account[] {
    return [...this.#watchers.values()].map(({ account }) => account);
  }

  watch(account: Account): void {
    this.#watchers.set(account.id, { account, untilMs: this.#clock.monotonic() + WATCHED_MS });
  }

  forget(account: AccountId): void {
    this.#watchers.delete(account);
  }

  dropExpired(): void {
    const nowMs = this.#clock.monotonic();
    for (const [id, { untilMs }] of this.#watchers) if (untilMs <= nowMs) this.#watchers.delete(id);
  }

  take({ name: _, ...figures }: QuotePart, by: 'socket' | 'poll'): void {
    this.#figures = { ...this.#figures, ...figures };
    this.#atMs = this.#clock.now();
    this.#heardAtMs = this.#clock.monotonic();
    this.#lastBy = by;
    this.#tellSoon();
  }

  takeContext(value: MarketContext): void {
    this.#context = { value, atMs: this.#clock.monotonic() };
  }

  context(): MarketContext {
    if (this.#context === null || this.#clock.monotonic() - this.#context.atMs > CONTEXT_FRESH_MS) return NO_CONTEXT;
    return this.#context.value;
  }

  get wantsDepth(): boolean {
    return this.#clock.monotonic() < this.#wantsDepthUntilMs;
  }

  /** The book as it was read a moment ago; asked for, it is read again and again for a while. */
  depth(): BookDepth | null {
    this.#wantsDepthUntilMs = this.#clock.monotonic() + DEPTH_WANTED_MS;
    if (this.#depth === null || this.#clock.monotonic() - this.#depth.atMs > DEPTH_FRESH_MS) return null;
    return this.#depth.value;
  }

  /** `atMs`: monotonic, when it was asked for, since it is as old as that at most. */
  takeDepth(value: BookDepth, atMs: number): void {
    const isNews = this.#depth === null || atMs - this.#depth.atMs > DEPTH_FRESH_MS;
    this.#depth = { value, atMs };
    // Whoever waits for it judges anew with the next word of prices.
    if (isNews) this.#tellSoon();
  }

  quote(account: AccountId): Quote {
    return { account, symbol: this.symbol, ...this.#figures, atMs: this.#atMs, state: this.state() };
  }

  state(): Quote['state'] {
    if (this.#heardAtMs === null) return 'connecting';
    if (this.#clock.monotonic() - this.#heardAtMs > FRESH_MS) return 'stale';
    if (this.#isLineLive()) return 'live';
    return this.#lastBy === 'poll' ? 'polled' : 'stale';
  }

  /** Tells its watchers, now or as soon as it may again. */
  #tellSoon(): void {
    if (this.#telling !== null) return;
    const dueMs = this.#toldAtMs + TOLD_APART_MS;
    if (this.#clock.monotonic() >= dueMs) return this.tellNow();
    this.#telling = this.#clock.wakeAt(dueMs, () => {
      this.#telling = null;
      this.tellNow();
    });
  }

  tellNow(): void {
    this.#toldAtMs = this.#clock.monotonic();
    for (const { id } of this.accounts()) this.#tell(this.quote(id));
  }

  stop(): void {
    this.#telling?.();
    this.#telling = null;
    this.#watchers.clear();
  }
}

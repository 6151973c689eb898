import type { Account, AccountId } from '../../../../shared/model/account.ts';
import type { Quote } from '../../../../shared/model/desk.ts';
import type { QuotePart } from '../../exchanges/quote-source.ts';
import { type MarketContext, NO_CONTEXT } from '../../exchanges/ticket-rules.ts';
import type { Clock, Disposer } from '../../ports.ts';
import { FRESH_MS } from './facts.ts';

const WATCHED_MS = 60_000;
/** Five times a second at most. */
const TOLD_APART_MS = 200;
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
  /** Under way: a poll of prices, a poll of the context. */
  isPolling = false;
  isAsking = false;
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

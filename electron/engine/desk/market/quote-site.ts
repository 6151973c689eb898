import type { Account, AccountId } from '../../../../shared/model/account.ts';
import type { Quote } from '../../../../shared/model/desk.ts';
import type { Instrument } from '../../../../shared/model/instrument.ts';
import type { BookDepth, QuotePart, QuoteSource } from '../../exchanges/quote-source.ts';
import { exchange } from '../../exchanges/registry.ts';
import type { MarketContext } from '../../exchanges/ticket-rules.ts';
import { NO_CONTEXT } from '../../exchanges/ticket-rules.ts';
import type { ExchangeRequest } from '../../http.ts';
import type { Disposer } from '../../ports.ts';
import { isFresh } from './facts.ts';
import { QuoteEntry } from './quote-entry.ts';
import { QuoteLine } from './quote-line.ts';
import type { QuotePorts } from './quote-ports.ts';

const TICK_MS = 1_000;
/** A symbol nobody told of for so long is asked for, be the socket down or the market quiet. */
const POLL_MS = 3_000;
/** The socket's time to be first. */
const FIRST_POLL_MS = 1_000;
const CONTEXT_MS = 5_000;
const DEPTH_MS = 3_000;
const WITHIN_MS = 2_500;
const MOST_SYMBOLS = 100;

/** Prices of one exchange, environment and site, of the symbols somebody watches. */
export class QuoteSite {
  readonly #ports: QuotePorts;
  readonly #source: QuoteSource;
  readonly #find: (symbol: string) => Instrument | null;
  readonly #entries = new Map<string, QuoteEntry>();
  readonly #states = new Map<string, Quote['state']>();
  readonly #line: QuoteLine;
  #tick: Disposer | null = null;

  constructor(ports: QuotePorts, account: Account, find: (symbol: string) => Instrument | null) {
    this.#ports = ports;
    this.#source = exchange(account.exchange).quotes;
    this.#find = find;
    this.#line = new QuoteLine(ports, { account: () => this.#anyAccount(), onQuotes: (parts) => this.#heard(parts) });
  }

  watch(account: Account, symbol: string): Quote {
    const entry = this.#entries.get(symbol) ?? this.#open(account, symbol);
    entry.watch(account);
    this.#beginTicks();
    this.#follow();
    return entry.quote(account.id);
  }

  /** What is known, without wanting more. */
  quote(account: Account, symbol: string): Quote {
    return this.#entries.get(symbol)?.quote(account.id) ?? this.#entryFor(symbol).quote(account.id);
  }

  /** How old the newest price is, ms, by monotonic time; null: there is none. */
  ageMs(symbol: string): number | null {
    return this.#entries.get(symbol)?.ageMs ?? null;
  }

  context(symbol: string): MarketContext {
    return this.#entries.get(symbol)?.context() ?? NO_CONTEXT;
  }

  /** The book of a symbol that is watched; null: not read yet, or too long ago. */
  depth(account: Account, symbol: string): BookDepth | null {
    const entry = this.#entries.get(symbol) ?? this.#open(account, symbol);
    const known = entry.depth();
    // Tries that fail are apart like those that succeed.
    const isDue = this.#ports.clock.monotonic() >= entry.readAtMs + DEPTH_MS;
    if (known === null && isDue) void this.#readDepth(account, entry);
    return known;
  }

  /** Resolves when the prices of a symbol, and its book where wanted, have come or did not come in time. */
  async ready(account: Account, symbol: string, needsDepth: boolean): Promise<void> {
    this.watch(account, symbol);
    const entry = this.#entries.get(symbol);
    const instrument = this.#find(symbol);
    if (entry === undefined || instrument === null) return;
    await Promise.all([
      isFresh(entry.ageMs) || entry.isPolling ? null : this.#poll(account, entry, instrument),
      needsDepth && entry.depth() === null ? this.#readDepth(account, entry) : null,
    ]);
  }

  forget(account: AccountId): void {
    for (const entry of this.#entries.values()) entry.forget(account);
    this.#sweep();
  }

  #open(account: Account, symbol: string): QuoteEntry {
    if (this.#entries.size >= MOST_SYMBOLS) this.#drop(this.#entries.keys().next().value ?? symbol);
    const entry = this.#entryFor(symbol);
    this.#entries.set(symbol, entry);
    entry.watch(account);
    return entry;
  }

  #entryFor(symbol: string): QuoteEntry {
    const tell = (quote: Quote): void => this.#ports.publish('quotes.changed', quote);
    return new QuoteEntry(symbol, this.#ports.clock, () => this.#line.isLive, tell);
  }

  #beginTicks(): void {
    const { clock } = this.#ports;
    this.#tick ??= clock.wakeAt(clock.monotonic() + TICK_MS, () => {
      this.#tick = null;
      this.#sweep();
      for (const entry of this.#entries.values()) this.#tend(entry);
      if (this.#entries.size > 0) this.#beginTicks();
    });
  }

  #sweep(): void {
    for (const [symbol, entry] of this.#entries) {
      entry.dropExpired();
      if (!entry.isWatched) this.#drop(symbol);
    }
    this.#follow();
    if (this.#entries.size > 0) return;
    this.#tick?.();
    this.#tick = null;
  }

  #drop(symbol: string): void {
    this.#entries.get(symbol)?.stop();
    this.#entries.delete(symbol);
    this.#states.delete(symbol);
  }

  /** The line is asked for what is watched and known to the exchange. */
  #follow(): void {
    const names = [...this.#entries.keys()].flatMap((symbol) => this.#nameOf(symbol) ?? []);
    this.#line.want(new Set(names));
  }

  #nameOf(symbol: string): string | null {
    const instrument = this.#find(symbol);
    return instrument === null ? null : this.#source.nameOf(instrument);
  }

  #heard(parts: readonly QuotePart[]): void {
    for (const part of parts) {
      for (const entry of this.#entries.values())
        if (this.#nameOf(entry.symbol) === part.name) entry.take(part, 'socket');
    }
  }

  #tend(entry: QuoteEntry): void {
    this.#tellStale(entry);
    const instrument = this.#find(entry.symbol);
    const [account] = entry.accounts();
    if (instrument === null || account === undefined) return;
    const nowMs = this.#ports.clock.monotonic();
    const { heardAtMs } = entry;
    const dueMs = heardAtMs === null ? entry.startedAtMs + FIRST_POLL_MS : heardAtMs + POLL_MS;
    // Tries that fail are apart like those that succeed.
    const isDue = nowMs >= Math.max(dueMs, entry.polledAtMs + POLL_MS);
    if (isDue && !entry.isPolling) void this.#poll(account, entry, instrument);
    if (entry.wantsDepth && nowMs >= entry.readAtMs + DEPTH_MS) void this.#readDepth(account, entry);
    if (nowMs >= entry.askedAtMs + CONTEXT_MS && !entry.isAsking) void this.#ask(account, entry, instrument);
  }

  // A price that grows old tells nobody by itself.
  #tellStale(entry: QuoteEntry): void {
    const state = entry.state();
    const before = this.#states.get(entry.symbol);
    this.#states.set(entry.symbol, state);
    if (before !== undefined && before !== state && state === 'stale') entry.tellNow();
  }

  async #poll(account: Account, entry: QuoteEntry, instrument: Instrument): Promise<void> {
    const { poll } = this.#source;
    const askedAtMs = this.#ports.clock.monotonic();
    entry.isPolling = true;
    entry.polledAtMs = askedAtMs;
    const body = await this.#send(account, poll.request(instrument));
    entry.isPolling = false;
    const read = body === null ? null : poll.read(body, instrument);
    // The socket said something since, which is newer.
    const isOvertaken = entry.heardAtMs !== null && entry.heardAtMs > askedAtMs;
    if (read?.ok === true && !isOvertaken && entry.isWatched) entry.take(read.value, 'poll');
  }

  async #ask(account: Account, entry: QuoteEntry, instrument: Instrument): Promise<void> {
    const { context } = this.#source;
    if (context === null) return;
    entry.isAsking = true;
    entry.askedAtMs = this.#ports.clock.monotonic();
    const body = await this.#send(account, context.request(instrument));
    entry.isAsking = false;
    const read = body === null ? null : context.read(body);
    if (read?.ok === true) entry.takeContext(read.value);
  }

  #readDepth(account: Account, entry: QuoteEntry): Promise<void> {
    const instrument = this.#find(entry.symbol);
    if (instrument === null) return Promise.resolve();
    entry.reading ??= this.#askDepth(account, entry, instrument).finally(() => {
      entry.reading = null;
    });
    return entry.reading;
  }

  async #askDepth(account: Account, entry: QuoteEntry, instrument: Instrument): Promise<void> {
    const { depth } = this.#source;
    const askedAtMs = this.#ports.clock.monotonic();
    entry.readAtMs = askedAtMs;
    const body = await this.#send(account, depth.request(instrument));
    const read = body === null ? null : depth.read(body, instrument);
    if (read?.ok === true) entry.takeDepth(read.value, askedAtMs);
  }

  async #send(account: Account, request: ExchangeRequest): Promise<unknown> {
    const answer = await this.#ports.client.send({
      account,
      request,
      caller: 'app',
      lane: 'market',
      withinMs: WITHIN_MS,
    });
    return answer.ok ? answer.value.reply.json : null;
  }

  #anyAccount(): Account | null {
    for (const entry of this.#entries.values()) for (const account of entry.accounts()) return account;
    return null;
  }
}

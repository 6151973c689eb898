import type { Decimal } from '../../../shared/model/decimal.ts';
import type { Instrument } from '../../../shared/model/instrument.ts';
import type { Result } from '../../../shared/contract/failure.ts';
import type { ExchangeRequest } from '../http.ts';
import type { ChargeRule } from './limit-rules.ts';
import type { MarketContext } from './ticket-rules.ts';

/** What one message says of one instrument; what it does not say is left out. Null: the exchange has none, as an empty side. */
export interface QuotePart {
  /** As the source names the instrument: `nameOf`, or its symbol in a REST answer. */
  readonly name: string;
  readonly bid?: Decimal | null;
  readonly bidSize?: Decimal | null;
  readonly ask?: Decimal | null;
  readonly askSize?: Decimal | null;
  readonly last?: Decimal | null;
}

export interface QuoteNews {
  readonly quotes: readonly QuotePart[];
  /** The connection is over or about to be; null: nothing of the kind. */
  readonly end: string | null;
}

/** `size` in base. */
export interface BookLevel {
  readonly price: Decimal;
  readonly size: Decimal;
}

/** A snapshot of the book, best prices first. */
export interface BookDepth {
  readonly bids: readonly BookLevel[];
  readonly asks: readonly BookLevel[];
}

export const NO_QUOTES: QuoteNews = { quotes: [], end: null };

/** How an exchange tells best prices, over its public socket and over REST. Data and pure functions. */
export interface QuoteSource {
  /** Which of `Hosts.sockets` it lives on. */
  readonly socket: string;
  /** What opening the connection takes, and each message of ours. */
  readonly connect: readonly ChargeRule[];
  readonly message: readonly ChargeRule[];
  /** Before the next connection when the exchange itself said that this one ends, ms at least. */
  readonly restAfterEndMs: number;
  /** Between two messages of ours, ms. */
  readonly messageGapMs: number;
  /** The socket's name of an instrument. */
  nameOf(instrument: Instrument): string;
  /** The text that asks for these; `id` is unique on the connection. */
  subscribe(names: readonly string[], id: number): string;
  unsubscribe(names: readonly string[], id: number): string;
  /** Sent after so long without a message, ms; without any for `answerWithinMs` after it the connection is dead. */
  readonly ping: { readonly idleMs: number; readonly answerWithinMs: number; text(id: number): string };
  /** Reads one message: parsed JSON without lost digits, or the bare text where it is none. */
  read(message: unknown): QuoteNews;
  /** One cheap call that says the same, where no socket does. */
  readonly poll: {
    request(instrument: Instrument): ExchangeRequest;
    read(body: unknown, instrument: Instrument): Result<QuotePart>;
  };
  /** One cheap call for the book's best hundred levels of each side, by which the impact of a market order is told. */
  readonly depth: {
    request(instrument: Instrument): ExchangeRequest;
    read(body: unknown, instrument: Instrument): Result<BookDepth>;
  };
  /** One cheap call for what rules need beside prices; null: they need nothing. */
  readonly context: {
    request(instrument: Instrument): ExchangeRequest;
    read(body: unknown): Result<MarketContext>;
  } | null;
}

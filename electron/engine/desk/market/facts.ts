import type { Account } from '../../../../shared/model/account.ts';
import type { DeskBalances, DeskOrder, PersonalLimits, Quote } from '../../../../shared/model/desk.ts';
import type { OrderCost } from '../../../../shared/model/preflight.ts';
import type { Decimal } from '../../../../shared/model/decimal.ts';
import type { Instrument } from '../../../../shared/model/instrument.ts';
import type { KeyGrant } from '../../../../shared/model/key.ts';
import type { OrderTicket } from '../../../../shared/model/order.ts';
import type { BookDepth } from '../../exchanges/quote-source.ts';
import type { MarketContext, TicketRules } from '../../exchanges/ticket-rules.ts';

/** Prices older than this are no prices, ms. */
export const FRESH_MS = 10_000;
/** The same order again within this is taken for a slip, ms. */
export const DUPLICATE_MS = 3_000;

/** What sending would take of the limits, and what keeps it from leaving at once. */
export interface SendForecast {
  readonly costs: readonly OrderCost[];
  readonly block: SendBlock | null;
  /** The bucket that would have too little left for cancelling the order at once; null: there is room. */
  readonly cancelBlock: { readonly name: string; readonly cost: number; readonly left: number } | null;
  /** What the account's buckets are known to hold, by bucket id. */
  readonly capacities: Readonly<Record<string, number>>;
}

export interface SendBlock {
  readonly kind: 'gate' | 'headroom';
  readonly blockedBy: string;
  /** Local wall time, ms, from which it could leave; null: not known, or never. */
  readonly untilMs: number | null;
  /** It would leave in time all the same. */
  readonly isShort: boolean;
}

/** Everything a ticket is judged by; gathered beforehand, so that judging asks nobody. */
export interface PreflightFacts {
  readonly account: Account;
  readonly ticket: OrderTicket;
  readonly rules: TicketRules;
  /** Null: not in the exchange's list, or the list has not come. */
  readonly instrument: Instrument | null;
  readonly areInstrumentsLoaded: boolean;
  readonly quote: Quote;
  /** How long ago the newest price came, by a clock nobody can set; null: none has come. */
  readonly quoteAgeMs: number | null;
  readonly context: MarketContext;
  readonly balances: DeskBalances;
  /** Null: not known. */
  readonly grants: readonly KeyGrant[] | null;
  /** Of the account, by its exchange's own names, as they were told with its key. */
  readonly settings: Readonly<Record<string, string>>;
  /** Orders of the account that have not ended, all symbols. */
  readonly open: readonly DeskOrder[];
  /** Orders written down or sent within the last `DUPLICATE_MS`. */
  readonly recent: readonly DeskOrder[];
  readonly send: SendForecast | null;
  readonly isHalted: boolean;
  /** False: the account's calls would go where its environment's calls never go. */
  readonly isEnvironmentRight: boolean;
  readonly limits: PersonalLimits;
  /** In the currency of the limits; null: a price that would tell is missing. */
  readonly usedTodayQuote: Decimal | null;
  /** What a unit of the instrument's quote is worth in the currency of the limits; null: no price tells. */
  readonly capRate: Decimal | null;
  /** The book as it was read a moment ago; null: not read, or too long ago. */
  readonly depth: BookDepth | null;
  /** The resting order, sized in base, that the ticket would change; null: a new order. */
  readonly amending: DeskOrder | null;
  /** Local wall time, ms. */
  readonly nowMs: number;
}

/** Whether prices are new enough to count. */
export function isFresh(ageMs: number | null): boolean {
  return ageMs !== null && ageMs <= FRESH_MS;
}

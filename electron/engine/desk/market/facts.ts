import type { Account } from '../../../../shared/model/account.ts';
import type { DeskBalances, DeskOrder, OrderCost, PersonalLimits, Quote } from '../../../../shared/model/desk.ts';
import type { Decimal } from '../../../../shared/model/decimal.ts';
import type { Instrument } from '../../../../shared/model/instrument.ts';
import type { KeyGrant } from '../../../../shared/model/key.ts';
import type { OrderTicket } from '../../../../shared/model/order.ts';
import type { MarketContext, TicketRules } from '../../exchanges/ticket-rules.ts';

/** Prices older than this are no prices, ms. */
export const FRESH_MS = 10_000;
/** The same order again within this is taken for a slip, ms. */
export const DUPLICATE_MS = 3_000;

/** What sending would take of the limits, and what keeps it from leaving at once. */
export interface SendForecast {
  readonly costs: readonly OrderCost[];
  readonly block: SendBlock | null;
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
  readonly context: MarketContext;
  readonly balances: DeskBalances;
  /** Null: not known. */
  readonly grants: readonly KeyGrant[] | null;
  /** Orders of the account that have not ended, all symbols. */
  readonly open: readonly DeskOrder[];
  /** Orders written down or sent within the last `DUPLICATE_MS`. */
  readonly recent: readonly DeskOrder[];
  readonly send: SendForecast | null;
  readonly isHalted: boolean;
  /** False: the account's calls would go where its environment's calls never go. */
  readonly isEnvironmentRight: boolean;
  readonly limits: PersonalLimits;
  readonly usedTodayQuote: Decimal;
  /** Local wall time, ms. */
  readonly nowMs: number;
}

/** The quote's prices, unless they are too old to count. */
export function isFresh(quote: Quote, nowMs: number): boolean {
  return quote.atMs !== null && nowMs - quote.atMs <= FRESH_MS;
}

import type { Failure } from '../../../shared/contract/failure.ts';
import type { Account } from '../../../shared/model/account.ts';
import type { DeskOrder } from '../../../shared/model/desk.ts';
import type { Preflight } from '../../../shared/model/preflight.ts';
import type { Instrument } from '../../../shared/model/instrument.ts';
import type { OrderTicket } from '../../../shared/model/order.ts';
import type { MarketPrices } from '../exchanges/ticket-rules.ts';
import type { ExchangeRequest } from '../http.ts';

/** Says of a ticket, by what is known here and now, whether it may leave; asks nobody. */
export interface TicketJudge {
  /** Null: the instrument list has not come yet, or does not have it. */
  instrument(account: Account, symbol: string): Instrument | null;
  /** `amending`: the ticket is what a resting order would become. */
  judge(account: Account, ticket: OrderTicket, amending?: Amending): Preflight;
  /** Prices that are new enough to count. */
  prices(account: Account, symbol: string): MarketPrices;
  /** Whether the market has left the prices that were seen by more than its user's own warning band. */
  hasMoved(account: Account, symbol: string, seen: MarketPrices): boolean;
  /** The exchange refused an order: where that says that our rules of the instrument are out of date, they are read anew. */
  refused(account: Account, failure: Failure): void;
}

/** A resting order, sized in base, and the request that would change it. */
export interface Amending {
  readonly order: DeskOrder;
  readonly request: ExchangeRequest;
}

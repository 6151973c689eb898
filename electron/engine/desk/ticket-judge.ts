import type { Account } from '../../../shared/model/account.ts';
import type { Preflight } from '../../../shared/model/desk.ts';
import type { Instrument } from '../../../shared/model/instrument.ts';
import type { OrderTicket } from '../../../shared/model/order.ts';

/** Says of a ticket, by what is known here and now, whether it may leave; asks nobody. */
export interface TicketJudge {
  /** Null: the instrument list has not come yet, or does not have it. */
  instrument(account: Account, symbol: string): Instrument | null;
  judge(account: Account, ticket: OrderTicket): Preflight;
}

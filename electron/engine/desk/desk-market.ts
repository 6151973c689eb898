import type { Account } from '../../../shared/model/account.ts';
import type { Result } from '../../../shared/contract/failure.ts';
import type { DeskBalances, LimitsView, PersonalLimits, Quote } from '../../../shared/model/desk.ts';
import type { Instrument } from '../../../shared/model/instrument.ts';
import type { OrderTicket } from '../../../shared/model/order.ts';
import type { Disposer } from '../ports.ts';
import type { TicketJudge } from './ticket-judge.ts';

/** What the desk knows of markets, balances and its user's own limits. */
export interface DeskMarket extends TicketJudge {
  /** Instruments whose symbol, assets or name fit the text, the likeliest first. */
  search(
    account: Account,
    text: string,
    limit: number,
  ): { readonly instruments: readonly Instrument[]; readonly isLoaded: boolean };
  /** The newest prices; asked for again within a minute, they are kept coming. */
  watch(account: Account, symbol: string): Quote;
  /** Resolves when what a ticket is judged by has come, or did not come in time. */
  ready(account: Account, ticket: Pick<OrderTicket, 'symbol' | 'type'>): Promise<void>;
  balances(account: Account): DeskBalances;
  refreshBalances(account: Account): Promise<Result<DeskBalances>>;
  limits(account: Account): LimitsView;
  /** Lowering counts at once, raising a minute later; `typed` repeats the figure that is raised. */
  setLimits(limits: PersonalLimits, typed: string): Result<LimitsView>;
  /** Begins to fetch what an account's tickets need. */
  start(account: Account): Disposer;
}

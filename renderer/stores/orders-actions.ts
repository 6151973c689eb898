import type { Failure, Result } from '../../shared/contract/failure.ts';
import type { AccountId } from '../../shared/model/account.ts';
import type { Decimal } from '../../shared/model/decimal.ts';
import type { IntentId, OrderKey, PersonalLimits, Review } from '../../shared/model/desk.ts';
import type { Instrument } from '../../shared/model/instrument.ts';
import type { Draft } from './orders-draft.ts';

/** Null: it was done; the orders tell how. */
export type Done = Promise<Failure | null>;

/** What the page of orders asks of the host; orders and states arrive in the stores. */
export interface OrderActions {
  readonly ticket: TicketActions;
  showHistory(account: AccountId | null): void;
  moreHistory(): void;
  open(key: OrderKey): void;
  close(): void;
  newIntent(): IntentId;
  cancel(order: OrderKey): Done;
  /** `intent` is minted when the form opens and kept over its attempts. */
  reviewAmend(
    intent: IntentId,
    order: OrderKey,
    price: Decimal | null,
    quantity: Decimal | null,
  ): Promise<Result<Review>>;
  amend(intent: IntentId, order: OrderKey, hash: string, typed: string): Done;
  cancelAll(account: AccountId, symbol: string | null): Done;
  decide(order: OrderKey, decision: 'placed' | 'not-placed'): Done;
  lookUp(order: OrderKey): Done;
  halt(): void;
  resume(word: string): Done;
  setDeadMan(account: AccountId, isOn: boolean, timeoutS: number): Done;
  loadLimits(account: AccountId): void;
  setLimits(limits: PersonalLimits, typed: string): Done;
}

export interface TicketActions {
  /** Shows the ticket in hand, or mints an intent for a new one. */
  open(): void;
  /** A new ticket, and a new intent, with what the last one held. */
  again(): void;
  /** Out of sight; a ticket that was not sent is dropped. */
  close(): void;
  change(patch: Partial<Draft>): void;
  search(text: string): void;
  pick(instrument: Instrument): void;
  /** Keeps prices coming until the returned function is called. */
  watch(): () => void;
  refreshBalances(): void;
  dryRun(): void;
  review(): void;
  back(): void;
  /** `typed`: the account's name, where real money moves. */
  place(typed?: string): void;
}

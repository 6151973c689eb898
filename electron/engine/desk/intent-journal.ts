import type { AccountId } from '../../../shared/model/account.ts';
import type { DeskOrder, IntentId, OrderStep } from '../../../shared/model/desk.ts';
import type { OrderTicket } from '../../../shared/model/order.ts';

/** The durable record of one order: enough to find out after any crash what became of it. */
export interface Intent {
  readonly id: IntentId;
  readonly account: AccountId;
  readonly ticket: OrderTicket;
  readonly clientOrderId: string;
  /** Of the reviewed request. */
  readonly hash: string;
  /** Exchange time by our clock, epoch ms, when it was written down; the order left later than this. */
  readonly serverMs: number;
  /** From its signature on, ms. */
  readonly validForMs: number;
  readonly order: DeskOrder;
}

export interface FinalPage {
  readonly orders: readonly DeskOrder[];
  /** `before` of the next page; null at the end. */
  readonly next: number | null;
}

/** Intents and their orders: on disk (WAL, FULL) before a call returns. Throws when it cannot be kept. */
export interface IntentJournal {
  /** Throws also for an id, or an account's client order id, that is there already. */
  create(intent: Intent, step: OrderStep): void;
  /** The newest state of an order, with what led to it. */
  update(order: DeskOrder, step: OrderStep): void;
  /** Written down before a change of a resting order is sent. Throws for an id that is there already. */
  createAmend(id: IntentId, step: OrderStep): void;
  findAmend(id: IntentId): OrderStep | null;
  find(id: IntentId): Intent | null;
  findByClientOrderId(account: AccountId, clientOrderId: string): Intent | null;
  /** Everything that is not final, oldest first. */
  unresolved(): readonly Intent[];
  /** Ids of those that have not ended, as far as is known, and cannot be read any more: a person must look at them. */
  unreadable(): readonly string[];
  finals(account: AccountId | null, before: number | null, limit: number): FinalPage;
  steps(id: IntentId): readonly OrderStep[];
  /** Orders that may have left since, whatever became of them; for limits of a day. */
  sentSince(account: AccountId, sinceMs: number): readonly DeskOrder[];
}

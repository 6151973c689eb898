import { type Result, fail, ok } from '../../../shared/contract/failure.ts';
import type { Account } from '../../../shared/model/account.ts';
import type { DeskOrder, OrderKey, OrderStep } from '../../../shared/model/desk.ts';
import type { AccountBook } from '../accounts/account-book.ts';
import type { Answer, Client } from '../client/client.ts';
import { exchange } from '../exchanges/registry.ts';
import type { ExchangeRequest } from '../http.ts';
import type { Clock } from '../ports.ts';
import type { DeskBook } from './desk-book.ts';
import type { OrderDesk } from './order-desk.ts';
import { isFinal } from './order-state.ts';
import { stepOf } from './steps.ts';

export interface RestingParts {
  readonly clock: Clock;
  readonly client: Client;
  readonly accounts: AccountBook;
  readonly book: DeskBook;
  readonly desk: OrderDesk;
}

export interface Resting {
  readonly order: DeskOrder;
  readonly account: Account;
}

/** An order that something can still be done about. */
export function restingOf({ book, accounts }: RestingParts, key: OrderKey): Result<Resting> {
  const order = book.find(key);
  if (order === undefined) return fail({ kind: 'not-found', what: `order ${key}` });
  const account = accounts.find(order.account);
  if (account === undefined) return fail({ kind: 'not-found', what: `account ${order.account}` });
  if (isFinal(order)) return fail({ kind: 'unknown-order', code: null });
  if (order.clientOrderId === null && order.exchangeOrderId === null) {
    return fail({ kind: 'unavailable', detail: 'the exchange has not told any id of this order yet' });
  }
  return ok({ order, account });
}

/** Marks are for the screen and the story; one that cannot be written stops no cancel. */
export function mark(
  { desk, clock }: RestingParts,
  order: DeskOrder,
  kind: OrderStep['kind'],
  detail: string | null,
  answer: Answer | null = null,
): DeskOrder {
  return desk.keep(order, stepOf(clock.now(), kind, order, answer, detail));
}

/** What an answer tells of the order itself. */
export function takeAnswer(
  { book, desk }: RestingParts,
  account: Account,
  request: ExchangeRequest,
  answer: Answer,
  order: DeskOrder,
): void {
  const endpoint = `${request.method} ${request.path}`;
  const updates = exchange(account.exchange).orders.readOrders(answer.reply.json, { endpoint });
  if (!updates.ok) return;
  for (const update of updates.value) {
    const isOwn =
      isSameId(update.clientOrderId, order.clientOrderId) || isSameId(update.exchangeOrderId, order.exchangeOrderId);
    const now = book.find(order.key);
    if (isOwn && now !== undefined) desk.take(now, update, 'told', answer);
  }
}

function isSameId(left: string | null, right: string | null): boolean {
  return left !== null && left === right;
}

import type { Account, AccountId } from '../../../shared/model/account.ts';
import { type Failure, type Result, fail, ok } from '../../../shared/contract/failure.ts';
import type { Decimal } from '../../../shared/model/decimal.ts';
import type { DeskOrder, IntentId, OrderKey } from '../../../shared/model/desk.ts';
import type { AccountBook } from '../accounts/account-book.ts';
import type { Answer, Client } from '../client/client.ts';
import { exchange } from '../exchanges/registry.ts';
import type { ExchangeRequest } from '../http.ts';
import type { Clock } from '../ports.ts';
import type { DeskBook } from './desk-book.ts';
import type { OrderDesk } from './order-desk.ts';
import { isFinal } from './order-state.ts';
import { codeOf } from './order-words.ts';
import { stepOf } from './steps.ts';

const CANCEL_WITHIN_MS = 15_000;
const AMEND_WITHIN_MS = 3_000;
const KEPT_AMENDS = 500;

export interface ChangingParts {
  readonly clock: Clock;
  readonly client: Client;
  readonly accounts: AccountBook;
  readonly book: DeskBook;
  readonly desk: OrderDesk;
  readonly mayOrder: (account: AccountId) => Result<null>;
}

/** Cancels, which are safe to repeat and pass every gate but a ban; and amendments, which leave once like orders. */
export class OrderChanging {
  readonly #parts: ChangingParts;
  /** Amendments under way or done, by the intent that asked for them. */
  readonly #amends = new Map<IntentId, Promise<Result<DeskOrder>>>();

  constructor(parts: ChangingParts) {
    this.#parts = parts;
  }

  /** An order that is gone by then is looked up rather than called an error. */
  async cancel(key: OrderKey): Promise<Result<DeskOrder>> {
    const found = this.#resting(key);
    if (!found.ok) return found;
    const { order, account } = found.value;
    const marked = this.#mark({ ...order, isCancelling: true }, 'cancel-sent', null);
    const request = exchange(account.exchange).orders.cancelBy(order.symbol, order);
    const answer = await this.#parts.client.send({
      account,
      request,
      caller: 'ticket',
      lane: 'cancel',
      withinMs: CANCEL_WITHIN_MS,
    });
    return this.#cancelled(marked, account, request, answer);
  }

  /** `id` makes it one of its own: asked again, it answers with what the first came to. */
  amend(id: IntentId, key: OrderKey, price: Decimal | null, quantity: Decimal | null): Promise<Result<DeskOrder>> {
    const known = this.#amends.get(id);
    if (known !== undefined) return known;
    const amending = this.#amend(key, price, quantity);
    this.#amends.set(id, amending);
    // The oldest ended long before so many more were asked for.
    const [oldest] = this.#amends.keys();
    if (this.#amends.size > KEPT_AMENDS && oldest !== undefined) this.#amends.delete(oldest);
    return amending;
  }

  async #amend(key: OrderKey, price: Decimal | null, quantity: Decimal | null): Promise<Result<DeskOrder>> {
    const { clock, client, mayOrder } = this.#parts;
    const found = this.#resting(key);
    if (!found.ok) return found;
    const { order, account } = found.value;
    if (order.side === null) return fail({ kind: 'invalid-input', detail: 'the side of this order is not known' });
    const target = { ...order, side: order.side };
    const request = exchange(account.exchange).orders.amend(target, { price, quantity });
    if (request === null) {
      return fail({ kind: 'unavailable', detail: `${exchange(account.exchange).name} cannot change this order so` });
    }
    const told = [price === null ? null : `price ${price}`, quantity === null ? null : `quantity ${quantity}`];
    const marked = this.#mark({ ...order, isAmending: true }, 'amend-sent', told.filter(Boolean).join(', '));
    const stopped = (): Failure | null => {
      const may = mayOrder(account.id);
      return may.ok ? null : may.failure;
    };
    const answer = await client.send({
      account,
      request,
      caller: 'ticket',
      lane: 'order',
      withinMs: AMEND_WITHIN_MS,
      beforeSend: stopped,
      mayStart: stopped,
    });
    const now = this.#parts.book.find(key) ?? marked;
    if (!answer.ok) {
      const refused = this.#mark({ ...now, isAmending: false }, 'amend-refused', codeOf(answer.failure));
      // It may have been done all the same.
      if (answer.failure.kind === 'outcome-unknown' || answer.failure.kind === 'unknown-order')
        this.#parts.desk.ask(refused);
      return answer;
    }
    const changed = { ...now, isAmending: false, price: price ?? now.price, quantity: quantity ?? now.quantity };
    const amended = isFinal(now)
      ? now
      : this.#mark({ ...changed, updatedAtMs: clock.now() }, 'amended', null, answer.value);
    this.#take(account, request, answer.value, amended);
    this.#parts.desk.ask(amended);
    return ok(this.#parts.book.find(key) ?? amended);
  }

  #cancelled(order: DeskOrder, account: Account, request: ExchangeRequest, answer: Result<Answer>): Result<DeskOrder> {
    const { book, desk } = this.#parts;
    if (answer.ok) {
      this.#take(account, request, answer.value, order);
      const after = book.find(order.key) ?? order;
      if (!isFinal(after)) desk.ask(after);
      return ok(after);
    }
    const now = book.find(order.key) ?? order;
    if (isFinal(now)) return ok(now);
    const failed = this.#mark({ ...now, isCancelling: false }, 'cancel-refused', codeOf(answer.failure));
    // "No such order": filled or cancelled in between, or never there. The look-up says which.
    const isGone = answer.failure.kind === 'unknown-order' || answer.failure.kind === 'outcome-unknown';
    if (!isGone) return answer;
    desk.ask(failed);
    return ok(failed);
  }

  #take(account: Account, request: ExchangeRequest, answer: Answer, order: DeskOrder): void {
    const endpoint = `${request.method} ${request.path}`;
    const updates = exchange(account.exchange).orders.readOrders(answer.reply.json, { endpoint });
    if (!updates.ok) return;
    for (const update of updates.value) {
      const isOwn =
        isSameId(update.clientOrderId, order.clientOrderId) || isSameId(update.exchangeOrderId, order.exchangeOrderId);
      const now = this.#parts.book.find(order.key);
      if (isOwn && now !== undefined) this.#parts.desk.take(now, update, 'told', answer);
    }
  }

  #resting(key: OrderKey): Result<{ readonly order: DeskOrder; readonly account: Account }> {
    const order = this.#parts.book.find(key);
    if (order === undefined) return fail({ kind: 'not-found', what: `order ${key}` });
    const account = this.#parts.accounts.find(order.account);
    if (account === undefined) return fail({ kind: 'not-found', what: `account ${order.account}` });
    if (isFinal(order)) return fail({ kind: 'unknown-order', code: null });
    if (order.clientOrderId === null && order.exchangeOrderId === null) {
      return fail({ kind: 'unavailable', detail: 'the exchange has not told any id of this order yet' });
    }
    return ok({ order, account });
  }

  // Marks are for the screen and the story; one that cannot be written stops no cancel.
  #mark(
    order: DeskOrder,
    kind: Parameters<typeof stepOf>[1],
    detail: string | null,
    answer: Answer | null = null,
  ): DeskOrder {
    return this.#parts.desk.keep(order, stepOf(this.#parts.clock.now(), kind, order, answer, detail));
  }
}

function isSameId(left: string | null, right: string | null): boolean {
  return left !== null && left === right;
}

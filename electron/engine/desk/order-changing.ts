import type { Result } from '../../../shared/contract/failure.ts';
import { ok } from '../../../shared/contract/failure.ts';
import type { Account } from '../../../shared/model/account.ts';
import type { DeskOrder, OrderKey } from '../../../shared/model/desk.ts';
import type { Answer } from '../client/client.ts';
import { exchange } from '../exchanges/registry.ts';
import type { ExchangeRequest } from '../http.ts';
import { isFinal } from './order-state.ts';
import { codeOf } from './order-words.ts';
import { mark, restingOf, type RestingParts, takeAnswer } from './resting-order.ts';

const CANCEL_WITHIN_MS = 15_000;

/** Cancels, which are safe to repeat and pass every gate but a ban. */
export class OrderChanging {
  readonly #parts: RestingParts;

  constructor(parts: RestingParts) {
    this.#parts = parts;
  }

  /** An order that is gone by then is looked up rather than called an error. */
  async cancel(key: OrderKey): Promise<Result<DeskOrder>> {
    const found = restingOf(this.#parts, key);
    if (!found.ok) return found;
    const { order, account } = found.value;
    const marked = mark(this.#parts, { ...order, isCancelling: true }, 'cancel-sent', null);
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

  #cancelled(order: DeskOrder, account: Account, request: ExchangeRequest, answer: Result<Answer>): Result<DeskOrder> {
    const { book, desk } = this.#parts;
    if (answer.ok) {
      takeAnswer(this.#parts, account, request, answer.value, order);
      const after = book.find(order.key) ?? order;
      if (!isFinal(after)) desk.ask(after);
      return ok(after);
    }
    const now = book.find(order.key) ?? order;
    if (isFinal(now)) return ok(now);
    const failed = mark(this.#parts, { ...now, isCancelling: false }, 'cancel-refused', codeOf(answer.failure));
    // "No such order": filled or cancelled in between, or never there. The look-up says which.
    const isGone = answer.failure.kind === 'unknown-order' || answer.failure.kind === 'outcome-unknown';
    if (!isGone) return answer;
    desk.ask(failed);
    return ok(failed);
  }
}

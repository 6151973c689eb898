import { type Result, ok } from '../../../shared/contract/failure.ts';
import type { Account, AccountId } from '../../../shared/model/account.ts';
import type { DeskOrder, OrderKey } from '../../../shared/model/desk.ts';
import type { Answer } from '../client/client.ts';
import { exchange } from '../exchanges/registry.ts';
import type { ExchangeRequest } from '../http.ts';
import { isFinal, isOrphan } from './order-state.ts';
import { codeOf } from './order-words.ts';
import { mark, restingOf, type RestingParts, takeAnswer } from './resting-order.ts';

const CANCEL_WITHIN_MS = 15_000;

/** `wish`: its user asked before and is told of nothing, so that the wish outlives a refusal. */
export type CancelBy = 'user' | 'wish';

/** Cancels, which are safe to repeat and pass every gate but a ban. */
export class OrderChanging {
  readonly #parts: RestingParts;

  constructor(parts: RestingParts) {
    this.#parts = parts;
  }

  /**
   * The wish is written down first: an order that waits to leave does not leave any more, and one on its way is cancelled
   * when it comes to rest. An order that is gone by then is looked up rather than called an error.
   */
  async cancel(key: OrderKey, by: CancelBy = 'user'): Promise<Result<DeskOrder>> {
    const found = restingOf(this.#parts, key);
    if (!found.ok) return found;
    const { order, account } = found.value;
    const wanted: DeskOrder = { ...order, isCancelling: true, isCancelWanted: true };
    if (order.status === 'journaled') return ok(mark(this.#parts, wanted, 'cancel-sent', 'before it left'));
    const marked = mark(this.#parts, wanted, 'cancel-sent', null);
    const request = exchange(account.exchange).orders.cancelBy(order.symbol, order);
    const answer = await this.#parts.client.send({
      account,
      request,
      symbol: order.symbol,
      caller: 'ticket',
      lane: 'cancel',
      withinMs: CANCEL_WITHIN_MS,
    });
    return this.#cancelled(marked, account, request, answer, by);
  }

  /** Orders that are on their way and that no list of open ones has yet: they are not to come to rest. */
  wantCancelled(account: AccountId, symbol: string | null): void {
    for (const order of this.#parts.book.list()) {
      const isOnItsWay = order.status === 'journaled' || order.status === 'sending' || order.status === 'unknown';
      if (order.account !== account || isOrphan(order) || !isOnItsWay) continue;
      if (symbol === null || order.symbol === symbol)
        mark(this.#parts, { ...order, isCancelWanted: true }, 'cancel-sent', 'all');
    }
  }

  #cancelled(
    order: DeskOrder,
    account: Account,
    request: ExchangeRequest,
    answer: Result<Answer>,
    by: CancelBy,
  ): Result<DeskOrder> {
    const { book, desk } = this.#parts;
    if (answer.ok) {
      takeAnswer(this.#parts, account, request, answer.value, order);
      const after = book.find(order.key) ?? order;
      if (!isFinal(after)) desk.ask(after);
      return ok(after);
    }
    const now = book.find(order.key) ?? order;
    if (isFinal(now)) return ok(now);
    // "No such order": filled or cancelled in between, not there yet, or never there. The look-up says which.
    const isGone = answer.failure.kind === 'unknown-order' || answer.failure.kind === 'outcome-unknown';
    // What is refused plainly is its user's to ask for again; not so while the order may still be on its way.
    const isWanted = isGone || by === 'wish' || !isKnownToRest(order);
    const after = { ...now, isCancelling: false, isCancelWanted: isWanted };
    const failed = mark(this.#parts, after, 'cancel-refused', codeOf(answer.failure));
    if (!isGone) return answer;
    desk.ask(failed);
    return ok(failed);
  }
}

function isKnownToRest({ status }: DeskOrder): boolean {
  return status === 'open' || status === 'partially-filled';
}

import { type Failure, type Result, fail, ok } from '../../../shared/contract/failure.ts';
import { compare, type Decimal } from '../../../shared/model/decimal.ts';
import type { AccountId } from '../../../shared/model/account.ts';
import type { DeskOrder, IntentId, OrderKey, Review } from '../../../shared/model/desk.ts';
import type { AmendChange } from '../exchanges/order-question.ts';
import { exchange } from '../exchanges/registry.ts';
import type { ExchangeRequest } from '../http.ts';
import type { Log } from '../log.ts';
import { type Amendment, amendmentOf } from './amend-target.ts';
import { confirmed } from './live-word.ts';
import { isFinal } from './order-state.ts';
import { codeOf, refusalOf } from './order-words.ts';
import { mark, type Resting, restingOf, type RestingParts, takeAnswer } from './resting-order.ts';
import type { Reviews } from './reviews.ts';
import { stepOf } from './steps.ts';
import type { TicketJudge } from './ticket-judge.ts';

const AMEND_WITHIN_MS = 3_000;

export interface AmendingParts extends RestingParts {
  readonly reviews: Reviews;
  readonly judge: TicketJudge;
  readonly log: Log;
  readonly mayOrder: (account: AccountId) => Result<null>;
}

interface Judged extends Resting {
  readonly amendment: Amendment;
  readonly request: ExchangeRequest;
  readonly preflight: ReturnType<TicketJudge['judge']>;
}

/**
 * Changes of resting orders. What an order would become is judged, reviewed and confirmed like a new one; it is written
 * down before the first byte and leaves once. The same id again is answered with the order as it is.
 */
export class OrderAmending {
  readonly #parts: AmendingParts;
  readonly #underWay = new Map<IntentId, Promise<Result<DeskOrder>>>();
  /** What came of changes that were let go in this run and not done, so that the same id again is told the same. */
  readonly #failed = new Map<IntentId, Failure>();

  constructor(parts: AmendingParts) {
    this.#parts = parts;
  }

  /** Builds the exact request and keeps it under its hash for 15 s. */
  review(intent: IntentId, key: OrderKey, change: AmendChange): Result<Review> {
    const { book, judge, reviews } = this.#parts;
    if (book.intent(intent) !== null || book.wasAmended(intent)) return fail({ kind: 'review-void', why: 'changed' });
    const judged = this.#judged(key, change);
    if (!judged.ok) return judged;
    const { order, account, amendment, request, preflight } = judged.value;
    const { ticket } = amendment;
    const seen = judge.prices(account, order.symbol);
    const act = { kind: 'amend', order, change } as const;
    return ok(reviews.make({ intent, account, ticket, request, preflight, act, seen }));
  }

  /** Sends what was reviewed, once; everybody who confirms the same intent gets the same answer. */
  amend(intent: IntentId, key: OrderKey, hash: string, typed = ''): Promise<Result<DeskOrder>> {
    const underWay = this.#underWay.get(intent);
    if (underWay !== undefined) return underWay;
    const begun = this.#begin(intent, key, hash, typed);
    if (!begun.ok) return Promise.resolve(begun);
    if (begun.value === null) {
      const failure = this.#failed.get(intent);
      return Promise.resolve(failure === undefined ? this.#asItIs(key) : fail(failure));
    }
    // From the checks to the record on disk nothing else can run.
    const sending = this.#send(begun.value)
      .then((result) => {
        if (!result.ok) this.#failed.set(intent, result.failure);
        return result;
      })
      .finally(() => this.#underWay.delete(intent));
    this.#underWay.set(intent, sending);
    return sending;
  }

  // Null: it was let go before.
  #begin(intent: IntentId, key: OrderKey, hash: string, typed: string): Result<Judged | null> {
    const { book, reviews, judge, mayOrder } = this.#parts;
    if (book.wasAmended(intent)) return ok(null);
    const reviewed = reviews.find(intent, hash);
    if (reviewed === null || reviewed.act.kind !== 'amend' || reviewed.act.order.key !== key)
      return fail({ kind: 'review-void', why: 'expired' });
    const may = mayOrder(reviewed.account.id);
    if (!may.ok) return may;
    const { order: before, change } = reviewed.act;
    const judged = this.#judged(key, change);
    if (!judged.ok) return judged;
    const { order, account, request } = judged.value;
    const isMeant = confirmed(account, typed);
    if (!isMeant.ok) return isMeant;
    if (!isAsReviewed(order, before)) return fail({ kind: 'review-void', why: 'changed' });
    if (judge.hasMoved(account, order.symbol, reviewed.seen)) return fail({ kind: 'review-void', why: 'moved' });
    if (reviews.hashOf(account, request) !== hash) return fail({ kind: 'review-void', why: 'changed' });
    const kept = this.#write(intent, judged.value);
    if (!kept.ok) return kept;
    reviews.forget(intent);
    return judged;
  }

  #judged(key: OrderKey, change: AmendChange): Result<Judged> {
    const { judge } = this.#parts;
    const found = restingOf(this.#parts, key);
    if (!found.ok) return found;
    const { order, account } = found.value;
    if (order.isAmending) return fail({ kind: 'unavailable', detail: 'a change of this order is under way' });
    const instrument = judge.instrument(account, order.symbol);
    if (instrument === null) return fail({ kind: 'not-found', what: `instrument ${order.symbol}` });
    const amendment = amendmentOf(order, instrument, change);
    if (!amendment.ok) return amendment;
    const { target, ticket } = amendment.value;
    const { name, orders } = exchange(account.exchange);
    const request = orders.amend(target, amendment.value.change);
    if (request === null) return fail({ kind: 'unavailable', detail: `${name} cannot change this order so` });
    const preflight = judge.judge(account, ticket, { order: amendment.value.order, request });
    const refusal = preflight.breaches.find(({ weight }) => weight === 'refuse');
    if (refusal !== undefined) return fail(refusalOf(refusal.rule, refusal.bound));
    return ok({ order, account, amendment: amendment.value, request, preflight });
  }

  #write(intent: IntentId, { order, amendment: { change } }: Judged): Result<null> {
    const { book, clock, log } = this.#parts;
    try {
      book.createAmend(intent, stepOf(clock.now(), 'amend-sent', order, null, `${order.key} ${wordsOf(change)}`));
      return ok(null);
    } catch (error) {
      log.error('change not kept', { intent, detail: String(error) });
      return fail<Failure>({ kind: 'storage', detail: 'the change could not be written down, so it was not sent' });
    }
  }

  async #send({ order, account, amendment, request }: Judged): Promise<Result<DeskOrder>> {
    const { client, book, desk, judge } = this.#parts;
    const stopped = (): Failure | null => {
      const may = this.#parts.mayOrder(account.id);
      return may.ok ? null : may.failure;
    };
    // Sized in base from here on, as the exchange changes it: what it tells of the amount then counts.
    const inBase = { quantity: amendment.order.quantity, quantityUnit: amendment.order.quantityUnit };
    const marked = mark(
      this.#parts,
      { ...order, ...inBase, isAmending: true },
      'amend-sent',
      wordsOf(amendment.change),
    );
    const answer = await client.send({
      account,
      request,
      symbol: order.symbol,
      caller: 'ticket',
      lane: 'order',
      withinMs: AMEND_WITHIN_MS,
      beforeSend: stopped,
      mayStart: stopped,
    });
    const now = book.find(order.key) ?? marked;
    if (!answer.ok) {
      judge.refused(account, answer.failure);
      const refused = mark(this.#parts, { ...now, isAmending: false }, 'amend-refused', codeOf(answer.failure));
      // It may have been done all the same.
      if (answer.failure.kind === 'outcome-unknown' || answer.failure.kind === 'unknown-order') desk.ask(refused);
      return answer;
    }
    if (!exchange(account.exchange).orders.isAmendDone) {
      // It was only taken: the feed or the look-up tells what became of it.
      desk.ask(now);
      return ok(now);
    }
    const amended = isFinal(now) ? now : this.#amended(now, amendment, answer.value);
    takeAnswer(this.#parts, account, request, answer.value, amended);
    desk.ask(amended);
    return ok(book.find(order.key) ?? amended);
  }

  #amended(now: DeskOrder, { change }: Amendment, answer: Parameters<typeof mark>[4]): DeskOrder {
    const sized = change.quantity === null ? {} : ({ quantity: change.quantity, quantityUnit: 'base' } as const);
    const changed = { ...now, isAmending: false, price: change.price ?? now.price, ...sized };
    return mark(this.#parts, { ...changed, updatedAtMs: this.#parts.clock.now() }, 'amended', null, answer);
  }

  #asItIs(key: OrderKey): Result<DeskOrder> {
    const order = this.#parts.book.find(key);
    return order === undefined ? fail({ kind: 'not-found', what: `order ${key}` }) : ok(order);
  }
}

// Fills in between are no change of what was asked; another price or amount is.
function isAsReviewed(now: DeskOrder, then: DeskOrder): boolean {
  return now.quantityUnit === then.quantityUnit && isSame(now.price, then.price) && isSame(now.quantity, then.quantity);
}

function isSame(left: Decimal | null, right: Decimal | null): boolean {
  return left === null || right === null ? left === right : compare(left, right) === 0;
}

function wordsOf({ price, quantity }: AmendChange): string {
  const told = [price === null ? null : `price ${price}`, quantity === null ? null : `quantity ${quantity}`];
  return told.filter((word) => word !== null).join(', ');
}

import { type Failure, type Result, fail, ok } from '../../../shared/contract/failure.ts';
import type { DeskOrder, IntentId, OrderKey, OrderStep, Review } from '../../../shared/model/desk.ts';
import type { OrderTicket, OrderUpdate } from '../../../shared/model/order.ts';
import type { Answer } from '../client/client.ts';
import { exchange } from '../exchanges/registry.ts';
import type { Random } from '../ports.ts';
import type { Intent } from './intent-journal.ts';
import { type Finding, LookUps, type Progress, wantedOf } from './look-ups.ts';
import { beginOrder, type BeginParts, type Sending } from './order-beginning.ts';
import { type Placed, placeOnce } from './order-placing.ts';
import { afterUpdate, isFinal, toDoubted, toEnded, toUnknown } from './order-state.ts';
import { stepOf } from './steps.ts';
import { codeOf, isSame, kindOf, refusalOf } from './order-words.ts';

const SECOND_LOOK_MS = 60_000;
const NEVER_LEFT: Failure = { kind: 'unavailable', detail: 'the app ended before it was sent' };

export interface DeskParts extends BeginParts {
  readonly random: Random;
  /** The journal did not take a state that is true all the same. */
  readonly onStoreTrouble: (detail: string) => void;
}

/**
 * Turns a ticket into at most one order. The intent is on disk before the first byte; there is one attempt; whatever is
 * not proof stays unknown and is looked up. The same intent again is answered with the same order.
 */
export class OrderDesk {
  readonly lookUps: LookUps;
  readonly #parts: DeskParts;
  readonly #placing = new Map<IntentId, Promise<Result<DeskOrder>>>();

  constructor(parts: DeskParts) {
    this.#parts = parts;
    const onFinding = (id: IntentId, finding: Finding, progress: Progress): void => this.#found(id, finding, progress);
    this.lookUps = new LookUps({ ...parts, onFinding });
  }

  /** After a start: whatever had not ended is asked for. An order that was never let go is known not to be placed. */
  resume(): void {
    for (const order of this.#parts.book.list()) {
      const intent = this.#parts.book.intent(order.key);
      if (intent === null) continue;
      if (isNew(order, this.#parts.clock.now())) this.#lookFor(order, intent);
      if (isFinal(order)) continue;
      if (order.status === 'journaled') this.#end(order, 'not-placed', NEVER_LEFT);
      else this.#lookFor(order.status === 'sending' ? this.#unknown(order, null) : this.#unmarked(order), intent);
    }
  }

  /** Looks for everything unknown now rather than at its next time. */
  hurry(): void {
    for (const order of this.#parts.book.list())
      if (order.status === 'unknown') this.lookUps.hurry(order.key as IntentId);
  }

  /** Builds the exact request and keeps it under its hash for 15 s. */
  review(intent: IntentId, ticket: OrderTicket): Result<Review> {
    const { book, accounts, judge, reviews, random } = this.#parts;
    if (book.intent(intent) !== null) return fail({ kind: 'review-void', why: 'changed' });
    const account = accounts.find(ticket.account);
    if (account === undefined) return fail({ kind: 'not-found', what: `account ${ticket.account}` });
    const instrument = judge.instrument(account, ticket.symbol);
    if (instrument === null) return fail({ kind: 'not-found', what: `instrument ${ticket.symbol}` });
    const preflight = judge.judge(account, ticket);
    const refusal = preflight.breaches.find(({ weight }) => weight === 'refuse');
    if (refusal !== undefined) return fail(refusalOf(refusal.rule, refusal.bound));
    const clientOrderId = exchange(account.exchange).orders.newClientOrderId((size) => random.bytes(size));
    return reviews.make(intent, account, ticket, instrument, clientOrderId, preflight);
  }

  /** Sends what was reviewed, once; everybody who confirms the same intent gets the same answer. */
  place(intent: IntentId, hash: string): Promise<Result<DeskOrder>> {
    const known = this.#parts.book.intent(intent);
    const underWay = this.#placing.get(intent);
    if (underWay !== undefined) return underWay;
    if (known !== null) return Promise.resolve(ok(this.#known(known)));
    const begun = beginOrder(this.#parts, intent, hash);
    if (!begun.ok) return Promise.resolve(begun);
    // From the check above to the intent on disk nothing else can run.
    const placing = this.#send(begun.value).finally(() => this.#placing.delete(intent));
    this.#placing.set(intent, placing);
    return placing;
  }

  // Written down although the store said that it was not, and never let go: nobody will send it any more.
  #known(intent: Intent): DeskOrder {
    const order = this.#parts.book.find(intent.id) ?? intent.order;
    return order.status === 'journaled' ? this.#end(order, 'not-placed', NEVER_LEFT) : order;
  }

  /** What an exchange said of one of our orders, over whatever way. */
  take(order: DeskOrder, update: OrderUpdate, kind: OrderStep['kind'], answer: Answer | null = null): DeskOrder {
    const next = afterUpdate(order, update, this.#parts.clock.now());
    if (isSame(order, next)) return order;
    this.lookUps.end(order.key as IntentId);
    return this.keep(next, stepOf(this.#parts.clock.now(), kindOf(order, next, kind), next, answer, update.reason));
  }

  /** Asks what became of an order of ours, as after a cancel whose answer says nothing of it. */
  ask(order: DeskOrder): void {
    const intent = this.#parts.book.intent(order.key);
    if (intent !== null && !isFinal(order)) this.#lookFor(order, intent);
  }

  /** A person's word on an order that stays unknown. */
  decide(key: OrderKey, decision: 'placed' | 'not-placed'): Result<DeskOrder> {
    const order = this.#parts.book.find(key);
    if (order === undefined) return fail({ kind: 'not-found', what: `order ${key}` });
    if (order.status !== 'unknown') return fail({ kind: 'invalid-input', detail: 'this order is not unknown' });
    const nowMs = this.#parts.clock.now();
    const next: DeskOrder =
      decision === 'placed'
        ? { ...order, status: 'open', lookUp: null, updatedAtMs: nowMs }
        : toEnded(order, 'not-placed', order.failure, nowMs);
    if (isFinal(next)) this.lookUps.end(key as IntentId);
    return ok(this.keep(next, stepOf(nowMs, 'decided', next, null, decision)));
  }

  stop(): void {
    this.lookUps.stop();
  }

  async #send({ account, intent, request }: Sending): Promise<Result<DeskOrder>> {
    const { client, clock } = this.#parts;
    const mayStart = (): Failure | null => failureOf(this.#parts.mayOrder(account.id));
    const beforeSend = (): Failure | null => {
      const stopped = mayStart();
      if (stopped !== null) return stopped;
      const sending: DeskOrder = { ...intent.order, status: 'sending', updatedAtMs: clock.now() };
      try {
        this.#parts.book.update(sending, stepOf(clock.now(), 'sent', sending, null, null));
        return null;
      } catch (error) {
        this.#parts.log.error('order not kept', { intent: intent.id, detail: String(error) });
        return { kind: 'storage', detail: 'the order could not be written down, so it was not sent' };
      }
    };
    const placed = await placeOnce(client, {
      account,
      request,
      clientOrderId: intent.clientOrderId,
      beforeSend,
      mayStart,
    });
    return ok(this.#placed(intent, placed));
  }

  #placed(intent: Intent, placed: Placed): DeskOrder {
    const { book, clock } = this.#parts;
    // A stream may have been faster than the answer.
    const order = book.find(intent.id) ?? intent.order;
    switch (placed.kind) {
      case 'acknowledged':
        return this.#acknowledged(order, placed.update, placed.answer);
      case 'refused': {
        const ended = toEnded(order, 'rejected', placed.failure, clock.now());
        if (isSame(order, ended)) return order;
        this.keep(ended, stepOf(clock.now(), 'refused', ended, null, codeOf(placed.failure)));
        this.#lookFor(ended, intent);
        return ended;
      }
      case 'never-sent':
        return this.#end(order, 'not-placed', placed.failure);
      case 'unknown': {
        const unknown = this.#unknown(order, placed.failure);
        if (unknown.status === 'unknown') this.#lookFor(unknown, intent);
        return book.find(intent.id) ?? unknown;
      }
    }
  }

  #acknowledged(order: DeskOrder, update: OrderUpdate, answer: Answer): DeskOrder {
    const taken = this.take(order, update, 'acknowledged', answer);
    // Taken but not yet on the book: the stream tells the rest, and where it does not, we ask.
    if (taken.status === 'pending' || taken.status === 'unknown') this.ask(taken);
    return taken;
  }

  #unknown(order: DeskOrder, failure: Failure | null): DeskOrder {
    const nowMs = this.#parts.clock.now();
    const unknown = toUnknown(order, failure, nowMs);
    if (isSame(order, unknown)) return order;
    return this.keep(unknown, stepOf(nowMs, 'lost', unknown, null, failure === null ? null : failure.kind));
  }

  #end(order: DeskOrder, status: 'rejected' | 'not-placed', failure: Failure): DeskOrder {
    const nowMs = this.#parts.clock.now();
    const ended = toEnded(order, status, failure, nowMs);
    if (isSame(order, ended)) return order;
    return this.keep(ended, stepOf(nowMs, 'final', ended, null, failure.kind));
  }

  #lookFor(order: DeskOrder, intent: Intent, isSearched = false): void {
    const account = this.#parts.accounts.find(order.account);
    if (account === undefined) return;
    const wanted = wantedOf(order, account, intent.id, intent.serverMs, intent.validForMs);
    if (wanted === null) return;
    const nextAtMs = this.lookUps.begin({ ...wanted, isSecondLook: order.status === 'rejected', isSearched });
    if (nextAtMs === null || order.status !== 'unknown') return;
    const { tries, wantsHuman } = order.lookUp ?? { tries: 0, wantsHuman: false };
    const waiting: DeskOrder = { ...order, lookUp: { tries, nextAtMs, wantsHuman } };
    this.keep(waiting, stepOf(this.#parts.clock.now(), 'looked-up', waiting, null, 'begun'));
  }

  #found(id: IntentId, finding: Finding, progress: Progress): void {
    const order = this.#parts.book.find(id);
    if (order === undefined) return;
    if (finding.kind === 'found') return void this.take(order, finding.update, 'looked-up');
    if (progress.isProven && !isFinal(order)) return this.#absent(order);
    if (order.status !== 'unknown') return;
    const { tries, nextAtMs, wantsHuman } = progress;
    const next: DeskOrder = { ...order, lookUp: { tries, nextAtMs, wantsHuman } };
    const why = finding.kind === 'unclear' ? finding.why : 'not there';
    this.keep(next, stepOf(this.#parts.clock.now(), 'looked-up', next, null, why));
  }

  // Unknown and never seen: it was not placed. Seen before, it does not vanish because lists miss it, nor is it known
  // any more: where only a nameless answer spoke for it, the proof is asked for anew; else a person must look.
  #absent(order: DeskOrder): void {
    if (order.status === 'unknown' && order.exchangeOrderId === null) {
      return void this.#end(order, 'not-placed', order.failure ?? { kind: 'outcome-unknown', detail: 'no answer' });
    }
    const nowMs = this.#parts.clock.now();
    const doubted = toDoubted(order, nowMs);
    this.keep(doubted, stepOf(nowMs, 'lost', doubted, null, 'not there'));
    const intent = this.#parts.book.intent(doubted.key);
    if (intent !== null) this.#lookFor(doubted, intent, doubted.exchangeOrderId !== null);
  }

  // Cancels and amendments that were under way when the app ended are nobody's any more.
  #unmarked(order: DeskOrder): DeskOrder {
    if (!order.isCancelling && !order.isAmending) return order;
    const next: DeskOrder = { ...order, isCancelling: false, isAmending: false };
    return this.keep(next, stepOf(this.#parts.clock.now(), 'told', next, null, 'begun anew'));
  }

  /** Writes a state down and tells it. One that cannot be written is told all the same, with an alarm: it is true. */
  keep(order: DeskOrder, step: OrderStep): DeskOrder {
    try {
      this.#parts.book.update(order, step);
    } catch (error) {
      this.#parts.log.error('order state not kept', { order: order.key, status: order.status, detail: String(error) });
      this.#parts.onStoreTrouble('journal.db');
      this.#parts.book.hold(order, step);
    }
    return order;
  }
}

function failureOf(result: Result<unknown>): Failure | null {
  return result.ok ? null : result.failure;
}

// A refusal that still waits for its second look.
function isNew({ status, exchangeOrderId, updatedAtMs }: DeskOrder, nowMs: number): boolean {
  return status === 'rejected' && exchangeOrderId === null && nowMs - updatedAtMs < SECOND_LOOK_MS;
}

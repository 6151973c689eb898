import { type Failure, type Result, fail, ok } from '../../../shared/contract/failure.ts';
import type { DeskOrder, IntentId, OrderKey, OrderStep, Review } from '../../../shared/model/desk.ts';
import type { AccountId } from '../../../shared/model/account.ts';
import type { OrderTicket, OrderUpdate } from '../../../shared/model/order.ts';
import type { Answer } from '../client/client.ts';
import type { Intent } from './intent-journal.ts';
import type { Finding } from './look-for.ts';
import { LookUps, type LookUpParts, lookedFor, type Progress } from './look-ups.ts';
import { beginOrder, type BeginParts, type Sending } from './order-beginning.ts';
import { type Placed, placeOnce } from './order-placing.ts';
import { keepOrder, type KeepParts } from './keep-order.ts';
import { OrderNews } from './order-news.ts';
import { type LeaveParts, leaveFailure } from './order-leave.ts';
import {
  afterUpdate,
  isFinal,
  isOrphan,
  toDecided,
  toDoubted,
  toEnded,
  toGone,
  toUnknown,
  wantsSecondLook,
} from './order-state.ts';
import { OrphanEnds } from './orphan-ends.ts';
import { type ReviewParts, reviewOrder } from './order-reviewing.ts';
import { stepOf } from './steps.ts';
import { codeOf, isSame, kindOf } from './order-words.ts';

const NEVER_LEFT: Failure = { kind: 'unavailable', detail: 'the app ended before it was sent' };

export type DeskParts = BeginParts & LeaveParts & KeepParts & ReviewParts & Pick<LookUpParts, 'blindSpot'>;

/**
 * Turns a ticket into at most one order. The intent is on disk before the first byte; there is one attempt; whatever is
 * not proof stays unknown and is looked up. The same intent again is answered with the same order.
 */
export class OrderDesk {
  readonly lookUps: LookUps;
  readonly orphans: OrphanEnds;
  readonly news = new OrderNews();
  readonly #parts: DeskParts;
  readonly #placing = new Map<IntentId, Promise<Result<DeskOrder>>>();

  constructor(parts: DeskParts) {
    this.#parts = parts;
    const onFinding = (id: IntentId, finding: Finding, progress: Progress): void => this.#found(id, finding, progress);
    this.lookUps = new LookUps({ ...parts, onFinding });
    this.orphans = new OrphanEnds({
      ...parts,
      onFound: (order, update, askedMs) => void this.take(order, update, 'looked-up', null, askedMs),
    });
  }

  /** After a start: whatever had not ended is asked for. An order that was never let go is known not to be placed. */
  resume(): void {
    for (const order of this.#parts.book.list()) {
      const intent = this.#parts.book.intent(order.key);
      if (intent === null) continue;
      if (wantsSecondLook(order, this.#parts.clock.now())) this.#lookFor(order, intent);
      if (isFinal(order)) continue;
      if (order.status === 'journaled') this.#end(order, 'not-placed', NEVER_LEFT);
      else this.#lookFor(order.status === 'sending' ? this.#unknown(order, null) : this.#unmarked(order), intent);
    }
  }

  /** The account can be asked again: its key loaded, or it was added. */
  accountCame(account: AccountId): void {
    for (const order of this.#parts.book.list()) {
      if (order.account === account && order.status === 'unknown') this.ask(order);
    }
    this.lookUps.hurryAll(account);
  }

  /** Nobody can ask for its orders any more: what became of them is for a person to say. */
  accountGone(account: AccountId): void {
    for (const order of this.#parts.book.list()) {
      if (order.account !== account || isFinal(order) || order.status === 'journaled') continue;
      this.lookUps.end(order.key as IntentId);
      this.#gone(order);
    }
  }

  #gone(order: DeskOrder): void {
    if (order.status === 'unknown' && order.lookUp?.wantsHuman === true) return;
    const nowMs = this.#parts.clock.now();
    const gone = toGone(order, nowMs);
    this.keep(gone, stepOf(nowMs, 'lost', gone, null, 'no account to ask'));
  }

  /** Looks for everything unknown now rather than at its next time. */
  hurry(): void {
    for (const { status, key } of this.#parts.book.list())
      if (status === 'unknown') this.lookUps.hurry(key as IntentId);
  }

  review(intent: IntentId, ticket: OrderTicket, ownId: string | null = null): Result<Review> {
    return reviewOrder(this.#parts, intent, ticket, ownId);
  }

  /** Sends what was reviewed, once; everybody who confirms the same intent gets the same answer. */
  place(intent: IntentId, hash: string, typed = ''): Promise<Result<DeskOrder>> {
    const known = this.#parts.book.intent(intent);
    const underWay = this.#placing.get(intent);
    if (underWay !== undefined) return underWay;
    if (known !== null) return Promise.resolve(ok(this.#known(known)));
    const begun = beginOrder(this.#parts, intent, hash, typed);
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

  /**
   * What an exchange said of an order, over whatever way. `askedMs`: exchange time at which the question was asked;
   * null for what came unasked, or answers a call that changed the order.
   */
  take(
    order: DeskOrder,
    update: OrderUpdate,
    kind: OrderStep['kind'],
    answer: Answer | null = null,
    askedMs: number | null = null,
  ): DeskOrder {
    const heard = afterUpdate(order, update, this.#parts.clock.now(), this.news.hear(order, update, askedMs));
    // What was looked up shows what an amendment that was only taken came to.
    const next = kind === 'looked-up' ? { ...heard, isAmending: false } : heard;
    if (isSame(order, next)) return order;
    this.lookUps.end(order.key as IntentId);
    const told = update.amendment?.isDone === false ? update.amendment.reason : update.reason;
    return this.keep(next, stepOf(this.#parts.clock.now(), kindOf(order, next, kind, update), next, answer, told));
  }

  /** Asks what became of an order of ours, as after a cancel whose answer says nothing of it. */
  ask(order: DeskOrder): void {
    if (isOrphan(order)) return this.orphans.look(order.key);
    const intent = this.#parts.book.intent(order.key);
    if (intent !== null && !isFinal(order)) this.#lookFor(order, intent);
  }

  /** A person's word on an order that stays unknown. */
  decide(key: OrderKey, decision: 'placed' | 'not-placed'): Result<DeskOrder> {
    const order = this.#parts.book.find(key);
    if (order === undefined) return fail({ kind: 'not-found', what: `order ${key}` });
    if (order.status !== 'unknown') return fail({ kind: 'invalid-input', detail: 'this order is not unknown' });
    const nowMs = this.#parts.clock.now();
    const next = toDecided(order, decision, nowMs);
    if (isFinal(next)) this.lookUps.end(key as IntentId);
    return ok(this.keep(next, stepOf(nowMs, 'decided', next, null, decision)));
  }

  stop(): void {
    this.lookUps.stop();
    this.orphans.stop();
  }

  async #send({ account, intent, request }: Sending): Promise<Result<DeskOrder>> {
    const { client, clock } = this.#parts;
    const mayStart = (): Failure | null => leaveFailure(this.#parts, intent);
    const beforeSend = (): Failure | null => {
      const stopped = mayStart();
      if (stopped !== null) return stopped;
      const order = this.#parts.book.find(intent.id) ?? intent.order;
      // Kept back at its first byte by a gate, and let go again: it is written down already, and is sent once.
      if (order.status === 'sending') return null;
      const sending: DeskOrder = { ...order, status: 'sending', updatedAtMs: clock.now() };
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
    if (placed.kind === 'refused') this.#parts.judge.refused(account, placed.failure);
    return ok(this.#placed(intent, placed));
  }

  #placed(intent: Intent, placed: Placed): DeskOrder {
    const { book } = this.#parts;
    // A stream may have been faster than the answer.
    const order = book.find(intent.id) ?? intent.order;
    switch (placed.kind) {
      case 'acknowledged':
        return this.#acknowledged(order, placed.update, placed.answer);
      case 'refused':
        return this.#refused(order, intent, placed.failure);
      case 'never-sent':
        return this.#end(order, 'not-placed', placed.failure);
      case 'unknown': {
        const unknown = this.#unknown(order, placed.failure);
        if (unknown.status === 'unknown') this.#lookFor(unknown, intent);
        return book.find(intent.id) ?? unknown;
      }
    }
  }

  #refused(order: DeskOrder, intent: Intent, failure: Failure): DeskOrder {
    const nowMs = this.#parts.clock.now();
    const ended = toEnded(order, 'rejected', failure, nowMs);
    if (isSame(order, ended)) return order;
    this.keep(ended, stepOf(nowMs, 'refused', ended, null, codeOf(failure)));
    this.#lookFor(ended, intent);
    return ended;
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
    if (account === undefined) return isFinal(order) ? undefined : this.#gone(order);
    const wanted = lookedFor(order, account, intent.serverMs);
    if (wanted === null) return;
    const { id, validForMs } = intent;
    const isSecondLook = order.status === 'rejected';
    const isSeen = !isSecondLook && order.status !== 'unknown';
    const nextAtMs = this.lookUps.begin({ ...wanted, id, validForMs, isSecondLook, isSeen, isSearched });
    if (nextAtMs === null || order.status !== 'unknown') return;
    const { tries, wantsHuman } = order.lookUp ?? { tries: 0, wantsHuman: false };
    const waiting: DeskOrder = { ...order, lookUp: { tries, nextAtMs, wantsHuman } };
    this.keep(waiting, stepOf(this.#parts.clock.now(), 'looked-up', waiting, null, 'begun'));
  }

  #found(id: IntentId, finding: Finding, progress: Progress): void {
    const order = this.#parts.book.find(id);
    if (order === undefined) return;
    if (finding.kind === 'found') return void this.take(order, finding.update, 'looked-up', null, finding.askedMs);
    const isOver = order.status === 'unknown' ? progress.isProven : progress.isAbsent;
    if (isOver && !isFinal(order)) return this.#absent(order);
    if (order.status !== 'unknown') return;
    const { tries, nextAtMs, wantsHuman } = progress;
    const next: DeskOrder = { ...order, lookUp: { tries, nextAtMs, wantsHuman } };
    const why = finding.kind === 'unclear' ? finding.why : (finding.doubt ?? 'not there');
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
    const next = { ...order, isCancelling: false, isAmending: false };
    return this.keep(next, stepOf(this.#parts.clock.now(), 'told', next, null, 'begun anew'));
  }

  keep(order: DeskOrder, step: OrderStep): DeskOrder {
    return keepOrder(this.#parts, order, step);
  }
}

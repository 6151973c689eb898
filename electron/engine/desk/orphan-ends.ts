import type { Failure } from '../../../shared/contract/failure.ts';
import type { DeskOrder, OrderKey } from '../../../shared/model/desk.ts';
import type { OrderUpdate } from '../../../shared/model/order.ts';
import type { AccountBook } from '../accounts/account-book.ts';
import type { Client } from '../client/client.ts';
import type { Clock, Disposer } from '../ports.ts';
import type { DeskBook } from './desk-book.ts';
import { lookFor } from './look-for.ts';
import { lookedFor } from './look-ups.ts';

/** A bot may have had hundreds that ended during one gap: they are asked for one after the other, after all else. */
const LANE = { caller: 'app', lane: 'background' } as const;
const AGAIN_MS = [5_000, 15_000, 60_000, 300_000] as const;
const RARE_MS = 600_000;
/** Answers without it, after which nobody expects one any more. */
const MOST_ANSWERS = 5;

export interface OrphanParts {
  readonly clock: Clock;
  readonly client: Client;
  readonly accounts: AccountBook;
  readonly book: DeskBook;
  readonly onFound: (order: DeskOrder, update: OrderUpdate, askedMs: number) => void;
}

interface Search {
  tries: number;
  answers: number;
  cancel: Disposer;
}

/** Finds out how orders that were placed elsewhere ended, once they are not open any more. */
export class OrphanEnds {
  readonly #parts: OrphanParts;
  readonly #searches = new Map<OrderKey, Search>();
  #turn: Promise<void> = Promise.resolve();

  constructor(parts: OrphanParts) {
    this.#parts = parts;
  }

  /** It was open and is missing: that it ended is shown, and how is asked. */
  missing(order: DeskOrder): void {
    if (order.status !== 'unknown') this.#show(order, 0, this.#parts.clock.now(), false);
    this.look(order.key);
  }

  look(key: OrderKey): void {
    const known = this.#searches.get(key);
    if (known !== undefined && known.answers < MOST_ANSWERS) return;
    const search: Search = { tries: 0, answers: 0, cancel: () => undefined };
    this.#searches.set(key, search);
    this.#queue(key, search);
  }

  stop(): void {
    for (const { cancel } of this.#searches.values()) cancel();
    this.#searches.clear();
  }

  #queue(key: OrderKey, search: Search): void {
    this.#turn = this.#turn.then(() => this.#try(key, search));
  }

  async #try(key: OrderKey, search: Search): Promise<void> {
    const { book, accounts, client, clock, onFound } = this.#parts;
    const order = book.find(key);
    const account = order === undefined ? undefined : accounts.find(order.account);
    const wanted = order === undefined || account === undefined ? null : lookedFor(order, account, order.createdAtMs);
    if (this.#searches.get(key) !== search) return;
    if (wanted === null || order?.status !== 'unknown') return void this.#searches.delete(key);
    const finding = await lookFor(client, wanted, LANE);
    const now = book.find(key);
    if (this.#searches.get(key) !== search || now?.status !== 'unknown') return;
    if (finding.kind === 'found') {
      this.#searches.delete(key);
      return onFound(now, finding.update, finding.askedMs);
    }
    search.tries += 1;
    if (finding.kind === 'absent' || finding.isAnswered) search.answers += 1;
    const inMs = AGAIN_MS[search.tries - 1] ?? RARE_MS;
    const isOver = search.answers >= MOST_ANSWERS;
    if (!isOver) search.cancel = clock.wakeAt(clock.monotonic() + inMs, () => this.#queue(key, search));
    this.#show(now, search.tries, isOver ? null : clock.now() + inMs, isOver);
  }

  #show(order: DeskOrder, tries: number, nextAtMs: number | null, wantsHuman: boolean): void {
    const failure: Failure = { kind: 'outcome-unknown', detail: 'not open any more; how it ended is not known' };
    const lookUp = { tries, nextAtMs, wantsHuman };
    this.#parts.book.putOrphan({
      ...order,
      status: 'unknown',
      failure,
      lookUp,
      updatedAtMs: this.#parts.clock.now(),
    });
  }
}

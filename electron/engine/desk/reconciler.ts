import type { Account, AccountId } from '../../../shared/model/account.ts';
import type { Failure } from '../../../shared/contract/failure.ts';
import type { DeskOrder } from '../../../shared/model/desk.ts';
import type { OrderUpdate } from '../../../shared/model/order.ts';
import type { AccountBook } from '../accounts/account-book.ts';
import type { Client } from '../client/client.ts';
import { exchange } from '../exchanges/registry.ts';
import type { Clock, Disposer } from '../ports.ts';
import type { DeskBook } from './desk-book.ts';
import { orphanOf } from './new-order.ts';
import type { OrderDesk } from './order-desk.ts';
import { afterUpdate, isFinal } from './order-state.ts';

/** Between lists of open orders where a feed is heard, and where none is. */
const HEARD_MS = 10 * 60_000;
const UNHEARD_MS = 60_000;
/** After a list that could not be had. */
const RETRY_MS = 15_000;
const WITHIN_MS = 30_000;
/** An order that was acknowledged just now may be missing from a list that was made before. */
const SETTLE_MS = 10_000;

export interface ReconcilerParts {
  readonly clock: Clock;
  readonly client: Client;
  readonly accounts: AccountBook;
  readonly book: DeskBook;
  readonly desk: OrderDesk;
  readonly onReconciled: (account: AccountId) => void;
}

interface Watched {
  readonly account: Account;
  /** Monotonic ms of the next look. */
  atMs: number;
  isHeard: boolean;
  isAsking: boolean;
  cancel: Disposer;
}

/** Holds what we think is open against what the exchange has open: after every gap in its feed, and now and then. */
export class Reconciler {
  readonly #parts: ReconcilerParts;
  readonly #watched = new Map<AccountId, Watched>();
  readonly #reconciled = new Set<AccountId>();

  constructor(parts: ReconcilerParts) {
    this.#parts = parts;
  }

  /** True once every account's open orders were seen since the start. */
  get isReconciled(): boolean {
    return [...this.#watched.keys()].every((id) => this.#reconciled.has(id));
  }

  /** Accounts whose orders are watched now. */
  accounts(): readonly Account[] {
    return [...this.#watched.values()].map(({ account }) => account);
  }

  watch(account: Account): Disposer {
    const watched: Watched = { account, atMs: 0, isHeard: false, isAsking: false, cancel: () => undefined };
    this.#watched.set(account.id, watched);
    this.#schedule(account, watched, 1_000);
    const stop = this.#parts.book.onChange(
      (order) => order.account === account.id && !isFinal(order) && this.#bringForward(watched),
    );
    return () => {
      stop();
      watched.cancel();
      if (this.#watched.get(account.id) === watched) this.#watched.delete(account.id);
    };
  }

  /** The feed of an account lives, or does not; after each beginning everything before it was not heard. */
  feedChanged(account: Account, isLive: boolean): void {
    const watched = this.#watched.get(account.id);
    if (watched === undefined) return;
    watched.isHeard = isLive;
    if (isLive) this.#schedule(account, watched, 0);
    else this.#bringForward(watched);
  }

  /** What a feed told, in the order it came. */
  take(account: Account, updates: readonly OrderUpdate[]): void {
    for (const update of updates) this.#takeOne(account, update);
  }

  async ask(account: Account): Promise<boolean> {
    return (await this.look(account)) === null;
  }

  /** The same, with why it could not be done. */
  async look(account: Account): Promise<Failure | null> {
    const { client, book, desk, clock } = this.#parts;
    const { orders } = exchange(account.exchange);
    const request = orders.open(null);
    const askedAtMs = clock.now();
    const answer = await client.send({ account, request, caller: 'app', lane: 'account', withinMs: WITHIN_MS });
    if (!answer.ok) return answer.failure;
    const updates = orders.readOrders(answer.value.reply.json, { endpoint: `${request.method} ${request.path}` });
    if (!updates.ok) return updates.failure;
    this.take(account, updates.value);
    const open = new Set(
      updates.value.flatMap(({ clientOrderId, exchangeOrderId }) => [clientOrderId, exchangeOrderId]),
    );
    for (const order of book.list()) {
      if (order.account !== account.id || !isMissing(order, open, askedAtMs)) continue;
      if (order.key.startsWith('orphan-'))
        book.putOrphan({ ...order, status: 'cancelled', reason: 'no longer open', updatedAtMs: clock.now() });
      else desk.ask(order);
    }
    this.#reconciled.add(account.id);
    this.#parts.onReconciled(account.id);
    return null;
  }

  #takeOne(account: Account, update: OrderUpdate): void {
    const { book, desk, clock } = this.#parts;
    const known = book.match(account.id, update);
    if (known !== undefined && !known.key.startsWith('orphan-')) {
      desk.take(known, update, 'told');
      return;
    }
    const orphan =
      known === undefined ? orphanOf(account, update, clock.now()) : afterUpdate(known, update, clock.now());
    // The end of an order nobody here ever saw is no news.
    if (orphan !== null && (known !== undefined || !isFinal(orphan))) book.putOrphan(orphan);
  }

  // The next look was put far away because nothing rested, or a feed was heard; now it is not so.
  #bringForward(watched: Watched): void {
    if (watched.isHeard || watched.isAsking) return;
    if (watched.atMs > this.#parts.clock.monotonic() + UNHEARD_MS) this.#schedule(watched.account, watched, UNHEARD_MS);
  }

  #schedule(account: Account, watched: Watched, inMs: number): void {
    const { clock } = this.#parts;
    watched.cancel();
    watched.atMs = clock.monotonic() + inMs;
    watched.cancel = clock.wakeAt(watched.atMs, () => void this.#askInTurn(account, watched));
  }

  // A list of everything is dear (Binance: 80 of 6,000 a minute): where nothing rests, a rare look is enough.
  #pauseMs(account: Account, isHeard: boolean, isDone: boolean): number {
    if (!isDone) return RETRY_MS;
    const rests = this.#parts.book.list().some((order) => order.account === account.id && !isFinal(order));
    return isHeard || !rests ? HEARD_MS : UNHEARD_MS;
  }

  async #askInTurn(account: Account, watched: Watched): Promise<void> {
    if (watched.isAsking) return;
    watched.isAsking = true;
    let isDone = false;
    try {
      isDone = await this.ask(account);
    } finally {
      watched.isAsking = false;
      if (this.#watched.get(account.id) === watched) {
        this.#schedule(account, watched, this.#pauseMs(account, watched.isHeard, isDone));
      }
    }
  }
}

function isMissing(order: DeskOrder, open: ReadonlySet<string | null>, askedAtMs: number): boolean {
  const isResting = order.status === 'open' || order.status === 'partially-filled' || order.status === 'pending';
  if (!isResting || order.updatedAtMs > askedAtMs - SETTLE_MS) return false;
  const isListed = [order.clientOrderId, order.exchangeOrderId].some((id) => id !== null && open.has(id));
  return !isListed;
}

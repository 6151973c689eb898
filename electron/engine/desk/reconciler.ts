import type { Account, AccountId } from '../../../shared/model/account.ts';
import { type Failure, type Result, ok } from '../../../shared/contract/failure.ts';
import type { DeskOrder, OrderKey } from '../../../shared/model/desk.ts';
import type { OrderUpdate } from '../../../shared/model/order.ts';
import type { AccountBook } from '../accounts/account-book.ts';
import { type BackoffRule, backoffMs } from '../client/backoff.ts';
import type { Client } from '../client/client.ts';
import { exchange } from '../exchanges/registry.ts';
import type { Clock, Disposer, Random } from '../ports.ts';
import { isFinal as isHopeless } from '../sockets/refusal.ts';
import type { DeskBook } from './desk-book.ts';
import { orphanOf } from './new-order.ts';
import type { OrderDesk } from './order-desk.ts';
import { readOrderList } from './order-lists.ts';
import { isFinal, isOrphan } from './order-state.ts';

/** Between lists of open orders where a feed is heard, and where none is. */
const HEARD_MS = 10 * 60_000;
const UNHEARD_MS = 60_000;
/** After a list that could not be had; longer where asking again soon can change nothing. */
const retry: BackoffRule = { firstMs: 15_000, ceilingMs: 300_000 };
const hopeless: BackoffRule = { firstMs: 1_200_000, ceilingMs: 3_600_000 };
const WITHIN_MS = 30_000;
/** An order that was acknowledged just now may be missing from a list that was made before. */
const SETTLE_MS = 10_000;

const RESTING: ReadonlySet<DeskOrder['status']> = new Set(['open', 'partially-filled', 'pending']);

export interface ReconcilerParts {
  readonly clock: Clock;
  readonly random: Random;
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
  /** A feed began anew while a list was under way: that list may be older than the gap. */
  isAskedAgain: boolean;
  tries: number;
  cancel: Disposer;
}

/** Holds what we think is open against what the exchange has open: after every gap in its feed, and now and then. */
export class Reconciler {
  readonly #parts: ReconcilerParts;
  readonly #watched = new Map<AccountId, Watched>();
  readonly #reconciled = new Set<AccountId>();
  /** Monotonic ms at which each living order last changed; those this run has not seen change are settled. */
  readonly #changedMs = new Map<OrderKey, number>();

  constructor(parts: ReconcilerParts) {
    this.#parts = parts;
    parts.book.onChange((order) => {
      if (isFinal(order)) this.#changedMs.delete(order.key);
      else this.#changedMs.set(order.key, parts.clock.monotonic());
    });
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
    const watched: Watched = {
      account,
      atMs: 0,
      isHeard: false,
      isAsking: false,
      isAskedAgain: false,
      tries: 0,
      cancel: () => undefined,
    };
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
    if (!isLive) return this.#bringForward(watched);
    watched.tries = 0;
    if (watched.isAsking) watched.isAskedAgain = true;
    else this.#schedule(account, watched, 0);
  }

  /** What a feed told, in the order it came. */
  take(account: Account, updates: readonly OrderUpdate[]): void {
    const named = this.#parts.client.peers.parts.named(account.exchange, updates);
    for (const update of named) this.#takeOne(account, update, null);
  }

  async ask(account: Account): Promise<boolean> {
    return (await this.list(account)).ok;
  }

  /** The same, with why it could not be done. */
  async look(account: Account): Promise<Failure | null> {
    const list = await this.list(account);
    return list.ok ? null : list.failure;
  }

  /**
   * Asks for everything open and holds it against the book; the failure is why there was no list. `isToRepeat`: it lacks
   * an order that changed so recently that the list may be the older of the two.
   */
  async list(account: Account): Promise<Result<{ readonly isToRepeat: boolean }>> {
    const { client, book, clock } = this.#parts;
    const askedAtMs = clock.monotonic();
    const askedMs = client.peers.clockOf(account).serverMs();
    const call = { account, caller: 'app', lane: 'account', withinMs: WITHIN_MS } as const;
    const list = await readOrderList(client, call, exchange(account.exchange).orders.open(null));
    if (!list.ok) return list;
    const { updates, isWhole } = list.value;
    for (const update of updates) this.#takeOne(account, update, askedMs);
    // What was not listed to its end may hold what seems to be missing.
    const listed = new Set(updates.flatMap((update) => book.match(account.id, update)?.key ?? []));
    const unlisted = (isWhole ? book.list() : []).filter(
      (order) => order.account === account.id && !listed.has(order.key) && RESTING.has(order.status),
    );
    const settled = unlisted.filter((order) => this.#isSettled(order, askedAtMs));
    for (const order of settled) this.#missing(order);
    this.#reconciled.add(account.id);
    this.#parts.onReconciled(account.id);
    return ok({ isToRepeat: settled.length < unlisted.length });
  }

  #missing(order: DeskOrder): void {
    const { desk } = this.#parts;
    if (isOrphan(order)) desk.orphans.missing(order);
    else desk.ask(order);
  }

  #takeOne(account: Account, update: OrderUpdate, askedMs: number | null): void {
    const { book, desk, clock } = this.#parts;
    const known = book.match(account.id, update);
    if (known !== undefined) return void desk.take(known, update, 'told', null, askedMs);
    const orphan = orphanOf(account, update, clock.now());
    // The end of an order nobody here ever saw is no news.
    if (orphan === null || isFinal(orphan)) return;
    desk.news.hear(orphan, update, askedMs);
    book.putOrphan(orphan);
  }

  // The next look was put far away because nothing rested, or a feed was heard; now it is not so.
  #bringForward(watched: Watched): void {
    // A list that cannot be had comes no sooner because something rests.
    if (watched.isHeard || watched.isAsking || watched.tries > 0) return;
    if (watched.atMs > this.#parts.clock.monotonic() + UNHEARD_MS) this.#schedule(watched.account, watched, UNHEARD_MS);
  }

  #schedule(account: Account, watched: Watched, inMs: number): void {
    const { clock } = this.#parts;
    watched.cancel();
    watched.atMs = clock.monotonic() + inMs;
    watched.cancel = clock.wakeAt(watched.atMs, () => void this.#askInTurn(account, watched));
  }

  // A list of everything is dear (Binance: 80 of 6,000 a minute): where nothing rests, a rare look is enough.
  #pauseMs(watched: Watched, failure: Failure | null): number {
    if (failure !== null) {
      watched.tries += 1;
      const rule = isHopeless(failure) ? hopeless : retry;
      return backoffMs(rule, watched.tries, this.#parts.random.fraction());
    }
    watched.tries = 0;
    const { account, isHeard } = watched;
    const rests = this.#parts.book.list().some((order) => order.account === account.id && !isFinal(order));
    return isHeard || !rests ? HEARD_MS : UNHEARD_MS;
  }

  async #askInTurn(account: Account, watched: Watched): Promise<void> {
    if (watched.isAsking) return;
    watched.isAsking = true;
    watched.isAskedAgain = false;
    let isToRepeat = false;
    let failure: Failure | null = { kind: 'unavailable', detail: 'the list broke' };
    try {
      const list = await this.list(account);
      failure = list.ok ? null : list.failure;
      isToRepeat = list.ok && list.value.isToRepeat;
    } finally {
      watched.isAsking = false;
      if (this.#watched.get(account.id) === watched) {
        const pauseMs = this.#pauseMs(watched, failure);
        const latestMs = watched.isAskedAgain ? 0 : isToRepeat ? SETTLE_MS : pauseMs;
        this.#schedule(account, watched, Math.min(pauseMs, latestMs));
      }
    }
  }

  #isSettled({ key }: DeskOrder, askedAtMs: number): boolean {
    return (this.#changedMs.get(key) ?? Number.NEGATIVE_INFINITY) <= askedAtMs - SETTLE_MS;
  }
}

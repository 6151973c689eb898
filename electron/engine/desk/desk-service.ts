import type { Account, AccountId } from '../../../shared/model/account.ts';
import { type Result, ok } from '../../../shared/contract/failure.ts';
import type { Gate } from '../../../shared/model/bucket.ts';
import type { DeskOrder, DeskState, DeskStatus } from '../../../shared/model/desk.ts';
import type { OrderUpdate } from '../../../shared/model/order.ts';
import type { AccountBook } from '../accounts/account-book.ts';
import type { Client } from '../client/client.ts';
import type { Hosts } from '../exchanges/definition.ts';
import type { Publish } from '../feed/publisher.ts';
import type { Log } from '../log.ts';
import type { Clock, Disposer, Random } from '../ports.ts';
import type { Journal } from '../recorder/types.ts';
import type { FeedState } from '../sockets/ports.ts';
import { cancelAll, type CancelAllParts } from './cancel-all.ts';
import { DeadMan } from './dead-man.ts';
import { DeskBook } from './desk-book.ts';
import type { DeskMarket } from './desk-market.ts';
import { HaltSwitch } from './halt-switch.ts';
import type { IntentJournal } from './intent-journal.ts';
import { OrderAmending } from './order-amending.ts';
import { OrderChanging } from './order-changing.ts';
import { OrderDesk } from './order-desk.ts';
import { Reconciler } from './reconciler.ts';
import { Reviews } from './reviews.ts';
import { SleepPause } from './sleep-pause.ts';
import { cancelStragglers } from './stragglers.ts';
import { cancelWanted } from './wanted-cancels.ts';

export interface DeskServiceParts {
  readonly clock: Clock;
  readonly random: Random;
  readonly client: Client;
  readonly accounts: AccountBook;
  readonly intents: IntentJournal;
  readonly journal: Journal;
  readonly market: DeskMarket;
  readonly sha256: (text: string) => string;
  readonly hosts: (account: Account) => Hosts;
  readonly log: Log;
  readonly publish: Publish;
  /** Ok while the app is not locked. */
  readonly unlocked: () => Result<null>;
  /** Whether the account has a key to sign with; absent: it has. */
  readonly canSign?: (account: Account) => boolean;
  /** What keeps an account's key from seeing whatever became of orders since an exchange time; absent: nothing. */
  readonly blindSpot?: (account: Account, fromServerMs: number) => string | null;
  readonly onStoreTrouble: (detail: string) => void;
  /** A run of the practice environment alone, whose halt is its own. */
  readonly isPracticeOnly: boolean;
}

/** Orders from the ticket to their end. Each part does one thing; this wires them and tells the pages. */
export class DeskService {
  readonly book: DeskBook;
  readonly desk: OrderDesk;
  readonly changing: OrderChanging;
  readonly amending: OrderAmending;
  readonly reconciler: Reconciler;
  readonly halt: HaltSwitch;
  readonly deadMan: DeadMan;
  readonly market: DeskMarket;
  readonly #sleepPause: SleepPause;
  readonly #parts: DeskServiceParts;
  readonly #cancelling: CancelAllParts;

  constructor(parts: DeskServiceParts) {
    this.#parts = parts;
    const { market, publish } = parts;
    this.market = market;
    this.book = new DeskBook(parts.intents, (exchange, name) => parts.client.peers.parts.symbolOf(exchange, name));
    this.#cancelling = { ...parts, resting: ({ id }) => this.book.list().filter((order) => mayRest(order, id)) };
    const mayOrder = (account: AccountId): Result<null> => {
      const unlocked = parts.unlocked();
      return unlocked.ok ? this.mayOrder(account) : unlocked;
    };
    const onChange = (): void => publish('desk.changed', this.state());
    this.halt = new HaltSwitch({
      ...parts,
      onChange,
      cancelAll: (account) => cancelAll(this.#cancelling, account, { symbol: null, isHalted: true }),
    });
    this.deadMan = new DeadMan({ ...parts, onChange });
    const shared = { ...parts, book: this.book, mayOrder };
    const reviews = new Reviews(parts);
    this.desk = new OrderDesk({ ...shared, reviews, judge: market });
    this.changing = new OrderChanging({ ...shared, desk: this.desk });
    const { desk, halt } = this;
    this.amending = new OrderAmending({ ...shared, reviews, judge: market, desk });
    this.reconciler = new Reconciler({ ...shared, desk, onReconciled: (account) => this.#reconciled(account) });
    this.#sleepPause = new SleepPause({ ...shared, desk, halt, reconciler: this.reconciler, onChange });
  }

  start(): Disposer {
    const stop = this.book.onChange((order) => this.#parts.publish('orders.updated', { orders: [order] }));
    const stopStragglers = cancelStragglers({
      ...this.#parts,
      book: this.book,
      halt: this.halt,
      changing: this.changing,
    });
    this.#tellUnreadable();
    this.desk.resume();
    const stopWanted = cancelWanted({ ...this.#parts, book: this.book, changing: this.changing });
    const stopAccounts = this.#parts.accounts.onChange(({ kind, account }) => {
      if (kind === 'removed') this.desk.accountGone(account.id);
      else if (kind === 'added') this.desk.accountCame(account.id);
    });
    this.halt.start();
    this.deadMan.start();
    this.#sleepPause.start();
    return () => {
      stop();
      stopStragglers();
      stopWanted();
      stopAccounts();
      this.desk.stop();
      this.halt.stop();
      this.deadMan.drop();
      this.#sleepPause.stop();
    };
  }

  /** Wall and monotonic time have parted, as after a sleep: new orders wait until clocks and orders are known again. */
  clockStepped(): void {
    this.#sleepPause.begin();
  }

  /** Whether a new order of an account may leave, as far as halt and pause go. */
  mayOrder(account: AccountId): Result<null> {
    return this.halt.isWhole ? this.halt.pass() : this.#sleepPause.pass(account);
  }

  /** An account can be signed for, by its first key or by another one than before. */
  keyLoaded(id: AccountId): void {
    this.halt.hurry(id);
    const account = this.#parts.accounts.find(id);
    if (account !== undefined) this.deadMan.keyLoaded(account);
  }

  /**
   * Before a clean end, while calls can still be made: dead-man switches are taken off. After a fault they stay: orders
   * may rest, and there will be nobody to see to them.
   */
  async leave(): Promise<void> {
    if (this.halt.view().cause !== 'fault') await this.deadMan.stop();
  }

  /** Begins what an account's orders need; ends with its disposer. */
  run(account: Account): Disposer {
    this.desk.accountCame(account.id);
    const stops = [this.reconciler.watch(account), this.market.start(account)];
    return () => {
      for (const stop of stops) stop();
    };
  }

  /** What a private feed told of orders. */
  heard(account: Account, updates: readonly OrderUpdate[]): void {
    this.reconciler.take(account, updates);
  }

  feedChanged(account: Account, state: FeedState): void {
    if (state === 'live') this.halt.hurry(account.id);
    this.reconciler.feedChanged(account, state === 'live');
  }

  state(): DeskState {
    return { ...this.halt.view(), pauses: this.#sleepPause.view(), deadMan: this.deadMan.view() };
  }

  #reconciled(account: AccountId): void {
    this.#sleepPause.seen(account);
    this.#parts.publish('desk.changed', this.state());
  }

  // An order that may be out there must not be forgotten because its row is damaged.
  #tellUnreadable(): void {
    const ids = this.book.unreadable();
    if (ids.length === 0) return;
    for (const id of ids) this.#parts.log.error('intent unreadable', { intent: id });
    this.#parts.onStoreTrouble(
      `journal.db: ${ids.length} orders that may be open cannot be read: look at the exchange`,
    );
  }

  /** A scope may call again: what a halt could not cancel there is tried at once. */
  gateOpened({ exchange, environment }: Pick<Gate, 'exchange' | 'environment'>): void {
    for (const account of this.#parts.accounts.list())
      if (account.exchange === exchange && account.environment === environment) this.halt.hurry(account.id);
  }

  async cancelAll(account: AccountId, symbol: string | null): Promise<Result<{ readonly asked: number | null }>> {
    const found = this.#parts.accounts.find(account);
    if (found === undefined) return { ok: false, failure: { kind: 'not-found', what: `account ${account}` } };
    this.changing.wantCancelled(account, symbol);
    const done = await cancelAll(this.#cancelling, found, { symbol, isHalted: this.halt.isWhole });
    // The answers name no single order everywhere; the list of what is left does.
    await this.reconciler.ask(found);
    return done.ok ? ok(done.value) : done;
  }
}

// An order whose fate is not known may rest; to cancel one that is not there harms nobody.
function mayRest({ account, status }: DeskOrder, id: AccountId): boolean {
  return account === id && MAY_REST.has(status);
}

const MAY_REST: ReadonlySet<DeskStatus> = new Set<DeskStatus>(['unknown', 'pending', 'open', 'partially-filled']);

import type { Account, AccountId } from '../../../shared/model/account.ts';
import { type Result, fail, ok } from '../../../shared/contract/failure.ts';
import type { DeskOrder, DeskState } from '../../../shared/model/desk.ts';
import type { AccountBook } from '../accounts/account-book.ts';
import { backoffMs, type BackoffRule } from '../client/backoff.ts';
import type { Client } from '../client/client.ts';
import type { Clock, Disposer, Random } from '../ports.ts';
import { isFinal } from '../sockets/refusal.ts';
import type { DeskBook } from './desk-book.ts';
import type { HaltSwitch } from './halt-switch.ts';
import type { OrderDesk } from './order-desk.ts';
import { isOrphan } from './order-state.ts';
import type { Reconciler } from './reconciler.ts';

const LOOK_AGAIN_MS = 1_000;
/** A list of open orders is dear (Binance: 80 of 6,000 a minute), and one that cannot be read stays so for a while. */
const askBackoff: BackoffRule = { firstMs: 2_000, ceilingMs: 60_000 };

export interface SleepPauseParts {
  readonly clock: Clock;
  readonly random: Random;
  readonly client: Client;
  readonly accounts: AccountBook;
  readonly book: DeskBook;
  readonly desk: OrderDesk;
  readonly halt: HaltSwitch;
  readonly reconciler: Reconciler;
  readonly onChange: () => void;
}

/** An account whose open orders were not seen since the sleep. */
interface Unseen {
  detail: string | null;
  /** It holds nobody up any more: its key is refused, or is not here. Its own orders wait until they were seen. */
  isLeft: boolean;
  isAsking: boolean;
}

/**
 * After a sleep or a step of the clock nothing new leaves for an account until its exchange's clock is measured again,
 * its open orders were seen, and each of its unknown orders was asked for once. Each account waits for itself alone; the
 * user may end all of it with the word.
 */
export class SleepPause {
  readonly #parts: SleepPauseParts;
  readonly #unseen = new Map<AccountId, Unseen>();
  /** Caught up with in this pause: nobody else may send while it lasts. */
  readonly #seen = new Set<AccountId>();
  readonly #waits = new Set<Disposer>();
  #run = 0;

  constructor(parts: SleepPauseParts) {
    this.#parts = parts;
  }

  /** Goes on with a pause that the last end cut short. */
  start(): void {
    if (!this.#isOn) return;
    const run = this.#next();
    this.#unseen.clear();
    this.#seen.clear();
    for (const { id } of this.#parts.accounts.list())
      this.#unseen.set(id, { detail: null, isLeft: false, isAsking: false });
    void this.#reopen(run);
  }

  /** Wall and monotonic time have parted. Each step begins the pause anew. */
  begin(): void {
    this.#parts.halt.halt('sleep');
    this.start();
    this.#parts.onChange();
  }

  stop(): void {
    this.#next();
  }

  /** Whether new orders of an account may leave, as far as the last sleep goes. */
  pass(id: AccountId): Result<null> {
    const unseen = this.#unseen.get(id);
    if (unseen?.isLeft !== true) return this.#isOn && !this.#seen.has(id) ? fail({ kind: 'halted' }) : ok(null);
    const why = unseen.detail ?? 'not asked yet';
    return fail({ kind: 'unavailable', detail: `its open orders were not seen since this computer slept: ${why}` });
  }

  view(): DeskState['pauses'] {
    return [...this.#unseen].flatMap(([account, { detail, isLeft }]) =>
      isLeft || this.#isOn ? [{ account, detail }] : [],
    );
  }

  /** Its open orders were seen after all, as with a key that was replaced. */
  seen(id: AccountId): void {
    if (this.#unseen.get(id)?.isLeft !== true) return;
    this.#unseen.delete(id);
    this.#seen.add(id);
  }

  /** It pauses still: not ended by its user, nor turned into a halt. */
  get #isOn(): boolean {
    return this.#parts.halt.view().cause === 'sleep';
  }

  // Accounts begin to be watched a moment after a start; those that are not by then have no key.
  async #reopen(run: number): Promise<void> {
    for (;;) {
      await this.#pause(LOOK_AGAIN_MS);
      if (this.#run !== run || !this.#isOn) return;
      const watched = new Map(this.#parts.reconciler.accounts().map((account) => [account.id, account]));
      for (const [id, unseen] of [...this.#unseen]) {
        const account = watched.get(id);
        if (account === undefined) this.#leave(id, unseen);
        else if (!unseen.isAsking && !unseen.isLeft) void this.#catchUp(account, unseen, run);
      }
      if ([...this.#unseen.values()].every(({ isLeft }) => isLeft)) return this.#end();
    }
  }

  #end(): void {
    this.#seen.clear();
    this.#parts.halt.endPause();
  }

  #leave(id: AccountId, unseen: Unseen): void {
    // Removed meanwhile: nothing of it can be sent.
    if (this.#parts.accounts.find(id) === undefined) this.#unseen.delete(id);
    else if (!unseen.isLeft) this.#note(unseen, 'no key', true);
  }

  async #catchUp(account: Account, unseen: Unseen, run: number): Promise<void> {
    const { reconciler, random } = this.#parts;
    unseen.isAsking = true;
    const isStill = (): boolean => this.#run === run && this.#isOn && this.#unseen.get(account.id) === unseen;
    for (let tries = 1; isStill(); tries += 1) {
      await this.#clockIsKnown(account, isStill);
      if (!isStill()) return;
      const failure = await reconciler.look(account);
      if (!isStill()) return;
      if (failure === null) return await this.#asked(account, isStill);
      this.#note(unseen, failure.kind, isFinal(failure));
      if (unseen.isLeft) return;
      await this.#pause(backoffMs(askBackoff, tries, random.fraction()));
    }
  }

  async #clockIsKnown(account: Account, isStill: () => boolean): Promise<void> {
    const clock = this.#parts.client.peers.clockOf(account);
    for (clock.check(); isStill() && !clock.isTrusted; clock.check()) await this.#pause(LOOK_AGAIN_MS);
  }

  async #asked(account: Account, isStill: () => boolean): Promise<void> {
    const { book, desk, onChange } = this.#parts;
    // Orphans were held against the list already, and of some nobody can ever learn more.
    const before = book
      .list()
      .filter((order) => order.account === account.id && order.status === 'unknown' && !isOrphan(order));
    desk.hurry();
    while (isStill() && before.some((order) => this.#isUnasked(order))) await this.#pause(LOOK_AGAIN_MS);
    if (!isStill()) return;
    this.#unseen.delete(account.id);
    this.#seen.add(account.id);
    onChange();
  }

  #isUnasked(before: DeskOrder): boolean {
    const now = this.#parts.book.find(before.key);
    return now?.status === 'unknown' && (now.lookUp?.tries ?? 0) === (before.lookUp?.tries ?? 0);
  }

  #note(unseen: Unseen, detail: string, isLeft: boolean): void {
    if (unseen.detail === detail && unseen.isLeft === isLeft) return;
    unseen.detail = detail;
    unseen.isLeft = isLeft;
    this.#parts.onChange();
  }

  #pause(forMs: number): Promise<void> {
    const { clock } = this.#parts;
    return new Promise((resolve) => {
      const stop = clock.wakeAt(clock.monotonic() + forMs, () => {
        this.#waits.delete(stop);
        resolve();
      });
      this.#waits.add(stop);
    });
  }

  // Whoever waits for an earlier run is left waiting: nothing of it may go on.
  #next(): number {
    for (const stop of this.#waits) stop();
    this.#waits.clear();
    this.#run += 1;
    return this.#run;
  }
}

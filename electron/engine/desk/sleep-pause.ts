import type { DeskOrder } from '../../../shared/model/desk.ts';
import type { Account, AccountId } from '../../../shared/model/account.ts';
import type { Client } from '../client/client.ts';
import type { Clock, Disposer } from '../ports.ts';
import type { DeskBook } from './desk-book.ts';
import type { HaltSwitch } from './halt-switch.ts';
import type { OrderDesk } from './order-desk.ts';
import type { Reconciler } from './reconciler.ts';

const LOOK_AGAIN_MS = 1_000;

export interface SleepPauseParts {
  readonly clock: Clock;
  readonly client: Client;
  readonly book: DeskBook;
  readonly desk: OrderDesk;
  readonly halt: HaltSwitch;
  readonly reconciler: Reconciler;
}

/**
 * After a sleep or a step of the clock nothing new leaves until every exchange's clock is measured again, its open
 * orders were seen, and each unknown order was asked for once. An exchange that cannot be reached keeps the pause up;
 * its user may end it with the word.
 */
export class SleepPause {
  readonly #parts: SleepPauseParts;
  #run = 0;
  #cancel: Disposer = () => undefined;

  constructor(parts: SleepPauseParts) {
    this.#parts = parts;
  }

  /** Goes on with a pause that the last end cut short. */
  start(): void {
    if (this.#parts.halt.view().cause === 'sleep') void this.#reopen(this.#next());
  }

  /** Wall and monotonic time have parted. Each step begins the pause anew. */
  begin(): void {
    this.#parts.halt.halt('sleep');
    this.start();
  }

  stop(): void {
    this.#next();
  }

  async #reopen(run: number): Promise<void> {
    const { reconciler, desk, halt } = this.#parts;
    const seen = new Set<AccountId>();
    // Accounts begin to be watched a moment after a start, and more may come while others are caught up with.
    for (await this.#pause(); this.#run === run; ) {
      const account = reconciler.accounts().find(({ id }) => !seen.has(id));
      if (account === undefined) break;
      if (!(await this.#isCaughtUp(account, run))) return;
      seen.add(account.id);
    }
    const before = this.#unknown();
    desk.hurry();
    while (this.#run === run && before.some((order) => this.#isUnasked(order))) await this.#pause();
    if (this.#run === run) halt.endPause();
  }

  // False: another step came, or the end.
  async #isCaughtUp(account: Account, run: number): Promise<boolean> {
    const { client, reconciler } = this.#parts;
    while (this.#run === run) {
      const clock = client.peers.clockOf(account);
      clock.check();
      const isGone = !reconciler.accounts().some(({ id }) => id === account.id);
      if (isGone || (clock.isTrusted && (await reconciler.ask(account)))) return this.#run === run;
      await this.#pause();
    }
    return false;
  }

  #unknown(): readonly DeskOrder[] {
    return this.#parts.book.list().filter(({ status }) => status === 'unknown');
  }

  #isUnasked(before: DeskOrder): boolean {
    const now = this.#parts.book.find(before.key);
    return now?.status === 'unknown' && (now.lookUp?.tries ?? 0) === (before.lookUp?.tries ?? 0);
  }

  #pause(): Promise<void> {
    const { clock } = this.#parts;
    return new Promise((resolve) => {
      this.#cancel = clock.wakeAt(clock.monotonic() + LOOK_AGAIN_MS, resolve);
    });
  }

  // Whoever waits for an earlier run is left waiting: nothing of it may go on.
  #next(): number {
    this.#cancel();
    this.#run += 1;
    return this.#run;
  }
}

import type { Account, AccountId } from '../../../shared/model/account.ts';
import type { Failure, Result } from '../../../shared/contract/failure.ts';
import type { DeskState } from '../../../shared/model/desk.ts';
import { backoffMs, type BackoffRule } from '../client/backoff.ts';
import type { Clock, Disposer, Random } from '../ports.ts';

type Cancel = DeskState['cancels'][number];

/** Cancels are safe to repeat, and a resting order costs real money: never given up, only ever more slowly. */
export const haltBackoff: BackoffRule = { firstMs: 4_000, ceilingMs: 40_000 };

export interface HaltCancelsParts {
  readonly clock: Clock;
  readonly random: Random;
  readonly find: (id: AccountId) => Account | undefined;
  /** Cancels everything of an account; ok once nothing of it rests. */
  readonly cancelAll: (account: Account) => Promise<Result<unknown>>;
  readonly onDone: (id: AccountId) => void;
  readonly onChange: () => void;
}

interface Work {
  readonly id: AccountId;
  shown: Cancel;
  tries: number;
  isBusy: boolean;
  /** Asked for again while a try was under way. */
  isWanted: boolean;
  wait: Disposer | null;
}

/** The cancels of one halt: each account is tried until nothing of it rests, however long that takes. */
export class HaltCancels {
  readonly #parts: HaltCancelsParts;
  readonly #works = new Map<AccountId, Work>();

  constructor(parts: HaltCancelsParts) {
    this.#parts = parts;
  }

  view(): Cancel[] {
    return [...this.#works.values()].map(({ shown }) => shown);
  }

  /** Begins an account, or begins it again. */
  begin(id: AccountId): void {
    const shown: Cancel = { account: id, state: 'waiting', detail: null };
    const work = this.#works.get(id) ?? { id, shown, tries: 0, isBusy: false, isWanted: false, wait: null };
    this.#works.set(id, work);
    if (work.shown.state === 'done') work.shown = shown;
    this.#now(work);
  }

  /** Something changed for the better: whoever waits for the next try goes at once. Null: everybody. */
  hurry(id: AccountId | null): void {
    for (const work of this.#works.values())
      if ((id === null || work.id === id) && work.shown.state !== 'done') this.#now(work);
  }

  /** The account is gone, and with it everything that could cancel. */
  forget(id: AccountId): void {
    this.#works.get(id)?.wait?.();
    this.#works.delete(id);
  }

  end(): void {
    for (const { wait } of this.#works.values()) wait?.();
    this.#works.clear();
  }

  #now(work: Work): void {
    work.wait?.();
    work.wait = null;
    if (work.isBusy) work.isWanted = true;
    else void this.#try(work);
  }

  async #try(work: Work): Promise<void> {
    work.isBusy = true;
    const result = await this.#cancel(work);
    work.isBusy = false;
    // Ended, or begun anew under another halt.
    if (this.#works.get(work.id) !== work) return;
    work.tries = result.ok ? 0 : work.tries + 1;
    const { id } = work;
    work.shown = { account: id, state: result.ok ? 'done' : 'failed', detail: result.ok ? null : result.failure.kind };
    const isWanted = work.isWanted;
    work.isWanted = false;
    if (result.ok) this.#parts.onDone(id);
    this.#parts.onChange();
    if (isWanted) this.#now(work);
    else if (!result.ok) this.#later(work, result.failure);
  }

  #cancel(work: Work): Promise<Result<unknown>> {
    const account = this.#parts.find(work.id);
    if (account !== undefined) return this.#parts.cancelAll(account);
    return Promise.resolve({ ok: false, failure: { kind: 'not-found', what: `account ${work.id}` } });
  }

  #later(work: Work, failure: Failure): void {
    const { clock, random } = this.#parts;
    const opensInMs = (opensAtMs(failure) ?? 0) - clock.now();
    const pauseMs = Math.max(opensInMs, backoffMs(haltBackoff, work.tries, random.fraction()));
    work.wait = clock.wakeAt(clock.monotonic() + pauseMs, () => {
      work.wait = null;
      void this.#try(work);
    });
  }
}

/** Local wall time at which whoever asked for quiet will listen again; null: not told. */
export function opensAtMs(failure: Failure): number | null {
  switch (failure.kind) {
    case 'held':
    case 'banned':
      return failure.untilMs;
    case 'rate-limited':
      return failure.retryAtMs;
    default:
      return null;
  }
}

import type { Account, AccountId } from '../../../shared/model/account.ts';
import { type Result, fail, ok } from '../../../shared/contract/failure.ts';
import type { DeskState } from '../../../shared/model/desk.ts';
import type { AccountBook } from '../accounts/account-book.ts';
import type { Disposer } from '../ports.ts';
import { HaltCancels } from './halt-cancels.ts';
import { HaltStore, type HaltStoreParts, type StoredHalt } from './halt-store.ts';

export const RESUME_WORD = 'RESUME';

type Cause = NonNullable<StoredHalt>['cause'];

export interface HaltParts extends Omit<HaltStoreParts, 'onKept'> {
  readonly accounts: AccountBook;
  /** Cancels everything of an account; ok once nothing of it rests. */
  readonly cancelAll: (account: Account) => Promise<Result<unknown>>;
  readonly onChange: () => void;
}

/** The kill switch: written down first, then every order is cancelled; it holds over restarts until a word is typed. */
export class HaltSwitch {
  readonly #parts: HaltParts;
  readonly #store: HaltStore;
  readonly #cancels: HaltCancels;
  #stored: StoredHalt;
  #stopHearing: Disposer = () => undefined;

  constructor(parts: HaltParts) {
    const { accounts, onChange } = parts;
    this.#parts = parts;
    this.#store = new HaltStore({ ...parts, onKept: onChange });
    this.#stored = this.#store.load();
    this.#cancels = new HaltCancels({
      ...parts,
      find: (id) => accounts.find(id),
      onDone: (id) => this.#drop(id),
    });
  }

  get isHalted(): boolean {
    return this.#stored !== null;
  }

  /** Halted by somebody or something, not paused after a sleep: what rests is to be cancelled. */
  get isWhole(): boolean {
    return this.#stored !== null && this.#stored.cause !== 'sleep';
  }

  view(): Pick<DeskState, 'halt' | 'haltedAtMs' | 'cause' | 'isStored' | 'cancels'> {
    return {
      halt: this.#stored === null ? 'active' : 'halted',
      haltedAtMs: this.#stored?.atMs ?? null,
      cause: this.#stored?.cause ?? null,
      isStored: this.#store.isKept,
      cancels: this.#cancels.view(),
    };
  }

  /** Ok while new orders may leave. */
  pass(): Result<null> {
    return this.isHalted ? fail({ kind: 'halted' }) : ok(null);
  }

  /** Goes on with the cancels that the last end cut short; those that were done are not done again. */
  start(): void {
    this.#stopHearing = this.#parts.accounts.onChange(({ kind, account }) => {
      if (kind === 'removed') this.#forget(account.id);
    });
    for (const id of this.#stored?.left ?? []) {
      if (this.#parts.accounts.find(id) === undefined) this.#forget(id);
      else this.#cancels.begin(id);
    }
  }

  /**
   * From the moment this returns no new order leaves. It halts even where that cannot be written down. A pause after
   * sleep stops only what is new, since what rests was wanted; it turns into a whole halt when one is asked for. Asked
   * for again, every account is cancelled again.
   */
  halt(cause: 'user' | 'sleep' | 'fault'): Result<null> {
    if (cause === 'sleep' && this.isHalted) return ok(null);
    const left = cause === 'sleep' ? [] : this.#parts.accounts.list().map(({ id }) => id);
    const atMs = this.#stored?.atMs ?? this.#parts.clock.now();
    this.#stored = { atMs, cause: strongerOf(this.#stored?.cause, cause), left };
    const kept = this.#store.save(this.#stored);
    for (const id of left) this.#cancels.begin(id);
    this.#parts.onChange();
    return kept;
  }

  /** What stood in the way of an account's cancels may be gone; null: of all. */
  hurry(id: AccountId | null): void {
    this.#cancels.hurry(id);
  }

  /** Ends a pause after sleep, and nothing else. */
  endPause(): void {
    if (this.#stored?.cause !== 'sleep') return;
    this.#stored = null;
    this.#store.save(null);
    this.#parts.onChange();
  }

  resume(word: string): Result<null> {
    if (word.trim().toUpperCase() !== RESUME_WORD) return fail({ kind: 'wrong-phrase' });
    const before = this.#stored;
    const kept = this.#store.save(null);
    // Halted in the file and trading in memory would be the worst of both.
    if (kept.ok) {
      this.#stored = null;
      this.#cancels.end();
    } else {
      this.#store.drop();
      this.#store.save(before);
    }
    this.#parts.onChange();
    return kept;
  }

  stop(): void {
    this.#stopHearing();
    this.#cancels.end();
    this.#store.drop();
  }

  // Nobody can cancel for an account that is gone; its removal was its user's word.
  #forget(id: AccountId): void {
    this.#cancels.forget(id);
    this.#drop(id);
  }

  #drop(id: AccountId): void {
    if (this.#stored === null || !this.#stored.left.includes(id)) return;
    this.#stored = { ...this.#stored, left: this.#stored.left.filter((one) => one !== id) };
    this.#store.save(this.#stored);
  }
}

// A pause never weakens a halt; of two others the first is told.
function strongerOf(before: Cause | undefined, next: Cause): Cause {
  return before === undefined || before === 'sleep' ? next : before;
}

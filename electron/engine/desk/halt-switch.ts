import { z } from 'zod';
import { type Account, AccountId } from '../../../shared/model/account.ts';
import { type Result, fail, ok } from '../../../shared/contract/failure.ts';
import type { DeskState } from '../../../shared/model/desk.ts';
import type { AccountBook } from '../accounts/account-book.ts';
import type { Clock, Disposer } from '../ports.ts';
import type { Journal } from '../recorder/types.ts';

const SETTING = 'halt';
export const RESUME_WORD = 'RESUME';
/** Cancels are safe to repeat: every so often until each account's went through. */
const RETRY_MS = 3_000;
const MAX_TRIES = 40;

/** `left`: accounts whose orders were not all cancelled yet. */
const Stored = z
  .object({ atMs: z.number(), cause: z.enum(['user', 'sleep', 'fault']), left: z.array(AccountId).default([]) })
  .nullable();
type Stored = z.infer<typeof Stored>;
type Cause = NonNullable<Stored>['cause'];
type Cancel = DeskState['cancels'][number];

export interface HaltParts {
  readonly clock: Clock;
  readonly journal: Pick<Journal, 'loadSetting' | 'saveSetting'>;
  readonly accounts: AccountBook;
  /** Cancels everything of an account; ok once nothing of it rests. */
  readonly cancelAll: (account: Account) => Promise<Result<unknown>>;
  readonly onChange: () => void;
}

/** The kill switch: written down first, then every order is cancelled; it holds over restarts until a word is typed. */
export class HaltSwitch {
  readonly #parts: HaltParts;
  #stored: Stored;
  #cancels = new Map<AccountId, Cancel>();
  readonly #stops = new Set<Disposer>();
  /** Rises with each halt and resume, so that cancels of an earlier one are told apart. */
  #run = 0;

  constructor(parts: HaltParts) {
    this.#parts = parts;
    this.#stored = read(parts.journal.loadSetting(SETTING));
  }

  get isHalted(): boolean {
    return this.#stored !== null;
  }

  view(): Pick<DeskState, 'halt' | 'haltedAtMs' | 'cause' | 'cancels'> {
    return {
      halt: this.#stored === null ? 'active' : 'halted',
      haltedAtMs: this.#stored?.atMs ?? null,
      cause: this.#stored?.cause ?? null,
      cancels: [...this.#cancels.values()],
    };
  }

  /** Ok while new orders may leave. */
  pass(): Result<null> {
    return this.isHalted ? fail({ kind: 'halted' }) : ok(null);
  }

  /** Goes on with the cancels that the last end cut short; those that were done are not done again. */
  start(): void {
    for (const id of this.#stored?.left ?? []) {
      const account = this.#parts.accounts.find(id);
      if (account !== undefined) void this.#cancel(account, 0);
    }
  }

  /**
   * From the moment this returns no new order leaves. It halts even where that cannot be written down. A pause after
   * sleep stops only what is new, since what rests was wanted; it turns into a whole halt when one is asked for.
   */
  halt(cause: 'user' | 'sleep' | 'fault'): Result<null> {
    if (cause === 'sleep' && this.isHalted) return ok(null);
    const accounts = cause === 'sleep' ? [] : this.#parts.accounts.list();
    const left = accounts.map(({ id }) => id);
    const atMs = this.#stored?.atMs ?? this.#parts.clock.now();
    this.#stored = { atMs, cause: strongerOf(this.#stored?.cause, cause), left };
    const kept = this.#save();
    this.#endCancels();
    this.#parts.onChange();
    for (const account of accounts) void this.#cancel(account, 0);
    return kept;
  }

  /** Ends a pause after sleep, and nothing else. */
  endPause(): void {
    if (this.#stored?.cause !== 'sleep') return;
    this.#stored = null;
    this.#save();
    this.#parts.onChange();
  }

  resume(word: string): Result<null> {
    if (word.trim().toUpperCase() !== RESUME_WORD) return fail({ kind: 'wrong-phrase' });
    const before = this.#stored;
    this.#stored = null;
    const kept = this.#save();
    // Halted in the file and trading in memory would be the worst of both.
    if (!kept.ok) this.#stored = before;
    else this.#endCancels();
    this.#parts.onChange();
    return kept;
  }

  stop(): void {
    this.#endCancels();
  }

  async #cancel(account: Account, tries: number): Promise<void> {
    const run = this.#run;
    this.#note({ account: account.id, state: 'waiting', detail: null });
    const result = await this.#parts.cancelAll(account);
    if (this.#run !== run) return;
    if (result.ok) return this.#done(account);
    this.#note({ account: account.id, state: 'failed', detail: result.failure.kind });
    if (tries >= MAX_TRIES) return;
    const { clock } = this.#parts;
    const stop = clock.wakeAt(clock.monotonic() + RETRY_MS, () => {
      this.#stops.delete(stop);
      void this.#cancel(account, tries + 1);
    });
    this.#stops.add(stop);
  }

  #done(account: Account): void {
    if (this.#stored !== null)
      this.#stored = { ...this.#stored, left: this.#stored.left.filter((id) => id !== account.id) };
    this.#save();
    this.#note({ account: account.id, state: 'done', detail: null });
  }

  #note(cancel: Cancel): void {
    this.#cancels.set(cancel.account, cancel);
    this.#parts.onChange();
  }

  #endCancels(): void {
    this.#run += 1;
    for (const stop of this.#stops) stop();
    this.#stops.clear();
    this.#cancels = new Map();
  }

  #save(): Result<null> {
    try {
      this.#parts.journal.saveSetting(SETTING, JSON.stringify(this.#stored));
      return ok(null);
    } catch {
      return fail({ kind: 'storage', detail: 'the halt cannot be written down' });
    }
  }
}

/** Before the switch is made: what was halted, and what was open, may be among what a damaged journal lost. */
export function haltForFault(journal: HaltParts['journal'], nowMs: number): void {
  const before = read(journal.loadSetting(SETTING));
  const cause = strongerOf(before?.cause, 'fault');
  journal.saveSetting(SETTING, JSON.stringify({ atMs: before?.atMs ?? nowMs, cause, left: before?.left ?? [] }));
}

// A halt that cannot be read is one: whoever halted meant it.
function read(text: string | null): Stored {
  if (text === null) return null;
  try {
    return Stored.parse(JSON.parse(text));
  } catch {
    return { atMs: 0, cause: 'fault', left: [] };
  }
}

// A pause never weakens a halt; of two others the first is told.
function strongerOf(before: Cause | undefined, next: Cause): Cause {
  return before === undefined || before === 'sleep' ? next : before;
}

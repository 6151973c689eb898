import { z } from 'zod';
import type { Account, AccountId } from '../../../shared/model/account.ts';
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

const Stored = z.object({ atMs: z.number(), cause: z.enum(['user', 'sleep', 'fault']) }).nullable();
type Stored = z.infer<typeof Stored>;
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

  /** From the moment this returns no new order leaves. It halts even where that cannot be written down. */
  halt(cause: 'user' | 'sleep' | 'fault'): Result<null> {
    this.#stored ??= { atMs: this.#parts.clock.now(), cause };
    const kept = this.#save();
    this.#parts.onChange();
    // A pause after sleep stops what is new; what rests was wanted.
    if (cause !== 'sleep') for (const account of this.#parts.accounts.list()) void this.#cancel(account, 0);
    return kept;
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
    if (!this.isHalted) return;
    this.#note({ account: account.id, state: 'waiting', detail: null });
    const result = await this.#parts.cancelAll(account);
    if (!this.isHalted) return;
    if (result.ok) return this.#note({ account: account.id, state: 'done', detail: null });
    this.#note({ account: account.id, state: 'failed', detail: result.failure.kind });
    if (tries >= MAX_TRIES) return;
    const { clock } = this.#parts;
    const stop = clock.wakeAt(clock.monotonic() + RETRY_MS, () => {
      this.#stops.delete(stop);
      void this.#cancel(account, tries + 1);
    });
    this.#stops.add(stop);
  }

  #note(cancel: Cancel): void {
    this.#cancels.set(cancel.account, cancel);
    this.#parts.onChange();
  }

  #endCancels(): void {
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

// A halt that cannot be read is one: whoever halted meant it.
function read(text: string | null): Stored {
  if (text === null) return null;
  try {
    return Stored.parse(JSON.parse(text));
  } catch {
    return { atMs: 0, cause: 'fault' };
  }
}

import { z } from 'zod';
import { AccountId } from '../../../shared/model/account.ts';
import { type Result, fail, ok } from '../../../shared/contract/failure.ts';
import { backoffMs, type BackoffRule } from '../client/backoff.ts';
import type { Clock, Disposer, Random } from '../ports.ts';
import type { Journal } from '../recorder/types.ts';

const SETTING = 'halt';
const PRACTICE_SETTING = 'halt-practice';
const storeBackoff: BackoffRule = { firstMs: 2_000, ceilingMs: 30_000 };

/** `left`: accounts whose orders were not all cancelled yet. Null: not halted. */
const StoredHalt = z
  .object({ atMs: z.number(), cause: z.enum(['user', 'sleep', 'fault']), left: z.array(AccountId).default([]) })
  .nullable();
export type StoredHalt = z.infer<typeof StoredHalt>;

export interface HaltStoreParts {
  readonly clock: Clock;
  readonly random: Random;
  readonly journal: Pick<Journal, 'loadSetting' | 'saveSetting'>;
  /** Practice has a halt of its own: to resume there must not lift that of the real accounts, which it cannot see. */
  readonly isPracticeOnly: boolean;
  /** Told of the first write of a row that fails. */
  readonly onStoreTrouble: (detail: string) => void;
  /** Written at last, after it failed. */
  readonly onKept: () => void;
}

/** The halt on disk. A write that fails is tried again until it is taken: a halt in memory alone does not outlive us. */
export class HaltStore {
  readonly #parts: HaltStoreParts;
  readonly #setting: string;
  #unkept: { value: StoredHalt; tries: number } | null = null;
  #wait: Disposer | null = null;

  constructor(parts: HaltStoreParts) {
    this.#parts = parts;
    this.#setting = parts.isPracticeOnly ? PRACTICE_SETTING : SETTING;
  }

  /** Whether what is on disk is what was last asked to be kept. */
  get isKept(): boolean {
    return this.#unkept === null;
  }

  load(): StoredHalt {
    return read(this.#parts.journal.loadSetting(this.#setting));
  }

  save(value: StoredHalt): Result<null> {
    if (this.#write(value)) return ok(null);
    if (this.#unkept === null) this.#parts.onStoreTrouble('journal.db');
    this.#unkept = { value, tries: (this.#unkept?.tries ?? 0) + 1 };
    this.#later();
    return fail({ kind: 'storage', detail: 'the halt cannot be written down' });
  }

  /** What failed is not wanted any more. */
  drop(): void {
    this.#wait?.();
    this.#wait = null;
    this.#unkept = null;
  }

  #write(value: StoredHalt): boolean {
    try {
      this.#parts.journal.saveSetting(this.#setting, JSON.stringify(value));
      this.drop();
      return true;
    } catch {
      return false;
    }
  }

  #later(): void {
    const { clock, random, onKept } = this.#parts;
    this.#wait?.();
    const pauseMs = backoffMs(storeBackoff, this.#unkept?.tries ?? 1, random.fraction());
    this.#wait = clock.wakeAt(clock.monotonic() + pauseMs, () => {
      this.#wait = null;
      if (this.#unkept === null) return;
      if (this.save(this.#unkept.value).ok) onKept();
    });
  }
}

/**
 * Before the switch is made: what was halted, and what was open, may be among what a damaged journal lost. Throws when it
 * cannot be written down.
 */
export function haltForFault(journal: HaltStoreParts['journal'], nowMs: number): void {
  const before = read(journal.loadSetting(SETTING));
  const cause = before === null || before.cause === 'sleep' ? 'fault' : before.cause;
  journal.saveSetting(SETTING, JSON.stringify({ atMs: before?.atMs ?? nowMs, cause, left: before?.left ?? [] }));
}

// A halt that cannot be read is one: whoever halted meant it.
function read(text: string | null): StoredHalt {
  if (text === null) return null;
  try {
    return StoredHalt.parse(JSON.parse(text));
  } catch {
    return { atMs: 0, cause: 'fault', left: [] };
  }
}

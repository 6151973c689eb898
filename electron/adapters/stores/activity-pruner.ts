import type { DatabaseSync } from 'node:sqlite';
import { ROLLUP_KEPT_MS, ROLLUP_STEPS_MS } from '../../engine/recorder/store.ts';
import type { RetentionPolicy } from '../../engine/recorder/types.ts';
import { pruneTallies } from './tally-pruner.ts';

export interface PruneTurn {
  readonly rowsRemoved: number;
  /** Bytes in use after it. */
  readonly bytes: number;
  readonly isDone: boolean;
}

// One turn takes some 20 ms, so a batch that waits behind it is in time.
const ROWS_PER_TURN = 2_000;
const PAGES_PER_TURN = 1_000;
// A file of which a tenth is free is left as it is: the next rows fill it.
const MIN_FREE_PAGES = 4_096;
const MIN_FREE_SHARE = 0.1;

/** Retention in bounded turns: old rows, then the oldest rows of too large a file, old rollups, free pages. */
export class ActivityPruner {
  readonly #db: DatabaseSync;

  constructor(db: DatabaseSync) {
    this.#db = db;
  }

  turn(policy: RetentionPolicy, nowMs: number): PruneTurn {
    const rowsRemoved = this.#removeOld(nowMs - policy.maxAgeMs) || this.#removeOldest(policy.maxBytes);
    const isBusy =
      rowsRemoved > 0 ||
      this.#removeRollups(policy, nowMs) ||
      pruneTallies(this.#db, policy, nowMs) ||
      this.#freePages();
    return { rowsRemoved, bytes: this.#liveBytes(), isDone: !isBusy };
  }

  #removeOld(beforeMs: number): number {
    const oldest = Number(
      this.#db.prepare('SELECT min(at_ms) AS at FROM rows').get()?.['at'] ?? Number.MAX_SAFE_INTEGER,
    );
    if (oldest >= beforeMs) return 0;
    return this.#removeRows(
      'SELECT id FROM rows INDEXED BY rows_by_time WHERE at_ms < ? ORDER BY at_ms LIMIT ?',
      beforeMs,
    );
  }

  #removeOldest(maxBytes: number): number {
    if (this.#liveBytes() <= maxBytes) return 0;
    return this.#removeRows('SELECT id FROM rows WHERE id >= ? ORDER BY id LIMIT ?', 0);
  }

  #removeRows(choice: string, value: number): number {
    return this.#within(() => {
      const { changes } = this.#db.prepare(`DELETE FROM rows WHERE id IN (${choice})`).run(value, ROWS_PER_TURN);
      this.#db.prepare('UPDATE totals SET row_count = max(0, row_count - ?)').run(Number(changes));
      return Number(changes);
    });
  }

  /** True when it removed something, so that there may be more. */
  #removeRollups(policy: RetentionPolicy, nowMs: number): boolean {
    return ROLLUP_STEPS_MS.some((stepMs, index) => {
      // A policy shorter than the rollups' own ages shortens them in the same proportion as their steps.
      const keptMs = Math.min(policy.maxAgeMs * 60 ** index, ROLLUP_KEPT_MS[index] ?? 0);
      const beforeMs = Math.floor(nowMs - keptMs);
      return (
        this.#removeSteps('use_rollup', 'bucket', stepMs, beforeMs) ||
        this.#removeSteps('latency_rollup', 'exchange', stepMs, beforeMs)
      );
    });
  }

  // Part by part, each from its oldest on: by time alone every entry of the step would have to be read.
  #removeSteps(table: string, part: string, stepMs: number, beforeMs: number): boolean {
    const next = this.#db.prepare(`SELECT min(${part}) AS part FROM ${table} WHERE step_ms = ? AND ${part} > ?`);
    const remove = this.#db.prepare(
      `DELETE FROM ${table} WHERE step_ms = :step AND ${part} = :part AND at_ms < :before AND at_ms <= (SELECT max(at_ms) FROM
         (SELECT at_ms FROM ${table} WHERE step_ms = :step AND ${part} = :part ORDER BY at_ms LIMIT ${ROWS_PER_TURN}))`,
    );
    let at = next.get(stepMs, -1)?.['part'] ?? null;
    while (at !== null) {
      const { changes } = remove.run({ step: stepMs, part: at, before: beforeMs });
      if (Number(changes) > 0) return true;
      at = next.get(stepMs, at)?.['part'] ?? null;
    }
    return false;
  }

  /** Gives room back to the disk when much is free. */
  #freePages(): boolean {
    const free = this.#pragma('freelist_count');
    if (
      free < MIN_FREE_PAGES ||
      free < this.#pragma('page_count') * MIN_FREE_SHARE ||
      this.#pragma('auto_vacuum') !== 2
    )
      return false;
    this.#db.prepare(`PRAGMA incremental_vacuum(${PAGES_PER_TURN})`).all();
    return true;
  }

  #within<Output>(work: () => Output): Output {
    this.#db.exec('BEGIN IMMEDIATE');
    try {
      const output = work();
      this.#db.exec('COMMIT');
      return output;
    } catch (error) {
      if (this.#db.isTransaction) this.#db.exec('ROLLBACK');
      throw error;
    }
  }

  #liveBytes(): number {
    return (this.#pragma('page_count') - this.#pragma('freelist_count')) * this.#pragma('page_size');
  }

  #pragma(name: string): number {
    return Number(this.#db.prepare(`PRAGMA ${name}`).get()?.[name] ?? 0);
  }
}

import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { ROLLUP_STEPS_MS } from '../../engine/recorder/store.ts';

/** Tells how far back the steps of a rollup reach whose key begins with step and time. */
export class RollupReach {
  readonly #oldest: StatementSync;

  constructor(db: DatabaseSync, table: 'call_rollup' | 'outcome_rollup') {
    this.#oldest = db.prepare(`SELECT min(at_ms) AS at FROM ${table} WHERE step_ms = ?`);
  }

  /** The finest step that has all that a coarser one has from `fromMs` on: finer ones are pruned sooner. */
  finest(fromMs: number): number {
    const index = ROLLUP_STEPS_MS.findIndex((stepMs, position) => this.#has(stepMs, ROLLUP_STEPS_MS[position + 1], fromMs));
    return ROLLUP_STEPS_MS[index] ?? ROLLUP_STEPS_MS[2];
  }

  #has(stepMs: number, coarserMs: number | undefined, fromMs: number): boolean {
    if (coarserMs === undefined) return true;
    const oldestMs = this.#oldestOf(stepMs);
    if (oldestMs !== null && oldestMs <= fromMs) return true;
    const coarserOldestMs = this.#oldestOf(coarserMs);
    if (coarserOldestMs === null) return true;
    return oldestMs !== null && coarserOldestMs >= Math.floor(oldestMs / coarserMs) * coarserMs;
  }

  #oldestOf(stepMs: number): number | null {
    const at = this.#oldest.get(stepMs)?.['at'] ?? null;
    return at === null ? null : Number(at);
  }
}

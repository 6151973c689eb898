import type { DatabaseSync, StatementSync } from 'node:sqlite';

/** Tells how far back the steps of a rollup reach whose key begins with step and time. */
export class RollupReach {
  readonly #steps: readonly number[];
  readonly #oldest: StatementSync;

  constructor(db: DatabaseSync, table: 'call_rollup' | 'outcome_rollup', stepsMs: readonly number[]) {
    this.#steps = stepsMs;
    this.#oldest = db.prepare(`SELECT min(at_ms) AS at FROM ${table} WHERE step_ms = ?`);
  }

  /** The finest step that has all that coarser ones have from `fromMs` on: finer ones are pruned sooner. */
  finest(fromMs: number): number {
    const reaches = this.#steps.map((stepMs) => ({ stepMs, oldestMs: this.#oldestOf(stepMs) }));
    const finest = reaches.find((reach, position) => reachesAsFar(reach, reaches.slice(position + 1), fromMs));
    return finest?.stepMs ?? this.#steps.at(-1) ?? 0;
  }

  #oldestOf(stepMs: number): number | null {
    const at = this.#oldest.get(stepMs)?.['at'] ?? null;
    return at === null ? null : Number(at);
  }
}

interface Reach {
  readonly stepMs: number;
  readonly oldestMs: number | null;
}

function reachesAsFar({ oldestMs: own }: Reach, coarser: readonly Reach[], fromMs: number): boolean {
  if (own !== null && own <= fromMs) return true;
  return coarser.every(({ stepMs, oldestMs: theirs }) => {
    if (theirs === null) return true;
    return own !== null && theirs >= Math.floor(own / stepMs) * stepMs;
  });
}

import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { EndpointUse } from '../../engine/recorder/queries.ts';
import { ROLLUP_STEPS_MS } from '../../engine/recorder/store.ts';
import type { Names } from './names.ts';
import { outcomeNumber } from './row-writer.ts';

const [, MINUTE_MS, HOUR_MS] = ROLLUP_STEPS_MS;

/** Reads which endpoints an account called with success; hours for the counts, minutes for the last time. */
export class EndpointUseReader {
  readonly #names: Names;
  readonly #read: StatementSync;

  constructor(db: DatabaseSync, names: Names) {
    this.#names = names;
    this.#read = db.prepare(
      `SELECT endpoint, sum(CASE WHEN step_ms = ${HOUR_MS} THEN calls ELSE 0 END) AS calls, max(at_ms) AS last
       FROM call_rollup
       WHERE step_ms IN (${MINUTE_MS}, ${HOUR_MS}) AND at_ms >= ? AND account = ? AND outcome = ?
       GROUP BY endpoint ORDER BY endpoint`,
    );
  }

  /** From the beginning of the hour that `fromMs`, wall time, falls into. */
  read(account: string, fromMs: number): EndpointUse[] {
    const id = this.#names.find(account);
    if (id === null) return [];
    const from = Math.floor(fromMs / HOUR_MS) * HOUR_MS;
    return this.#read.all(from, id, outcomeNumber('ok')).map((row) => ({
      endpoint: this.#names.textOf(Number(row['endpoint'])),
      calls: Number(row['calls']),
      lastAtMs: Number(row['last']),
    }));
  }
}

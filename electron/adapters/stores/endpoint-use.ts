import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { EndpointUse } from '../../engine/recorder/queries.ts';
import { ROLLUP_STEPS_MS } from '../../engine/recorder/store.ts';
import type { Names } from './names.ts';
import { outcomeNumber } from './row-writer.ts';

const [, MINUTE_MS, HOUR_MS] = ROLLUP_STEPS_MS;

/** Reads which endpoints an account called with success between two times. */
export class EndpointUseReader {
  readonly #names: Names;
  readonly #read: StatementSync;

  constructor(db: DatabaseSync, names: Names) {
    this.#names = names;
    // Whole hours, and at both ends the minutes of hours that lie in part within; minutes tell the last time as well.
    this.#read = db.prepare(
      `SELECT endpoint, sum(CASE WHEN step_ms = ${HOUR_MS} OR at_ms < ?2 OR at_ms >= ?3 THEN calls ELSE 0 END) AS calls,
         max(at_ms) AS last
       FROM call_rollup
       WHERE account = ?5 AND outcome = ?6 AND (
         (step_ms = ${HOUR_MS} AND at_ms >= ?2 AND at_ms < ?3) OR (step_ms = ${MINUTE_MS} AND at_ms >= ?1 AND at_ms < ?4))
       GROUP BY endpoint HAVING calls > 0 ORDER BY endpoint`,
    );
  }

  /** Minutes that lie whole between the two wall times; without an end, to the newest. */
  read(account: string, fromMs: number, untilMs: number | null): EndpointUse[] {
    const id = this.#names.find(account);
    if (id === null) return [];
    const from = Math.ceil(fromMs / MINUTE_MS) * MINUTE_MS;
    const until = untilMs === null ? Number.MAX_SAFE_INTEGER : Math.floor(untilMs / MINUTE_MS) * MINUTE_MS;
    const firstHour = Math.ceil(from / HOUR_MS) * HOUR_MS;
    const lastHour = untilMs === null ? until : Math.max(firstHour, Math.floor(until / HOUR_MS) * HOUR_MS);
    return this.#read.all(from, firstHour, lastHour, until, id, outcomeNumber('ok')).map((row) => ({
      endpoint: this.#names.textOf(Number(row['endpoint'])),
      calls: Number(row['calls']),
      lastAtMs: Number(row['last']),
    }));
  }
}

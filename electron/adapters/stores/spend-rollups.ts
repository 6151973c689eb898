import type { DatabaseSync, SQLOutputValue, StatementSync } from 'node:sqlite';
import { Contribution, type Contributions } from '../../../shared/model/spend.ts';
import { ROLLUP_STEPS_MS } from '../../engine/recorder/store.ts';
import type { Names } from './names.ts';
import { FINE_KEPT_MS } from './tally-pruner.ts';

const [SECOND_MS, MINUTE_MS, HOUR_MS] = ROLLUP_STEPS_MS;
// More are of no use on a screen; the sums hold all.
const MAX_ENTRIES = 200;

/** Reads what took from a bucket. */
export class SpendReader {
  readonly #names: Names;
  readonly #read: StatementSync;

  constructor(db: DatabaseSync, names: Names) {
    this.#names = names;
    const part = (stepMs: number, from: string, until: string): string =>
      `SELECT endpoint, lane, caller, account, calls, failures, cost, waited_ms FROM spend_rollup
       WHERE step_ms = ${stepMs} AND bucket = :bucket AND at_ms >= :${from} AND at_ms < :${until}`;
    this.#read = db.prepare(
      `SELECT endpoint, lane, caller, account, sum(calls) AS calls, sum(failures) AS failures, sum(cost) AS cost,
              sum(waited_ms) AS waited FROM (
         ${part(SECOND_MS, 'from', 'minutes')} UNION ALL
         ${part(MINUTE_MS, 'minutes', 'hours')} UNION ALL
         ${part(HOUR_MS, 'hours', 'until')})
       GROUP BY endpoint, lane, caller, account ORDER BY cost DESC, calls DESC`,
    );
  }

  /** `untilMs` is now: the last step is taken whole. */
  contributions(key: string, fromMs: number, untilMs: number): Contributions {
    const bounds = boundsOf(fromMs, untilMs);
    const rows = this.#read.all({ ...bounds, bucket: this.#names.find(key) ?? -1 });
    const calls = rows.reduce((sum, row) => sum + Number(row['calls']), 0);
    const cost = rows.reduce((sum, row) => sum + Number(row['cost']), 0);
    const entries = rows.slice(0, MAX_ENTRIES).flatMap((row) => this.#entry(row, cost) ?? []);
    return { fromMs: bounds.from, untilMs, calls, cost, entries };
  }

  #entry(row: Record<string, SQLOutputValue>, whole: number): Contribution | null {
    const text = (column: string): string => this.#names.textOf(Number(row[column]));
    const cost = Number(row['cost']);
    const read = Contribution.safeParse({
      endpoint: text('endpoint'),
      lane: text('lane'),
      caller: text('caller'),
      account: text('account'),
      calls: Number(row['calls']),
      failures: Number(row['failures']),
      cost,
      share: whole > 0 ? cost / whole : 0,
      waitedMs: Number(row['waited']),
    });
    return read.success ? read.data : null;
  }
}

interface Bounds extends Record<string, number> {
  readonly from: number;
  readonly minutes: number;
  readonly hours: number;
  readonly until: number;
}

/** Seconds up to the first whole minute, minutes up to the first whole hour, hours from there: few steps, and exact. */
function boundsOf(fromMs: number, untilMs: number): Bounds {
  const finestMs = fromMs >= untilMs - FINE_KEPT_MS + MINUTE_MS ? SECOND_MS : MINUTE_MS;
  const from = Math.floor(fromMs / finestMs) * finestMs;
  const until = Math.ceil(untilMs);
  const minutes = Math.min(until, Math.ceil(from / MINUTE_MS) * MINUTE_MS);
  const hours = Math.min(until, Math.ceil(minutes / HOUR_MS) * HOUR_MS);
  return { from, minutes, hours, until };
}

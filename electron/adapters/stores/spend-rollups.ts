import type { DatabaseSync, SQLOutputValue, StatementSync } from 'node:sqlite';
import { Contribution, type Contributions } from '../../../shared/model/spend.ts';
import { ROLLUP_STEPS_MS } from '../../engine/recorder/store.ts';
import type { Names } from './names.ts';
import { type SpendBounds, spendBounds } from './spend-bounds.ts';

const [SECOND_MS, MINUTE_MS, HOUR_MS] = ROLLUP_STEPS_MS;
// More are of no use on a screen; the sums hold all.
const MAX_ENTRIES = 200;

/** Reads what took from a bucket. */
export class SpendReader {
  readonly #names: Names;
  readonly #read: StatementSync;
  readonly #oldest: StatementSync;

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
         ${part(HOUR_MS, 'hours', 'hoursEnd')} UNION ALL
         ${part(MINUTE_MS, 'hoursEnd', 'minutesEnd')} UNION ALL
         ${part(SECOND_MS, 'minutesEnd', 'until')})
       GROUP BY endpoint, lane, caller, account ORDER BY cost DESC, calls DESC`,
    );
    this.#oldest = db.prepare('SELECT min(at_ms) AS at FROM spend_rollup WHERE step_ms = ? AND bucket = ?');
  }

  /** From the step `fromMs` lies in to the end of the one `untilMs` lies in; steps are as fine as they are still kept. */
  contributions(key: string, fromMs: number, untilMs: number): Contributions {
    const bucket = this.#names.find(key) ?? -1;
    const oldest = (stepMs: number): number => this.#oldestMs(stepMs, bucket);
    const bounds = spendBounds({ fromMs, untilMs, oldestMs: [oldest(SECOND_MS), oldest(MINUTE_MS), oldest(HOUR_MS)] });
    const rows = this.#read.all({ ...bounds, bucket } satisfies SpendBounds & { bucket: number });
    const calls = rows.reduce((sum, row) => sum + Number(row['calls']), 0);
    const cost = rows.reduce((sum, row) => sum + Number(row['cost']), 0);
    const entries = rows.slice(0, MAX_ENTRIES).flatMap((row) => this.#entry(row, cost) ?? []);
    return { fromMs: bounds.from, untilMs, calls, cost, entries };
  }

  #oldestMs(stepMs: number, bucket: number): number {
    return Number(this.#oldest.get(stepMs, bucket)?.['at'] ?? Number.POSITIVE_INFINITY);
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

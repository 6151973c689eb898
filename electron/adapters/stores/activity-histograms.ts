import type { DatabaseSync, SQLOutputValue } from 'node:sqlite';
import type { ActivityFilter, ActivityHistogram, HistogramBar } from '../../../shared/model/activity-query.ts';
import { CALL_STEPS_MS, chooseCallStep } from './call-steps.ts';
import { FilterCompiler, type FilterSql } from './filter-sql.ts';
import type { Names } from './names.ts';
import { RollupReach } from './rollup-reach.ts';

// Read one by one in some 30 ms; the bars are then exact to the millisecond.
const FEW_ROWS = 20_000;
const SECOND_MS = 1_000;

interface Choice {
  readonly sql: FilterSql;
  readonly fromMs: number;
  readonly untilMs: number;
  readonly points: number;
}

/** Counts requests by filter and step: few from their rows, many from the rollup of calls. */
export class HistogramReader {
  readonly #db: DatabaseSync;
  readonly #filters: FilterCompiler;
  readonly #reach: RollupReach;

  constructor(db: DatabaseSync, names: Names) {
    this.#db = db;
    this.#filters = new FilterCompiler(db, names);
    this.#reach = new RollupReach(db, 'call_rollup', CALL_STEPS_MS);
  }

  read(filter: ActivityFilter, points: number, nowMs: number): ActivityHistogram {
    const sql = this.#filters.compile(filter);
    const oldestMs = Number(this.#db.prepare('SELECT min(at_ms) AS at FROM rows').get()?.['at'] ?? nowMs);
    const untilMs = Math.min(sql.untilMs, Math.ceil(nowMs) + 1);
    const fromMs = Math.max(sql.fromMs, Math.min(oldestMs, untilMs));
    const choice: Choice = { sql, fromMs, untilMs, points };
    return this.#hasFewRows(choice) ? this.#ofRows(choice) : this.#ofRollup(choice);
  }

  #hasFewRows({ fromMs, untilMs }: Choice): boolean {
    const found = this.#db
      .prepare(
        `SELECT count(*) AS count FROM (SELECT 1 FROM rows WHERE at_ms >= ? AND at_ms < ? LIMIT ${FEW_ROWS + 1})`,
      )
      .get(fromMs, untilMs);
    return Number(found?.['count']) <= FEW_ROWS;
  }

  #ofRows(choice: Choice): ActivityHistogram {
    const { sql, fromMs, untilMs, points } = choice;
    const stepMs = Math.max(1, Math.ceil((untilMs - fromMs) / (points - 1) / SECOND_MS)) * SECOND_MS;
    const bars = this.#db
      .prepare(
        `SELECT at_ms / ${stepMs} * ${stepMs} AS at, count(*) AS calls, sum(outcome <> 0) AS failures FROM rows
         WHERE at_ms >= ? AND at_ms < ? AND ${sql.where} GROUP BY at ORDER BY at`,
      )
      .all(fromMs, untilMs, ...sql.values);
    return histogramOf(choice, stepMs, bars.map(barOf), true);
  }

  #ofRollup(choice: Choice): ActivityHistogram {
    const { sql, fromMs, untilMs, points } = choice;
    const { rollupMs, stepMs } = chooseCallStep(untilMs - fromMs, points, this.#reach.finest(fromMs));
    const bars = this.#db
      .prepare(
        `SELECT at_ms / ${stepMs} * ${stepMs} AS at, sum(calls) AS calls, sum(iif(outcome <> 0, calls, 0)) AS failures
         FROM call_rollup WHERE step_ms = ${rollupMs} AND at_ms > ? AND at_ms < ? AND ${sql.where} GROUP BY at ORDER BY at`,
      )
      .all(fromMs - rollupMs, untilMs, ...sql.values);
    return histogramOf(choice, stepMs, bars.map(barOf), false);
  }
}

function barOf(row: Record<string, SQLOutputValue>): HistogramBar {
  return { atMs: Number(row['at']), calls: Number(row['calls']), failures: Number(row['failures']) };
}

function histogramOf(
  { fromMs, untilMs }: Choice,
  stepMs: number,
  bars: HistogramBar[],
  isExact: boolean,
): ActivityHistogram {
  const calls = bars.reduce((sum, bar) => sum + bar.calls, 0);
  const failures = bars.reduce((sum, bar) => sum + bar.failures, 0);
  return { stepMs, fromMs, untilMs, bars, calls, failures, isExact };
}

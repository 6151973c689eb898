import type { DatabaseSync, SQLOutputValue } from 'node:sqlite';
import type { ActivityFilter } from '../../../shared/model/activity-query.ts';
import type { FoundRows } from '../../engine/recorder/queries.ts';
import { readRow } from './activity-rows.ts';
import { END_OF_TIME_MS, FilterCompiler, type FilterSql } from './filter-sql.ts';
import { densityOf, type IdRange, mergedRanges } from './id-ranges.ts';
import type { Names } from './names.ts';

type Row = Record<string, SQLOutputValue>;

const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;
// So many rows are read faster than it takes to find out which of them to leave out.
const FEW_IDS = 2_000;
const DENSE = 0.1;

/**
 * Finds rows by filter, the newest first. The rollup of calls says in which hours, then minutes, rows that fit lie and
 * between which ids, so that a few among millions are found without reading the others and without an index for each field.
 */
export class RowFinder {
  readonly #db: DatabaseSync;
  readonly #names: Names;
  readonly #filters: FilterCompiler;

  constructor(db: DatabaseSync, names: Names) {
    this.#db = db;
    this.#names = names;
    this.#filters = new FilterCompiler(db, names);
  }

  find(filter: ActivityFilter, before: number | null, limit: number): FoundRows {
    const sql = this.#filters.compile(filter);
    const found: Row[] = [];
    for (const range of this.#ranges(sql, before ?? Number.MAX_SAFE_INTEGER)) {
      found.push(...this.#scan(sql, range, limit - found.length));
      if (found.length >= limit) break;
    }
    const last = found.at(-1);
    const next = found.length < limit || last === undefined ? null : Number(last['id']);
    return { rows: found.flatMap((row) => readRow(row, this.#names) ?? []), next };
  }

  *#ranges(sql: FilterSql, before: number): Iterable<IdRange> {
    const oldest = Number(this.#db.prepare('SELECT min(id) AS id FROM rows').get()?.['id'] ?? 0);
    const all = { first: oldest, last: before - 1, calls: 0, fromMs: sql.fromMs, untilMs: sql.untilMs };
    if (!sql.isChoosing && filterIsOpen(sql)) return yield all;
    for (const hours of mergedRanges(this.#steps(sql, HOUR_MS, all))) {
      const isScanned = hours.last - hours.first < FEW_IDS || densityOf(hours) >= DENSE;
      if (isScanned) yield clipped(hours, all);
      else yield* this.#minutes(sql, hours, all);
    }
  }

  // Within the hours' own ids: hours of another time, as after a clock was set back, come in a turn of their own.
  *#minutes(sql: FilterSql, hours: IdRange, all: IdRange): Iterable<IdRange> {
    const within = {
      ...clipped(hours, all),
      fromMs: Math.max(all.fromMs, hours.fromMs),
      untilMs: Math.min(all.untilMs, hours.untilMs),
    };
    for (const minutes of mergedRanges(this.#steps(sql, MINUTE_MS, within))) yield clipped(minutes, within);
  }

  /** Where rows that fit lie, one range for each step that has any. */
  #steps(sql: FilterSql, stepMs: number, within: IdRange): readonly IdRange[] {
    const found = this.#db
      .prepare(
        `SELECT at_ms, min(first_id) AS first, max(last_id) AS last, sum(calls) AS calls FROM call_rollup
         WHERE step_ms = ${stepMs} AND at_ms > ? AND at_ms < ? AND last_id >= ? AND first_id <= ? AND ${sql.where}
         GROUP BY at_ms`,
      )
      .all(within.fromMs - stepMs, within.untilMs, within.first, within.last, ...sql.values);
    return found.map((row) => ({
      first: Number(row['first']),
      last: Number(row['last']),
      calls: Number(row['calls']),
      fromMs: Number(row['at_ms']),
      untilMs: Number(row['at_ms']) + stepMs,
    }));
  }

  // The plus keeps SQLite from the index by time, which would have it sort.
  #scan(sql: FilterSql, { first, last }: IdRange, limit: number): readonly Row[] {
    return this.#db
      .prepare(
        `SELECT * FROM rows WHERE id >= ? AND id <= ? AND +at_ms >= ? AND +at_ms < ? AND ${sql.where} ORDER BY id DESC LIMIT ?`,
      )
      .all(first, last, sql.fromMs, sql.untilMs, ...sql.values, limit);
  }
}

function filterIsOpen(sql: FilterSql): boolean {
  return sql.fromMs === 0 && sql.untilMs === END_OF_TIME_MS;
}

function clipped(range: IdRange, { first, last }: IdRange): IdRange {
  return { ...range, first: Math.max(range.first, first), last: Math.min(range.last, last) };
}

import type { DatabaseSync, SQLOutputValue, StatementSync } from 'node:sqlite';
import type { ActivityRow, UsePoint } from '../../../shared/model/activity.ts';
import { type ActivityDetail, RowCharge, RowParam, RowReading } from '../../../shared/model/activity-query.ts';
import { readRow } from './activity-rows.ts';
import type { Names } from './names.ts';

const SECOND_MS = 1_000;
// A use from longer ago says nothing about this request.
const NEAR_MS = 60_000;
const MAX_USES = 8;

type Row = Record<string, SQLOutputValue>;

/** What can be read of a stored entry; null: nothing. */
type Read<Entry> = (entry: readonly unknown[]) => Entry | null;

const readCharge: Read<RowCharge> = ([key, cost, spent]) => RowCharge.safeParse({ key, cost, spent }).data ?? null;
const readParam: Read<RowParam> = ([name, value]) => RowParam.safeParse({ name, value }).data ?? null;

/** Reads one row with all that is kept beside it. */
export class RowDetailReader {
  readonly #names: Names;
  readonly #readRow: StatementSync;
  readonly #before: StatementSync;
  readonly #after: StatementSync;

  constructor(db: DatabaseSync, names: Names) {
    this.#names = names;
    this.#readRow = db.prepare('SELECT * FROM rows WHERE id = ?');
    const use = `SELECT * FROM use_rollup WHERE step_ms = ${SECOND_MS} AND bucket = ? AND at_ms >= ? AND at_ms < ?`;
    this.#before = db.prepare(`${use} ORDER BY at_ms DESC LIMIT 1`);
    this.#after = db.prepare(`${use} ORDER BY at_ms LIMIT 1`);
  }

  /** Null: no such row, or one that cannot be read. */
  read(id: number): ActivityDetail | null {
    const stored = this.#readRow.get(id);
    const row = stored === undefined ? null : readRow(stored, this.#names);
    if (stored === undefined || row === null) return null;
    const charges = this.#listOf(stored, 'charges', readCharge);
    return {
      row,
      charges,
      readings: this.#readings(stored),
      params: this.#listOf(stored, 'params', readParam),
      uses: charges.slice(0, MAX_USES).map(({ key }) => ({ key, ...this.#usesAround(key, row) })),
    };
  }

  #listOf<Entry>(stored: Row, column: 'charges' | 'params', read: Read<Entry>): Entry[] {
    return stored[column] === null ? [] : entriesOf(this.#names.textOf(Number(stored[column])), read);
  }

  #readings(stored: Row): RowReading[] {
    if (stored['readings'] === null) return [];
    return entriesOf(String(stored['readings']), ([key, kind, value]) => {
      const reading = { key: this.#names.textOf(Number(key)), kind: kind === 0 ? 'used' : 'capacity', value };
      return RowReading.safeParse(reading).data ?? null;
    });
  }

  // A row's time is that of its end.
  #usesAround(key: string, row: ActivityRow): { readonly before: UsePoint | null; readonly after: UsePoint | null } {
    const bucket = this.#names.find(key);
    if (bucket === null) return { before: null, after: null };
    const leftAtMs = secondOf(row.atMs - row.connectMs - row.firstByteMs - row.bodyMs);
    const endedAtMs = secondOf(row.atMs);
    return {
      before: useOf(this.#before.get(bucket, leftAtMs - NEAR_MS, leftAtMs)),
      after: useOf(this.#after.get(bucket, endedAtMs, endedAtMs + NEAR_MS)),
    };
  }
}

function secondOf(ms: number): number {
  return Math.floor(ms / SECOND_MS) * SECOND_MS;
}

function useOf(row: Row | undefined): UsePoint | null {
  if (row === undefined) return null;
  return {
    atMs: Number(row['at_ms']),
    used: Number(row['used']),
    foreign: Number(row['foreign_used']),
    inFlight: Number(row['in_flight']),
    capacity: Number(row['capacity']),
  };
}

/** Entries of a stored list; what cannot be read, as after damage, is left out. */
function entriesOf<Entry>(text: string, read: Read<Entry>): Entry[] {
  try {
    const list: unknown = JSON.parse(text);
    if (!Array.isArray(list)) return [];
    return list.flatMap((entry: unknown) => (Array.isArray(entry) ? (read(entry) ?? []) : []));
  } catch {
    return [];
  }
}

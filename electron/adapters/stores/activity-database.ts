import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { ActivityBatch } from '../../engine/recorder/store.ts';
import type { LatencyHistory, RetentionPolicy, Span, UseHistory } from '../../engine/recorder/types.ts';
import { ActivityPruner, type PruneTurn } from './activity-pruner.ts';
import { ActivityReaders } from './activity-readers.ts';
import type { StoreQuery } from './activity-messages.ts';
import { HistoryReader } from './history-reader.ts';
import { Names } from './names.ts';
import { LatencyPartsTable } from './latency-parts-table.ts';
import { RollupWriter } from './rollup-writer.ts';
import { RowWriter } from './row-writer.ts';
import { Tallies } from './tallies.ts';
import { TallyWriter } from './tally-writer.ts';

/** The request log over an open database. Synchronous: runs in the store's own thread. */
export class ActivityDatabase {
  readonly #db: DatabaseSync;
  readonly #names: Names;
  readonly #rollups: RollupWriter;
  readonly #history: HistoryReader;
  readonly #pruner: ActivityPruner;
  readonly #rows: RowWriter;
  readonly #tallies: TallyWriter;
  readonly #parts: LatencyPartsTable;
  readonly #readers: ActivityReaders;
  readonly #addTotals: StatementSync;
  #lastRowId: number;

  constructor(db: DatabaseSync) {
    this.#db = db;
    this.#names = new Names(db);
    this.#rollups = new RollupWriter(db, this.#names);
    this.#history = new HistoryReader(db, this.#names);
    this.#pruner = new ActivityPruner(db);
    this.#rows = new RowWriter(db, this.#names);
    this.#tallies = new TallyWriter(db);
    this.#parts = new LatencyPartsTable(db, this.#names);
    this.#readers = new ActivityReaders(db, this.#names);
    this.#addTotals = db.prepare('UPDATE totals SET row_count = row_count + ?, last_row_id = ?');
    const totals = db.prepare('SELECT last_row_id, (SELECT max(id) FROM rows) AS newest FROM totals').get();
    this.#lastRowId = Math.max(Number(totals?.['last_row_id'] ?? 0), Number(totals?.['newest'] ?? 0));
  }

  /** Newest id ever stored, 0 when there is none; retention does not lower it. */
  lastRowId(): number {
    return this.#lastRowId;
  }

  /** One transaction; throws with nothing written. A batch whose rows are stored already is left out. */
  append(batch: ActivityBatch): void {
    const newest = batch.rows.at(-1)?.id ?? null;
    if (newest !== null && newest <= this.#lastRowId) return;
    try {
      this.#db.exec('BEGIN IMMEDIATE');
      this.#addRows(batch.rows);
      for (const sample of batch.use) this.#rollups.addUse(sample);
      for (const sample of batch.latency) this.#rollups.addLatency(sample);
      for (const sample of batch.latency) this.#parts.add(sample);
      for (const mark of batch.gates ?? []) this.#readers.marks.addGate(mark);
      if (newest !== null) this.#addTotals.run(batch.rows.length, newest);
      this.#db.exec('COMMIT');
    } catch (error) {
      this.#undo();
      throw error;
    }
    this.#lastRowId = newest ?? this.#lastRowId;
  }

  useHistory(key: string, span: Span): UseHistory {
    return this.#history.use(key, span);
  }

  latencyHistory(span: Span): LatencyHistory {
    return this.#parts.split(this.#history.latency(span), span);
  }

  answer(query: StoreQuery): unknown {
    return this.#readers.answer(query);
  }

  /** One bounded turn of retention; call again until it is done. */
  prune(policy: RetentionPolicy, nowMs: number): PruneTurn {
    return this.#pruner.turn(policy, nowMs);
  }

  close(): void {
    this.#db.close();
  }

  // After a full disk or an I/O error SQLite has rolled back by itself.
  #undo(): void {
    this.#names.forget();
    if (this.#db.isTransaction) this.#db.exec('ROLLBACK');
  }

  #addRows(rows: ActivityBatch['rows']): void {
    const tallies = new Tallies();
    const bucketOf = (key: string): number => this.#names.idOf(key);
    for (const row of rows) tallies.note(row, this.#rows.write(row), bucketOf);
    this.#tallies.write(tallies);
  }
}

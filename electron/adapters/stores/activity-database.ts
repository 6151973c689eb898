import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { ActivityRow } from '../../../shared/model/activity.ts';
import type { ActivityBatch } from '../../engine/recorder/store.ts';
import type { ActivityPage, LatencyHistory, RetentionPolicy, Span, UseHistory } from '../../engine/recorder/types.ts';
import { ActivityPruner, type PruneTurn } from './activity-pruner.ts';
import { readRow } from './activity-rows.ts';
import { HistoryReader } from './history-reader.ts';
import { Names } from './names.ts';
import { RollupWriter } from './rollup-writer.ts';

const COLUMNS = 18;

/** The request log over an open database. Synchronous: runs in the store's own thread. */
export class ActivityDatabase {
  readonly #db: DatabaseSync;
  readonly #names: Names;
  readonly #rollups: RollupWriter;
  readonly #history: HistoryReader;
  readonly #pruner: ActivityPruner;
  readonly #insertRow: StatementSync;
  readonly #addTotals: StatementSync;
  readonly #readPage: StatementSync;
  readonly #readTotals: StatementSync;
  #lastRowId: number;

  constructor(db: DatabaseSync) {
    this.#db = db;
    this.#names = new Names(db);
    this.#rollups = new RollupWriter(db, this.#names);
    this.#history = new HistoryReader(db, this.#names);
    this.#pruner = new ActivityPruner(db);
    this.#insertRow = db.prepare(`INSERT INTO rows VALUES (${Array(COLUMNS).fill('?').join(', ')})`);
    this.#addTotals = db.prepare('UPDATE totals SET row_count = row_count + ?, last_row_id = ?');
    this.#readPage = db.prepare('SELECT * FROM rows WHERE id < ? ORDER BY id DESC LIMIT ?');
    this.#readTotals = db.prepare('SELECT row_count, last_row_id, (SELECT max(id) FROM rows) AS newest FROM totals');
    const totals = this.#readTotals.get();
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
      for (const row of batch.rows) this.#addRow(row);
      for (const sample of batch.use) this.#rollups.addUse(sample);
      for (const sample of batch.latency) this.#rollups.addLatency(sample);
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
    return this.#history.latency(span);
  }

  /** Newest first. Rows that cannot be read, as after damage, are left out. */
  page(before: number | null, limit: number): ActivityPage {
    const found = this.#readPage.all(before ?? Number.MAX_SAFE_INTEGER, limit);
    const total = Number(this.#readTotals.get()?.['row_count'] ?? 0);
    return { rows: found.flatMap((row) => readRow(row, this.#names) ?? []), total };
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

  #addRow(row: ActivityRow): void {
    const { kind, exchange, account, caller, endpoint, lane, bucket, code } = row;
    const [kindId, exchangeId, accountId] = [this.#names.idOf(kind), this.#names.idOf(exchange), this.#names.idOf(account)];
    const [callerId, endpointId, laneId] = [this.#names.idOf(caller), this.#names.idOf(endpoint), this.#names.idOf(lane)];
    this.#insertRow.run(
      row.id,
      Math.floor(row.atMs),
      kindId,
      exchangeId,
      accountId,
      callerId,
      endpointId,
      laneId,
      row.cost,
      this.#names.idOf(bucket),
      row.waitedMs,
      row.connectMs,
      row.firstByteMs,
      row.bodyMs,
      row.exchangeMs,
      row.status,
      code === null ? null : this.#names.idOf(code),
      row.attempt,
    );
  }
}

import type { DatabaseSync, SQLOutputValue, StatementSync } from 'node:sqlite';
import { ActivityRow } from '../../../shared/model/activity.ts';
import { exchangeIds } from '../../../shared/model/account.ts';
import { addHistogram, emptyHistogram, packHistogram, quantile, unpackHistogram } from '../../engine/recorder/histogram.ts';
import {
  type ActivityBatch,
  chooseStep,
  type LatencySample,
  ROLLUP_KEPT_MS,
  ROLLUP_STEPS_MS,
  type UseSample,
} from '../../engine/recorder/store.ts';
import type { ActivityPage, LatencyHistory, RetentionPolicy, Span, UseHistory } from '../../engine/recorder/types.ts';
import { Names } from './names.ts';

const PRUNE_CHUNK = 20_000;

/** The request log over an open database. Synchronous: runs in the store's own thread. */
export class ActivityDatabase {
  readonly #db: DatabaseSync;
  readonly #names: Names;
  readonly #insertRow: StatementSync;
  readonly #insertUse: StatementSync;
  readonly #readLatency: StatementSync;
  readonly #writeLatency: StatementSync;

  constructor(db: DatabaseSync) {
    this.#db = db;
    this.#names = new Names(db);
    this.#insertRow = db.prepare(`INSERT INTO rows VALUES (${Array(18).fill('?').join(', ')})`);
    this.#insertUse = db.prepare(
      `INSERT INTO use_rollup VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET
       used = max(used, excluded.used), foreign_used = max(foreign_used, excluded.foreign_used),
       in_flight = max(in_flight, excluded.in_flight), capacity = excluded.capacity`,
    );
    this.#readLatency = db.prepare('SELECT calls, failures, histogram FROM latency_rollup WHERE step_ms = ? AND exchange = ? AND at_ms = ?');
    this.#writeLatency = db.prepare('INSERT OR REPLACE INTO latency_rollup VALUES (?, ?, ?, ?, ?, ?)');
  }

  lastRowId(): number {
    return Number(this.#db.prepare('SELECT max(id) AS id FROM rows').get()?.['id'] ?? 0);
  }

  /** One transaction; throws with nothing written. */
  append(batch: ActivityBatch): void {
    this.#db.exec('BEGIN IMMEDIATE');
    try {
      for (const row of batch.rows) this.#addRow(row);
      for (const sample of batch.use) this.#addUse(sample);
      for (const sample of batch.latency) this.#addLatency(sample);
      this.#db.exec('COMMIT');
    } catch (error) {
      this.#db.exec('ROLLBACK');
      this.#names.forget();
      throw error;
    }
  }

  useHistory(key: string, span: Span): UseHistory {
    const { rollupMs, stepMs } = chooseStep(span.spanMs, span.points);
    const bucket = this.#names.find(key);
    if (bucket === null) return { stepMs, points: [] };
    const found = this.#db
      .prepare(
        `SELECT at_ms / :width * :width AS at, max(used) AS used, max(foreign_used) AS foreign_used,
                max(in_flight) AS in_flight, max(capacity) AS capacity
         FROM use_rollup WHERE step_ms = :rollup AND bucket = :bucket AND at_ms >= :from AND at_ms < :until
         GROUP BY at ORDER BY at`,
      )
      .all({ width: stepMs, rollup: rollupMs, bucket, from: Math.floor(span.untilMs - span.spanMs), until: Math.ceil(span.untilMs) });
    const points = found.map((row) => ({
      atMs: Number(row['at']),
      used: Number(row['used']),
      foreign: Number(row['foreign_used']),
      inFlight: Number(row['in_flight']),
      capacity: Number(row['capacity']),
    }));
    return { stepMs, points };
  }

  latencyHistory(span: Span): LatencyHistory {
    const { rollupMs, stepMs } = chooseStep(span.spanMs, span.points);
    const exchanges = exchangeIds.map((exchange) => {
      const found = this.#db
        .prepare('SELECT * FROM latency_rollup WHERE step_ms = ? AND exchange = ? AND at_ms >= ? AND at_ms < ? ORDER BY at_ms')
        .all(rollupMs, this.#names.idOf(exchange), Math.floor(span.untilMs - span.spanMs), Math.ceil(span.untilMs));
      const steps = Map.groupBy(found, (row) => Math.floor(Number(row['at_ms']) / stepMs) * stepMs);
      const whole = summed(found);
      return {
        exchange,
        summary: { exchange, ...whole, p99: whole.p99 },
        points: [...steps].map(([atMs, rows]) => {
          const { count, failures, p50, p95 } = summed(rows);
          return { atMs, count, failures, p50, p95 };
        }),
      };
    });
    return { stepMs, exchanges };
  }

  page(before: number | null, limit: number): ActivityPage {
    const found = this.#db
      .prepare('SELECT * FROM rows WHERE id < ? ORDER BY id DESC LIMIT ?')
      .all(before ?? Number.MAX_SAFE_INTEGER, limit);
    const total = Number(this.#db.prepare('SELECT count(*) AS total FROM rows').get()?.['total'] ?? 0);
    return { rows: found.map((row) => this.#rowOf(row)), total };
  }

  /** Removes rows that are too old, then the oldest until the file fits; rollups by their own age. */
  prune(policy: RetentionPolicy, nowMs: number): { rowsRemoved: number; bytes: number } {
    let rowsRemoved = this.#removeWhile('at_ms < ?', Math.floor(nowMs - policy.maxAgeMs), () => true);
    rowsRemoved += this.#removeWhile('at_ms < ?', Number.MAX_SAFE_INTEGER, () => this.#liveBytes() > policy.maxBytes);
    for (const [index, stepMs] of ROLLUP_STEPS_MS.entries()) {
      const beforeMs = Math.floor(nowMs - Math.min(policy.maxAgeMs * 60 ** index, ROLLUP_KEPT_MS[index] ?? 0));
      this.#db.prepare('DELETE FROM use_rollup WHERE step_ms = ? AND at_ms < ?').run(stepMs, beforeMs);
      this.#db.prepare('DELETE FROM latency_rollup WHERE step_ms = ? AND at_ms < ?').run(stepMs, beforeMs);
    }
    return { rowsRemoved, bytes: this.#liveBytes() };
  }

  close(): void {
    this.#db.close();
  }

  #addRow(row: ActivityRow): void {
    const name = (text: string): number => this.#names.idOf(text);
    this.#insertRow.run(
      row.id, Math.floor(row.atMs), name(row.kind), name(row.exchange), name(row.account), name(row.caller),
      name(row.endpoint), name(row.lane), row.cost, name(row.bucket), row.waitedMs, row.connectMs, row.firstByteMs,
      row.bodyMs, row.exchangeMs, row.status, row.code === null ? null : name(row.code), row.attempt,
    );
  }

  #addUse(sample: UseSample): void {
    const bucket = this.#names.idOf(sample.key);
    for (const stepMs of ROLLUP_STEPS_MS) {
      const atMs = Math.floor(sample.atMs / stepMs) * stepMs;
      this.#insertUse.run(stepMs, bucket, atMs, sample.used, sample.foreign, sample.inFlight, sample.capacity);
    }
  }

  #addLatency(sample: LatencySample): void {
    const exchange = this.#names.idOf(sample.exchange);
    for (const stepMs of ROLLUP_STEPS_MS) {
      const atMs = Math.floor(sample.atMs / stepMs) * stepMs;
      const before = this.#readLatency.get(stepMs, exchange, atMs);
      const histogram = unpackHistogram(sample.histogram);
      if (before !== undefined) addHistogram(histogram, unpackHistogram(bytesOf(before['histogram'])));
      const calls = sample.calls + Number(before?.['calls'] ?? 0);
      const failures = sample.failures + Number(before?.['failures'] ?? 0);
      this.#writeLatency.run(stepMs, exchange, atMs, calls, failures, packHistogram(histogram));
    }
  }

  #rowOf(row: Record<string, SQLOutputValue>): ActivityRow {
    const text = (column: string): string => this.#names.textOf(Number(row[column]));
    const orNull = (column: string): number | null => (row[column] === null ? null : Number(row[column]));
    return ActivityRow.parse({
      id: Number(row['id']),
      atMs: Number(row['at_ms']),
      kind: text('kind'),
      exchange: text('exchange'),
      account: text('account'),
      caller: text('caller'),
      endpoint: text('endpoint'),
      lane: text('lane'),
      cost: Number(row['cost']),
      bucket: text('bucket'),
      waitedMs: Number(row['waited_ms']),
      connectMs: Number(row['connect_ms']),
      firstByteMs: Number(row['first_byte_ms']),
      bodyMs: Number(row['body_ms']),
      exchangeMs: orNull('exchange_ms'),
      status: orNull('status'),
      code: row['code'] === null ? null : text('code'),
      attempt: Number(row['attempt']),
    });
  }

  // In chunks, so that a writer waiting behind is never held up long.
  #removeWhile(condition: string, value: number, isWanted: () => boolean): number {
    let removed = 0;
    while (isWanted()) {
      const { changes } = this.#db
        .prepare(`DELETE FROM rows WHERE id IN (SELECT id FROM rows WHERE ${condition} ORDER BY id LIMIT ${PRUNE_CHUNK})`)
        .run(value);
      removed += Number(changes);
      if (Number(changes) < PRUNE_CHUNK) break;
    }
    return removed;
  }

  #liveBytes(): number {
    const pragma = (name: string): number => Number(this.#db.prepare(`PRAGMA ${name}`).get()?.[name] ?? 0);
    return (pragma('page_count') - pragma('freelist_count')) * pragma('page_size');
  }
}

function summed(rows: readonly Record<string, SQLOutputValue>[]): {
  count: number;
  failures: number;
  p50: number | null;
  p95: number | null;
  p99: number | null;
} {
  const histogram = emptyHistogram();
  let count = 0;
  let failures = 0;
  for (const row of rows) {
    addHistogram(histogram, unpackHistogram(bytesOf(row['histogram'])));
    count += Number(row['calls']);
    failures += Number(row['failures']);
  }
  return { count, failures, p50: quantile(histogram, 0.5), p95: quantile(histogram, 0.95), p99: quantile(histogram, 0.99) };
}

function bytesOf(value: SQLOutputValue | undefined): Uint8Array {
  return value instanceof Uint8Array ? value : new Uint8Array();
}

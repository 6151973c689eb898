import type { DatabaseSync, SQLOutputValue, StatementSync } from 'node:sqlite';
import { addPacked, packHistogram, unpackHistogram } from '../../engine/recorder/histogram.ts';
import { latencyName, type LatencySample, ROLLUP_STEPS_MS, type UseSample } from '../../engine/recorder/store.ts';
import type { Names } from './names.ts';

/** Adds samples to the rollups of every step, within the caller's transaction. */
export class RollupWriter {
  readonly #names: Names;
  readonly #insertUse: StatementSync;
  readonly #readLatency: StatementSync;
  readonly #writeLatency: StatementSync;

  constructor(db: DatabaseSync, names: Names) {
    this.#names = names;
    this.#insertUse = db.prepare(
      `INSERT INTO use_rollup VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET
       used = max(used, excluded.used), foreign_used = max(foreign_used, excluded.foreign_used),
       in_flight = max(in_flight, excluded.in_flight), capacity = excluded.capacity`,
    );
    this.#readLatency = db.prepare(
      'SELECT calls, failures, histogram FROM latency_rollup WHERE step_ms = ? AND exchange = ? AND at_ms = ?',
    );
    this.#writeLatency = db.prepare('INSERT OR REPLACE INTO latency_rollup VALUES (?, ?, ?, ?, ?, ?)');
  }

  addUse(sample: UseSample): void {
    const bucket = this.#names.idOf(sample.key);
    for (const stepMs of ROLLUP_STEPS_MS) {
      const atMs = Math.floor(sample.atMs / stepMs) * stepMs;
      this.#insertUse.run(stepMs, bucket, atMs, sample.used, sample.foreign, sample.inFlight, sample.capacity);
    }
  }

  addLatency(sample: LatencySample): void {
    const exchange = this.#names.idOf(latencyName(sample.exchange, sample.environment));
    for (const stepMs of ROLLUP_STEPS_MS) {
      const atMs = Math.floor(sample.atMs / stepMs) * stepMs;
      const before = this.#readLatency.get(stepMs, exchange, atMs);
      const histogram = unpackHistogram(sample.histogram);
      addPacked(histogram, bytesOf(before?.['histogram']));
      const calls = sample.calls + Number(before?.['calls'] ?? 0);
      const failures = sample.failures + Number(before?.['failures'] ?? 0);
      this.#writeLatency.run(stepMs, exchange, atMs, calls, failures, packHistogram(histogram));
    }
  }
}

function bytesOf(value: SQLOutputValue | undefined): Uint8Array {
  return value instanceof Uint8Array ? value : new Uint8Array();
}

// Writes the synthetic week as the recorder would have: batches of rows with the samples of their seconds, pruned now and
// then; before it, a storm of 10,000 requests a second.
import { parentPort, workerData } from 'node:worker_threads';
import { ActivityDatabase } from '../../electron/adapters/stores/activity-database.ts';
import { activitySchema } from '../../electron/adapters/stores/activity-schema.ts';
import { openDatabase } from '../../electron/adapters/stores/open-database.ts';
import { LatencySeconds } from '../../electron/engine/recorder/latency-seconds.ts';
import type { StoredRow } from '../../electron/engine/recorder/recorded-row.ts';
import type { ActivityBatch, UseSample } from '../../electron/engine/recorder/store.ts';
import {
  END_MS,
  type FillOrder,
  type FillReport,
  KEYS,
  numbersFrom,
  START_MS,
  syntheticRow,
} from './synthetic-week.ts';

const BATCH_ROWS = 2_500;
const PRUNE_EVERY = 40;
const KEPT = { maxAgeMs: 30 * 86_400_000, maxBytes: 1e12 };
const CAPACITY = 6_000;
const STORM_ROWS = 200_000;
const STORM_PER_MS = 10;

const { path, count } = workerData as FillOrder;
const next = numbersFrom(7);

storm();
fill();

/** What a batch takes while requests come thick: its own, thrown away again. */
function storm(): void {
  const store = new ActivityDatabase(openDatabase(`${path}.storm`, activitySchema, 'bench').db);
  const made = batches(STORM_ROWS, (id) =>
    syntheticRow(id, STORM_ROWS, next, START_MS + Math.floor(id / STORM_PER_MS)),
  );
  tell('insert at 10000 rows a second', STORM_ROWS, () => {
    for (const batch of made) store.append(batch);
  });
  store.close();
}

function fill(): void {
  const store = new ActivityDatabase(openDatabase(path, activitySchema, 'bench').db);
  tell('fill', count, () => {
    let written = 0;
    for (const batch of batches(count, (id) => syntheticRow(id, count, next))) {
      store.append(batch);
      written += 1;
      if (written % PRUNE_EVERY === 0) prune(store, batch.rows.at(-1)?.atMs ?? 0);
    }
    prune(store, END_MS);
  });
  store.close();
}

function tell(figure: FillReport['figure'], rows: number, work: () => void): void {
  const startMs = performance.now();
  work();
  const seconds = (performance.now() - startMs) / 1_000;
  const report: FillReport = { figure, seconds: Number(seconds.toFixed(1)), rowsPerSecond: Math.round(rows / seconds) };
  parentPort?.postMessage(report);
}

function* batches(rowCount: number, rowAt: (id: number) => StoredRow): Iterable<ActivityBatch> {
  for (let first = 1; first <= rowCount; first += BATCH_ROWS) {
    const rows = Array.from({ length: Math.min(BATCH_ROWS, rowCount - first + 1) }, (_, more) => rowAt(first + more));
    yield { rows, use: usesOf(rows), latency: latenciesOf(rows) };
  }
}

function prune(store: ActivityDatabase, nowMs: number): void {
  while (!store.prune(KEPT, nowMs).isDone);
}

function usesOf(rows: readonly StoredRow[]): readonly UseSample[] {
  const seconds = Map.groupBy(rows, ({ atMs }) => Math.floor(atMs / 1_000) * 1_000);
  return [...seconds].flatMap(([atMs, calls]) => {
    const keys = new Set(calls.flatMap(({ charges = [] }) => charges.map(({ key }) => key)));
    return KEYS.filter((key) => keys.has(key)).map((key) => ({
      key,
      atMs,
      used: Math.floor(next() * CAPACITY),
      foreign: 0,
      inFlight: calls.length,
      capacity: CAPACITY,
    }));
  });
}

function latenciesOf(rows: readonly StoredRow[]): ActivityBatch['latency'] {
  const seconds = new LatencySeconds();
  for (const row of rows) seconds.note(row);
  return seconds.takeSamples(true);
}

// Writes the synthetic week as the recorder would have: batches of rows with the samples of their seconds, pruned now and then.
import { parentPort, workerData } from 'node:worker_threads';
import { ActivityDatabase } from '../../electron/adapters/stores/activity-database.ts';
import { activitySchema } from '../../electron/adapters/stores/activity-schema.ts';
import { openDatabase } from '../../electron/adapters/stores/open-database.ts';
import { LatencySeconds } from '../../electron/engine/recorder/latency-seconds.ts';
import type { StoredRow } from '../../electron/engine/recorder/recorded-row.ts';
import type { UseSample } from '../../electron/engine/recorder/store.ts';
import { type FillOrder, type FillReport, KEYS, numbersFrom, syntheticRow } from './synthetic-week.ts';

const BATCH_ROWS = 2_500;
const PRUNE_EVERY = 40;
const KEPT = { maxAgeMs: 30 * 86_400_000, maxBytes: 1e12 };
const CAPACITY = 6_000;

const { path, count } = workerData as FillOrder;
const store = new ActivityDatabase(openDatabase(path, activitySchema, 'bench').db);
const next = numbersFrom(7);
const startMs = performance.now();
let rowsMs = 0;
let batches = 0;

for (let first = 1; first <= count; first += BATCH_ROWS) {
  const rows = Array.from({ length: Math.min(BATCH_ROWS, count - first + 1) }, (_, more) => syntheticRow(first + more, count, next));
  const before = performance.now();
  store.append({ rows, use: [], latency: [] });
  rowsMs += performance.now() - before;
  store.append({ rows: [], use: usesOf(rows), latency: latenciesOf(rows) });
  batches += 1;
  if (batches % PRUNE_EVERY === 0) prune(rows.at(-1)?.atMs ?? 0);
}
prune(syntheticRow(count, count, next).atMs);
store.close();
const seconds = (performance.now() - startMs) / 1_000;
const report: FillReport = {
  seconds: Number(seconds.toFixed(1)),
  rowsPerSecond: Math.round(count / seconds),
  rowsAloneRowsPerSecond: Math.round((count / rowsMs) * 1_000),
};
parentPort?.postMessage(report);

function prune(nowMs: number): void {
  while (!store.prune(KEPT, nowMs).isDone) continue;
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

function latenciesOf(rows: readonly StoredRow[]): ReturnType<LatencySeconds['takeSamples']> {
  const seconds = new LatencySeconds();
  for (const row of rows) seconds.note(row);
  return seconds.takeSamples(true);
}

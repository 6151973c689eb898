import type { ExchangeId } from '../../../shared/model/account.ts';
import type { ActivityRow, LatencyPoint } from '../../../shared/model/activity.ts';
import type { BucketView } from '../../../shared/model/bucket.ts';
import type { Clock, Disposer } from '../ports.ts';
import { addLatency, emptyHistogram, type Histogram, packHistogram, quantile } from './histogram.ts';
import type { ActivityBatch, ActivityStore, LatencySample, UseSample } from './store.ts';
import type { Committed, Recorder } from './types.ts';

const BATCH_MS = 250;
// A store that fails for a minute of storm must not fill the memory; what is dropped is counted and told.
const MAX_PENDING_ROWS = 200_000;
const SECOND_MS = 1_000;

interface Second {
  readonly atMs: number;
  readonly histogram: Histogram;
  calls: number;
  failures: number;
}

/** Gathers rows and samples, and writes them as one batch every 250 ms; a failed batch is kept and tried again. */
export function createRecorder(store: ActivityStore, clock: Clock): Recorder {
  let nextRowId = store.lastRowId + 1;
  let committedRowId = store.lastRowId;
  let rows: ActivityRow[] = [];
  let use: UseSample[] = [];
  let latency: LatencySample[] = [];
  let writing: Promise<void> | null = null;
  let cancel: Disposer | null = null;
  let isClosed = false;
  const seconds = new Map<ExchangeId, Second>();
  const finished = new Map<ExchangeId, LatencyPoint>();
  const listeners = new Set<(detail: string) => void>();

  function schedule(): void {
    if (cancel !== null || isClosed) return;
    cancel = clock.wakeAt(clock.monotonic() + BATCH_MS, () => {
      cancel = null;
      void write();
    });
  }

  // One batch at a time, so that rows reach the file in the order of their ids.
  function write(): Promise<void> {
    writing ??= writeBatch().finally(() => {
      writing = null;
    });
    return writing;
  }

  async function writeBatch(): Promise<void> {
    const batch: ActivityBatch = { rows, use, latency };
    if (rows.length + use.length + latency.length === 0) return;
    rows = [];
    use = [];
    latency = [];
    try {
      await store.append(batch);
      committedRowId = batch.rows.at(-1)?.id ?? committedRowId;
    } catch (error) {
      takeBack(batch);
      for (const listener of listeners) listener(String(error));
      schedule();
    }
  }

  function takeBack(batch: ActivityBatch): void {
    const kept = [...batch.rows, ...rows];
    const dropped = Math.max(0, kept.length - MAX_PENDING_ROWS);
    rows = kept.slice(dropped);
    use = [...batch.use, ...use].slice(-MAX_PENDING_ROWS);
    latency = [...batch.latency, ...latency].slice(-MAX_PENDING_ROWS);
    if (dropped > 0) for (const listener of listeners) listener(`${dropped} oldest rows were dropped`);
  }

  function noteLatency(row: Omit<ActivityRow, 'id'>): void {
    const atMs = Math.floor(row.atMs / SECOND_MS) * SECOND_MS;
    const before = seconds.get(row.exchange);
    if (before !== undefined && before.atMs !== atMs) finishSecond(row.exchange, before);
    const second = before?.atMs === atMs ? before : { atMs, histogram: emptyHistogram(), calls: 0, failures: 0 };
    seconds.set(row.exchange, second);
    second.calls += 1;
    if (row.code !== null) second.failures += 1;
    if (row.status !== null) addLatency(second.histogram, row.connectMs + row.firstByteMs + row.bodyMs);
  }

  function finishSecond(exchange: ExchangeId, second: Second): void {
    seconds.delete(exchange);
    const { atMs, calls, failures, histogram } = second;
    latency.push({ exchange, atMs, calls, failures, histogram: packHistogram(histogram) });
    finished.set(exchange, { atMs, count: calls, failures, p50: quantile(histogram, 0.5), p95: quantile(histogram, 0.95) });
    schedule();
  }

  async function flush(): Promise<Committed> {
    for (const [exchange, second] of [...seconds]) finishSecond(exchange, second);
    await writing;
    await write();
    return { lastRowId: committedRowId };
  }

  return {
    record(row) {
      rows.push({ ...row, id: nextRowId });
      nextRowId += 1;
      if (row.kind === 'request') noteLatency(row);
      schedule();
    },
    sampleUse(views, atMs) {
      const secondMs = Math.floor(atMs / SECOND_MS) * SECOND_MS;
      for (const view of views) if (isWorthKeeping(view)) use.push(useSample(view, secondMs));
      if (use.length > 0) schedule();
    },
    takeLatencySample(atMs) {
      for (const [exchange, second] of [...seconds]) {
        if (second.atMs + SECOND_MS <= atMs) finishSecond(exchange, second);
      }
      const points = [...finished].map(([exchange, point]) => ({ exchange, point }));
      finished.clear();
      return points;
    },
    useHistory: (key, span) => store.useHistory(key, span),
    latencyHistory: (span) => store.latencyHistory(span),
    page: (before, limit) => store.page(before, limit),
    flush,
    prune: (policy, nowMs) => store.prune(policy, nowMs),
    onTrouble(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    async close() {
      if (isClosed) return;
      cancel?.();
      await flush();
      isClosed = true;
      await store.close();
    },
  };
}

// A bucket at rest would fill the store with zeros; a gap in the rollup reads as zero.
function isWorthKeeping(view: BucketView): boolean {
  return view.used > 0 || view.inFlight > 0;
}

function useSample(view: BucketView, atMs: number): UseSample {
  const { key, used, foreign, inFlight, capacity } = view;
  return { key, atMs, used, foreign, inFlight, capacity };
}

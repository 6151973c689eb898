import type { Clock, Disposer } from '../ports.ts';
import { LatencySeconds } from './latency-seconds.ts';
import { Pending } from './pending.ts';
import { gateMark } from './queries.ts';
import { RowKeeper } from './row-keeper.ts';
import type { ActivityBatch, ActivityStore } from './store.ts';
import type { Committed, Recorder } from './types.ts';
import { UseSampler } from './use-sampler.ts';

const BATCH_MS = 250;
// A full disk is asked again after 0.5, 1, 2, 4, then every 8 s.
const MAX_RETRY_DOUBLINGS = 5;

/** Gathers rows and samples, and writes them as one batch every 250 ms; a failed batch is kept and tried again. */
export function createRecorder(store: ActivityStore, clock: Clock): Recorder {
  const pending = new Pending();
  const seconds = new LatencySeconds();
  const uses = new UseSampler();
  const rows = new RowKeeper();
  const listeners = new Set<(detail: string, isLasting: boolean) => void>();
  const wellListeners = new Set<() => void>();
  let nextRowId = store.lastRowId + 1;
  let committedRowId = store.lastRowId;
  let failedTries = 0;
  let isFailing = false;
  let writing: Promise<void> | null = null;
  let cancel: Disposer | null = null;
  let closing: Promise<void> | null = null;

  function lost(detail: string): void {
    for (const listener of listeners) listener(detail, false);
  }

  function refused(error: unknown): void {
    isFailing = true;
    for (const listener of listeners) listener(textOf(error), true);
  }

  function written(): void {
    if (!isFailing) return;
    isFailing = false;
    for (const listener of wellListeners) listener();
  }

  function schedule(): void {
    if (cancel !== null || closing !== null) return;
    const delayMs = BATCH_MS * 2 ** Math.min(failedTries, MAX_RETRY_DOUBLINGS);
    cancel = clock.wakeAt(clock.monotonic() + delayMs, () => {
      cancel = null;
      void write();
    });
  }

  // One batch at a time, so that rows reach the file in the order of their ids.
  function write(): Promise<void> {
    writing ??= drain(nextRowId - 1).finally(() => {
      writing = null;
      if (!pending.isEmpty) schedule();
    });
    return writing;
  }

  // Stops at the rows that came while it wrote, or a steady stream would hold up `flush` for ever.
  async function drain(lastId: number): Promise<void> {
    pending.addLatency(seconds.takeSamples(false));
    do {
      const batch = pending.take();
      if (batch === null || !(await append(batch))) return;
    } while (pending.hasRowUpTo(lastId));
  }

  async function append(batch: ActivityBatch): Promise<boolean> {
    try {
      await store.append(batch);
    } catch (error) {
      failedTries += 1;
      refused(error);
      return false;
    }
    pending.done();
    failedTries = 0;
    written();
    committedRowId = batch.rows.at(-1)?.id ?? committedRowId;
    return true;
  }

  async function flush(): Promise<Committed> {
    await writing;
    pending.addLatency(seconds.takeSamples(true));
    await write();
    return { lastRowId: committedRowId };
  }

  async function shutDown(): Promise<void> {
    cancel?.();
    await flush();
    if (pending.rowCount > 0) lost(`${pending.rowCount} rows could not be written before the end`);
    await store.close().catch((error: unknown) => lost(textOf(error)));
  }

  return {
    record(row) {
      if (closing !== null) return;
      // A row the store refuses would come back with its batch for ever, so it is stopped here.
      const kept = rows.keep(row, nextRowId);
      if (!kept.ok) return lost(`a row was not kept: ${kept.path}`);
      nextRowId += 1;
      const dropped = pending.addRow(kept.row);
      if (dropped > 0) lost(`${dropped} oldest rows were dropped`);
      if (row.kind === 'request') seconds.note(row);
      schedule();
    },
    noteGate(gate, change, atMs) {
      if (closing !== null) return;
      pending.addGate(gateMark(gate, change, atMs));
      schedule();
    },
    sampleUse(views, atMs) {
      if (closing !== null) return;
      const samples = uses.sample(views, atMs);
      for (const sample of samples) pending.addUse(sample);
      if (samples.length > 0) schedule();
    },
    takeLatencySample(atMs) {
      seconds.endBefore(atMs);
      const points = seconds.takePoints();
      if (points.length > 0) schedule();
      return points;
    },
    useHistory: (key, span) => store.useHistory(key, span),
    latencyHistory: (span) => store.latencyHistory(span),
    queries: store.queries,
    flush,
    async prune(policy, nowMs) {
      try {
        return await store.prune(policy, nowMs);
      } catch (error) {
        if (closing === null) refused(error);
        throw error;
      }
    },
    onTrouble(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    onWell(listener) {
      wellListeners.add(listener);
      return () => void wellListeners.delete(listener);
    },
    close() {
      closing ??= shutDown();
      return closing;
    },
  };
}

function textOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

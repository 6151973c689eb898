import { describe, expect, it } from 'vitest';
import { createRecorder } from '../../../electron/engine/recorder/recorder.ts';
import { quantile, unpackHistogram } from '../../../electron/engine/recorder/histogram.ts';
import { FAKE_START_MS, FakeClock } from '../../support/fake-clock.ts';
import { MemoryStore, rowAt, viewOf } from './support.ts';

function set() {
  const clock = new FakeClock();
  const store = new MemoryStore();
  return { clock, store, recorder: createRecorder(store, clock) };
}

describe('recorder: latency of whole seconds', () => {
  it('counts calls and failures of each exchange, and times only those that were answered', async () => {
    const { store, recorder } = set();
    recorder.record(rowAt(FAKE_START_MS + 10, { connectMs: 5, firstByteMs: 90, bodyMs: 5 }));
    recorder.record(rowAt(FAKE_START_MS + 20, { status: null, code: 'unreachable', firstByteMs: 9_000 }));
    recorder.record(rowAt(FAKE_START_MS + 30, { exchange: 'okx', code: '50011', firstByteMs: 100 }));
    recorder.record(rowAt(FAKE_START_MS + 40, { kind: 'socket' }));
    expect(recorder.takeLatencySample(FAKE_START_MS + 999)).toEqual([]);
    const points = recorder.takeLatencySample(FAKE_START_MS + 1_000);
    expect(points.map(({ exchange, point }) => [exchange, point.atMs, point.count, point.failures])).toEqual([
      ['binance', FAKE_START_MS, 2, 1],
      ['okx', FAKE_START_MS, 1, 1],
    ]);
    for (const { point } of points) expect(Math.abs(Math.log((point.p50 ?? 0) / 100))).toBeLessThan(Math.log(1.045));
    expect(recorder.takeLatencySample(FAKE_START_MS + 2_000)).toEqual([]);
    await recorder.flush();
    expect(store.batches.flatMap((batch) => batch.latency)).toMatchObject([
      { exchange: 'binance', atMs: FAKE_START_MS, calls: 2, failures: 1 },
      { exchange: 'okx', atMs: FAKE_START_MS, calls: 1, failures: 1 },
    ]);
  });

  it('keeps practice apart from what is real, and leaves out the times of what this computer held up', async () => {
    const { store, recorder } = set();
    recorder.record(rowAt(FAKE_START_MS, { firstByteMs: 100 }));
    recorder.record(rowAt(FAKE_START_MS + 1, { environment: 'practice', firstByteMs: 1 }));
    recorder.record(rowAt(FAKE_START_MS + 2, { firstByteMs: 9_000, isStalled: true }));
    const points = recorder.takeLatencySample(FAKE_START_MS + 1_000);
    expect(points.map(({ environment, point }) => [environment, point.count])).toEqual([
      ['live', 2],
      ['practice', 1],
    ]);
    expect(points[0]?.point.p99).toBeLessThan(110);
    await recorder.flush();
    expect(store.rows.map(({ isStalled }) => isStalled === true)).toEqual([false, false, true]);
    expect(store.rows.some((row) => 'environment' in row)).toBe(false);
  });

  it('shows every second that ended since the last look', () => {
    const { recorder } = set();
    for (const second of [0, 1, 2]) recorder.record(rowAt(FAKE_START_MS + second * 1_000));
    const points = recorder.takeLatencySample(FAKE_START_MS + 3_000);
    expect(points.map(({ point }) => point.atMs - FAKE_START_MS)).toEqual([0, 1_000, 2_000]);
  });

  it('saves a running second in parts that add up, and shows it once, whole', async () => {
    const { store, recorder } = set();
    recorder.record(rowAt(FAKE_START_MS, { firstByteMs: 10 }));
    await recorder.flush();
    recorder.record(rowAt(FAKE_START_MS + 500, { firstByteMs: 1_000 }));
    const points = recorder.takeLatencySample(FAKE_START_MS + 1_000);
    await recorder.flush();
    const saved = store.batches.flatMap((batch) => batch.latency);
    expect(saved.map(({ atMs, calls }) => [atMs, calls])).toEqual([
      [FAKE_START_MS, 1],
      [FAKE_START_MS, 1],
    ]);
    const merged = unpackHistogram(Buffer.concat(saved.map((sample) => sample.histogram)));
    expect(points).toHaveLength(1);
    expect(points[0]?.point).toMatchObject({ count: 2, p50: quantile(merged, 0.5), p95: quantile(merged, 0.95) });
  });

  it('counts no call twice or never when the wall clock is set back', async () => {
    const { store, recorder } = set();
    for (const offset of [5_000, 4_000, 5_000, 5_001]) recorder.record(rowAt(FAKE_START_MS + offset));
    await recorder.flush();
    const calls = store.batches
      .flatMap((batch) => batch.latency)
      .map(({ atMs, calls: count }) => [atMs - FAKE_START_MS, count]);
    expect(calls).toEqual([
      [5_000, 1],
      [4_000, 1],
      [5_000, 2],
    ]);
  });

  it('repeats samples with their failed batch', async () => {
    const { clock, store, recorder } = set();
    store.failure = 'disk full';
    recorder.record(rowAt(FAKE_START_MS));
    recorder.sampleUse([viewOf('a', 5)], FAKE_START_MS);
    await recorder.flush();
    store.failure = null;
    await clock.run(10_000);
    expect(store.batches).toMatchObject([{ rows: [{ id: 1 }], use: [{ key: 'a', used: 5 }], latency: [{ calls: 1 }] }]);
  });
});

describe('recorder: use of buckets', () => {
  it('keeps the highest figures of a second', async () => {
    const { store, recorder } = set();
    recorder.sampleUse([viewOf('a', 10, { foreign: 3 })], FAKE_START_MS + 100);
    recorder.sampleUse([viewOf('a', 40, { inFlight: 2 })], FAKE_START_MS + 500);
    recorder.sampleUse([viewOf('a', 5, { capacity: 1_200 })], FAKE_START_MS + 999);
    await recorder.flush();
    expect(store.batches.flatMap((batch) => batch.use)).toEqual([
      { key: 'a', atMs: FAKE_START_MS, used: 40, foreign: 3, inFlight: 2, capacity: 1_200 },
    ]);
  });

  it('writes one zero when a bucket comes to rest, and then nothing', async () => {
    const { store, recorder } = set();
    for (const [second, used] of [0, 9, 0, 0, 7].entries())
      recorder.sampleUse([viewOf('a', used)], FAKE_START_MS + second * 1_000);
    await recorder.flush();
    const kept = store.batches
      .flatMap((batch) => batch.use)
      .map(({ atMs, used }) => [(atMs - FAKE_START_MS) / 1_000, used]);
    expect(kept).toEqual([
      [1, 9],
      [2, 0],
      [4, 7],
    ]);
  });

  it('keeps a bucket whose calls are all still in flight', async () => {
    const { store, recorder } = set();
    recorder.sampleUse([viewOf('a', 0, { inFlight: 4 })], FAKE_START_MS);
    await recorder.flush();
    expect(store.batches[0]?.use).toMatchObject([{ key: 'a', inFlight: 4 }]);
  });
});

import { describe, expect, it } from 'vitest';
import { MAX_BATCH_ROWS, MAX_PENDING_ROWS } from '../../../electron/engine/recorder/pending.ts';
import { createRecorder } from '../../../electron/engine/recorder/recorder.ts';
import { FAKE_START_MS, FakeClock, flush as settle } from '../../support/fake-clock.ts';
import { MemoryStore, rowAt } from './support.ts';

function set(lastRowId = 0) {
  const clock = new FakeClock();
  const store = new MemoryStore(lastRowId);
  const recorder = createRecorder(store, clock);
  const troubles: string[] = [];
  recorder.onTrouble((detail) => troubles.push(detail));
  return { clock, store, recorder, troubles };
}

describe('recorder: batches', () => {
  it('writes what came within 250 ms as one batch, in order, with ids that go on from the store', async () => {
    const { clock, store, recorder } = set(41);
    for (const cost of [1, 2, 3]) recorder.record(rowAt(FAKE_START_MS, { cost }));
    await clock.run(249);
    expect(store.tried).toHaveLength(0);
    await clock.run(1);
    expect(store.batches).toHaveLength(1);
    expect(store.rows.map(({ id, cost }) => [id, cost])).toEqual([
      [42, 1],
      [43, 2],
      [44, 3],
    ]);
  });

  it('sets no timer while nothing comes', async () => {
    const { clock, recorder } = set();
    recorder.record(rowAt(FAKE_START_MS));
    await clock.run(60_000);
    expect(clock.pending).toBe(0);
    expect(clock.wakes).toBe(1);
  });

  it('writes one batch at a time, so that rows arrive in order', async () => {
    const { clock, store, recorder } = set();
    store.hold();
    recorder.record(rowAt(FAKE_START_MS));
    await clock.run(250);
    recorder.record(rowAt(FAKE_START_MS));
    await clock.run(1_000);
    expect(store.tried).toHaveLength(1);
    store.release();
    await clock.run(250);
    expect(store.rows.map((row) => row.id)).toEqual([1, 2]);
  });

  it('cuts a backlog into bounded batches and flushes all of it', async () => {
    const { store, recorder } = set();
    const count = 2 * MAX_BATCH_ROWS + 1;
    for (let index = 0; index < count; index += 1) recorder.record(rowAt(FAKE_START_MS));
    expect(await recorder.flush()).toEqual({ lastRowId: count });
    expect(store.batches.map((batch) => batch.rows.length)).toEqual([MAX_BATCH_ROWS, MAX_BATCH_ROWS, 1]);
  });

  it('ends a flush although rows keep coming', async () => {
    const { store, recorder } = set();
    const append = store.append.bind(store);
    store.append = async (batch) => {
      recorder.record(rowAt(FAKE_START_MS));
      await append(batch);
    };
    recorder.record(rowAt(FAKE_START_MS));
    expect(await recorder.flush()).toEqual({ lastRowId: 1 });
  });

  it('says in the answer to flush what is committed, not what is wished', async () => {
    const { store, recorder } = set(7);
    store.failure = 'disk full';
    recorder.record(rowAt(FAKE_START_MS));
    expect(await recorder.flush()).toEqual({ lastRowId: 7 });
    store.failure = null;
    expect(await recorder.flush()).toEqual({ lastRowId: 8 });
  });
});

describe('recorder: a store that fails', () => {
  for (const failure of ['database or disk is full', 'attempt to write a readonly database', 'disk I/O error']) {
    it(`keeps the batch, tells, and writes it when it can: ${failure}`, async () => {
      const { clock, store, recorder, troubles } = set();
      store.failure = failure;
      for (let index = 0; index < 3; index += 1) {
        recorder.record(rowAt(clock.now()));
        await clock.run(1_000);
      }
      expect(troubles.length).toBeGreaterThanOrEqual(2);
      expect(new Set(troubles)).toEqual(new Set([failure]));
      store.failure = null;
      await clock.run(10_000);
      expect(store.rows.map((row) => row.id)).toEqual([1, 2, 3]);
    });
  }

  it('repeats the very same batch first, so that a store can know it again', async () => {
    const { clock, store, recorder } = set();
    store.failure = 'disk full';
    recorder.record(rowAt(FAKE_START_MS));
    await clock.run(250);
    recorder.record(rowAt(FAKE_START_MS));
    store.failure = null;
    await clock.run(10_000);
    expect(store.tried[1]).toBe(store.tried[0]);
    expect(store.batches.map((batch) => batch.rows.map((row) => row.id))).toEqual([[1], [2]]);
  });

  it('asks less and less often, at most every 8 s', async () => {
    const { clock, store, recorder } = set();
    store.failure = 'disk full';
    recorder.record(rowAt(FAKE_START_MS));
    await clock.run(250 + 500 + 1_000 + 2_000 + 4_000);
    expect(store.tried).toHaveLength(5);
    await clock.run(80_000);
    expect(store.tried).toHaveLength(15);
  });

  it('drops the oldest rows past the bound, says how many, and keeps the newest', async () => {
    const { store, recorder, troubles } = set();
    store.failure = 'disk full';
    const count = MAX_PENDING_ROWS + 1;
    for (let index = 0; index < count; index += 1) recorder.record(rowAt(FAKE_START_MS));
    expect(troubles).toEqual(['5000 oldest rows were dropped']);
    store.failure = null;
    await recorder.flush();
    expect(store.rows).toHaveLength(count - 5_000);
    expect(store.rows[0]?.id).toBe(5_001);
    expect(store.rows.at(-1)?.id).toBe(count);
  });

  it('tells of a retention run that failed', async () => {
    const { store, recorder, troubles } = set();
    store.failure = 'disk I/O error';
    await expect(recorder.prune({ maxAgeMs: 1, maxBytes: 1 }, FAKE_START_MS)).rejects.toThrow('disk I/O error');
    expect(troubles).toEqual(['disk I/O error']);
  });
});

describe('recorder: rows it cannot keep', () => {
  const malformed = [
    { name: 'a time that is no number', changes: { atMs: Number.NaN } },
    { name: 'an endless latency', changes: { firstByteMs: Number.POSITIVE_INFINITY } },
    { name: 'half an attempt', changes: { attempt: 1.5 } },
    { name: 'an endpoint beyond its length', changes: { endpoint: 'x'.repeat(201) } },
  ];
  for (const { name, changes } of malformed) {
    it(`tells of ${name} and goes on with the next row`, async () => {
      const { store, recorder, troubles } = set();
      recorder.record(rowAt(FAKE_START_MS, changes));
      recorder.record(rowAt(FAKE_START_MS));
      expect(await recorder.flush()).toEqual({ lastRowId: 1 });
      expect(store.rows).toHaveLength(1);
      expect(troubles).toEqual([`a row was not kept: ${Object.keys(changes)[0]}`]);
    });
  }
});

describe('recorder: the end', () => {
  it('writes what is left, closes the store once and takes nothing more', async () => {
    const { clock, store, recorder } = set();
    recorder.record(rowAt(FAKE_START_MS));
    await Promise.all([recorder.close(), recorder.close()]);
    recorder.record(rowAt(FAKE_START_MS));
    await clock.run(1_000);
    expect(store.rows).toHaveLength(1);
    expect(store.tried).toHaveLength(1);
    expect(store.isClosed).toBe(true);
    expect(clock.pending).toBe(0);
  });

  it('says how many rows a failing store did not take, and closes it all the same', async () => {
    const { clock, store, recorder, troubles } = set();
    store.failure = 'disk full';
    recorder.record(rowAt(FAKE_START_MS));
    await recorder.close();
    await settle();
    expect(troubles).toEqual(['disk full', '1 rows could not be written before the end']);
    expect(store.isClosed).toBe(true);
    expect(clock.pending).toBe(0);
  });
});

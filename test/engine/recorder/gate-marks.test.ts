import { describe, expect, it } from 'vitest';
import { KeptRetention } from '../../../electron/engine/recorder/kept-retention.ts';
import { createRecorder } from '../../../electron/engine/recorder/recorder.ts';
import type { RetentionPolicy } from '../../../electron/engine/recorder/types.ts';
import { RetentionSetting } from '../../../shared/model/storage.ts';
import type { Gate } from '../../../shared/model/bucket.ts';
import { FAKE_START_MS, FakeClock } from '../../support/fake-clock.ts';
import { MemoryStore, rowAt } from './support.ts';

const DAY = 86_400_000;
const GIB = 1024 ** 3;
const gate: Gate = {
  key: 'okx/live|account=main',
  exchange: 'okx',
  environment: 'live',
  cause: 'rate-limited',
  sinceMs: FAKE_START_MS,
  untilMs: FAKE_START_MS + 2_000,
  code: '50011',
};

describe('recorder: gates', () => {
  it('are stored with the next batch, without rows too, and once', async () => {
    const clock = new FakeClock();
    const store = new MemoryStore();
    const recorder = createRecorder(store, clock);
    recorder.noteGate(gate, 'closed', FAKE_START_MS);
    await clock.run(250);
    recorder.noteGate(gate, 'opened', FAKE_START_MS + 2_000);
    recorder.record(rowAt(FAKE_START_MS));
    await recorder.flush();
    const { sinceMs, ...kept } = gate;
    expect(sinceMs).toBe(FAKE_START_MS);
    expect(store.batches.map(({ gates }) => gates)).toEqual([
      [{ ...kept, atMs: FAKE_START_MS, change: 'closed' }],
      [{ ...kept, atMs: FAKE_START_MS + 2_000, change: 'opened' }],
    ]);
  });

  it('wait with their batch while the store fails', async () => {
    const clock = new FakeClock();
    const store = new MemoryStore();
    const recorder = createRecorder(store, clock);
    store.failure = 'disk full';
    recorder.noteGate(gate, 'closed', FAKE_START_MS);
    await clock.run(2_000);
    store.failure = null;
    await clock.run(10_000);
    expect(store.batches).toMatchObject([{ gates: [{ key: gate.key }] }]);
  });
});

describe('how much is kept', () => {
  function set(stored: string | null = null) {
    const clock = new FakeClock();
    const saved = new Map<string, string>(stored === null ? [] : [['retention', stored]]);
    const policies: RetentionPolicy[] = [];
    const prune = (policy: RetentionPolicy) => {
      policies.push(policy);
      return Promise.resolve({ rowsRemoved: 0, bytes: 0 });
    };
    const journal = {
      loadSetting: (name: string) => saved.get(name) ?? null,
      saveSetting: (name: string, json: string) => void saved.set(name, json),
    };
    return { clock, saved, policies, journal, retention: new KeptRetention({ prune }, journal, clock) };
  }

  it('is a month and 2 GiB until somebody says otherwise', () => {
    expect(set().retention.setting).toEqual({ keepDays: 30, maxBytes: 2 * GIB });
  });

  it('is pruned by the new wish from then on, and by that of the last run after a restart', async () => {
    const { clock, saved, policies, retention } = set();
    const stop = retention.start();
    await clock.run(61_000);
    retention.change({ keepDays: 7, maxBytes: GIB });
    await clock.run(61_000);
    stop();
    await clock.run(DAY);
    expect(policies).toEqual([
      { maxAgeMs: 30 * DAY, maxBytes: 2 * GIB },
      { maxAgeMs: 7 * DAY, maxBytes: GIB },
    ]);
    expect(set(saved.get('retention')).retention.setting).toEqual({ keepDays: 7, maxBytes: GIB });
  });

  it('stays as it was when the new wish cannot be kept', () => {
    const { journal, retention } = set();
    journal.saveSetting = () => {
      throw new Error('disk full');
    };
    expect(() => retention.change({ keepDays: 1, maxBytes: GIB })).toThrow('disk full');
    expect(retention.setting.keepDays).toBe(30);
  });

  for (const text of ['', '{', '{"keepDays":0,"maxBytes":1}', '[]', 'null']) {
    it(`removes less rather than more when the setting cannot be read: ${text}`, () => {
      const { setting, isUnreadable } = set(text).retention;
      expect([setting.keepDays, isUnreadable]).toEqual([400, true]);
      expect(RetentionSetting.safeParse(setting).success).toBe(true);
    });
  }
});

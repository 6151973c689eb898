import { describe, expect, it } from 'vitest';
import { DEFAULT_RETENTION, keepRetention } from '../../../electron/engine/recorder/retention.ts';
import { FAKE_START_MS, FakeClock } from '../../support/fake-clock.ts';

const MINUTE_MS = 60_000;

function set(answer: () => Promise<{ rowsRemoved: number; bytes: number }>) {
  const clock = new FakeClock();
  const runsAtMs: number[] = [];
  const prune = (_policy: unknown, nowMs: number) => {
    runsAtMs.push(nowMs - FAKE_START_MS);
    return answer();
  };
  return { clock, runsAtMs, stop: keepRetention({ prune }, DEFAULT_RETENTION, clock) };
}

const done = () => Promise.resolve({ rowsRemoved: 0, bytes: 0 });

describe('retention', () => {
  it('keeps 30 days and 2 GiB when nobody says otherwise', () => {
    expect(DEFAULT_RETENTION).toEqual({ maxAgeMs: 2_592_000_000, maxBytes: 2_147_483_648 });
  });

  it('runs a minute after the start and then every 15 minutes', async () => {
    const { clock, runsAtMs } = set(done);
    await clock.run(32 * MINUTE_MS);
    expect(runsAtMs).toEqual([1, 16, 31].map((minutes) => minutes * MINUTE_MS));
  });

  it('goes on after a run that failed', async () => {
    const { clock, runsAtMs } = set(() => Promise.reject(new Error('disk I/O error')));
    await clock.run(17 * MINUTE_MS);
    expect(runsAtMs).toHaveLength(2);
  });

  it('never begins a run before the last one ended', async () => {
    const { clock, runsAtMs } = set(() => new Promise(() => undefined));
    await clock.run(120 * MINUTE_MS);
    expect(runsAtMs).toHaveLength(1);
  });

  it('stops when told, also in the middle of a run', async () => {
    let finish = (): void => undefined;
    const { clock, runsAtMs, stop } = set(
      () =>
        new Promise((resolve) => {
          finish = () => resolve({ rowsRemoved: 0, bytes: 0 });
        }),
    );
    await clock.run(MINUTE_MS);
    stop();
    finish();
    await clock.run(60 * MINUTE_MS);
    expect(runsAtMs).toHaveLength(1);
    expect(clock.pending).toBe(0);
  });
});

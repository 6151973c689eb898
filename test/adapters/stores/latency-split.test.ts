import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { LatencySeconds } from '../../../electron/engine/recorder/latency-seconds.ts';
import type { RecordedRow } from '../../../electron/engine/recorder/recorded-row.ts';
import type { LatencySplit } from '../../../shared/model/activity.ts';
import { rowAt } from '../../engine/recorder/support.ts';
import { FAKE_START_MS } from '../../support/fake-clock.ts';
import { batch, openActivity, tempFolder } from './support.ts';

const SECOND = 1_000;
const MINUTE = 60_000;

function splitsOf(rows: readonly RecordedRow[], spanMs: number, points: number): readonly (LatencySplit | undefined)[] {
  const seconds = new LatencySeconds();
  for (const row of rows) seconds.note(row);
  const store = openActivity(join(tempFolder(), 'activity.db'));
  store.append(batch({ latency: seconds.takeSamples(true) }));
  const { exchanges } = store.latencyHistory({ untilMs: FAKE_START_MS + spanMs, spanMs, points });
  store.close();
  return exchanges.flatMap((entry) => entry.points.map(({ split }) => split));
}

const sum = (split: LatencySplit | undefined) =>
  split === undefined ? Number.NaN : split.networkMs + split.exchangeMs;

describe('where a call’s time went', () => {
  it('is the exchange’s own word where every answer says it', () => {
    const rows = [30, 50].map((exchangeMs) =>
      rowAt(FAKE_START_MS, { exchange: 'okx', waitedMs: 8, connectMs: 4, firstByteMs: 100, bodyMs: 2, exchangeMs }),
    );
    expect(splitsOf(rows, MINUTE, 60)).toEqual([{ queueMs: 8, networkMs: 66, exchangeMs: 40, isEstimated: false }]);
  });

  it('is estimated by the fastest first bytes of the span elsewhere, and the parts add up', () => {
    const steady = Array.from({ length: 40 }, (_, second) =>
      rowAt(FAKE_START_MS + second * SECOND, { firstByteMs: 20, bodyMs: 1 }),
    );
    const slow = rowAt(FAKE_START_MS + 41 * SECOND, { firstByteMs: 520, bodyMs: 1 });
    const splits = splitsOf([...steady, slow], MINUTE, 61);
    const last = splits.at(-1);
    expect(splits).toHaveLength(41);
    expect(last).toMatchObject({ isEstimated: true, queueMs: 1.5 });
    expect(last?.networkMs).toBeGreaterThan(19);
    expect(last?.networkMs).toBeLessThan(23);
    expect(sum(last)).toBeCloseTo(521, 6);
    expect(splits[0]?.exchangeMs).toBeLessThan(2);
  });

  it('is estimated as soon as one answer of the step does not say it', () => {
    const rows = [null, 50].map((exchangeMs) =>
      rowAt(FAKE_START_MS, { exchange: 'okx', firstByteMs: 100, exchangeMs }),
    );
    expect(splitsOf(rows, MINUTE, 60)).toMatchObject([{ isEstimated: true }]);
  });

  it('is not told of calls that were never answered', () => {
    expect(splitsOf([rowAt(FAKE_START_MS, { status: null, code: 'timeout' })], MINUTE, 60)).toEqual([undefined]);
  });

  for (const { name, spanMs, points } of [
    { name: 'seconds', spanMs: 10 * MINUTE, points: 600 },
    { name: 'a width of 90 seconds', spanMs: 30 * MINUTE, points: 21 },
    { name: 'hours', spanMs: 31 * 86_400_000, points: 100 },
  ]) {
    it(`has the same mean over ${name}`, () => {
      const rows = Array.from({ length: 300 }, (_, index) =>
        rowAt(FAKE_START_MS + index * SECOND, { firstByteMs: 50, bodyMs: 10, waitedMs: 7 }),
      );
      for (const split of splitsOf(rows, spanMs, points)) {
        expect(split).toMatchObject({ queueMs: expect.closeTo(7, 6), isEstimated: true });
        expect(sum(split)).toBeCloseTo(60, 6);
      }
    });
  }

  it('comes with the 99th percentile and the error rate of each point', () => {
    const seconds = new LatencySeconds();
    for (let index = 0; index < 100; index += 1)
      seconds.note(rowAt(FAKE_START_MS, { firstByteMs: index < 98 ? 10 : 1_000, code: index < 25 ? 'x' : null }));
    seconds.endBefore(FAKE_START_MS + SECOND);
    const store = openActivity(join(tempFolder(), 'activity.db'));
    store.append(batch({ latency: seconds.takeSamples(false) }));
    const { exchanges } = store.latencyHistory({ untilMs: FAKE_START_MS + MINUTE, spanMs: MINUTE, points: 60 });
    const live = seconds.takePoints()[0]?.point;
    for (const point of [live, exchanges[0]?.points[0]]) {
      expect(point).toMatchObject({ errorRate: 0.25, p95: expect.closeTo(10, 0) });
      expect(point?.p99).toBeGreaterThan(900);
    }
    store.close();
  });
});

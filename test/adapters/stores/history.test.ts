import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { QUANTILE_ERROR_FACTOR } from '../../../electron/engine/recorder/histogram.ts';
import { FAKE_START_MS } from '../../support/fake-clock.ts';
import { batch, historyOf, latency, openActivity, tempFolder, sampleOf } from './support.ts';

const SECOND = 1_000;
const MINUTE = 60_000;
const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const open = () => openActivity(join(tempFolder(), 'activity.db'));

describe('history of a bucket', () => {
  it('keeps the highest of each figure when it makes steps wider', () => {
    const store = open();
    const uses = Array.from({ length: 3_600 }, (_, second) =>
      sampleOf('a', FAKE_START_MS + second * SECOND, (second * 7_919) % 1_000, {
        foreign: second % 50,
        inFlight: second % 13,
      }),
    );
    store.append(batch({ use: uses }));
    for (const points of [10, 60, 300, 2_000]) {
      const history = historyOf(store, 'a', { untilMs: FAKE_START_MS + HOUR, spanMs: HOUR, points });
      const expected = [...Map.groupBy(uses, ({ atMs }) => Math.floor(atMs / history.stepMs) * history.stepMs)].map(
        ([atMs, part]) => ({
          atMs,
          used: Math.max(...part.map(({ used }) => used)),
          foreign: Math.max(...part.map(({ foreign }) => foreign)),
          inFlight: Math.max(...part.map(({ inFlight }) => inFlight)),
          capacity: 6_000,
        }),
      );
      expect(history.points).toEqual(expected);
      expect(history.points.length).toBeLessThanOrEqual(points);
      expect(history.points.length).toBeGreaterThanOrEqual(points / 2 - 1);
    }
    store.close();
  });

  it('adds samples of the same second, minute and hour up to their highest', () => {
    const store = open();
    store.append(batch({ use: [sampleOf('a', FAKE_START_MS, 10, { inFlight: 9 })] }));
    store.append(
      batch({
        use: [sampleOf('a', FAKE_START_MS, 30), sampleOf('a', FAKE_START_MS + 59 * SECOND, 20, { capacity: 1_200 })],
      }),
    );
    for (const spanMs of [2 * MINUTE, 2 * HOUR, 31 * DAY]) {
      const { points } = historyOf(store, 'a', { untilMs: FAKE_START_MS + MINUTE, spanMs, points: 2 });
      expect(points).toEqual([
        { atMs: expect.any(Number), used: 30, foreign: 0, inFlight: 9, capacity: expect.any(Number) },
      ]);
    }
    store.close();
  });

  it('takes the span from its first to before its last moment', () => {
    const store = open();
    store.append(
      batch({ use: [0, 1, 2, 3].map((second) => sampleOf('a', FAKE_START_MS + second * SECOND, second + 1)) }),
    );
    const { points } = historyOf(store, 'a', { untilMs: FAKE_START_MS + 3 * SECOND, spanMs: 2 * SECOND, points: 100 });
    expect(points.map(({ used }) => used)).toEqual([2, 3]);
    store.close();
  });

  it('shows a time whose seconds are pruned by its minutes, and by its hours after that', () => {
    const store = open();
    const days = [0, 20, 40].map((day) => sampleOf('a', FAKE_START_MS + day * DAY, day + 1));
    store.append(batch({ use: days }));
    let isDone = false;
    while (!isDone)
      ({ isDone } = store.prune({ maxAgeMs: 365 * DAY, maxBytes: 1e12 }, FAKE_START_MS + 40 * DAY + MINUTE));
    const around = (day: number) =>
      historyOf(store, 'a', { untilMs: FAKE_START_MS + day * DAY + HOUR, spanMs: 2 * HOUR, points: 2_000 });
    expect(around(40)).toMatchObject({ stepMs: 4 * SECOND, points: [{ used: 41 }] });
    expect(around(20)).toMatchObject({ stepMs: MINUTE, points: [{ used: 21 }] });
    expect(around(0)).toMatchObject({ stepMs: HOUR, points: [{ used: 1 }] });
    store.close();
  });

  it('knows nothing of a bucket it never saw, and does not remember that it was asked', () => {
    const store = open();
    const span = { untilMs: FAKE_START_MS, spanMs: HOUR, points: 100 };
    expect(historyOf(store, 'never', span).points).toEqual([]);
    store.append(batch({ use: [sampleOf('never', FAKE_START_MS - MINUTE, 1)] }));
    expect(historyOf(store, 'never', span).points).toHaveLength(1);
    store.close();
  });
});

describe('history of latency', () => {
  it('merges the histograms of a step, so its quantiles are those of all its calls', () => {
    const store = open();
    for (let second = 0; second < 100; second += 1) {
      store.append(
        batch({ latency: [latency(FAKE_START_MS + second * SECOND, [second + 1], second % 10 === 0 ? 1 : 0)] }),
      );
    }
    for (const points of [2, 3, 200]) {
      const { exchanges } = store.latencyHistory({
        untilMs: FAKE_START_MS + 100 * SECOND,
        spanMs: 100 * SECOND,
        points,
      });
      const binance = exchanges.find(({ exchange }) => exchange === 'binance');
      expect(binance?.summary).toMatchObject({ count: 100, failures: 10 });
      for (const [got, truth] of [
        [binance?.summary.p50, 50],
        [binance?.summary.p95, 95],
        [binance?.summary.p99, 99],
      ] as const) {
        expect(Math.abs(Math.log((got ?? 0) / truth))).toBeLessThanOrEqual(Math.log(QUANTILE_ERROR_FACTOR));
      }
      expect(binance?.points.reduce((sum, point) => sum + point.count, 0)).toBe(100);
      expect(binance?.points.length).toBeLessThanOrEqual(points);
    }
    store.close();
  });

  it('adds up parts of one second in every rollup', () => {
    const store = open();
    store.append(batch({ latency: [latency(FAKE_START_MS, [10, 10]), latency(FAKE_START_MS, [10], 1)] }));
    for (const spanMs of [MINUTE, 2 * HOUR, 31 * DAY]) {
      const { exchanges } = store.latencyHistory({ untilMs: FAKE_START_MS + MINUTE, spanMs, points: 2 });
      expect(exchanges[0]?.points).toMatchObject([{ count: 3, failures: 1 }]);
    }
    store.close();
  });

  it('keeps practice apart, and names it only where it was ever called', () => {
    const store = open();
    store.append(
      batch({ latency: [latency(FAKE_START_MS, [400]), { ...latency(FAKE_START_MS, [1]), environment: 'practice' }] }),
    );
    const { exchanges } = store.latencyHistory({ untilMs: FAKE_START_MS + MINUTE, spanMs: MINUTE, points: 60 });
    expect(exchanges.map(({ exchange, environment, summary }) => [exchange, environment, summary.count])).toEqual([
      ['binance', 'live', 1],
      ['binance', 'practice', 1],
      ['okx', 'live', 0],
      ['kraken', 'live', 0],
    ]);
    store.close();
  });

  it('answers for every exchange, also before the first call', () => {
    const store = open();
    const { exchanges } = store.latencyHistory({ untilMs: FAKE_START_MS, spanMs: HOUR, points: 100 });
    expect(exchanges).toEqual(
      ['binance', 'okx', 'kraken'].map((exchange) => ({
        exchange,
        environment: 'live',
        summary: { exchange, count: 0, failures: 0, p50: null, p95: null, p99: null },
        points: [],
      })),
    );
    store.close();
  });
});

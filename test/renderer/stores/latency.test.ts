import { describe, expect, it } from 'vitest';
import {
  createLatencyStore,
  errorRateOf,
  LATENCY_SPAN_MS,
  rateOver,
  splitOf,
  withLatencyHistory,
  withSamples,
} from '../../../renderer/stores/latency.ts';
import type { LatencyPoint } from '../../../shared/model/activity.ts';
import { NOW_MS } from '../support.ts';

const empty = createLatencyStore().getState();

function point(atMs: number, count: number, failures = 0): LatencyPoint {
  return { atMs, count, failures, p50: 10, p95: 20 };
}

describe('latency', () => {
  it('keeps fifteen minutes', () => {
    const old = withSamples(empty, [{ exchange: 'okx', point: point(NOW_MS, 1) }]);
    const later = withSamples(old, [{ exchange: 'okx', point: point(NOW_MS + LATENCY_SPAN_MS + 1_000, 1) }]);
    expect(later.byRealm['okx/live']?.points.map((one) => one.atMs)).toEqual([NOW_MS + LATENCY_SPAN_MS + 1_000]);
  });

  it('takes history only from before its own points', () => {
    const own = withSamples(empty, [{ exchange: 'okx', point: point(NOW_MS, 5) }]);
    const seeded = withLatencyHistory(own, [{ exchange: 'okx', points: [point(NOW_MS - 1_000, 1), point(NOW_MS, 2)] }]);
    expect(seeded.byRealm['okx/live']?.points.map((one) => one.count)).toEqual([1, 5]);
    expect(seeded.phase.kind).toBe('ready');
  });

  it('counts calls a second and failures over the span alone', () => {
    const points = [point(NOW_MS - 20_000, 99, 9), point(NOW_MS - 5_000, 30, 1), point(NOW_MS - 1_000, 10, 1)];
    expect(rateOver(points, NOW_MS, 10_000)).toEqual({ callsPerSecond: 4, failures: 2 });
  });

  it('is zero where nothing was called', () =>
    expect(rateOver([], NOW_MS, 10_000)).toEqual({ callsPerSecond: 0, failures: 0 }));
});

describe('splitOf', () => {
  const part = { queueMs: 1, networkMs: 20, exchangeMs: 10, isEstimated: false };

  it('weighs by calls and is estimated as soon as one part is', () => {
    const other = { queueMs: 5, networkMs: 40, exchangeMs: 30, isEstimated: true };
    const points = [{ ...point(NOW_MS, 3), split: part }, { ...point(NOW_MS, 1), split: other }, point(NOW_MS, 99)];
    expect(splitOf(points)).toEqual({ queueMs: 2, networkMs: 25, exchangeMs: 15, isEstimated: true });
  });

  it('is unknown without calls', () => expect(splitOf([{ ...point(NOW_MS, 0), split: part }])).toBeNull());
});

it('has an error rate only where there were calls', () => {
  const summary = { exchange: 'okx', count: 0, failures: 0, p50: null, p95: null, p99: null } as const;
  expect([errorRateOf(null), errorRateOf(summary), errorRateOf({ ...summary, count: 8, failures: 2 })]).toEqual([
    null,
    null,
    0.25,
  ]);
});

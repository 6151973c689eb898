import { describe, expect, it } from 'vitest';
import {
  axisTimes,
  axisTop,
  binLatency,
  binUse,
  isWithin,
  niceAbove,
  withLoneness,
} from '../../../renderer/series/bins.ts';
import type { UsePoint } from '../../../shared/model/activity.ts';
import { NOW_MS } from '../support.ts';

const span = { nowMs: NOW_MS, spanMs: 10_000, bins: 5 };

function use(atMs: number, used: number, foreign = 0): UsePoint {
  return { atMs: NOW_MS + atMs, used, foreign, inFlight: 0, capacity: 100 };
}

describe('binUse', () => {
  it('keeps the highest use of each bin and tells own from foreign', () => {
    const bins = binUse([use(-8_000, 10), use(-7_500, 40, 15), use(-6_500, 20)], span);
    expect(bins[0]).toEqual({ atMs: NOW_MS - 8_000, own: 25, foreign: 15, inFlight: 0, capacity: 100 });
    expect(bins).toHaveLength(5);
  });

  it('carries the last value over a short silence', () => {
    expect(binUse([use(-8_000, 10)], span).map((bin) => bin.own)).toEqual([10, 10, 10, 10, 10]);
  });

  it('leaves a hole where a bucket in use fell silent', () => {
    const wide = { nowMs: NOW_MS, spanMs: 60_000, bins: 6 };
    expect(binUse([use(-50_000, 10)], wide).map((bin) => bin.own)).toEqual([10, 10, 10, 10, null, null]);
  });

  it('trusts an empty bucket to stay empty', () => {
    const wide = { nowMs: NOW_MS, spanMs: 60_000, bins: 6 };
    expect(binUse([use(-600_000, 0)], wide).map((bin) => bin.own)).toEqual([0, 0, 0, 0, 0, 0]);
  });

  it('does not draw before the first point', () => {
    expect(binUse([use(-2_000, 5)], span).map((bin) => bin.own)).toEqual([null, null, null, 5, 5]);
  });

  it('keeps its bins still while time moves within one', () => {
    const points = [use(-8_000, 10), use(-4_000, 30)];
    expect(binUse(points, { ...span, nowMs: NOW_MS + 1_500 })).toEqual(binUse(points, span));
  });
});

describe('binLatency', () => {
  it('weighs medians by calls and takes the worst 95th percentile', () => {
    const points = [
      { atMs: NOW_MS - 8_000, count: 1, failures: 0, p50: 10, p95: 20 },
      { atMs: NOW_MS - 7_000, count: 3, failures: 1, p50: 50, p95: 90 },
    ];
    expect(binLatency(points, span)[0]).toEqual({ atMs: NOW_MS - 8_000, p50: 40, p95: 90, count: 4, failures: 1 });
  });

  it('is a hole where nothing was called', () => {
    expect(binLatency([], span)[2]).toEqual({ atMs: NOW_MS - 4_000, p50: null, p95: null, count: 0, failures: 0 });
  });
});

describe('few latencies', () => {
  const point = (atMs: number) => ({ atMs: NOW_MS + atMs, count: 1, failures: 0, p50: 10, p95: 20 });
  const cases = [
    { name: 'nothing', points: [], lone: [] },
    { name: 'a single bin', points: [point(-1_500)], lone: [3] },
    { name: 'two neighbours', points: [point(-3_500), point(-1_500)], lone: [] },
    { name: 'two apart', points: [point(-7_500), point(-1_500)], lone: [0, 3] },
  ];
  for (const { name, points, lone } of cases) {
    it(`tells which have no neighbour: ${name}`, () => {
      const found = withLoneness(binLatency(points, span)).flatMap(({ isLone }, index) => (isLone ? [index] : []));
      expect(found).toEqual(lone);
    });
  }

  it('tells whether all lie within a span', () => {
    const points = [point(-3_500), point(-1_500)];
    expect([isWithin([], 5_000), isWithin(points, 2_001), isWithin(points, 2_000)]).toEqual([false, true, false]);
  });
});

describe('axes', () => {
  it('marks whole minutes within the span', () => {
    const times = axisTimes(NOW_MS + 30_500, 300_000);
    expect(times).toHaveLength(5);
    expect(times.every((atMs) => atMs % 60_000 === 0 && atMs <= NOW_MS + 30_500)).toBe(true);
  });

  it('draws the capacity unless use is a sliver of it', () => {
    expect(axisTop(50, 100)).toEqual({ top: 108, isCapacityAbove: false });
    expect(axisTop(0, 100).isCapacityAbove).toBe(false);
    expect(axisTop(400, 160_000)).toEqual({ top: 1_000, isCapacityAbove: true });
  });

  const rounds = [
    { value: 7, above: 7 },
    { value: 23, above: 30 },
    { value: 0.4, above: 0.5 },
    { value: 810, above: 1_000 },
  ];
  for (const { value, above } of rounds)
    it(`rounds ${value} up to ${above}`, () => expect(niceAbove(value)).toBeCloseTo(above));
});

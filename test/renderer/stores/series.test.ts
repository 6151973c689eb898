import { describe, expect, it } from 'vitest';
import {
  createSeriesStore,
  SecondPeaks,
  SERIES_SPAN_MS,
  withHistory,
  withPoints,
} from '../../../renderer/stores/series.ts';
import type { UsePoint } from '../../../shared/model/activity.ts';
import { NOW_MS, viewOf } from '../support.ts';

const empty = createSeriesStore().getState();

function point(atMs: number, used: number): UsePoint {
  return { atMs, used, foreign: 0, inFlight: 0, capacity: 100 };
}

describe('SecondPeaks', () => {
  it('keeps the highest use of the second and starts over', () => {
    const peaks = new SecondPeaks();
    peaks.add([viewOf('x', 3), viewOf('x', 8), viewOf('x', 5, { atMs: NOW_MS + 900 })]);
    expect(peaks.take().get('x')).toEqual(point(NOW_MS, 8));
    expect(peaks.take().size).toBe(0);
  });
});

describe('withPoints', () => {
  it('lets go of what is older than the span', () => {
    let state = empty;
    for (let second = 0; second <= 1_000; second += 1)
      state = withPoints(state, new Map([['x', point(NOW_MS + second * 1_000, 1)]]));
    const points = state.byKey['x']?.points ?? [];
    expect(points[0]?.atMs).toBe(NOW_MS + 1_000_000 - SERIES_SPAN_MS);
    expect(points).toHaveLength(SERIES_SPAN_MS / 1_000 + 1);
  });

  it('does not touch the series of other buckets', () => {
    const before = withPoints(empty, new Map([['x', point(NOW_MS, 1)]]));
    const after = withPoints(before, new Map([['y', point(NOW_MS, 1)]]));
    expect(after.byKey['x']).toBe(before.byKey['x']);
  });

  it('writes nothing for nothing', () => expect(withPoints(empty, new Map())).toBe(empty));
});

describe('withHistory', () => {
  it('goes before the page’s own points and is ready', () => {
    const own = withPoints(empty, new Map([['x', point(NOW_MS, 9)]]));
    const { phase, points } =
      withHistory(own, 'x', [point(NOW_MS - 1_000, 1), point(NOW_MS, 2), point(NOW_MS + 1_000, 3)]).byKey['x'] ?? {};
    expect(phase).toEqual({ kind: 'ready' });
    expect(points).toEqual([point(NOW_MS - 1_000, 1), point(NOW_MS, 9)]);
  });
});

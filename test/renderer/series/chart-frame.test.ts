import { describe, expect, it } from 'vitest';
import { compareOffsetMs, forecastOf, frameOf, ticksOf } from '../../../renderer/series/chart-frame.ts';
import { NOW_MS, viewOf } from '../support.ts';

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

describe('frameOf', () => {
  it('keeps room for what comes after now', () => {
    const frame = frameOf(MINUTE_MS, null, NOW_MS);
    expect(frame).toMatchObject({ fromMs: NOW_MS - MINUTE_MS, knownUntilMs: NOW_MS });
    expect((frame.untilMs - NOW_MS) / (frame.untilMs - frame.fromMs)).toBeCloseTo(0.16);
  });

  it('shows a zoomed stretch and no future', () => {
    const zoom = { fromMs: NOW_MS - 5_000, untilMs: NOW_MS - 1_000 };
    expect(frameOf(MINUTE_MS, zoom, NOW_MS)).toEqual({ ...zoom, knownUntilMs: zoom.untilMs });
  });
});

describe('ticksOf', () => {
  for (const [span, stepMs] of [
    [MINUTE_MS, 15_000],
    [15 * MINUTE_MS, 300_000],
    [DAY_MS, 21_600_000],
    [7 * DAY_MS, 2 * DAY_MS],
  ] as const) {
    it(`lie on whole steps of ${stepMs} ms in ${span} ms`, () => {
      const ticks = ticksOf({ fromMs: NOW_MS - span - 7, untilMs: NOW_MS - 7 }, 6);
      expect(ticks.stepMs).toBe(stepMs);
      expect(ticks.timesMs.every((atMs) => atMs % stepMs === 0)).toBe(true);
      expect(ticks.timesMs.length).toBeGreaterThanOrEqual(2);
    });
  }
});

describe('forecastOf', () => {
  const fixed = viewOf('x', 40, { emptyAtMs: NOW_MS + 10_000, foreignForecast: 20 });

  it('rises by what others will add and falls to nothing at the reset', () => {
    const points = forecastOf(fixed, NOW_MS, NOW_MS + 30_000);
    expect(points[0]).toEqual({ atMs: NOW_MS, low: 40, high: 40 });
    expect(points.at(-2)).toEqual({ atMs: NOW_MS + 10_000, low: 40, high: 60 });
    expect(points.at(-1)).toEqual({ atMs: NOW_MS + 10_000, low: 0, high: 0 });
  });

  it('is cut at the end of the frame', () => {
    const points = forecastOf(fixed, NOW_MS, NOW_MS + 5_000);
    expect(points.at(-1)).toEqual({ atMs: NOW_MS + 5_000, low: 40, high: 50 });
  });

  it('drains with a decaying counter', () => {
    const bucket = { ...fixed.bucket, window: { kind: 'decaying', perSecond: 4 } as const };
    const points = forecastOf({ ...fixed, bucket, foreignForecast: 0 }, NOW_MS, NOW_MS + 5_000);
    expect(points.at(-1)?.low).toBeCloseTo(20);
  });

  it('never passes the capacity', () => {
    const points = forecastOf({ ...fixed, foreignForecast: 900 }, NOW_MS, NOW_MS + 30_000);
    expect(Math.max(...points.map((point) => point.high))).toBe(100);
  });

  it('says nothing of an empty bucket', () => expect(forecastOf(viewOf('x', 0), NOW_MS, NOW_MS + 9_000)).toEqual([]));
});

it('compares with a day before, a week with a week before', () => {
  expect([compareOffsetMs(MINUTE_MS), compareOffsetMs(DAY_MS), compareOffsetMs(7 * DAY_MS)]).toEqual([
    DAY_MS,
    DAY_MS,
    7 * DAY_MS,
  ]);
});

import { describe, expect, it } from 'vitest';
import {
  barAt,
  columns,
  dragged,
  nudged,
  shareOf,
  spanIn,
  timeAt,
  timesOf,
} from '../../../../renderer/features/activity/brush.ts';

const domain = { fromMs: 1_000, untilMs: 2_000 };
const STEP = 100;

describe('the brush', () => {
  it('stands at the ends of what is open, and never outside', () => {
    expect(spanIn(domain, null, null)).toEqual(domain);
    expect(spanIn(domain, 1_200, null)).toEqual({ fromMs: 1_200, untilMs: 2_000 });
    expect(spanIn(domain, 0, 9_000)).toEqual(domain);
    expect(spanIn(domain, 1_900, 1_100)).toEqual({ fromMs: 1_900, untilMs: 1_900 });
  });

  it('goes from time to place and back', () => {
    expect([shareOf(domain, 1_250), timeAt(domain, 0.25), timeAt(domain, 7), shareOf(domain, 0)]).toEqual([
      0.25, 1_250, 2_000, 0,
    ]);
    expect(shareOf({ fromMs: 5, untilMs: 5 }, 5)).toBe(0);
  });

  const drags = [
    { name: 'takes whole steps', one: 1_250, other: 1_420, span: [1_200, 1_500] },
    { name: 'goes backwards as well', one: 1_420, other: 1_250, span: [1_200, 1_500] },
    { name: 'is a step at least', one: 1_250, other: 1_250, span: [1_200, 1_300] },
    { name: 'ends at the ends', one: 1_950, other: 5_000, span: [1_900, 2_000] },
  ];
  for (const { name, one, other, span } of drags) {
    it(`dragged, ${name}`, () => {
      const { fromMs, untilMs } = dragged(domain, STEP, one, other);
      expect([fromMs, untilMs]).toEqual(span);
    });
  }

  const span = { fromMs: 1_200, untilMs: 1_500 };
  const keys = [
    { edge: 'from', key: 'ArrowLeft', moved: [1_100, 1_500] },
    { edge: 'from', key: 'ArrowRight', moved: [1_300, 1_500] },
    { edge: 'from', key: 'Home', moved: [1_000, 1_500] },
    { edge: 'from', key: 'End', moved: [1_400, 1_500] },
    { edge: 'from', key: 'PageDown', moved: [1_000, 1_500] },
    { edge: 'until', key: 'ArrowRight', moved: [1_200, 1_600] },
    { edge: 'until', key: 'PageUp', moved: [1_200, 2_000] },
    { edge: 'until', key: 'Home', moved: [1_200, 1_300] },
    { edge: 'until', key: 'End', moved: [1_200, 2_000] },
  ] as const;
  for (const { edge, key, moved } of keys) {
    it(`moves ${edge} with ${key}`, () => {
      const next = nudged(domain, STEP, span, edge, key);
      expect([next?.fromMs, next?.untilMs]).toEqual(moved);
    });
  }

  it('leaves other keys alone', () => expect(nudged(domain, STEP, span, 'from', 'x')).toBeNull());

  it('leaves an end open that stands at the end', () => {
    expect(timesOf(domain, domain)).toEqual({ fromMs: null, untilMs: null });
    expect(timesOf(domain, span)).toEqual({ fromMs: 1_200, untilMs: 1_500 });
  });
});

describe('the bars', () => {
  const bars = [
    { atMs: 1_000, calls: 10, failures: 0 },
    { atMs: 1_500, calls: 1_000, failures: 1 },
  ];
  const drawing = { domain, stepMs: STEP, width: 100, height: 50, top: 1_000 };

  it('stand in their place and reach their height', () => {
    expect(columns(bars, (bar) => bar.calls, drawing, 1)).toBe('M0.0 50V49.0H9.0V50ZM50.0 50V0.0H59.0V50Z');
  });

  it('show one failure among a thousand, and none where there is none', () => {
    expect(columns(bars, (bar) => bar.failures, drawing, 3)).toBe('M50.0 50V47.0H59.0V50Z');
  });

  it('are found by the time within them', () => {
    expect([barAt(bars, STEP, 1_599)?.calls, barAt(bars, STEP, 1_600)]).toEqual([1_000, null]);
  });
});

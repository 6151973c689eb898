import { describe, expect, it } from 'vitest';
import { moved, NO_CROSSHAIR, pointAt, selectionOf, timeAt } from '../../../renderer/series/crosshair.ts';

const grid = { fromMs: 0, untilMs: 100_000, stepMs: 1_000 };

describe('moved', () => {
  const cases = [
    ['ArrowLeft', 49_000],
    ['ArrowRight', 51_000],
    ['PageDown', 40_000],
    ['PageUp', 60_000],
    ['Home', 0],
    ['End', 100_000],
  ] as const;
  for (const [key, atMs] of cases) {
    it(`${key} goes to ${atMs}`, () =>
      expect(moved({ atMs: 50_000, anchorMs: null }, grid, key, false)).toEqual({ atMs, anchorMs: null }));
  }

  it('starts at the end and stays within', () =>
    expect(moved(NO_CROSSHAIR, grid, 'ArrowRight', false)).toEqual({ atMs: 100_000, anchorMs: null }));

  it('draws a selection along with Shift and drops it without', () => {
    const first = moved({ atMs: 50_000, anchorMs: null }, grid, 'ArrowLeft', true);
    expect(first).toEqual({ atMs: 49_000, anchorMs: 50_000 });
    const second = moved(first ?? NO_CROSSHAIR, grid, 'PageDown', true);
    expect(second).toEqual({ atMs: 39_000, anchorMs: 50_000 });
    expect(moved(second ?? NO_CROSSHAIR, grid, 'ArrowLeft', false)?.anchorMs).toBeNull();
  });

  it('leaves other keys alone', () => expect(moved(NO_CROSSHAIR, grid, 'a', false)).toBeNull());
});

describe('selectionOf', () => {
  it('is in order', () =>
    expect(selectionOf({ atMs: 10_000, anchorMs: 30_000 }, 1_000)).toEqual({ fromMs: 10_000, untilMs: 30_000 }));
  it('is none for a slip of the hand', () => expect(selectionOf({ atMs: 10_000, anchorMs: 11_000 }, 1_000)).toBeNull());
  it('is none without an anchor', () => expect(selectionOf({ atMs: 10_000, anchorMs: null }, 1_000)).toBeNull());
});

it('reads a time off the width, up to what is known', () => {
  expect([timeAt(0.5, grid, 90_000), timeAt(1, grid, 90_000), timeAt(-1, grid, 90_000)]).toEqual([50_000, 90_000, 0]);
});

it('finds the point that a time lies in', () => {
  const points = [{ atMs: 0 }, { atMs: 10 }, { atMs: 20 }];
  expect([pointAt(points, 15), pointAt(points, 20), pointAt(points, -5), pointAt([], 1)]).toEqual([
    { atMs: 10 },
    { atMs: 20 },
    { atMs: 0 },
    undefined,
  ]);
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  AT_TOP,
  indexOf,
  rankOf,
  revealing,
  scrolledTo,
  shapeOf,
  standingAt,
} from '../../../../renderer/features/activity/scroll-map.ts';

const ROW_PX = 28;
const MILLION = shapeOf(1_000_000, ROW_PX);
const VISIBLE = 20;

describe('a list drawn in fewer rows than it has', () => {
  it('is drawn in full while it is short', () => {
    expect(shapeOf(5_000, ROW_PX)).toEqual({ total: 5_000, drawn: 5_000 });
    expect(rankOf(shapeOf(5_000, ROW_PX), 4_321)).toBe(4_321);
  });

  it('stays below what a browser lays out', () => expect(MILLION.drawn * ROW_PX).toBeLessThanOrEqual(8_000_000));

  const ends = [
    { index: 0, rank: 0 },
    { index: 999, rank: 999 },
    { index: MILLION.drawn - 1, rank: 999_999 },
    { index: MILLION.drawn - VISIBLE, rank: 1_000_000 - VISIBLE },
  ];
  for (const { index, rank } of ends) {
    it(`shows the ends row by row: ${rank}`, () => {
      expect([rankOf(MILLION, index), indexOf(MILLION, rank)]).toEqual([rank, index]);
    });
  }

  it('stands half way down in the middle', () => {
    expect(rankOf(MILLION, MILLION.drawn / 2) / MILLION.total).toBeCloseTo(0.5, 3);
  });

  it('never goes back, and goes there and back again', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 5_000_000 }), fc.nat(), fc.nat(), (total, a, b) => {
        const shape = shapeOf(total, ROW_PX);
        const [low, high] = [a % shape.drawn, b % shape.drawn].toSorted((x, y) => x - y) as [number, number];
        expect(rankOf(shape, low)).toBeLessThanOrEqual(rankOf(shape, high));
        expect(rankOf(shape, high)).toBeLessThan(total);
        expect(Math.abs(indexOf(shape, rankOf(shape, low)) - low)).toBeLessThanOrEqual(1);
      }),
    );
  });
});

describe('scrolling', () => {
  it('goes row by row over a short way, wherever it is', () => {
    const from = standingAt(MILLION, 400_000);
    const to = scrolledTo(MILLION, from, from.index + 7, 60);
    expect(to.index + to.shift).toBe(400_007);
  });

  it('goes by the share of the list when the bar is dragged', () => {
    const to = scrolledTo(MILLION, AT_TOP, MILLION.drawn / 2, 60);
    expect((to.index + to.shift) / MILLION.total).toBeCloseTo(0.5, 3);
  });

  it('ends at the ends', () => {
    const from = standingAt(MILLION, 400_000);
    expect(scrolledTo(MILLION, from, 0, 60)).toEqual(AT_TOP);
    const end = scrolledTo(MILLION, from, MILLION.drawn - VISIBLE, 60);
    expect(end.index + end.shift).toBe(1_000_000 - VISIBLE);
  });

  it('stays in bounds whatever was scrolled before', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: MILLION.drawn - VISIBLE }), { maxLength: 30 }), (stops) => {
        let standing = AT_TOP;
        for (const index of stops) {
          standing = scrolledTo(MILLION, standing, index, 60);
          expect(standing.index).toBe(index);
          expect(standing.index + standing.shift).toBeGreaterThanOrEqual(0);
          expect(standing.index + standing.shift).toBeLessThanOrEqual(1_000_000 - VISIBLE);
        }
      }),
    );
  });

  it('puts any rank at the top', () => {
    for (const rank of [0, 1, 1_500, 123_456, 999_980]) {
      const { index, shift } = standingAt(MILLION, rank);
      expect(index + shift).toBe(rank);
    }
  });

  it('scrolls only as far as it must to reveal a row', () => {
    expect([revealing(5, 0, 20), revealing(20, 0, 20), revealing(3, 10, 20), revealing(29, 10, 20)]).toEqual([
      null,
      1,
      3,
      null,
    ]);
  });
});

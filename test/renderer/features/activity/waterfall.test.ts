import { describe, expect, it } from 'vitest';
import { SPLIT_FULL_MS, splitOf, totalMs, waterfallOf } from '../../../../renderer/features/activity/waterfall.ts';

const row = { waitedMs: 100, connectMs: 20, firstByteMs: 60, bodyMs: 5, exchangeMs: 25 };

describe('waterfallOf', () => {
  it('puts the parts one after the other', () => {
    expect(waterfallOf(row).map(({ id, startMs, lengthMs }) => [id, startMs, lengthMs])).toEqual([
      ['waited', 0, 100],
      ['connect', 100, 20],
      ['network', 120, 35],
      ['exchange', 155, 25],
      ['body', 180, 5],
    ]);
    expect(totalMs(waterfallOf(row))).toBe(185);
  });

  it('leaves the first byte whole where the exchange does not say its share', () => {
    const parts = waterfallOf({ ...row, exchangeMs: null });
    expect(parts.map(({ id }) => id)).toEqual(['waited', 'connect', 'first-byte', 'body']);
    expect(totalMs(parts)).toBe(185);
  });

  it('believes no share above the whole, and no negative time', () => {
    const parts = waterfallOf({ ...row, exchangeMs: 900, connectMs: -1 });
    expect(parts.map(({ lengthMs }) => lengthMs)).toEqual([100, 0, 0, 60, 5]);
  });
});

describe('splitOf', () => {
  it('draws the time after our queue to one scale', () => {
    const { ends, isCut } = splitOf(row);
    expect(ends.map((end) => Math.round(end * SPLIT_FULL_MS))).toEqual([20, 55, 80, 85]);
    expect(isCut).toBe(false);
  });

  it('cuts what is longer and says so', () => {
    const { ends, isCut } = splitOf({ ...row, firstByteMs: 5_000, exchangeMs: null });
    expect([ends.at(-1), isCut]).toEqual([1, true]);
  });
});

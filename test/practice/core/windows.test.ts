import { describe, expect, it } from 'vitest';
import { DecayingCounter, FixedWindow, SlidingWindow, WindowsBy } from '../../../electron/practice/core/windows.ts';

describe('fixed window', () => {
  const minute = 60_000;

  it('takes exactly its capacity, and everything again from the boundary on', () => {
    const window = new FixedWindow(3, minute);
    const start = 10 * minute;
    expect([0, 1, 2, 3].map((at) => window.take(1, start + at))).toEqual([true, true, true, false]);
    expect(window.take(1, start + minute - 1)).toBe(false);
    expect(window.take(3, start + minute)).toBe(true);
    expect(window.used(start + minute)).toBe(3);
  });

  it('is aligned to multiples of its period, whenever the first request came', () => {
    const window = new FixedWindow(3, minute);
    window.add(3, 10 * minute + 59_999);
    expect(window.fitsAt(1, 10 * minute + 59_999)).toBe(11 * minute);
    expect(window.used(11 * minute)).toBe(0);
  });

  it('gives back, never below zero, and never more than it holds', () => {
    const window = new FixedWindow(3, minute);
    window.add(2, 0);
    window.add(-5, 1);
    expect(window.used(1)).toBe(0);
    expect(window.fitsAt(4, 1)).toBe(Number.POSITIVE_INFINITY);
  });
});

describe('sliding window', () => {
  it('frees each entry exactly one period after it came', () => {
    const window = new SlidingWindow(2, 2000);
    expect(window.take(1, 0)).toBe(true);
    expect(window.take(1, 500)).toBe(true);
    expect(window.take(1, 1999)).toBe(false);
    expect(window.fitsAt(1, 1999)).toBe(2000);
    expect(window.fitsAt(2, 1999)).toBe(2500);
    expect(window.take(1, 2000)).toBe(true);
    expect(window.take(1, 2499)).toBe(false);
    expect(window.take(1, 2500)).toBe(true);
  });
});

// Worked from the tier table of Kraken's rate limit page (2026-07).
describe('decaying counter', () => {
  it('Starter: fifteen calls pass, the sixteenth after 1/0.33 s', () => {
    const counter = new DecayingCounter(15, 0.33);
    expect(Array.from({ length: 16 }, () => counter.take(1, 0)).filter(Boolean)).toHaveLength(15);
    expect(counter.fitsAt(1, 0)).toBe(3031);
    expect(counter.take(1, 3030)).toBe(false);
    expect(counter.take(1, 3031)).toBe(true);
  });

  it('Intermediate: 50 adds are 26.6 after ten seconds', () => {
    const counter = new DecayingCounter(125, 2.34);
    counter.add(50, 0);
    expect(counter.used(10_000)).toBe(26.6);
  });

  it('Pro: drained after twenty seconds and not before', () => {
    const counter = new DecayingCounter(20, 1);
    counter.add(20, 0);
    expect(counter.used(19_999)).toBe(0.001);
    expect(counter.used(20_000)).toBe(0);
    expect(counter.used(90_000)).toBe(0);
  });

  it('can be capped', () => {
    const counter = new DecayingCounter(60, 1);
    counter.add(90, 0);
    counter.cap(60, 0);
    expect(counter.used(1000)).toBe(59);
  });
});

it('keeps one window per key', () => {
  const windows = new WindowsBy(() => new FixedWindow(1, 1000));
  expect(windows.of('a').take(1, 0)).toBe(true);
  expect(windows.of('b').take(1, 0)).toBe(true);
  expect(windows.of('a').take(1, 0)).toBe(false);
  expect(windows.keys()).toEqual(['a', 'b']);
});

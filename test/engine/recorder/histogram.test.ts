import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  addHistogram,
  addLatency,
  addPacked,
  emptyHistogram,
  type Histogram,
  HISTOGRAM_CLASSES,
  LOWEST_MS,
  packHistogram,
  QUANTILE_ERROR_FACTOR,
  quantile,
  unpackHistogram,
} from '../../../electron/engine/recorder/histogram.ts';

const HIGHEST_MS = LOWEST_MS * 2 ** 20;
const latencies = fc.array(fc.double({ min: LOWEST_MS, max: HIGHEST_MS * 0.999, noNaN: true }), {
  minLength: 1,
  maxLength: 300,
});

function histogramOf(values: readonly number[]): Histogram {
  const histogram = emptyHistogram();
  for (const value of values) addLatency(histogram, value);
  return histogram;
}

/** The smallest value that at least `share` of the values do not exceed. */
function trueQuantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((one, other) => one - other);
  return sorted[Math.max(1, Math.ceil(share * sorted.length)) - 1] ?? Number.NaN;
}

describe('latency histogram', () => {
  it('gives every quantile within 4.5 % of the true one', () => {
    expect(QUANTILE_ERROR_FACTOR).toBeLessThan(1.045);
    fc.assert(
      fc.property(latencies, fc.constantFrom(0, 0.01, 0.5, 0.9, 0.95, 0.99, 1), (values, share) => {
        const factor = (quantile(histogramOf(values), share) ?? Number.NaN) / trueQuantile(values, share);
        const bound = QUANTILE_ERROR_FACTOR * (1 + 1e-9);
        expect(factor).toBeGreaterThanOrEqual(1 / bound);
        expect(factor).toBeLessThanOrEqual(bound);
      }),
      { numRuns: 2_000 },
    );
  });

  it('adds up without loss: parts merged in any grouping equal the whole', () => {
    fc.assert(
      fc.property(fc.array(latencies, { maxLength: 8 }), (parts) => {
        const merged = emptyHistogram();
        for (const part of parts) addHistogram(merged, histogramOf(part));
        expect(merged).toEqual(histogramOf(parts.flat()));
      }),
    );
  });

  it('packs and unpacks without loss, also several packed ones in a row', () => {
    fc.assert(
      fc.property(latencies, latencies, (one, other) => {
        const packed = packHistogram(histogramOf(one));
        expect(unpackHistogram(packed)).toEqual(histogramOf(one));
        const both = unpackHistogram(Buffer.concat([packed, packHistogram(histogramOf(other))]));
        expect(both).toEqual(histogramOf([...one, ...other]));
      }),
    );
  });

  it('reads what it can of bytes of an unknown form', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), (bytes) => {
        const histogram = emptyHistogram();
        addPacked(histogram, bytes);
        expect(histogram.counts).toHaveLength(HISTOGRAM_CLASSES);
        expect(Number.isSafeInteger(histogram.total)).toBe(true);
      }),
    );
  });

  const edges = [
    { name: 'zero', value: 0, atMostMs: 0.14 },
    { name: 'negative', value: -5, atMostMs: 0.14 },
    { name: 'not a number', value: Number.NaN, atMostMs: 0.14 },
    { name: 'slower than the scale', value: 10 * HIGHEST_MS, atMostMs: HIGHEST_MS },
    { name: 'endless', value: Number.POSITIVE_INFINITY, atMostMs: HIGHEST_MS },
  ];
  for (const { name, value, atMostMs } of edges) {
    it(`counts a value off the scale once: ${name}`, () => {
      const histogram = histogramOf([value]);
      expect(histogram.total).toBe(1);
      expect(quantile(histogram, 0.5)).toBeLessThanOrEqual(atMostMs);
    });
  }

  it('has no quantile without a call', () => expect(quantile(emptyHistogram(), 0.5)).toBeNull());
});

/**
 * Latency counts on a logarithmic scale: eight classes per doubling. A quantile is the geometric middle of its class, so
 * it is within a factor of 2^(1/16), 4.5 %, of the true one between 0.125 ms and 131 s. Adding two histograms loses
 * nothing: the sum equals the histogram of all the calls.
 */
export interface Histogram {
  readonly counts: Uint32Array;
  total: number;
}

export const LOWEST_MS = 0.125;
const PER_DOUBLING = 8;
/** Up to 0.125 ms × 2^20, about 131 s; anything slower falls into the last class. */
export const HISTOGRAM_CLASSES = 20 * PER_DOUBLING;

/** Largest factor between a quantile given here and the true one, within the scale. */
export const QUANTILE_ERROR_FACTOR = 2 ** (1 / (2 * PER_DOUBLING));

const ENTRY_BYTES = 6;

export function emptyHistogram(): Histogram {
  return { counts: new Uint32Array(HISTOGRAM_CLASSES), total: 0 };
}

export function addLatency(histogram: Histogram, latencyMs: number): void {
  addCount(histogram, classOf(latencyMs), 1);
}

export function addHistogram(into: Histogram, other: Histogram): void {
  for (let index = 0; index < HISTOGRAM_CLASSES; index += 1) addCount(into, index, other.counts[index] ?? 0);
}

/** The latency below which `share` (0 … 1) of the calls stayed, ms: the middle of its class. Null when empty. */
export function quantile(histogram: Histogram, share: number): number | null {
  if (histogram.total === 0) return null;
  const wanted = Math.max(1, Math.ceil(share * histogram.total));
  let seen = 0;
  for (let index = 0; index < HISTOGRAM_CLASSES; index += 1) {
    seen += histogram.counts[index] ?? 0;
    if (seen >= wanted) return LOWEST_MS * 2 ** ((index + 0.5) / PER_DOUBLING);
  }
  return null;
}

/** Pairs of class and count, as little-endian 16 and 32 bit numbers: most classes of a second are empty. */
export function packHistogram(histogram: Histogram): Uint8Array {
  const view = new DataView(new ArrayBuffer(HISTOGRAM_CLASSES * ENTRY_BYTES));
  let end = 0;
  for (let index = 0; index < HISTOGRAM_CLASSES; index += 1) {
    const count = histogram.counts[index] ?? 0;
    if (count === 0) continue;
    view.setUint16(end, index, true);
    view.setUint32(end + 2, count, true);
    end += ENTRY_BYTES;
  }
  return new Uint8Array(view.buffer.slice(0, end));
}

/** Adds a packed histogram; bytes of an unknown form give what can be read of them. */
export function addPacked(into: Histogram, bytes: Uint8Array): void {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let offset = 0; offset + ENTRY_BYTES <= bytes.byteLength; offset += ENTRY_BYTES) {
    const index = view.getUint16(offset, true);
    if (index < HISTOGRAM_CLASSES) addCount(into, index, view.getUint32(offset + 2, true));
  }
}

/** The reverse of `packHistogram`. */
export function unpackHistogram(bytes: Uint8Array): Histogram {
  const histogram = emptyHistogram();
  addPacked(histogram, bytes);
  return histogram;
}

function addCount(histogram: Histogram, index: number, count: number): void {
  histogram.counts[index] = (histogram.counts[index] ?? 0) + count;
  histogram.total += count;
}

function classOf(latencyMs: number): number {
  if (!(latencyMs > LOWEST_MS)) return 0;
  return Math.min(HISTOGRAM_CLASSES - 1, Math.floor(Math.log2(latencyMs / LOWEST_MS) * PER_DOUBLING));
}

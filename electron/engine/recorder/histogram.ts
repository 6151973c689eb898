/**
 * Latency counts on a logarithmic scale: eight classes per doubling from 0.125 ms on, so a quantile is within 9 % of the
 * truth at any size. Histograms of shorter steps add up to those of longer ones.
 */
export interface Histogram {
  readonly counts: Uint32Array;
  total: number;
}

const LOWEST_MS = 0.125;
const PER_DOUBLING = 8;
/** Up to 0.125 ms × 2^20, about 131 s; anything slower falls into the last class. */
export const HISTOGRAM_CLASSES = 20 * PER_DOUBLING;

export function emptyHistogram(): Histogram {
  return { counts: new Uint32Array(HISTOGRAM_CLASSES), total: 0 };
}

export function addLatency(histogram: Histogram, latencyMs: number): void {
  const index = classOf(latencyMs);
  histogram.counts[index] = (histogram.counts[index] ?? 0) + 1;
  histogram.total += 1;
}

export function addHistogram(into: Histogram, other: Histogram): void {
  for (let index = 0; index < HISTOGRAM_CLASSES; index += 1) {
    into.counts[index] = (into.counts[index] ?? 0) + (other.counts[index] ?? 0);
  }
  into.total += other.total;
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

function classOf(latencyMs: number): number {
  if (!(latencyMs > LOWEST_MS)) return 0;
  return Math.min(HISTOGRAM_CLASSES - 1, Math.floor(Math.log2(latencyMs / LOWEST_MS) * PER_DOUBLING));
}

/** Pairs of class and count, as little-endian 16 and 32 bit numbers: most classes of a second are empty. */
export function packHistogram(histogram: Histogram): Uint8Array {
  const used = [...histogram.counts.entries()].filter(([, count]) => count > 0);
  const bytes = new Uint8Array(used.length * 6);
  const view = new DataView(bytes.buffer);
  for (const [position, [index, count]] of used.entries()) {
    view.setUint16(position * 6, index, true);
    view.setUint32(position * 6 + 2, count, true);
  }
  return bytes;
}

/** The reverse; bytes of an unknown form give what can be read of them. */
export function unpackHistogram(bytes: Uint8Array): Histogram {
  const histogram = emptyHistogram();
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let offset = 0; offset + 6 <= bytes.byteLength; offset += 6) {
    const index = view.getUint16(offset, true);
    const count = view.getUint32(offset + 2, true);
    if (index >= HISTOGRAM_CLASSES) continue;
    histogram.counts[index] = count;
    histogram.total += count;
  }
  return histogram;
}

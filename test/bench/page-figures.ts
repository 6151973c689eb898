/** The value below which this share of the sorted values lies; 0 where there are none. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0;
}

export interface HeapSample {
  readonly atMs: number;
  readonly bytes: number;
}

/** Least squares through the second half of the samples, when every ring is full or nearly so; kB a minute. */
export function heapSlope(samples: readonly HeapSample[]): {
  readonly kbPerMinute: number;
  readonly kbPerMinuteLate: number;
} {
  return { kbPerMinute: slope(samples), kbPerMinuteLate: slope(samples.slice(Math.floor(samples.length / 2))) };
}

function slope(samples: readonly HeapSample[]): number {
  const minutes = samples.map(({ atMs }) => atMs / 60_000);
  const meanX = mean(minutes);
  const meanY = mean(samples.map(({ bytes }) => bytes));
  const over = samples.reduce((sum, { bytes }, index) => sum + ((minutes[index] ?? 0) - meanX) * (bytes - meanY), 0);
  const under = minutes.reduce((sum, x) => sum + (x - meanX) ** 2, 0);
  return under === 0 ? 0 : over / under / 1_000;
}

function mean(values: readonly number[]): number {
  return values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** Values remembered: with one each 15 s they span half an hour. */
const MEMORY = 121;
const STEP_MS = 15_000;

/**
 * The median of what was usual lately: so slow that half a minute of anything else does not move it, and fast enough to
 * follow the time of day. In its first half hour the values are spread over what there was. Times are monotonic ms.
 */
export class Usual {
  readonly #values: number[] = [];
  #next = 0;
  #firstMs: number | null = null;
  #lastMs = Number.NEGATIVE_INFINITY;
  #median: number | null = null;

  get count(): number {
    return this.#values.length;
  }

  /** Null before the first value. */
  get median(): number | null {
    return this.#median;
  }

  /** Takes the value in when it is time for one. */
  offer(value: number, nowMs: number): void {
    this.#firstMs ??= nowMs;
    if (nowMs - this.#lastMs < Math.min(STEP_MS, (nowMs - this.#firstMs) / MEMORY)) return;
    this.#lastMs = nowMs;
    this.#values[this.#next] = value;
    this.#next = (this.#next + 1) % MEMORY;
    this.#median = medianOf(this.#values);
  }
}

/** NaN for none. */
export function medianOf(values: readonly number[]): number {
  const sorted = [...values].sort((left, right) => left - right);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2;
}

/** No answer takes longer: what came before it can be in no call that is still under way. */
const KEPT_MS = 60_000;

interface Told {
  readonly atMs: number;
  readonly value: number;
}

/** What was read of one counter of late, as far as a call still under way may want to know: the largest since it left. */
export class RecentReadings {
  /** Oldest first, each lower than the one before: who is followed by a larger one is never the largest again. */
  readonly #told: Told[] = [];

  /** `atMs`: when its answer came, monotonic ms, not before the one told last. */
  tell(atMs: number, value: number): void {
    while ((this.#told.at(-1)?.value ?? Infinity) <= value) this.#told.pop();
    this.#told.push({ atMs, value });
    while ((this.#told[0]?.atMs ?? Infinity) < atMs - KEPT_MS) this.#told.shift();
  }

  /** The largest whose answer came after that time; 0: there was none. */
  largestAfter(ms: number): number {
    return this.#told.find(({ atMs }) => atMs > ms)?.value ?? 0;
  }

  clear(): void {
    this.#told.length = 0;
  }
}

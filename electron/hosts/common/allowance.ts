/** So many at once, so many a second: what comes above it is a flood. */
export class Allowance {
  readonly #perSecond: number;
  readonly #burst: number;
  readonly #nowMs: () => number;
  #left: number;
  #atMs: number;

  /** `nowMs` is monotonic. */
  constructor(limits: { readonly perSecond: number; readonly burst: number }, nowMs: () => number) {
    this.#perSecond = limits.perSecond;
    this.#burst = limits.burst;
    this.#nowMs = nowMs;
    this.#left = limits.burst;
    this.#atMs = nowMs();
  }

  take(): boolean {
    const nowMs = this.#nowMs();
    this.#left = Math.min(this.#burst, this.#left + ((nowMs - this.#atMs) / 1_000) * this.#perSecond);
    this.#atMs = nowMs;
    if (this.#left < 1) return false;
    this.#left -= 1;
    return true;
  }
}

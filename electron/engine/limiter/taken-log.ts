/** Admissions closer together than this share of a window are remembered as one. */
const SLOTS_PER_PERIOD = 1024;

/** What we let out in this window by any time of it: of a reading, all that left later is surely not in it. */
export class TakenLog {
  readonly #atMs: number[] = [];
  readonly #sums: number[] = [];
  #sum = 0;
  #returned = 0;

  /** A window begins with what is still on its way. */
  restart(nowMs: number, inFlight: number): void {
    this.#atMs.length = 0;
    this.#sums.length = 0;
    this.#sum = 0;
    this.#returned = 0;
    this.add(nowMs, inFlight, 1);
  }

  add(nowMs: number, cost: number, periodMs: number): void {
    this.#sum += cost;
    const last = this.#atMs.length - 1;
    if (last >= 0 && nowMs - (this.#atMs[last] ?? 0) < periodMs / SLOTS_PER_PERIOD) {
      this.#sums[last] = this.#sum;
      return;
    }
    this.#atMs.push(nowMs);
    this.#sums.push(this.#sum);
  }

  /** Never sent after all, or refunded. */
  giveBack(cost: number): void {
    this.#returned += cost;
  }

  /** What had left by the time and was kept. */
  by(timeMs: number): number {
    let [low, high] = [0, this.#atMs.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#atMs[middle] ?? Infinity) <= timeMs) low = middle + 1;
      else high = middle;
    }
    return Math.max(0, (this.#sums[low - 1] ?? 0) - this.#returned);
  }
}

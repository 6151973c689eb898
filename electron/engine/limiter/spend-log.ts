/** Entries a log holds at most per period; closer ones are merged. */
const SLOTS_PER_PERIOD = 1024;
const COMPACT_AFTER = 512;

interface Slot {
  firstMs: number;
  /** The latest time of what is merged in it, so that merging only ever holds a cost longer. */
  atMs: number;
  cost: number;
}

/**
 * Costs by the latest monotonic time at which the exchange may have counted them, oldest first.
 * Sums over a moving cutoff are O(1) amortised, memory is bounded by the period.
 */
export class SpendLog {
  #slots: Slot[] = [];
  #first = 0;
  /** First slot not before the cutoff asked for last, and the sum from there on. */
  #mark = 0;
  #sum = 0;
  #quantumMs: number;

  constructor(periodMs: number) {
    this.#quantumMs = periodMs / SLOTS_PER_PERIOD;
  }

  setPeriod(periodMs: number): void {
    this.#quantumMs = periodMs / SLOTS_PER_PERIOD;
  }

  /** Time of the newest entry; null when the log is empty. */
  get lastMs(): number | null {
    return this.#first < this.#slots.length ? (this.#slots.at(-1)?.atMs ?? null) : null;
  }

  push(atMs: number, cost: number): void {
    if (cost <= 0) return;
    const last = this.#slots.at(-1);
    const timeMs = last === undefined ? atMs : Math.max(atMs, last.atMs);
    this.#sum += cost;
    if (last !== undefined && this.#mark < this.#slots.length && timeMs - last.firstMs < this.#quantumMs) {
      last.atMs = timeMs;
      last.cost += cost;
      return;
    }
    this.#slots.push({ firstMs: timeMs, atMs: timeMs, cost });
  }

  /** Sum of the costs at or after the cutoff. The cutoff may also move back, as far as entries are kept. */
  sumSince(cutoffMs: number): number {
    for (
      let slot = this.#slots[this.#mark];
      slot !== undefined && slot.atMs < cutoffMs;
      slot = this.#slots[this.#mark]
    ) {
      this.#sum -= slot.cost;
      this.#mark += 1;
    }
    while (this.#mark > this.#first && (this.#slots[this.#mark - 1]?.atMs ?? -Infinity) >= cutoffMs) {
      this.#mark -= 1;
      this.#sum += this.#slots[this.#mark]?.cost ?? 0;
    }
    if (this.#mark === this.#slots.length) this.#sum = 0;
    return this.#sum;
  }

  /** Forgets entries before the time, as long as the last cutoff is past them. */
  dropBefore(timeMs: number): void {
    while (this.#first < this.#mark && (this.#slots[this.#first]?.atMs ?? Infinity) < timeMs) this.#first += 1;
    if (this.#first === 0 || (this.#first < COMPACT_AFTER && this.#first < this.#slots.length)) return;
    this.#slots = this.#slots.slice(this.#first);
    this.#mark -= this.#first;
    this.#first = 0;
  }

  /** The entry `index` places after the last cutoff, oldest first; undefined past the end. */
  at(index: number): { readonly atMs: number; readonly cost: number } | undefined {
    return this.#slots[this.#mark + index];
  }
}

/** Something that must end by a time. */
export interface Deadlined {
  /** Monotonic ms by which it must be over, as it stands now; moving it is told by `Deadlines.moved`. */
  readonly deadlineMs: number;
  onLate(): void;
}

/** Node counts in whole milliseconds and may fire one early. */
const ROUNDING_MS = 1;

/**
 * Ends what is late, with one timer for all: starting and stopping two timers for each request costs more than
 * everything else that watches it. Nothing is called before its deadline, and nothing more than a few ms after it.
 */
export class Deadlines {
  readonly #open = new Set<Deadlined>();
  #timer: NodeJS.Timeout | null = null;
  #firesAtMs = Infinity;

  add(item: Deadlined): void {
    this.#open.add(item);
    this.moved(item);
  }

  /** Its deadline is another now. */
  moved(item: Deadlined): void {
    if (item.deadlineMs < this.#firesAtMs) this.#arm(item.deadlineMs, performance.now());
  }

  /** It is over; a timer that was set for it fires in vain and is not set again. */
  remove(item: Deadlined): void {
    this.#open.delete(item);
  }

  /** Forgets everything. */
  close(): void {
    this.#open.clear();
    this.#disarm();
  }

  #arm(atMs: number, nowMs: number): void {
    this.#disarm();
    this.#firesAtMs = atMs;
    this.#timer = setTimeout(() => this.#look(), Math.max(0, Math.ceil(atMs - nowMs)) + ROUNDING_MS);
    // The sockets of what is open keep the process alive, and nothing else should.
    this.#timer.unref();
  }

  #disarm(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    this.#firesAtMs = Infinity;
  }

  #look(): void {
    this.#disarm();
    const nowMs = performance.now();
    for (const item of [...this.#open]) if (item.deadlineMs <= nowMs) item.onLate();
    let firstMs = Infinity;
    for (const item of this.#open) firstMs = Math.min(firstMs, item.deadlineMs);
    if (firstMs < Infinity) this.#arm(firstMs, nowMs);
  }
}

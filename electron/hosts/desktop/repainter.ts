/** No more than one picture in so long. */
const EVERY_MS = 1_000;

export interface RepainterOptions {
  readonly paint: () => void;
  /** Monotonic. */
  readonly nowMs: () => number;
  readonly waitMs: (ms: number) => Promise<void>;
}

/** Paints at once when it was quiet, else once a second however much happens. */
export class Repainter {
  readonly #options: RepainterOptions;
  #paintedAtMs: number | null = null;
  #isWaiting = false;

  constructor(options: RepainterOptions) {
    this.#options = options;
  }

  request(): void {
    if (this.#isWaiting) return;
    const { nowMs, waitMs } = this.#options;
    const leftMs = this.#paintedAtMs === null ? 0 : this.#paintedAtMs + EVERY_MS - nowMs();
    if (leftMs <= 0) return this.#paint();
    this.#isWaiting = true;
    void waitMs(leftMs).then(() => {
      this.#isWaiting = false;
      this.#paint();
    });
  }

  #paint(): void {
    this.#paintedAtMs = this.#options.nowMs();
    this.#options.paint();
  }
}

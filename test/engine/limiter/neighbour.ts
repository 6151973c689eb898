import type { FakeClock } from '../../support/fake-clock.ts';
import type { SimServer } from '../../support/sim-server.ts';

/** What a neighbour wants in window `window` at `phase` (0 … 1) of it, cumulated, as a share of the capacity. */
export type Pattern = (window: number, phase: number) => number;

export const patterns = {
  steady: (_window, phase) => 0.5 * phase,
  bursty: (_window, phase) => 0.5 * Math.min(1, phase / 0.1),
  'on and off': (window, phase) => (Math.floor(window / 2) % 2 === 0 ? 0.5 * phase : 0),
  growing: (window, phase) => Math.min(0.8, 0.1 + 0.04 * window) * phase,
} as const satisfies Record<string, Pattern>;

const STEP_MS = 5;
const STEPS_PER_PERIOD = 2000;

/** Another program on the same limit: it spends by its pattern in costs of 1 and does not look at what is left. */
export class Neighbour {
  refusals = 0;
  accepted = 0;
  #sent = 0;
  #window = Number.NaN;
  readonly #clock: FakeClock;
  readonly #server: SimServer;
  readonly #periodMs: number;
  readonly #pattern: Pattern;
  readonly #firstWindow: number;

  constructor(clock: FakeClock, server: SimServer, periodMs: number, pattern: Pattern) {
    this.#clock = clock;
    this.#server = server;
    this.#periodMs = periodMs;
    this.#pattern = pattern;
    this.#firstWindow = Math.floor(server.nowMs() / periodMs);
    this.#step();
  }

  #step(): void {
    const nowMs = this.#server.nowMs();
    const window = Math.floor(nowMs / this.#periodMs);
    if (window !== this.#window) this.#sent = 0;
    this.#window = window;
    const wanted = this.#pattern(window - this.#firstWindow, (nowMs % this.#periodMs) / this.#periodMs);
    for (; this.#sent + 1 <= wanted * this.#server.capacity; this.#sent += 1) this.#send();
    this.#clock.wakeAt(this.#clock.monotonic() + Math.max(STEP_MS, this.#periodMs / STEPS_PER_PERIOD), () =>
      this.#step(),
    );
  }

  #send(): void {
    if (this.#server.arrive(1).isAccepted) this.accepted += 1;
    else this.refusals += 1;
  }
}

import type { WindowRule } from '../../shared/model/bucket.ts';
import type { FakeClock } from './fake-clock.ts';

export interface SimOptions {
  readonly clock: FakeClock;
  readonly window: WindowRule;
  readonly capacity: number;
  /** Server clock − local monotonic clock, ms. */
  readonly shiftMs: number;
}

interface Arrival {
  readonly atMs: number;
  readonly cost: number;
}

/**
 * One limit as an exchange keeps it: it counts what arrives when it arrives, by its own clock, and shares no code with
 * the limiter. A request that does not fit is refused and still counted, as Binance does.
 */
export class SimServer {
  readonly #options: SimOptions;
  capacity: number;
  refusals = 0;
  /** The largest count ever reached, refused requests included. */
  peak = 0;
  /** Accepted cost of everybody. */
  accepted = 0;
  #arrivals: Arrival[] = [];
  #window = Number.NaN;
  #count = 0;
  #levelAtMs = 0;

  constructor(options: SimOptions) {
    this.#options = options;
    this.capacity = options.capacity;
  }

  nowMs(): number {
    return this.#options.clock.monotonic() + this.#options.shiftMs;
  }

  /** What the exchange would report as used. */
  used(): number {
    const { window } = this.#options;
    const nowMs = this.nowMs();
    if (window.kind === 'fixed') return this.#usedFixed(Math.floor(nowMs / window.periodMs));
    if (window.kind === 'sliding') return this.#usedSliding(nowMs - window.periodMs);
    return this.#usedDecaying(nowMs, window.perSecond);
  }

  /** A request arrives; the reading includes it. */
  arrive(cost: number): { readonly isAccepted: boolean; readonly used: number } {
    const used = this.used() + cost;
    this.#count = used;
    this.#arrivals.push({ atMs: this.nowMs(), cost });
    this.peak = Math.max(this.peak, used);
    const isAccepted = used <= this.capacity + 1e-9;
    if (isAccepted) this.accepted += cost;
    else this.refusals += 1;
    return { isAccepted, used };
  }

  /** The exchange takes a cost off again, as Binance does for a successful order. */
  giveBack(cost: number): void {
    this.#count = Math.max(0, this.used() - cost);
  }

  #usedFixed(window: number): number {
    if (window !== this.#window) this.#count = 0;
    this.#window = window;
    return this.#count;
  }

  #usedSliding(fromMs: number): number {
    while ((this.#arrivals[0]?.atMs ?? Infinity) < fromMs) this.#arrivals.shift();
    return this.#arrivals.reduce((sum, arrival) => sum + arrival.cost, 0);
  }

  #usedDecaying(nowMs: number, perSecond: number): number {
    this.#arrivals = [];
    this.#count = Math.max(0, this.#count - ((nowMs - this.#levelAtMs) / 1000) * perSecond);
    this.#levelAtMs = nowMs;
    return this.#count;
  }
}

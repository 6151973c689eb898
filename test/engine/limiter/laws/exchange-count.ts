import type { WindowRule } from '../../../../shared/model/bucket.ts';

/** How full one limit is by the exchange's own clock. Shares no code with the limiter. */
export class ExchangeCount {
  readonly #window: WindowRule;
  readonly #now: () => number;
  peak = 0;
  #arrivals: { readonly atMs: number; cost: number }[] = [];
  #level = 0;
  #lastCost = 0;
  #levelAtMs: number;

  constructor(window: WindowRule, now: () => number) {
    this.#window = window;
    this.#now = now;
    this.#levelAtMs = now();
  }

  used(): number {
    const nowMs = this.#now();
    if (this.#window.kind === 'decaying') return this.#drain(nowMs, this.#window.perSecond);
    const { kind, periodMs } = this.#window;
    const fromMs = kind === 'fixed' ? Math.floor(nowMs / periodMs) * periodMs : nowMs - periodMs;
    this.#arrivals = this.#arrivals.filter((arrival) => arrival.atMs >= fromMs);
    return this.#arrivals.reduce((sum, arrival) => sum + arrival.cost, 0);
  }

  /** The count, this one included; every cost counts, as with exchanges that count what they refuse. */
  arrive(cost: number): number {
    const used = this.used() + cost;
    this.#lastCost = cost;
    if (this.#window.kind === 'decaying') this.#level = used;
    else this.#arrivals.push({ atMs: this.#now(), cost });
    this.peak = Math.max(this.peak, used);
    return used;
  }

  /** Takes the cost that arrived last off again, as Binance does for a successful order. */
  giveBackLast(): void {
    const last = this.#arrivals.at(-1);
    this.#level -= this.#lastCost;
    if (last !== undefined) last.cost = 0;
  }

  /** Takes so much off the present window, but nothing below 0; what is off is not kept for another one. */
  fall(amount: number): void {
    const used = this.used();
    if (used > 0) this.#arrivals.push({ atMs: this.#now(), cost: -Math.min(amount, used) });
  }

  #drain(nowMs: number, perSecond: number): number {
    this.#level = Math.max(0, this.#level - ((nowMs - this.#levelAtMs) / 1000) * perSecond);
    this.#levelAtMs = nowMs;
    return this.#level;
  }
}

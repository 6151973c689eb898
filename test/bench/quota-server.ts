import { type Limit, periodOf } from './limit.ts';
import type { Answer } from './limiter-adapter.ts';

interface Arrival {
  readonly atMs: number;
  readonly cost: number;
}

/** What one window took, by who sent it. */
export interface WindowTally {
  readonly accepted: Map<string, number>;
  refusals: number;
}

/**
 * One limit as an exchange keeps it: it counts what arrives when it arrives, by its own clock, and shares no code with
 * the limiter. A refused call counts in a fixed window, as Binance counts it, and is not counted elsewhere.
 */
export class QuotaServer {
  readonly limit: Limit;
  refusals = 0;
  /** Every accepted or refused arrival, for pictures. */
  readonly log: { readonly atMs: number; readonly cost: number; readonly from: string; readonly ok: boolean }[] = [];
  readonly #nowMs: () => number;
  readonly #tallies = new Map<number, WindowTally>();
  readonly #arrivals: Arrival[] = [];
  #first = 0;
  #count = 0;
  #window = Number.NaN;
  #levelAtMs = 0;

  constructor(limit: Limit, nowMs: () => number) {
    this.limit = limit;
    this.#nowMs = nowMs;
  }

  /** A call arrives; the total that is answered includes it when it was counted. */
  arrive(cost: number, from: string): Required<Answer> & { readonly used: number } {
    const nowMs = this.#nowMs();
    this.#pass(nowMs);
    const ok = this.#count + cost <= this.limit.capacity + 1e-9;
    if (ok || this.limit.window.kind === 'fixed') this.#take(nowMs, cost);
    this.#note(nowMs, cost, from, ok);
    return { ok, used: this.#count };
  }

  /** What was accepted in the `count` periods from `startMs` on, as a share of what they hold; by one sender or all. */
  share(startMs: number, count: number, from?: string): number {
    const first = Math.round(startMs / periodOf(this.limit));
    let accepted = 0;
    for (let window = first; window < first + count; window += 1) {
      for (const [who, cost] of this.#tallies.get(window)?.accepted ?? [])
        if (from === undefined || who === from) accepted += cost;
    }
    return accepted / (this.limit.capacity * count);
  }

  #note(nowMs: number, cost: number, from: string, ok: boolean): void {
    const window = Math.floor(nowMs / periodOf(this.limit));
    const tally = this.#tallies.get(window) ?? { accepted: new Map<string, number>(), refusals: 0 };
    this.#tallies.set(window, tally);
    this.log.push({ atMs: nowMs, cost, from, ok });
    if (ok) tally.accepted.set(from, (tally.accepted.get(from) ?? 0) + cost);
    else {
      tally.refusals += 1;
      this.refusals += 1;
    }
  }

  #take(atMs: number, cost: number): void {
    this.#count += cost;
    if (this.limit.window.kind === 'sliding') this.#arrivals.push({ atMs, cost });
  }

  #pass(nowMs: number): void {
    const { window } = this.limit;
    if (window.kind === 'fixed') this.#turn(Math.floor(nowMs / window.periodMs));
    else if (window.kind === 'sliding') this.#slide(nowMs - window.periodMs);
    else {
      this.#count = Math.max(0, this.#count - ((nowMs - this.#levelAtMs) / 1_000) * window.perSecond);
      this.#levelAtMs = nowMs;
    }
  }

  #turn(window: number): void {
    if (window !== this.#window) this.#count = 0;
    this.#window = window;
  }

  #slide(fromMs: number): void {
    for (let one = this.#arrivals[this.#first]; one !== undefined && one.atMs <= fromMs; ) {
      this.#count -= one.cost;
      this.#first += 1;
      one = this.#arrivals[this.#first];
    }
  }
}

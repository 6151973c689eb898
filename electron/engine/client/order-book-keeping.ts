import type { CostContext } from '../exchanges/charges.ts';

interface KnownOrder {
  readonly instrument: string;
  readonly sinceMs: number;
}

const KEPT = 20_000;

/**
 * Remembers for each order we saw when it was made or last amended, and on which instrument, since Kraken's matching
 * engine charges a cancel by age and per pair while the call names the order alone ("Spot Trading Limits", 2026-05).
 */
export class OrderAges {
  readonly #orders = new Map<string, KnownOrder>();

  /** `ids` are every name the order goes by. Monotonic ms. */
  note(account: string, ids: readonly string[], instrument: string, nowMs: number): void {
    for (const id of ids) {
      this.#orders.delete(`${account} ${id}`);
      this.#orders.set(`${account} ${id}`, { instrument, sinceMs: nowMs });
    }
    while (this.#orders.size > KEPT) {
      const oldest = this.#orders.keys().next();
      if (oldest.done === true) return;
      this.#orders.delete(oldest.value);
    }
  }

  context(account: string, ids: readonly string[], nowMs: number): CostContext {
    for (const id of ids) {
      const order = this.#orders.get(`${account} ${id}`);
      if (order !== undefined) return { orderAgeMs: nowMs - order.sinceMs, instrument: order.instrument };
    }
    return { orderAgeMs: null, instrument: null };
  }
}

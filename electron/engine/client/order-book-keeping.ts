import type { CostContext } from '../exchanges/charges.ts';

/** One object per order, shared by all its names. */
interface KnownOrder {
  instrument: string;
  sinceMs: number;
}

const KEPT = 20_000;

/**
 * Remembers for each order we saw when it was made or last amended, and on which instrument, since Kraken's matching
 * engine charges a cancel by age and per pair while the call names the order alone ("Spot Trading Limits", 2026-05).
 */
export class OrderAges {
  readonly #orders = new Map<string, KnownOrder>();
  readonly #accounts = new Set<string>();

  /** False: nothing was ever noted for this account, so that its context is empty. */
  hasAny(account: string): boolean {
    return this.#accounts.has(account);
  }

  /** `ids` are every name the order goes by; an empty instrument leaves a known one as it is. Monotonic ms. */
  note(account: string, ids: readonly string[], instrument: string, nowMs: number): void {
    this.#accounts.add(account);
    const known = this.#known(account, ids);
    const order = known[0] ?? { instrument, sinceMs: nowMs };
    for (const same of known) same.sinceMs = nowMs;
    if (instrument !== '') for (const same of known) same.instrument = instrument;
    for (const id of ids) {
      const key = `${account} ${id}`;
      const own = this.#orders.get(key) ?? order;
      this.#orders.delete(key);
      this.#orders.set(key, own);
    }
    this.#evict();
  }

  /** What a call that names these orders can be priced by: the youngest age, none while one of them is not known. */
  context(account: string, ids: readonly string[], nowMs: number): CostContext {
    const orders = this.#known(account, ids);
    const isAllKnown = orders.length > 0 && orders.length === ids.length;
    const instruments = new Set(orders.map(({ instrument }) => instrument).filter((instrument) => instrument !== ''));
    const [instrument = null] = instruments;
    return {
      orderAgeMs: isAllKnown ? nowMs - Math.max(...orders.map(({ sinceMs }) => sinceMs)) : null,
      instrument,
    };
  }

  #known(account: string, ids: readonly string[]): readonly KnownOrder[] {
    return ids.flatMap((id) => this.#orders.get(`${account} ${id}`) ?? []);
  }

  #evict(): void {
    while (this.#orders.size > KEPT) {
      const oldest = this.#orders.keys().next();
      if (oldest.done === true) return;
      this.#orders.delete(oldest.value);
    }
  }
}

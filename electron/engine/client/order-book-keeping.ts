import type { CostContext } from '../exchanges/charges.ts';

/** One object per order, shared by all its names. */
interface KnownOrder {
  instrument: string;
  /** Null: it was changed at a time nobody told. */
  sinceMs: number | null;
}

/** A list may tell when an order was made so much earlier than its answer came. Later than that it was changed. */
const MADE_WITHIN_MS = 2_000;

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

  /**
   * Made or changed at that time. `ids` are every name the order goes by; an empty instrument leaves a known one as it
   * is. Monotonic ms.
   */
  note(account: string, ids: readonly string[], instrument: string, atMs: number): void {
    const known = this.#known(account, ids);
    for (const same of known) same.sinceMs = atMs;
    this.#keep(account, ids, known, { instrument, sinceMs: atMs });
  }

  /**
   * Seen in a list. `madeAtMs`, monotonic; null: not known. One that was changed since has an age only where we saw a
   * change of it, and no list makes an order older than it is known to be.
   */
  noteListed(
    account: string,
    ids: readonly string[],
    instrument: string,
    madeAtMs: number | null,
    isAmended: boolean,
  ): void {
    const known = this.#known(account, ids);
    for (const same of known) {
      if (madeAtMs === null) continue;
      if (!isAmended) same.sinceMs = Math.max(madeAtMs, same.sinceMs ?? madeAtMs);
      else if (same.sinceMs !== null && same.sinceMs <= madeAtMs + MADE_WITHIN_MS) same.sinceMs = null;
    }
    this.#keep(account, ids, known, { instrument, sinceMs: isAmended ? null : madeAtMs });
  }

  #keep(account: string, ids: readonly string[], known: readonly KnownOrder[], made: KnownOrder): void {
    this.#accounts.add(account);
    const order = known[0] ?? made;
    if (made.instrument !== '') for (const same of known) same.instrument = made.instrument;
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
    const since = orders.flatMap(({ sinceMs }) => sinceMs ?? []);
    const isAllKnown = orders.length > 0 && since.length === ids.length;
    const instruments = new Set(orders.map(({ instrument }) => instrument).filter((instrument) => instrument !== ''));
    const [instrument = null] = instruments;
    return {
      orderAgeMs: isAllKnown ? nowMs - Math.max(...since) : null,
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

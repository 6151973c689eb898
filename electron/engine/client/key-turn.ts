import { type Lane, lanes } from '../../../shared/model/account.ts';

/**
 * One call at a time per key, the most urgent lane first: nonces must reach the exchange in the order they were made
 * (Kraken "Why am I getting invalid nonce errors", 2026-05).
 */
export class KeyTurn {
  #isTaken = false;
  readonly #waiting: Record<Lane, (() => void)[]> = { cancel: [], order: [], account: [], market: [], background: [] };

  /** Resolves with the function that ends the turn; it must be called. */
  async take(lane: Lane): Promise<() => void> {
    if (this.#isTaken) await new Promise<void>((resolve) => this.#waiting[lane].push(resolve));
    this.#isTaken = true;
    let isOver = false;
    return () => {
      if (isOver) return;
      isOver = true;
      this.#passOn();
    };
  }

  // The turn stays taken while it is handed over, so that no newcomer slips in between.
  #passOn(): void {
    for (const lane of lanes) {
      const next = this.#waiting[lane].shift();
      if (next !== undefined) return next();
    }
    this.#isTaken = false;
  }
}

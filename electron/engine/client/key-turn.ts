import { type Lane, lanes } from '../../../shared/model/account.ts';
import type { Wait } from './patience.ts';

/**
 * One call at a time per key, the most urgent lane first: nonces must reach the exchange in the order they were made
 * (Kraken "Why am I getting invalid nonce errors", 2026-05).
 */
export class KeyTurn {
  #isTaken = false;
  readonly #waiting: Record<Lane, (() => void)[]> = { cancel: [], order: [], account: [], market: [], background: [] };

  /** Resolves with the function that ends the turn, which must be called, or with why the wait for it ended. */
  async take(lane: Lane, wait: Wait): Promise<(() => void) | 'late' | 'aborted'> {
    if (this.#isTaken) {
      const woken = await wait((wake) => this.#queue(lane, wake));
      if (woken !== 'woken') return woken;
    }
    this.#isTaken = true;
    let isOver = false;
    return () => {
      if (isOver) return;
      isOver = true;
      this.#passOn();
    };
  }

  #queue(lane: Lane, wake: () => void): () => void {
    const queue = this.#waiting[lane];
    queue.push(wake);
    return () => {
      const index = queue.indexOf(wake);
      if (index >= 0) queue.splice(index, 1);
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

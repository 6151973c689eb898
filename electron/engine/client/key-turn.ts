import { type Lane, lanes } from '../../../shared/model/account.ts';
import type { Wait } from './patience.ts';

/** Who holds the turn, and how they are asked to give it up; null: what they do must not be cut short. */
export interface TurnHolder {
  readonly lane: Lane;
  readonly giveUp: (() => void) | null;
}

interface Waiting {
  readonly holder: TurnHolder;
  readonly wake: () => void;
}

/** What is worth cutting a read short for: risk that grows while it waits. */
const URGENT: ReadonlySet<Lane> = new Set<Lane>(['cancel', 'order']);

/**
 * One call at a time per key, the most urgent lane first: nonces must reach the exchange in the order they were made
 * (Kraken "Why am I getting invalid nonce errors", 2026-05). A holder that can be cut short makes way for a cancel or
 * an order of a more urgent lane: its nonce is spent and nothing is lost.
 */
export class KeyTurn {
  #holder: TurnHolder | null = null;
  readonly #waiting: Record<Lane, Waiting[]> = { cancel: [], order: [], account: [], market: [], background: [] };

  /** Resolves with the function that ends the turn, which must be called, or with why the wait for it ended. */
  async take(holder: TurnHolder, wait: Wait): Promise<(() => void) | 'late' | 'aborted'> {
    if (this.#holder !== null) {
      const woken = await wait((wake) => this.#queue({ holder, wake }));
      if (woken !== 'woken') return woken;
    }
    this.#holder = holder;
    let isOver = false;
    return () => {
      if (isOver) return;
      isOver = true;
      this.#passOn();
    };
  }

  #queue(waiting: Waiting): () => void {
    const { lane } = waiting.holder;
    const queue = this.#waiting[lane];
    queue.push(waiting);
    const held = this.#holder;
    if (held !== null && URGENT.has(lane) && lanes.indexOf(lane) < lanes.indexOf(held.lane)) held.giveUp?.();
    return () => {
      const index = queue.indexOf(waiting);
      if (index >= 0) queue.splice(index, 1);
    };
  }

  // The turn stays taken while it is handed over, so that no newcomer slips in between.
  #passOn(): void {
    for (const lane of lanes) {
      const next = this.#waiting[lane].shift();
      if (next === undefined) continue;
      this.#holder = next.holder;
      return next.wake();
    }
    this.#holder = null;
  }
}

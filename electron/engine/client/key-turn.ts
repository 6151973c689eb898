import { type Lane, lanes } from '../../../shared/model/account.ts';
import type { Clock, Disposer } from '../ports.ts';
import type { Wait } from './patience.ts';

/**
 * A read that took so long has arrived: by then no answer is what is missing. Cut short before, it could arrive after
 * the call it made way for, with a nonce that is too low, and many of those end in a ban (Kraken facts 1.5).
 */
const ARRIVED_AFTER_MS = 1_000;

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
 * (Kraken "Why am I getting invalid nonce errors", 2026-05). A holder that is slow and can be cut short makes way for a
 * cancel or an order of a more urgent lane: its nonce is spent and nothing is lost.
 */
export class KeyTurn {
  readonly #clock: Pick<Clock, 'monotonic' | 'wakeAt'>;
  #holder: TurnHolder | null = null;
  #heldSinceMs = 0;
  #pressing: Disposer | null = null;
  readonly #waiting: Record<Lane, Waiting[]> = { cancel: [], order: [], account: [], market: [], background: [] };

  constructor(clock: Pick<Clock, 'monotonic' | 'wakeAt'>) {
    this.#clock = clock;
  }

  /** Resolves with the function that ends the turn, which must be called, or with why the wait for it ended. */
  async take(holder: TurnHolder, wait: Wait): Promise<(() => void) | 'late' | 'aborted'> {
    if (this.#holder !== null) {
      const woken = await wait((wake) => this.#queue({ holder, wake }));
      if (woken !== 'woken') return woken;
    }
    this.#hold(holder);
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
    if (URGENT.has(lane)) this.#press();
    return () => {
      const index = queue.indexOf(waiting);
      if (index >= 0) queue.splice(index, 1);
    };
  }

  #hold(holder: TurnHolder | null): void {
    this.#pressing?.();
    this.#pressing = null;
    this.#holder = holder;
    this.#heldSinceMs = this.#clock.monotonic();
  }

  /** Once the holder had time to arrive it makes way, if somebody more urgent waits by then. */
  #press(): void {
    if (this.#holder?.giveUp == null || this.#pressing !== null) return;
    this.#pressing = this.#clock.wakeAt(this.#heldSinceMs + ARRIVED_AFTER_MS, () => {
      this.#pressing = null;
      const held = this.#holder;
      if (held === null) return;
      const isPressed = lanes
        .slice(0, lanes.indexOf(held.lane))
        .some((lane) => URGENT.has(lane) && this.#waiting[lane].length > 0);
      if (isPressed) held.giveUp?.();
    });
  }

  // The turn stays taken while it is handed over, so that no newcomer slips in between.
  #passOn(): void {
    for (const lane of lanes) {
      const next = this.#waiting[lane].shift();
      if (next === undefined) continue;
      this.#hold(next.holder);
      if (this.#waiting.cancel.length + this.#waiting.order.length > 0) this.#press();
      return next.wake();
    }
    this.#hold(null);
  }
}

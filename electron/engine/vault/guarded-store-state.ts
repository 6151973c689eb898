import type { SecretStoreState } from '../../../shared/model/vault.ts';
import type { Clock, Disposer } from '../ports.ts';

const FIRST_PAUSE_MS = 2_000;
const LONGEST_PAUSE_MS = 30_000;

export interface StoreCondition {
  readonly state: SecretStoreState;
  readonly detail: string | null;
}

/** What state a store is in, who wants to know, and when to look again by itself. */
export class StateKeeper {
  readonly #clock: Clock;
  readonly #lookAgain: () => void;
  readonly #listeners = new Set<(condition: StoreCondition) => void>();
  // Nothing is known before the first look.
  #condition: StoreCondition = { state: 'stalled', detail: null };
  #cancel: Disposer | null = null;
  #pauseMs = FIRST_PAUSE_MS;

  constructor(clock: Clock, lookAgain: () => void) {
    this.#clock = clock;
    this.#lookAgain = lookAgain;
  }

  get condition(): StoreCondition {
    return this.#condition;
  }

  get isLookPlanned(): boolean {
    return this.#cancel !== null;
  }

  onChange(listener: (condition: StoreCondition) => void): Disposer {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** `mayLookAgain`: by itself, after a pause that doubles while nothing changes. */
  settle(condition: StoreCondition, mayLookAgain: boolean): void {
    const { state, detail } = this.#condition;
    const isNews = state !== condition.state || detail !== condition.detail;
    if (isNews) this.#condition = condition;
    if (state !== condition.state) this.#pauseMs = FIRST_PAUSE_MS;
    this.#plan(mayLookAgain);
    if (isNews) for (const listener of this.#listeners) listener(condition);
  }

  close(): void {
    this.#cancel?.();
    this.#cancel = null;
    this.#listeners.clear();
  }

  #plan(mayLookAgain: boolean): void {
    this.#cancel?.();
    this.#cancel = null;
    if (!mayLookAgain) return;
    this.#cancel = this.#clock.wakeAt(this.#clock.monotonic() + this.#pauseMs, () => {
      this.#cancel = null;
      this.#pauseMs = Math.min(this.#pauseMs * 2, LONGEST_PAUSE_MS);
      this.#lookAgain();
    });
  }
}

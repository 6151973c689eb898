import type { OkxState } from '../exchange/state.ts';
import { refuse, type Refusal } from '../facts/errors.ts';
import {
  CANCEL_ALL_AFTER_MAX_SECONDS,
  CANCEL_ALL_AFTER_MAX_TAGS,
  CANCEL_ALL_AFTER_MIN_SECONDS,
} from '../facts/operations.ts';
import { cancelBySystem } from './changing.ts';

const CANCEL_SOURCE = '20';

/** Dead-man switches, one per user and tag; the empty tag stands for all orders of the user. */
export class CancelAllAfter {
  readonly #state: OkxState;
  readonly #timers = new Map<string, Map<string, () => void>>();

  constructor(state: OkxState) {
    this.#state = state;
  }

  /** Sets, renews or (with 0) removes a timer; gives the trigger time in ms, 0 when removed. */
  set(accountId: string, timeOut: string, tag: string): { readonly triggerMs: number } | { readonly refusal: Refusal } {
    const seconds = /^\d{1,3}$/.test(timeOut) ? Number(timeOut) : undefined;
    if (seconds === undefined || !isAllowed(seconds)) return { refusal: refuse('51000', 'timeOut') };
    const timers = this.#timersOf(accountId);
    timers.get(tag)?.();
    timers.delete(tag);
    if (seconds === 0) return { triggerMs: 0 };
    if (tag !== '' && tagsOf(timers) >= CANCEL_ALL_AFTER_MAX_TAGS) return { refusal: refuse('51071') };
    timers.set(
      tag,
      this.#state.clock.after(seconds * 1000, () => this.#fire(accountId, tag)),
    );
    return { triggerMs: this.#state.nowMs() + seconds * 1000 };
  }

  stop(): void {
    for (const timers of this.#timers.values()) for (const cancel of timers.values()) cancel();
    this.#timers.clear();
  }

  #fire(accountId: string, tag: string): void {
    this.#timersOf(accountId).delete(tag);
    for (const order of this.#state.venue.openOrders(accountId)) {
      if (tag === '' || order.extra['tag'] === tag) cancelBySystem(this.#state, order, CANCEL_SOURCE);
    }
  }

  #timersOf(accountId: string): Map<string, () => void> {
    const known = this.#timers.get(accountId) ?? new Map<string, () => void>();
    this.#timers.set(accountId, known);
    return known;
  }
}

function tagsOf(timers: ReadonlyMap<string, unknown>): number {
  return [...timers.keys()].filter((tag) => tag !== '').length;
}

function isAllowed(seconds: number): boolean {
  return seconds === 0 || (seconds >= CANCEL_ALL_AFTER_MIN_SECONDS && seconds <= CANCEL_ALL_AFTER_MAX_SECONDS);
}

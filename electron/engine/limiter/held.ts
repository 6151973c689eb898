import type { Hold } from './limiter.ts';
import type { AdmissionRequest, Reservation, Settlement } from './types.ts';

type OnSettled = (held: Held, outcome: Settlement) => void;

/** What an admitted call holds until it is answered. */
export class Held implements Reservation {
  readonly admittedAtMs: number;
  readonly request: AdmissionRequest;
  readonly holds: readonly Hold[];
  readonly #onSettled: OnSettled;
  #isSettled = false;

  constructor(request: AdmissionRequest, holds: readonly Hold[], admittedAtMs: number, onSettled: OnSettled) {
    this.admittedAtMs = admittedAtMs;
    this.request = request;
    this.holds = holds;
    this.#onSettled = onSettled;
  }

  settle(outcome: Settlement): void {
    if (this.#isSettled) return;
    this.#isSettled = true;
    this.#onSettled(this, outcome);
  }

  /** Does it spend from the counter of this key? */
  hasCharge(key: string): boolean {
    for (const { counter } of this.holds) if (counter.key === key) return true;
    return false;
  }
}

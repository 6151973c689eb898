import type { Clock, Random } from '../ports.ts';
import { backoffMs, circuitBackoff } from './backoff.ts';

const FAILURES_TO_OPEN = 5;

export type CircuitState =
  | { readonly kind: 'closed'; readonly failures: number }
  | { readonly kind: 'open'; readonly untilMs: number; readonly tries: number }
  | { readonly kind: 'probing'; readonly tries: number };

export const closedCircuit: CircuitState = { kind: 'closed', failures: 0 };

/**
 * State after one answered or failed call. Opens after five failures in a row (no answer or 5xx); after the pause one
 * call probes, and its failure doubles the pause. Monotonic ms.
 */
export function afterCall(state: CircuitState, isHealthy: boolean, nowMs: number, fraction: number): CircuitState {
  if (isHealthy) return closedCircuit;
  if (state.kind === 'open') return state;
  const tries = state.kind === 'probing' ? state.tries + 1 : 1;
  if (state.kind === 'closed' && state.failures + 1 < FAILURES_TO_OPEN) {
    return { kind: 'closed', failures: state.failures + 1 };
  }
  return { kind: 'open', untilMs: nowMs + backoffMs(circuitBackoff, tries, fraction), tries };
}

/** Holds calls back while an exchange does not answer, and lets one at a time find out whether it does again. */
export class Circuit {
  readonly #clock: Clock;
  readonly #random: Random;
  readonly #onOpen: (forMs: number) => void;
  #state: CircuitState = closedCircuit;
  #waiting: (() => void)[] = [];

  /** `onOpen` is told how long the pause is, so that the scope's gate can be shown and kept. */
  constructor(clock: Clock, random: Random, onOpen: (forMs: number) => void) {
    this.#clock = clock;
    this.#random = random;
    this.#onOpen = onOpen;
  }

  get state(): CircuitState {
    return this.#state;
  }

  /** Resolves when a call may leave; at once while all is well. */
  async enter(): Promise<void> {
    while (this.#state.kind !== 'closed') {
      const state = this.#state;
      if (state.kind === 'open' && this.#clock.monotonic() >= state.untilMs) {
        this.#state = { kind: 'probing', tries: state.tries };
        return;
      }
      await new Promise<void>((resolve) => this.#wait(state, resolve));
    }
  }

  report(isHealthy: boolean): void {
    const before = this.#state;
    this.#state = afterCall(before, isHealthy, this.#clock.monotonic(), this.#random.fraction());
    if (this.#state.kind === 'open' && before.kind !== 'open') {
      this.#onOpen(this.#state.untilMs - this.#clock.monotonic());
    }
    if (this.#state.kind !== before.kind) this.#wakeAll();
  }

  #wait(state: CircuitState, resolve: () => void): void {
    this.#waiting.push(resolve);
    if (state.kind === 'open') this.#clock.wakeAt(state.untilMs, () => this.#wakeAll());
  }

  #wakeAll(): void {
    for (const resolve of this.#waiting.splice(0)) resolve();
  }
}

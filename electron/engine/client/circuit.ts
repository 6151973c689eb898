import type { Clock, Disposer, Random } from '../ports.ts';
import { backoffMs, circuitBackoff } from './backoff.ts';
import type { Wait } from './patience.ts';

const FAILURES_TO_OPEN = 5;

export type CircuitState =
  | { readonly kind: 'closed'; readonly failures: number }
  | { readonly kind: 'open'; readonly untilMs: number; readonly tries: number }
  | { readonly kind: 'probing'; readonly tries: number };

/** What a call shows of the exchange's health; `unknown`: it never left, was called back or was no fault of theirs. */
export type Health = 'well' | 'ill' | 'unknown';

/** Leave to send one call. Its report must come, whatever becomes of the call; a second one is ignored. */
export interface Pass {
  report(health: Health): void;
  /** Reports `unknown` where nothing was reported. */
  end(): void;
}

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
  readonly #onReport = (pass: Pass, health: Health): void => this.#report(pass, health);
  readonly #waiting = new Set<() => void>();
  #state: CircuitState = closedCircuit;
  #probe: Pass | null = null;

  /** `onOpen` is told how long the pause is, so that the scope's gate can be shown and kept. */
  constructor(clock: Clock, random: Random, onOpen: (forMs: number) => void) {
    this.#clock = clock;
    this.#random = random;
    this.#onOpen = onOpen;
  }

  get state(): CircuitState {
    return this.#state;
  }

  /** Leave at once while all is well; else a promise of when a call may leave, or of why the wait ended. */
  enter(wait: Wait): Pass | Promise<Pass | 'late' | 'aborted'> {
    return this.#state.kind === 'closed' ? this.pass() : this.#enterLater(wait);
  }

  /** Leave without waiting: for what is worth trying while the exchange stumbles. */
  pass(): Pass {
    return new OnePass(this.#onReport);
  }

  async #enterLater(wait: Wait): Promise<Pass | 'late' | 'aborted'> {
    while (this.#state.kind !== 'closed') {
      const state = this.#state;
      if (state.kind === 'open' && this.#clock.monotonic() >= state.untilMs) return this.#probing(state.tries);
      const woken = await wait((wake) => this.#listen(state, wake));
      if (woken !== 'woken') return woken;
    }
    return this.pass();
  }

  #probing(tries: number): Pass {
    this.#probe = this.pass();
    this.#move({ kind: 'probing', tries });
    return this.#probe;
  }

  #report(pass: Pass, health: Health): void {
    const isProbe = pass === this.#probe;
    const nowMs = this.#clock.monotonic();
    if (isProbe) this.#probe = null;
    if (health === 'unknown') {
      // The probe told nothing: the next call in line probes instead, at once.
      if (isProbe && this.#state.kind === 'probing') this.#move({ ...this.#state, kind: 'open', untilMs: nowMs });
      return;
    }
    // Calls that left before it opened may still fail now; only the probe's failure says something new.
    if (health === 'ill' && this.#state.kind === 'probing' && !isProbe) return;
    const before = this.#state;
    const next = afterCall(before, health === 'well', nowMs, this.#random.fraction());
    if (next.kind === 'open' && before.kind !== 'open') this.#onOpen(next.untilMs - nowMs);
    this.#move(next);
  }

  #move(next: CircuitState): void {
    const isNews = next.kind !== this.#state.kind;
    this.#state = next;
    if (isNews) for (const wake of [...this.#waiting]) wake();
  }

  #listen(state: CircuitState, wake: () => void): Disposer {
    this.#waiting.add(wake);
    const cancel = state.kind === 'open' ? this.#clock.wakeAt(state.untilMs, wake) : null;
    return () => {
      this.#waiting.delete(wake);
      cancel?.();
    };
  }
}

class OnePass implements Pass {
  readonly #onReport: (pass: Pass, health: Health) => void;
  #isOver = false;

  constructor(onReport: (pass: Pass, health: Health) => void) {
    this.#onReport = onReport;
  }

  report(health: Health): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#onReport(this, health);
  }

  end(): void {
    this.report('unknown');
  }
}

import type { Verdict } from '../exchanges/definition.ts';
import type { Clock, Random } from '../ports.ts';
import type { Attempt, AttemptResult } from './attempt.ts';
import { backoffMs, readBackoff } from './backoff.ts';
import { type Patience, pauseUntil, waitWithin } from './patience.ts';
import type { ServerClock } from './server-clock.ts';

export interface RepeatParts {
  readonly clock: Clock;
  readonly random: Random;
  readonly serverClock: ServerClock;
}

/** Causes that one more try either cures or never will. */
const CURED_ONCE: readonly Verdict['retry'][] = ['after-clock-sync', 'with-new-nonce'];
// A throttled cancel passes its gate, so this is all that keeps it from hammering where the exchange did not say for how
// long: one window of OKX's limits.
const UNTOLD_THROTTLE_MS = 2_000;

/** Decides after a failed attempt whether to try again, and waits until it is time. One for each call. */
export class Repeater {
  readonly #parts: RepeatParts;
  readonly #attempts: number;
  readonly #tried = new Set<Verdict['retry']>();

  /** `attempts`: how many there may be at most. */
  constructor(parts: RepeatParts, attempts: number) {
    this.#parts = parts;
    this.#attempts = attempts;
  }

  /** Resolves true when the next attempt should leave; false when this was the last. */
  async rest(attempt: Attempt, result: AttemptResult): Promise<boolean> {
    if (attempt.number >= this.#attempts || !isRepeatable(result)) return false;
    const patience: Patience = { deadlineMs: attempt.deadlineMs, signal: attempt.call.signal };
    const verdict = result.kind === 'answered' ? result.verdict : null;
    if (verdict !== null && CURED_ONCE.includes(verdict.retry) && !this.#isFirst(verdict.retry)) return false;
    if (verdict?.retry === 'after-clock-sync') return await this.#clockIsSet(patience);
    const pauseMs = this.#pauseMs(attempt, verdict);
    if (pauseMs === 0) return true;
    const { clock } = this.#parts;
    const atMs = clock.monotonic() + pauseMs;
    if (patience.deadlineMs !== null && atMs >= patience.deadlineMs) return false;
    return (await pauseUntil(clock, atMs, waitWithin(clock, patience))) === 'woken';
  }

  #isFirst(retry: Verdict['retry']): boolean {
    if (this.#tried.has(retry)) return false;
    this.#tried.add(retry);
    return true;
  }

  async #clockIsSet(patience: Patience): Promise<boolean> {
    const { clock, serverClock } = this.#parts;
    const woken = await serverClock.ready(waitWithin(clock, patience));
    return woken === 'woken' && serverClock.isTrusted;
  }

  #pauseMs(attempt: Attempt, verdict: Verdict | null): number {
    const gate = verdict?.gate ?? null;
    const pauseMs = backoffMs(readBackoff, attempt.number, this.#parts.random.fraction());
    if (gate === null) return pauseMs;
    if (attempt.lane === 'cancel') return Math.max(pauseMs, gate.forMs ?? UNTOLD_THROTTLE_MS);
    // The limiter holds the call until the gate opens; a pause on top would be waste, unless the gate spares it.
    return holdsThisCall(attempt, gate) ? 0 : pauseMs;
  }
}

function holdsThisCall({ call, priced }: Attempt, gate: NonNullable<Verdict['gate']>): boolean {
  if (call.bypassLimiter === true) return false;
  if (gate.scope !== 'bucket') return true;
  return priced.charges.some(({ bucket }) => gate.buckets === undefined || gate.buckets.includes(bucket.id));
}

function isRepeatable(result: AttemptResult): boolean {
  if (result.kind === 'held') return false;
  if (result.kind === 'lost' && result.hasYielded) return true;
  if (result.kind === 'lost') return result.failure.kind !== 'bad-reply' && result.failure.kind !== 'aborted';
  return result.verdict !== null && result.verdict.retry !== 'never';
}

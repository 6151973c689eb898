import type { Lane } from '../../../shared/model/account.ts';
import type { Failure } from '../../../shared/contract/failure.ts';
import type { Attempt, AttemptResult } from './attempt.ts';

// Orders are their user's own act and cancels must be tried; the rest would only be refused again.
const HELD_BACK: ReadonlySet<Lane> = new Set(['account', 'market', 'background']);

/**
 * Keys the exchange does not take any more. Nobody goes on calling with one in the background, since repeats lock the
 * address out (Kraken facts 2.3 and 7, OKX facts 7.2); a check of the key, a success or another key ends it.
 */
export class KeyRefusals {
  readonly #refused = new Map<string, Failure>();

  /** Why the call is held back; null: it may leave. */
  holding({ call, lane, priced }: Attempt, key: string): Failure | null {
    if (call.lent !== undefined || priced.endpoint.security === 'public' || !HELD_BACK.has(lane)) return null;
    return this.#refused.get(key) ?? null;
  }

  /** Takes in what came of a signed call; true when it is the first refusal. */
  note({ priced }: Attempt, key: string, result: AttemptResult): boolean {
    if (result.kind !== 'answered' || priced.endpoint.security === 'public') return false;
    const failure = result.verdict?.failure ?? null;
    if (failure === null) {
      this.#refused.delete(key);
      return false;
    }
    if (!isOfTheKey(failure)) return false;
    const isFirst = !this.#refused.has(key);
    this.#refused.set(key, failure);
    return isFirst;
  }
}

// A session is one socket's affair.
function isOfTheKey(failure: Failure): boolean {
  if (failure.kind === 'invalid-key') return failure.reason !== 'session';
  return failure.kind === 'account-blocked';
}

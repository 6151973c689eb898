import type { Account } from '../../../shared/model/account.ts';
import type { KeyFacts } from '../../../shared/model/key.ts';
import { exchange } from '../exchanges/registry.ts';

/** What is known of the key that signs for an account now. */
export interface SightKey {
  /** Local wall time, epoch ms. */
  readonly addedAtMs: number;
  /** Null: the exchange was not asked, or did not say. */
  readonly facts: KeyFacts | null;
}

/**
 * Why an order's absence proves nothing when this key is told of it; null: it would be shown the order. The exchange
 * itself may limit what the key sees, and a key that came after the order may be one of another account.
 */
export function blindSpotOf(
  account: Account,
  key: SightKey | null,
  fromServerMs: number,
  nowMs: number,
): string | null {
  // Practice exchanges begin anew with each run, and so do their keys.
  if (key === null || account.environment === 'practice') return null;
  const { facts, addedAtMs } = key;
  if (addedAtMs > fromServerMs && (facts === null || facts.accountRef === null)) {
    return 'the key came after the order, and whose it is is not known';
  }
  return facts === null ? null : exchange(account.exchange).permissions.blindSpot(facts, fromServerMs, nowMs);
}

import type { KeyGrant } from '../../../../shared/model/key.ts';
import type { KeyId, RotationView } from '../../../../shared/model/vault.ts';
import { type Result, fail, ok } from '../../../../shared/contract/failure.ts';
import type { Clock } from '../../ports.ts';
import type { BookedKey, KeyBook } from './key-book.ts';
import type { KeyKeeper } from './key-keeper.ts';
import type { KeyRecord } from './key-record.ts';

export interface RotationParts {
  readonly clock: Clock;
  readonly book: KeyBook;
  readonly keeper: KeyKeeper;
}

interface Pair {
  readonly candidate: BookedKey;
  readonly active: BookedKey;
}

/** One key takes over from another behind the same account; whatever refers to the account stays as it is. */
export class KeyRotation {
  readonly #parts: RotationParts;

  constructor(parts: RotationParts) {
    this.#parts = parts;
  }

  /** What the account gains and loses by the exchange. */
  compare(newKey: KeyId): Result<RotationView> {
    const pair = this.#pair(newKey);
    if (!pair.ok) return pair;
    const { candidate, active } = pair.value;
    const [had, has] = [grantedOf(active.record), grantedOf(candidate.record)];
    return ok({
      account: active.record.account,
      oldKey: active.record.id,
      newKey,
      gained: has.filter((grant) => !had.some(({ name }) => name === grant.name)),
      lost: had.filter((grant) => !has.some(({ name }) => name === grant.name)),
    });
  }

  /**
   * The index turns in one transaction, memory right after: killed before it the old key works, after it the new one.
   * Calls that have left finish on the key they were signed with; those that wait are signed with the new one.
   */
  switch(newKey: KeyId): Result<null> {
    const pair = this.#pair(newKey);
    if (!pair.ok) return pair;
    const { candidate, active } = pair.value;
    const { book, keeper, clock } = this.#parts;
    if (isOfAnother(candidate.record, active.record)) {
      return fail({ kind: 'invalid-input', detail: 'this key belongs to another account of the exchange' });
    }
    if (keeper.formed(newKey) === undefined) {
      return fail({ kind: 'unavailable', detail: 'the secret of the new key is not loaded' });
    }
    try {
      book.update([
        { ...withStandingOf(candidate.record, active.record), role: 'active', activeSinceMs: clock.now() },
        { ...active.record, role: 'retired', retiredAtMs: clock.now() },
      ]);
    } catch {
      return fail({ kind: 'storage', detail: 'the key index cannot be written; the old key stays at work' });
    }
    return keeper.activate(newKey);
  }

  #pair(newKey: KeyId): Result<Pair> {
    const candidate = this.#parts.book.find(newKey);
    if (candidate === undefined || candidate.record.role !== 'candidate') {
      return fail({ kind: 'not-found', what: `a key ${newKey} that waits to take over` });
    }
    const active = this.#parts.book.activeOf(candidate.record.account);
    if (active === undefined) return fail({ kind: 'not-found', what: 'the key at work' });
    return ok({ candidate, active });
  }
}

/** The exchange counts both by name, and the names differ. */
export function isOfAnother(one: Pick<KeyRecord, 'check'>, other: Pick<KeyRecord, 'check'>): boolean {
  const [ref, otherRef] = [one.check?.facts?.accountRef ?? null, other.check?.facts?.accountRef ?? null];
  return ref !== null && otherRef !== null && ref !== otherRef;
}

function grantedOf(record: KeyRecord): KeyGrant[] {
  return (record.check?.facts?.grants ?? []).filter(({ isGranted }) => isGranted === true);
}

/** What the exchange holds against the account goes on with its next key, which was never asked about it. */
function withStandingOf(next: KeyRecord, now: KeyRecord): KeyRecord {
  const standing = next.check?.standing ?? now.check?.standing ?? null;
  return next.check === null ? next : { ...next, check: { ...next.check, standing } };
}

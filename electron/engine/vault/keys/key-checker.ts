import type { KeyFacts } from '../../../../shared/model/key.ts';
import type { AccountStanding, KeyId } from '../../../../shared/model/vault.ts';
import { type Failure, type Result, fail, ok } from '../../../../shared/contract/failure.ts';
import type { Client } from '../../client/client.ts';
import type { Clock, Disposer } from '../../ports.ts';
import { driftOf } from '../radar/drift.ts';
import { askStanding } from './account-standing.ts';
import type { KeyAudits } from './key-audits.ts';
import type { BookedKey, KeyBook } from './key-book.ts';
import { askKey } from './key-check.ts';
import type { KeyKeeper } from './key-keeper.ts';
import type { KeyRecord } from './key-record.ts';

const DAY_MS = 86_400_000;
/** After a check that learned nothing, as without a network. */
const AGAIN_MS = 3_600_000;
/** After the start, so that the first calls are the limits' own. */
const FIRST_CHECK_MS = 3_000;
/** Between looks at whose check is due; checks are spread by it. */
const LOOK_MS = 60_000;
/** Keys nobody knows anything of are asked for sooner. */
const NEW_MS = 1_000;

export interface CheckerParts {
  readonly clock: Clock;
  readonly client: Client;
  readonly book: KeyBook;
  readonly keeper: KeyKeeper;
  readonly audits: KeyAudits;
  /** The rights or the addresses of a key are others than at the check before. */
  readonly onDrift: (id: KeyId) => void;
  /** A refusal that names our address as the exchange sees it. */
  readonly onAddress: (egress: string, address: string) => void;
}

/** Asks the exchanges what each key may do: once a day, and whenever somebody wants to know. */
export class KeyChecker {
  readonly #parts: CheckerParts;
  /** Checks that were asked for by a refusal and have not begun, and when each key may have its next one. */
  readonly #heeded = new Map<KeyId, Disposer>();
  readonly #heededAtMs = new Map<KeyId, number>();

  constructor(parts: CheckerParts) {
    this.#parts = parts;
  }

  /** Fails when there is no such key or its secret is not at hand; a refusal by the exchange is a check all the same. */
  async check(id: KeyId): Promise<Result<null>> {
    const { book, keeper, client, clock, audits } = this.#parts;
    const account = book.account(id);
    const lent = keeper.formed(id);
    if (account === undefined) return fail({ kind: 'not-found', what: `key ${id}` });
    if (lent === undefined) return fail({ kind: 'unavailable', detail: 'the secret of this key is not loaded' });
    const facts = await askKey(client, account, lent);
    const standing = isWorthAsking(book.find(id), facts) ? await askStanding(client, account, lent) : null;
    await audits.refresh(id);
    const booked = book.find(id);
    if (booked === undefined) return fail({ kind: 'not-found', what: `key ${id}` });
    if (!facts.ok) this.#noteAddress(account.egress, facts.failure);
    const next = facts.ok
      ? checked(booked.record, facts.value, clock.now(), standing)
      : refused(booked.record, facts.failure, clock.now(), standing);
    try {
      book.update([next]);
    } catch {
      return fail({ kind: 'storage', detail: 'the check cannot be kept' });
    }
    if (next.drift !== booked.record.drift) this.#parts.onDrift(id);
    return ok(null);
  }

  /** The exchange did not take a call of this key: it is asked about now, once a minute at most. */
  heedRefusal(id: KeyId): void {
    const { clock } = this.#parts;
    if (this.#heeded.has(id)) return;
    const atMs = Math.max(clock.monotonic(), this.#heededAtMs.get(id) ?? 0);
    this.#heededAtMs.set(id, atMs + LOOK_MS);
    this.#heeded.set(
      id,
      clock.wakeAt(atMs, () => {
        this.#heeded.delete(id);
        void this.check(id);
      }),
    );
  }

  /** Checks what is due, one key a minute at most, until disposed. */
  start(): Disposer {
    const { clock } = this.#parts;
    let isStopped = false;
    let cancel = clock.wakeAt(clock.monotonic() + FIRST_CHECK_MS, look);

    function look(): void {
      void checkNext().finally(() => {
        if (!isStopped) cancel = clock.wakeAt(clock.monotonic() + (hasUnchecked() ? NEW_MS : LOOK_MS), look);
      });
    }

    const hasUnchecked = (): boolean => {
      const due = this.#due();
      return due !== null && this.#parts.book.find(due)?.record.check === null;
    };

    const checkNext = async (): Promise<void> => {
      const due = this.#due();
      if (due !== null) await this.check(due);
    };

    return () => {
      isStopped = true;
      cancel();
      for (const forget of this.#heeded.values()) forget();
      this.#heeded.clear();
    };
  }

  #due(): KeyId | null {
    const nowMs = this.#parts.clock.now();
    const due = this.#parts.book
      .list()
      .filter(({ record }) => record.role !== 'retired' && this.#parts.keeper.formed(record.id) !== undefined)
      .filter(({ record }) => isDue(record, nowMs))
      .sort((left, right) => (left.record.check?.atMs ?? 0) - (right.record.check?.atMs ?? 0));
    return due[0]?.record.id ?? null;
  }

  #noteAddress(egress: string, failure: Failure): void {
    if (failure.kind !== 'invalid-key') return;
    const { seenAddress } = failure;
    if (seenAddress !== null && seenAddress !== undefined) this.#parts.onAddress(egress, seenAddress);
  }
}

// A clock that was put back must not put off checks for ever.
function isDue({ check }: KeyRecord, nowMs: number): boolean {
  if (check === null || check.atMs > nowMs + DAY_MS) return true;
  // An address may be the right one again in an hour, as after a journey; what else is wrong with a key stays wrong.
  const isTold = check.failure === null || (isRefusal(check.failure) && check.failure !== 'invalid-key:ip');
  return nowMs - check.atMs >= (isTold ? DAY_MS : AGAIN_MS);
}

function isRefusal(failure: string): boolean {
  return failure.startsWith('invalid-key') || failure === 'account-blocked';
}

/** One key speaks for its account, as long as the exchange listens to it. */
function isWorthAsking(booked: BookedKey | undefined, facts: Result<KeyFacts>): boolean {
  return booked?.record.role === 'active' && (facts.ok || facts.failure.kind === 'account-blocked');
}

function checked(record: KeyRecord, facts: KeyFacts, nowMs: number, standing: AccountStanding | null): KeyRecord {
  const before = record.check?.facts ?? null;
  const drift = before === null ? null : driftOf(before, facts, nowMs);
  // Whose key it is does not change, and may not be told each time.
  const kept = { ...facts, accountRef: facts.accountRef ?? before?.accountRef ?? null };
  return {
    ...record,
    check: { atMs: nowMs, failure: null, facts: kept, standing: standing ?? record.check?.standing ?? null },
    toldAtMs: nowMs,
    drift: drift ?? record.drift,
  };
}

// What was known stays known; only a refusal of the key itself is said of the key.
function refused(record: KeyRecord, failure: Failure, nowMs: number, standing: AccountStanding | null): KeyRecord {
  const reason = failure.kind === 'invalid-key' ? `invalid-key:${failure.reason}` : failure.kind;
  const { facts = null, standing: before = null } = record.check ?? {};
  return { ...record, check: { atMs: nowMs, failure: reason, facts, standing: standing ?? before } };
}

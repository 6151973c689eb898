import type { KeyAudit, KeyId, KeyView } from '../../../../shared/model/vault.ts';
import type { Clock } from '../../ports.ts';
import type { EndpointUse } from '../../recorder/queries.ts';
import { auditKey } from '../radar/audit-key.ts';
import { useByGrant } from '../radar/use-by-grant.ts';
import type { BookedKey, KeyBook } from './key-book.ts';
import type { KeyRecord } from './key-record.ts';

const MINUTE_MS = 60_000;
const USE_SPAN_MS = 30 * 86_400_000;

export interface AuditParts {
  readonly clock: Clock;
  readonly book: KeyBook;
  /** What an account's calls were since a time; from the request log. */
  readonly endpointUse: (account: string, fromMs: number, untilMs: number | null) => Promise<readonly EndpointUse[]>;
  /** Our address as the exchange or the user named it; null: not known. */
  readonly egressAddress: (egress: string) => string | null;
}

/** What every key may do against what it did, worked out anew whenever it is asked for. */
export class KeyAudits {
  readonly #parts: AuditParts;
  readonly #uses = new Map<KeyId, readonly EndpointUse[]>();

  constructor(parts: AuditParts) {
    this.#parts = parts;
  }

  /** Reads again what the key did; a log that cannot be read leaves what was known. */
  async refresh(id: KeyId): Promise<void> {
    const booked = this.#parts.book.find(id);
    if (booked === undefined) return;
    const { account, retiredAtMs } = booked.record;
    const sinceMs = workedSince(booked.record);
    // One that waits to take over made no call of its account yet: those are another key's.
    if (sinceMs === null) return void this.#uses.set(id, []);
    const fromMs = Math.max(sinceMs, this.#parts.clock.now() - USE_SPAN_MS);
    try {
      this.#uses.set(id, await this.#parts.endpointUse(account, fromMs, retiredAtMs));
    } catch {
      // The radar is still right about the grants; the request log tells of its own trouble.
    }
  }

  forget(id: KeyId): void {
    this.#uses.delete(id);
  }

  /** Null before the first check; of a key the exchange never told of it says what is known all the same. */
  audit({ record }: BookedKey): KeyAudit | null {
    const account = this.#parts.book.account(record.id);
    if (account === undefined || record.check === null) return null;
    return auditKey({
      facts: record.check?.facts ?? null,
      exchange: account.exchange,
      environment: account.environment,
      checkedAtMs: record.toldAtMs,
      algorithm: record.algorithm,
      role: record.role,
      addedAtMs: record.addedAtMs,
      use: useByGrant(account.exchange, this.#uses.get(record.id) ?? []),
      egressAddress: this.#parts.egressAddress(account.egress),
      drift: record.drift,
      standing: record.check.standing ?? null,
      checkFailure: kindOf(record.check?.failure ?? null),
      nowMs: this.#parts.clock.now(),
    });
  }

  /** A key as everybody may see it; null when there is no such key. */
  view(id: KeyId): KeyView | null {
    const booked = this.#parts.book.find(id);
    const account = this.#parts.book.account(id);
    if (booked === undefined || account === undefined) return null;
    const { record, presence } = booked;
    const { toldAtMs: _, activeSinceMs: __, ...shown } = record;
    return {
      ...shown,
      exchange: account.exchange,
      environment: account.environment,
      accountLabel: account.label,
      presence,
      audit: this.audit(booked),
    };
  }
}

/** Null: it never did. Of a key from before this was written down, since it was added. */
function workedSince({ role, activeSinceMs, addedAtMs }: KeyRecord): number | null {
  if (role === 'candidate') return null;
  const sinceMs = activeSinceMs ?? addedAtMs;
  // At work from its first moment: nobody else called in that minute. One that took over begins with the next.
  return sinceMs === addedAtMs ? Math.floor(sinceMs / MINUTE_MS) * MINUTE_MS : sinceMs;
}

// A refusal of the key is kept with its reason, `invalid-key:ip`; the rules look at its kind.
function kindOf(failure: string | null): string | null {
  return failure?.split(':')[0] ?? null;
}

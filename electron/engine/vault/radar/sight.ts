import type { Environment, ExchangeId } from '../../../../shared/model/account.ts';
import type { Grant, KeyFacts } from '../../../../shared/model/key.ts';
import type {
  AccountStanding,
  GrantDrift,
  GrantUse,
  KeyAlgorithm,
  KeyDeadline,
  KeyRole,
} from '../../../../shared/model/vault.ts';
import { type KeyRules, grantsOfName } from '../../exchanges/key-rules.ts';
import { exchange } from '../../exchanges/registry.ts';
import { isListed } from './address-match.ts';
import { deadlinesOf } from './deadlines.ts';
import { matrixOf } from './matrix.ts';
import { DAY_MS, USE_DAYS } from './policy.ts';
import type { GrantCalls } from './use-by-grant.ts';

export interface AuditInput {
  /** Those of the last good check; null, or without a single grant: the exchange never told. */
  readonly facts: KeyFacts | null;
  readonly exchange: ExchangeId;
  /** Absent: live. Keys of test environments do not lapse by a rule. */
  readonly environment?: Environment;
  readonly algorithm: KeyAlgorithm;
  readonly role: KeyRole;
  readonly addedAtMs: number;
  /** When the facts were told, which was a use of the key as well; null or absent: as far as `use` knows. */
  readonly checkedAtMs?: number | null;
  /** From `useByGrant`, over the last 30 days. */
  readonly use: readonly GrantCalls[];
  readonly egressAddress: string | null;
  /** A change that its owner has not yet seen. */
  readonly drift: GrantDrift | null;
  /** Kind of what went wrong at the newest check; null: it went well. */
  readonly checkFailure: string | null;
  /** What the exchange holds against the account; absent or null: nothing it told of. */
  readonly standing?: AccountStanding | null;
  readonly nowMs: number;
}

/** What the rules look at. */
export interface Sight extends AuditInput {
  readonly rules: KeyRules;
  readonly matrix: readonly GrantUse[];
  readonly deadlines: readonly KeyDeadline[];
  readonly isEgressListed: boolean | null;
  /** False: neither this check nor one before told what the key may do. */
  readonly isTold: boolean;
  /** Rights that are on, by the exchange's own name, with what each of them opens. */
  readonly granted: ReadonlyMap<string, readonly Grant[]>;
  /** At work through this app for so long that missing use means something. */
  readonly isKnownLongEnough: boolean;
  readonly calls: number;
}

export function sightOf(input: AuditInput): Sight {
  const { facts, use, addedAtMs, nowMs, role } = input;
  const { rules } = exchange(input.exchange).permissions;
  return {
    ...input,
    rules,
    matrix: matrixOf(rules, facts, use),
    deadlines: deadlinesOf({
      rules,
      facts,
      addedAtMs,
      lastUseAtMs: lastUseOf(input),
      hasRules: input.environment !== 'testnet',
      nowMs,
    }),
    isEgressListed: facts === null ? null : isListed(facts.ipRestriction, input.egressAddress),
    isTold: facts?.grants.some(({ isGranted }) => isGranted !== null) ?? false,
    granted: grantedOf(rules, facts),
    isKnownLongEnough: role === 'active' && nowMs - addedAtMs >= USE_DAYS * DAY_MS,
    calls: use.reduce((sum, { calls }) => sum + calls, 0),
  };
}

function lastUseOf({ facts, use, addedAtMs, checkedAtMs }: AuditInput): number {
  const used = use.flatMap((row) => [row.lastUsedAtMs, row.checkedAtMs]);
  const times = [addedAtMs, checkedAtMs, facts?.lastUsedAtMs, ...used];
  return Math.max(...times.filter((atMs) => typeof atMs === 'number'));
}

function grantedOf(rules: KeyRules, facts: KeyFacts | null): ReadonlyMap<string, readonly Grant[]> {
  const on = (facts?.grants ?? []).filter(({ isGranted }) => isGranted === true);
  const byName = Map.groupBy(on, ({ name }) => name);
  return new Map(
    [...byName].map(([name, rows]) => [
      name,
      opened(
        rules,
        name,
        rows.map(({ grant }) => grant),
      ),
    ]),
  );
}

// What the reply said of a right goes before what the table says of it: a right may open less in this account.
function opened(rules: KeyRules, name: string, told: readonly Grant[]): readonly Grant[] {
  return told.length > 0 ? [...new Set(told)] : grantsOfName(rules, name);
}

/** Names of the rights that are on and open one of these grants. */
export function namesWith(sight: Sight, ...grants: readonly Grant[]): readonly string[] {
  return [...sight.granted].filter(([, opens]) => opens.some((grant) => grants.includes(grant))).map(([name]) => name);
}

/** Names of the rights that are on and open anything but reading. */
export function namesBeyondReading({ granted }: Sight): readonly string[] {
  return [...granted].filter(([, opens]) => opens.some((grant) => grant !== 'read')).map(([name]) => name);
}

export const TRADES: readonly Grant[] = ['trade-spot', 'trade-margin', 'trade-futures', 'trade-options'];

/** Works from any address; false also where that is not told. */
export function isUnrestricted({ facts }: Sight): boolean {
  return facts?.ipRestriction.kind === 'none';
}

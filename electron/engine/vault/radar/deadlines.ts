import type { KeyDeadline } from '../../../../shared/model/vault.ts';
import type { KeyFacts } from '../../../../shared/model/key.ts';
import type { KeyRules } from '../../exchanges/key-rules.ts';
import { DAY_MS, ROTATE_AFTER_DAYS } from './policy.ts';

export interface DeadlineInput {
  readonly rules: KeyRules;
  readonly facts: KeyFacts | null;
  readonly addedAtMs: number;
  /** The last thing known that the exchange takes for a use of the key, its own check included. */
  readonly lastUseAtMs: number;
  /** Keys of test environments do not lapse by a rule. */
  readonly hasRules: boolean;
  readonly nowMs: number;
}

const NOTHING: readonly KeyDeadline[] = [];

/** Times that end something for this key, soonest first. */
export function deadlinesOf(input: DeadlineInput): readonly KeyDeadline[] {
  const all = [...told(input), ...byInactivity(input), ...byUnrestrictedTrading(input), rotation(input)];
  return all.sort((left, right) => left.atMs - right.atMs);
}

function told({ rules, facts }: DeadlineInput): readonly KeyDeadline[] {
  const atMs = facts?.expiresAtMs ?? null;
  if (atMs === null) return NOTHING;
  return [{ kind: rules.expiryEnds === 'key' ? 'expiry' : 'unrestricted-trading', atMs, isTold: true }];
}

// The key lapses no earlier than this: others may use it too, and their use is not known here.
function byInactivity({ rules, facts, lastUseAtMs, hasRules }: DeadlineInput): readonly KeyDeadline[] {
  const rule = rules.inactivity;
  if (rule === null || !hasRules || facts?.ipRestriction.kind !== 'none') return NOTHING;
  const isMeant = facts.grants.some(({ grant, isGranted }) => isGranted === true && rule.grants.includes(grant));
  return isMeant ? [{ kind: 'inactivity', atMs: lastUseAtMs + rule.days * DAY_MS, isTold: false }] : NOTHING;
}

// Counted from the key's birth, the earliest moment the right can have been given. When that time is past and the right
// is still there, it was given later or the rule is not applied: then there is nothing to tell.
function byUnrestrictedTrading({ rules, facts, hasRules, nowMs }: DeadlineInput): readonly KeyDeadline[] {
  const rule = rules.unrestrictedTrading;
  if (rule === null || !hasRules || facts === null || facts.createdAtMs === null) return NOTHING;
  if (facts.expiresAtMs !== null || facts.ipRestriction.kind !== 'none') return NOTHING;
  const atMs = facts.createdAtMs + rule.days * DAY_MS;
  const trades = facts.grants.some(({ grant, isGranted }) => grant === 'trade-spot' && isGranted === true);
  return trades && atMs > nowMs ? [{ kind: 'unrestricted-trading', atMs, isTold: false }] : NOTHING;
}

function rotation({ facts, addedAtMs }: DeadlineInput): KeyDeadline {
  return { kind: 'rotation', atMs: (facts?.createdAtMs ?? addedAtMs) + ROTATE_AFTER_DAYS * DAY_MS, isTold: false };
}

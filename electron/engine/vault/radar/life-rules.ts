import type { KeyDeadline } from '../../../../shared/model/vault.ts';
import { type Finding, type GradeRule, NOTHING, found } from './grade-rule.ts';
import { DAY_MS, EXPIRY_SOON_DAYS, LAPSE_SOON_DAYS, ROTATE_AFTER_DAYS, USE_DAYS, daysBetween } from './policy.ts';
import { type Sight, isUnrestricted, namesBeyondReading } from './sight.ts';

type Kind = KeyDeadline['kind'];

/** Deadlines of these kinds that are from `fromDays` (included) to `toDays` (excluded) away. */
function due(sight: Sight, kinds: readonly Kind[], fromDays: number, toDays: number): readonly KeyDeadline[] {
  const { deadlines, nowMs } = sight;
  return deadlines.filter(
    ({ kind, atMs }) => kinds.includes(kind) && atMs > nowMs + fromDays * DAY_MS && atMs <= nowMs + toDays * DAY_MS,
  );
}

const LAPSES: readonly Kind[] = ['inactivity', 'unrestricted-trading'];
const EVER = Number.POSITIVE_INFINITY;

function lapses(sight: Sight, fromDays: number, toDays: number): readonly Finding[] {
  return due(sight, LAPSES, fromDays, toDays).flatMap(({ kind, atMs, isTold }) =>
    found({ rule: kind, days: String(daysBetween(sight.nowMs, atMs)), told: isTold ? 'yes' : 'no' }, atMs),
  );
}

function lapsed(sight: Sight, isTold: boolean): readonly Finding[] {
  return due(sight, LAPSES, -EVER, 0)
    .filter((deadline) => deadline.isTold === isTold)
    .flatMap(({ kind, atMs }) => found({ rule: kind, told: isTold ? 'yes' : 'no' }, atMs));
}

/** Kinds of failure that say the key itself is not taken any more. */
const KEY_REFUSED: readonly string[] = ['invalid-key'];
const KEY_STOPPED: readonly string[] = ['missing-permission', 'account-blocked'];

function checkFailed(sight: Sight, isMeant: (kind: string) => boolean): readonly Finding[] {
  const { checkFailure } = sight;
  return checkFailure !== null && isMeant(checkFailure)
    ? found({ failure: checkFailure, ...likelyCause(sight) })
    : NOTHING;
}

/** The exchange deletes keys like this one was, and tells of it by not knowing them. */
function likelyCause(sight: Sight): { readonly deletedBy?: string } {
  const { deletesUnrestricted } = sight.rules;
  const isLikely =
    sight.checkFailure === 'invalid-key' && isUnrestricted(sight) && namesBeyondReading(sight).length > 0;
  return isLikely && deletesUnrestricted !== null ? { deletedBy: deletesUnrestricted.source } : {};
}

/** Every right that was not used though the key was, except reading, which the app itself lives on, and unknown ones. */
function unusedRights(sight: Sight): readonly Finding[] {
  if (!sight.isKnownLongEnough || sight.calls === 0) return NOTHING;
  const isUsed = new Set(sight.use.filter(({ calls }) => calls > 0).map(({ grant }) => grant));
  return [...sight.granted]
    .filter(
      ([, opens]) => !opens.includes('read') && !opens.includes('unknown') && !opens.some((grant) => isUsed.has(grant)),
    )
    .flatMap(([name]) => found({ name, days: String(USE_DAYS) }));
}

/** How long the key lives, whether it is used, and how sure we are of it. */
export const lifeRules: readonly GradeRule[] = [
  {
    code: 'expired',
    severity: 'critical',
    cap: 'F',
    when: 'The expiry that the exchange told is past.',
    find: (sight) => due(sight, ['expiry'], -EVER, 0).flatMap(({ atMs }) => found({}, atMs)),
  },
  {
    code: 'expires-soon',
    severity: 'warning',
    cap: 'B',
    when: `The key expires within ${EXPIRY_SOON_DAYS} days.`,
    find: (sight) =>
      due(sight, ['expiry'], 0, EXPIRY_SOON_DAYS).flatMap(({ atMs }) =>
        found({ days: String(daysBetween(sight.nowMs, atMs)) }, atMs),
      ),
  },
  {
    code: 'lapsed-by-rule',
    severity: 'critical',
    cap: 'D',
    when: 'The right to trade has lapsed at the time the exchange told (Binance).',
    find: (sight) => lapsed(sight, true),
  },
  {
    code: 'lapsed-by-rule',
    severity: 'warning',
    cap: 'C',
    when: 'By the exchange’s rule the key may have lapsed: no use of it is known for too long (OKX).',
    find: (sight) => lapsed(sight, false),
  },
  {
    code: 'lapses-by-rule',
    severity: 'warning',
    cap: 'C',
    when: `The key or its right to trade lapses within ${LAPSE_SOON_DAYS} days.`,
    find: (sight) => lapses(sight, 0, LAPSE_SOON_DAYS),
  },
  {
    code: 'lapses-by-rule',
    severity: 'notice',
    cap: 'B',
    when: 'The key or its right to trade lapses later, by a rule or at a time the exchange told.',
    find: (sight) => lapses(sight, LAPSE_SOON_DAYS, EVER),
  },
  {
    code: 'check-failed',
    severity: 'critical',
    cap: 'F',
    when: 'At the newest check the exchange did not take the key.',
    find: (sight) => checkFailed(sight, (kind) => KEY_REFUSED.includes(kind)),
  },
  {
    code: 'check-failed',
    severity: 'warning',
    cap: 'C',
    when: 'The newest check was refused for want of a right, or the account is blocked.',
    find: (sight) => checkFailed(sight, (kind) => KEY_STOPPED.includes(kind)),
  },
  {
    code: 'check-failed',
    severity: 'notice',
    cap: 'B',
    when: 'The newest check did not come through; what is shown is of the one before.',
    find: (sight) => checkFailed(sight, (kind) => !KEY_REFUSED.includes(kind) && !KEY_STOPPED.includes(kind)),
  },
  {
    code: 'cannot-check',
    severity: 'notice',
    cap: 'B',
    when: 'The environment has no call that tells a key’s rights.',
    find: (sight) => (!sight.isTold && sight.checkFailure === null ? found() : NOTHING),
  },
  {
    code: 'permissions-drifted',
    severity: 'warning',
    cap: 'C',
    when: 'Since the check before, the key may do more, or its address list changed.',
    find: ({ drift }) => (drift !== null && isWider(drift) ? found(driftFacts(drift), drift.atMs) : NOTHING),
  },
  {
    code: 'permissions-drifted',
    severity: 'notice',
    cap: 'A',
    when: 'Since the check before, the key may do less.',
    find: ({ drift }) => (drift !== null && !isWider(drift) ? found(driftFacts(drift), drift.atMs) : NOTHING),
  },
  {
    code: 'hmac-algorithm',
    severity: 'notice',
    cap: 'B',
    when: 'The key shares its secret with the exchange, though the exchange takes Ed25519 (Binance).',
    find: ({ algorithm, rules }) => (algorithm === 'hmac' && rules.algorithms.includes('ed25519') ? found() : NOTHING),
  },
  {
    code: 'old-key',
    severity: 'notice',
    cap: 'B',
    when: `The key is older than ${ROTATE_AFTER_DAYS} days; our advice, no exchange’s rule.`,
    find: (sight) => due(sight, ['rotation'], -EVER, 0).flatMap(({ atMs }) => found({ days: ageOf(sight) }, atMs)),
  },
  {
    code: 'never-used',
    severity: 'notice',
    cap: 'B',
    when: `The active key made no call but its own checks in ${USE_DAYS} days.`,
    find: (sight) => (sight.isKnownLongEnough && sight.calls === 0 ? found({ days: String(USE_DAYS) }) : NOTHING),
  },
  {
    code: 'unused-grant',
    severity: 'notice',
    cap: 'B',
    when: `A right of an active key was not used through this app in ${USE_DAYS} days, while others were.`,
    find: unusedRights,
  },
];

type Drift = NonNullable<Sight['drift']>;

function isWider({ changes, ipRestriction }: Drift): boolean {
  return ipRestriction !== null || changes.some(({ to }) => to === true);
}

function driftFacts({ changes, ipRestriction }: Drift): Record<string, string> {
  const namesTo = (isGained: boolean): string =>
    [...new Set(changes.filter(({ to }) => (to === true) === isGained).map(({ name }) => name))].join(', ');
  const [gained, lost] = [namesTo(true), namesTo(false)];
  return {
    ...(gained === '' ? {} : { gained }),
    ...(lost === '' ? {} : { lost }),
    ...(ipRestriction === null ? {} : { from: ipRestriction.from, to: ipRestriction.to }),
  };
}

function ageOf({ facts, addedAtMs, nowMs }: Sight): string {
  return String(daysBetween(facts?.createdAtMs ?? addedAtMs, nowMs));
}

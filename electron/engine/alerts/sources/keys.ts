import type { AlertKind } from '../../../../shared/model/alert.ts';
import type { Advice, KeyId, KeyView } from '../../../../shared/model/vault.ts';
import type { Observation } from '../observation.ts';

type Code = Advice['code'];

/** Which advice of the radar makes which alert; of several pieces the gravest speaks. */
const CODES: Partial<Record<AlertKind, readonly Code[]>> = {
  'key-expiring': ['expired', 'expires-soon', 'lapsed-by-rule', 'lapses-by-rule'],
  'key-drifted': ['permissions-drifted'],
  'key-unused': ['never-used', 'unused-grant'],
  'key-over-privileged': [
    'can-withdraw',
    'withdraw-without-ip-list',
    'trade-without-ip-list',
    'trade-moves-funds',
    'transfer-granted',
    'unknown-grant',
  ],
  'key-check-failed': ['check-failed'],
  'egress-not-listed': ['egress-not-on-list'],
};
const KINDS = Object.keys(CODES) as AlertKind[];
/** A practice key is made at start and gone at the end: how it is kept is nobody's risk. */
const OF_PRACTICE: ReadonlySet<AlertKind> = new Set<AlertKind>(['key-drifted', 'key-check-failed']);
const WEIGHTS = { notice: 0, warning: 1, critical: 2 } as const;

/** What a key's audit means, one observation for each kind; a key that was replaced is nobody's worry any more. */
export function keyObservations(view: KeyView): readonly Observation[] {
  const kinds = view.environment === 'practice' ? KINDS.filter((kind) => OF_PRACTICE.has(kind)) : KINDS;
  return kinds.map((kind) => observation(kind, view, adviceFor(kind, view)));
}

/** The same for a key that is gone. */
export function goneKeyObservations(key: KeyId): readonly Observation[] {
  return KINDS.map((kind) => ({
    kind,
    subject: key,
    exchange: null,
    account: null,
    value: false,
    facts: {},
    endsAtMs: null,
  }));
}

// A notice is what the key's own page is for, except where notices are all there is of it.
function adviceFor(kind: AlertKind, view: KeyView): Advice | null {
  if (view.role === 'retired') return null;
  const codes = CODES[kind] ?? [];
  const found = (view.audit?.advice ?? []).filter(
    ({ code, severity }) => codes.includes(code) && (kind === 'key-unused' || severity !== 'notice'),
  );
  return [...found].sort((left, right) => WEIGHTS[right.severity] - WEIGHTS[left.severity])[0] ?? null;
}

function observation(kind: AlertKind, view: KeyView, advice: Advice | null): Observation {
  const { exchange, environment, account, id, label, last4 } = view;
  // An expiry is no end of the alert: after it the key does not work.
  const facts = advice === null ? {} : { ...advice.facts, environment, advice: advice.code, label, last4 };
  return { kind, subject: id, exchange, account, value: advice !== null, facts, endsAtMs: null };
}

import type { Alert, AlertRule } from '../../../shared/model/alert.ts';
import type { Random } from '../ports.ts';
import type { Observation } from './observation.ts';
import { ruleInfo } from './rules.ts';

const MOST_FACTS = 20;

/** A new alert of what was observed, not yet told. `nowMs` wall ms. */
export function newAlert(
  seen: Observation,
  rule: AlertRule,
  points: Alert['evidence']['points'],
  random: Random,
  nowMs: number,
): Alert {
  return {
    id: newAlertId(random),
    kind: seen.kind,
    severity: rule.severity,
    subject: seen.subject.slice(0, 300),
    exchange: seen.exchange,
    account: seen.account,
    state: 'fired',
    firedAtMs: nowMs,
    changedAtMs: nowMs,
    clearedAtMs: null,
    acknowledgedAtMs: null,
    snoozedUntilMs: null,
    repeats: 0,
    endsAtMs: seen.endsAtMs,
    facts: boundFacts(seen.facts),
    evidence: { unit: ruleInfo[seen.kind].unit, threshold: rule.threshold, points },
    wasTold: false,
  };
}

function newAlertId(random: Random): string {
  return `alert-${[...random.bytes(12)].map((byte) => byte.toString(16).padStart(2, '0')).join('')}`;
}

/** Facts come from exchanges too, and must fit what the store and the pages take. */
export function boundFacts(facts: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(facts)
      .slice(0, MOST_FACTS)
      .map(([name, value]) => [name.slice(0, 40), value.slice(0, 200)]),
  );
}

export function isSameFacts(left: Readonly<Record<string, string>>, right: Readonly<Record<string, string>>): boolean {
  const names = Object.keys(left);
  return names.length === Object.keys(right).length && names.every((name) => left[name] === right[name]);
}

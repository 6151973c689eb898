import type { Advice, Grade, KeyAudit } from '../../../../shared/model/vault.ts';
import type { GradeRule } from './grade-rule.ts';
import { lifeRules } from './life-rules.ts';
import { powerRules } from './power-rules.ts';
import { settingRules } from './setting-rules.ts';
import { type AuditInput, sightOf } from './sight.ts';

export type { AuditInput } from './sight.ts';

/** The whole grading, line by line: a key starts with an A and keeps the worst grade that a line caps it at. */
export const gradeRules: readonly GradeRule[] = [...powerRules, ...settingRules, ...lifeRules];

const GRADES: readonly Grade[] = ['A', 'B', 'C', 'D', 'F'];
const SEVERITIES: readonly Advice['severity'][] = ['critical', 'warning', 'notice'];

/** What the radar makes of one key: grants, deadlines, grade, and why, gravest first. Never throws. */
export function auditKey(input: AuditInput): KeyAudit {
  const sight = sightOf(input);
  const applied = gradeRules.flatMap((rule) => rule.find(sight).map((finding) => ({ rule, finding })));
  const advice = applied.map(
    ({ rule: { code, severity }, finding: { facts, atMs } }): Advice => ({ code, severity, facts: { ...facts }, atMs }),
  );
  return {
    grade: worst(applied.map(({ rule }) => rule.cap)),
    advice: SEVERITIES.flatMap((severity) => advice.filter((item) => item.severity === severity)),
    matrix: [...sight.matrix],
    deadlines: [...sight.deadlines],
    isEgressListed: sight.isEgressListed,
  };
}

function worst(caps: readonly Grade[]): Grade {
  return caps.reduce<Grade>((grade, cap) => (GRADES.indexOf(cap) > GRADES.indexOf(grade) ? cap : grade), 'A');
}

import type { RuleBreach, RuleCode } from '../../../../shared/model/preflight.ts';
import { clipped } from './fields.ts';

type Rest = Partial<Omit<RuleBreach, 'rule' | 'weight'>>;

function breach(rule: RuleCode, weight: RuleBreach['weight'], rest: Rest): RuleBreach {
  const { field = null, bound = null, value = null, suggestion = null, exchangeRule = null } = rest;
  return {
    rule,
    weight,
    field,
    bound: bound === null ? null : clipped(bound),
    value: value === null ? null : clipped(value),
    suggestion,
    exchangeRule,
  };
}

/** It cannot leave. */
export function refusal(rule: RuleCode, rest: Rest = {}): RuleBreach {
  return breach(rule, 'refuse', rest);
}

/** It may leave once its user has seen this. */
export function warning(rule: RuleCode, rest: Rest = {}): RuleBreach {
  return breach(rule, 'warn', rest);
}

import type { AccountId } from '../../../shared/model/account.ts';
import type { AlertKind, AlertRule, AlertSeverity } from '../../../shared/model/alert.ts';
import { kindInfo } from './kinds.ts';

/** A rule as it is typed: shares in percent, times in seconds. */
export interface RuleDraft {
  readonly account: AccountId | null;
  readonly severity: AlertSeverity;
  readonly threshold: string;
  readonly clearAt: string;
  readonly hold: string;
  readonly cool: string;
}

export type RuleField = 'threshold' | 'clearAt' | 'hold' | 'cool';
export type RuleFault = 'number' | 'negative' | 'share' | 'clear-below' | 'clear-above' | 'hold' | 'cool';
export type RuleFaults = Partial<Readonly<Record<RuleField, RuleFault>>>;

const DAY_S = 86_400;
const WEEK_S = 604_800;

export function draftOf(rule: AlertRule): RuleDraft {
  const { account, severity, threshold, clearAt, forS, coolDownS } = rule;
  const typed = (value: number | null): string => (value === null ? '' : String(inUnit(rule.kind, value)));
  return {
    account,
    severity,
    threshold: typed(threshold),
    clearAt: typed(clearAt ?? threshold),
    hold: String(forS),
    cool: String(coolDownS),
  };
}

/** Percent with two decimals at most, so that a third is not written in full. */
function inUnit(kind: AlertKind, value: number): number {
  return kindInfo[kind].unit === 'share' ? Math.round(value * 10_000) / 100 : value;
}

function fromUnit(kind: AlertKind, value: number): number {
  return kindInfo[kind].unit === 'share' ? value / 100 : value;
}

export type RuleReading =
  | { readonly rule: AlertRule; readonly faults: null }
  | { readonly rule: null; readonly faults: RuleFaults };

/** The rule a draft stands for, or what is wrong with each field. `rule` gives what is not edited. */
export function readDraft(rule: AlertRule, draft: RuleDraft): RuleReading {
  const { kind } = rule;
  const { fires, unit } = kindInfo[kind];
  const [threshold, clearAt] = [numberIn(draft.threshold), numberIn(draft.clearAt)];
  const [forS, coolDownS] = [numberIn(draft.hold), numberIn(draft.cool)];
  const faults: RuleFaults = {
    ...(fires === null ? {} : measureFaults(fires, unit, threshold, clearAt)),
    ...spanFault('hold', forS, DAY_S),
    ...spanFault('cool', coolDownS, WEEK_S),
  };
  if (Object.keys(faults).length > 0 || forS === null || coolDownS === null) return { rule: null, faults };
  const measured = (value: number | null): number | null =>
    fires === null || value === null ? null : fromUnit(kind, value);
  const { account, severity } = draft;
  return {
    rule: { ...rule, account, severity, threshold: measured(threshold), clearAt: measured(clearAt), forS, coolDownS },
    faults: null,
  };
}

function measureFaults(
  fires: 'below' | 'above',
  unit: string,
  threshold: number | null,
  clearAt: number | null,
): RuleFaults {
  const isShareOfAll = unit === 'share' && fires === 'below';
  const one = (value: number | null): RuleFault | null => {
    if (value === null) return 'number';
    if (value < 0) return 'negative';
    return isShareOfAll && value > 100 ? 'share' : null;
  };
  const [first, second] = [one(threshold), one(clearAt)];
  const side = first === null && second === null ? sideFault(fires, threshold ?? 0, clearAt ?? 0) : null;
  return {
    ...(first === null ? {} : { threshold: first }),
    ...((second ?? side) === null ? {} : { clearAt: second ?? side ?? 'number' }),
  };
}

/** A rule must not clear while it fires. */
function sideFault(fires: 'below' | 'above', threshold: number, clearAt: number): RuleFault | null {
  if (fires === 'below') return clearAt < threshold ? 'clear-below' : null;
  return clearAt > threshold ? 'clear-above' : null;
}

function spanFault(field: 'hold' | 'cool', seconds: number | null, mostS: number): RuleFaults {
  if (seconds === null) return { [field]: 'number' };
  return seconds < 0 || seconds > mostS ? { [field]: field } : {};
}

function numberIn(text: string): number | null {
  if (text.trim() === '') return null;
  const value = Number(text);
  return Number.isFinite(value) ? value : null;
}

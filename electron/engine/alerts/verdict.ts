import type { AlertRule } from '../../../shared/model/alert.ts';
import { ruleInfo } from './rules.ts';

/** `between`: within the hysteresis; what was firing goes on, what was calm stays so. */
export type Verdict = 'beyond' | 'between' | 'clear';

/** What one measure means by its rule; null: it says nothing, as a measure that is no number. */
export function verdictOf(rule: AlertRule, value: number | boolean): Verdict | null {
  if (typeof value === 'boolean') return value ? 'beyond' : 'clear';
  const { fires } = ruleInfo[rule.kind];
  if (fires === null || rule.threshold === null || !Number.isFinite(value)) return null;
  const clearAt = rule.clearAt ?? rule.threshold;
  if (fires === 'below') {
    if (value < rule.threshold) return 'beyond';
    return value >= clearAt ? 'clear' : 'between';
  }
  if (value >= rule.threshold) return 'beyond';
  return value <= clearAt ? 'clear' : 'between';
}

/** Where one watched thing stands; times are monotonic ms. */
export type Phase =
  | { readonly kind: 'calm' }
  /** Beyond its threshold, but not for long enough. */
  | { readonly kind: 'holding'; readonly sinceMs: number }
  | { readonly kind: 'firing' };

export const CALM: Phase = { kind: 'calm' };
export const FIRING: Phase = { kind: 'firing' };

/** The next phase. Called again without a new measure, with the last verdict, as time passes. */
export function nextPhase(phase: Phase, verdict: Verdict, forMs: number, nowMs: number): Phase {
  if (phase.kind === 'firing') return verdict === 'clear' ? CALM : phase;
  if (verdict !== 'beyond') return CALM;
  const sinceMs = phase.kind === 'holding' ? phase.sinceMs : nowMs;
  // By the very sum its timer is set to: a difference may fall short of it by a rounding, and the timer go off for ever.
  if (nowMs >= sinceMs + forMs) return FIRING;
  return { kind: 'holding', sinceMs };
}

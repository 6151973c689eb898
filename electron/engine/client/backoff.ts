export interface BackoffRule {
  readonly firstMs: number;
  readonly ceilingMs: number;
}

/** Of repeated reads. */
export const readBackoff: BackoffRule = { firstMs: 250, ceilingMs: 8_000 };

/** Of an open circuit. */
export const circuitBackoff: BackoffRule = { firstMs: 1_000, ceilingMs: 30_000 };

/**
 * Delay before try `attempt` + 1, ms: doubling from `firstMs` up to the ceiling, drawn between half and the whole of it
 * so that many clients do not come back at once. `fraction` is uniform in [0, 1).
 */
export function backoffMs(rule: BackoffRule, attempt: number, fraction: number): number {
  const doublings = Math.min(Math.max(attempt - 1, 0), 30);
  const whole = Math.min(rule.ceilingMs, rule.firstMs * 2 ** doublings);
  return Math.round(whole / 2 + (whole / 2) * fraction);
}

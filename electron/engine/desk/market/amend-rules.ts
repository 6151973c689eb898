import { ZERO, compare } from '../../../../shared/model/decimal.ts';
import type { RuleBreach } from '../../../../shared/model/preflight.ts';
import { refusal } from './breach.ts';
import type { PreflightFacts } from './facts.ts';

/** What only a change of a resting order can break. */
export function amendBreaches({ amending, ticket }: PreflightFacts): readonly RuleBreach[] {
  if (amending === null) return [];
  const filled = amending.filledQuantity ?? ZERO;
  // At or below what is filled some exchanges end the order and others refuse: who wants that cancels the rest.
  if (compare(ticket.quantity, filled) > 0) return [];
  return [refusal('amend-filled', { field: 'quantity', bound: filled, value: ticket.quantity })];
}

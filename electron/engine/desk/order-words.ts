import type { Failure } from '../../../shared/contract/failure.ts';
import { compare, ZERO } from '../../../shared/model/decimal.ts';
import type { DeskOrder, OrderStep } from '../../../shared/model/desk.ts';
import type { OrderUpdate } from '../../../shared/model/order.ts';

/** The failure of a ticket that breaks a rule. */
export function refusalOf(rule: string, bound: string | null): Failure {
  return { kind: 'filter', rule, code: null, detail: bound ?? '' };
}

/** Whether nothing but the time differs. */
export function isSame(left: DeskOrder, right: DeskOrder): boolean {
  return left === right || JSON.stringify({ ...left, updatedAtMs: 0 }) === JSON.stringify({ ...right, updatedAtMs: 0 });
}

/** A message that brings a fill is told as one. */
export function kindOf(
  before: DeskOrder,
  after: DeskOrder,
  kind: OrderStep['kind'],
  { amendment }: Pick<OrderUpdate, 'amendment'> = {},
): OrderStep['kind'] {
  if (amendment !== undefined && before.isAmending) return amendment.isDone ? 'amended' : 'amend-refused';
  const { filledQuantity } = after;
  // "None yet", told for the first time or in other digits, is no fill.
  const isFill = filledQuantity !== null && compare(filledQuantity, before.filledQuantity ?? ZERO) > 0;
  return isFill && kind === 'told' ? 'filled' : kind;
}

/** Kind and code of a failure, for one line of a story. */
export function codeOf(failure: Failure): string {
  return 'code' in failure && failure.code !== null ? `${failure.kind} ${failure.code}` : failure.kind;
}

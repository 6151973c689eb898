import { type Decimal, compare, fitsStep } from '../../../../shared/model/decimal.ts';
import type { RuleBreach } from '../../../../shared/model/preflight.ts';
import type { FieldBound, NumberField } from '../../exchanges/ticket-rules.ts';
import { commonStep, nearestValid, plain } from './numbers.ts';

/** Whose bound it is: a suggestion keeps to the bounds of its own tier and of those before it. */
export type Tier = 'exchange' | 'account' | 'own';

export interface TieredBound extends FieldBound {
  readonly tier: Tier;
}

const RANK: Readonly<Record<Tier, number>> = { exchange: 0, account: 1, own: 2 };

/** One number of a ticket as it is judged. */
export interface JudgedNumber {
  readonly field: NumberField;
  readonly value: Decimal;
  /** What the ticket's field says. */
  readonly shown: string;
  /** Turns a judged value back into one for the ticket's field. */
  readonly back: (value: Decimal) => Decimal;
}

export function tiered(tier: Tier, bounds: readonly FieldBound[]): readonly TieredBound[] {
  return bounds.map((bound) => ({ ...bound, tier }));
}

/** Every bound that a number breaks, each with the nearest value that keeps it and all bounds before it. */
export function judgeNumber(number: JudgedNumber, bounds: readonly TieredBound[]): readonly RuleBreach[] {
  const own = bounds.filter(({ field }) => field === number.field);
  return own.filter((bound) => isBroken(number.value, bound)).map((bound) => breachOf(number, bound, own));
}

export function isBroken(value: Decimal, { kind, value: bound }: FieldBound): boolean {
  if (kind === 'step') return !fitsStep(value, bound);
  return kind === 'min' ? compare(value, bound) < 0 : compare(value, bound) > 0;
}

function breachOf(number: JudgedNumber, bound: TieredBound, bounds: readonly TieredBound[]): RuleBreach {
  const kept = bounds.filter(
    (other) => other === bound || (other.weight === 'refuse' && RANK[other.tier] <= RANK[bound.tier]),
  );
  const boundsOf = (kind: FieldBound['kind']): readonly Decimal[] =>
    kept.filter((one) => one.kind === kind).map(({ value }) => value);
  const nearest = nearestValid(number.value, {
    min: pick(boundsOf('min'), 1),
    max: pick(boundsOf('max'), -1),
    step: commonStep(boundsOf('step')),
  });
  return {
    rule: bound.rule,
    field: number.field,
    weight: bound.weight,
    bound: clipped(plain(bound.value)),
    value: clipped(number.shown),
    suggestion: nearest === null ? null : fitting(number.back(nearest)),
    exchangeRule: bound.exchangeRule,
  };
}

/** The largest (1) or smallest (−1) of them. */
function pick(values: readonly Decimal[], sign: 1 | -1): Decimal | null {
  return values.reduce<Decimal | null>(
    (best, value) => (best === null || compare(value, best) === sign ? value : best),
    null,
  );
}

// A ticket's number has 64 characters at most.
function fitting(value: Decimal): string | null {
  const text = plain(value);
  return text.length <= 64 ? text : null;
}

export function clipped(text: string): string {
  return text.slice(0, 80);
}

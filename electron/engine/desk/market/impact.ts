import {
  type Decimal,
  ZERO,
  add,
  compare,
  decimal,
  floorToStep,
  isPositive,
  multiply,
  subtract,
} from '../../../../shared/model/decimal.ts';
import type { RuleBreach } from '../../../../shared/model/preflight.ts';
import type { Instrument } from '../../../../shared/model/instrument.ts';
import type { BookLevel } from '../../exchanges/quote-source.ts';
import { refusal } from './breach.ts';
import type { PreflightFacts } from './facts.ts';
import { plain } from './numbers.ts';
import type { Sizing } from './sizing.ts';

const ONE = decimal('1');

/** A market order that the book, as far as it was read, cannot fill within the most it may move the price. */
export function impactBreaches(
  { ticket, limits, depth }: PreflightFacts,
  { quantity: { step } }: Instrument,
  { unit, value }: Sizing,
): readonly RuleBreach[] {
  const { type, side, quantity } = ticket;
  const { maxImpact: bound } = limits;
  if (type !== 'market' || bound === null) return [];
  const shared = { field: 'quantity', bound } as const;
  // Without the book nothing proves that the price would hold.
  if (depth === null) return [refusal('own-market-impact', shared)];
  const most = fillable(side === 'buy' ? depth.asks : depth.bids, side, bound, unit);
  if (compare(value, most) <= 0) return [];
  const fitting = unit === 'base' && step !== null ? floorToStep(most, step) : most;
  const suggestion = isPositive(fitting) && plain(fitting).length <= 64 ? plain(fitting) : null;
  return [refusal('own-market-impact', { ...shared, value: quantity, suggestion })];
}

/** What the levels within `share` of the best price hold, in the unit asked for. */
function fillable(levels: readonly BookLevel[], side: 'buy' | 'sell', share: Decimal, unit: 'base' | 'quote'): Decimal {
  const best = levels[0]?.price;
  if (best === undefined) return ZERO;
  const edge = multiply(best, side === 'buy' ? add(ONE, share) : subtract(ONE, share));
  const isWithin = ({ price }: BookLevel): boolean => compare(price, edge) !== (side === 'buy' ? 1 : -1);
  return levels
    .filter(isWithin)
    .map(({ price, size }) => (unit === 'base' ? size : multiply(size, price)))
    .reduce(add, ZERO);
}

import { Decimal } from '../../../shared/model/decimal.ts';
import type { RuleBreach } from '../../../shared/model/preflight.ts';
import { formatCount, formatFineShare, formatTime } from '../../ui/format.ts';
import { formatDecimal, formatPrice, short } from './amount.ts';
import { type Named, namesOf } from './order-text.ts';

type Told = Pick<RuleBreach, 'rule' | 'field' | 'bound' | 'suggestion'>;

/** The bound of a broken rule with its unit; null where it says nothing more. `unit`: what the amount is given in. */
export function boundText(
  { rule, field, bound, suggestion }: Told,
  unit: 'base' | 'quote',
  instrument: Named | null,
): string | null {
  const number = Decimal.safeParse(bound);
  if (!number.success) return bound;
  if (rule === 'duplicate') return null;
  if (rule === 'account-mode' || rule === 'cancel-room') return bound;
  if (rule === 'gate') return formatTime(Number(number.data));
  if (rule === 'max-open-orders') return formatCount(Number(number.data));
  if (rule === 'own-market-impact' || (rule === 'own-balance-share' && suggestion === null)) {
    return formatFineShare(Number(number.data));
  }
  const names = namesOf(instrument);
  if (field === 'price' || field === 'stopPrice') return `${formatPrice(number.data)} ${names.quote}`.trim();
  return field === 'quantity' ? `${formatDecimal(short(number.data))} ${names[unit]}`.trim() : bound;
}

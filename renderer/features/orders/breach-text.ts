import { Decimal } from '../../../shared/model/decimal.ts';
import type { RuleBreach } from '../../../shared/model/desk.ts';
import type { Instrument } from '../../../shared/model/instrument.ts';
import { t } from '../../i18n/i18n.ts';
import { formatCount, formatFineShare, formatTime } from '../../ui/format.ts';
import { formatDecimal, formatPrice, short } from './amount.ts';
import { namesOf } from './order-text.ts';

/** Rules that warn without a bound, since what they are measured by is not known. */
const UNTOLD = ['price-band', 'balance', 'stop-price-side'] as const;

/** What is wrong, in a sentence. */
export function ruleText({ rule, bound }: Pick<RuleBreach, 'rule' | 'bound'>): string {
  const untold = UNTOLD.find((one) => one === rule);
  return bound === null && untold !== undefined ? t(`rule.${untold}.untold`) : t(`rule.${rule}`);
}

type Told = Pick<RuleBreach, 'rule' | 'field' | 'bound' | 'suggestion'>;

/** The bound of a broken rule with its unit; null where it says nothing more. `unit`: what the amount is given in. */
export function boundText(
  { rule, field, bound, suggestion }: Told,
  unit: 'base' | 'quote',
  instrument: Instrument | null,
): string | null {
  const number = Decimal.safeParse(bound);
  if (!number.success) return bound;
  if (rule === 'duplicate') return null;
  if (rule === 'gate') return formatTime(Number(number.data));
  if (rule === 'max-open-orders') return formatCount(Number(number.data));
  if (rule === 'own-market-impact' || (rule === 'own-balance-share' && suggestion === null)) {
    return formatFineShare(Number(number.data));
  }
  const names = namesOf(instrument);
  if (field === 'price' || field === 'stopPrice') return `${formatPrice(number.data)} ${names.quote}`.trim();
  return field === 'quantity' ? `${formatDecimal(short(number.data))} ${names[unit]}`.trim() : bound;
}

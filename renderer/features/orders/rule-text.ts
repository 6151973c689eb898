import type { RuleBreach } from '../../../shared/model/preflight.ts';
import { t } from '../../i18n/i18n.ts';

/** Rules that warn without a bound, since what they are measured by is not known. */
const UNTOLD = ['price-band', 'balance', 'stop-price-side', 'own-price-band'] as const;

/** What is wrong, in a sentence. */
export function ruleText({ rule, bound }: Pick<RuleBreach, 'rule' | 'bound'>): string {
  const untold = UNTOLD.find((one) => one === rule);
  return bound === null && untold !== undefined ? t(`rule.${untold}.untold`) : t(`rule.${rule}`);
}

import type { Decimal } from '../../../shared/model/decimal.ts';
import { formatLocale } from '../../i18n/formats.ts';
import { t } from '../../i18n/i18n.ts';
import { useAmount } from '../../ui/use-amount.ts';

/** Writes amounts of money and assets, or hides them where its user asked for that. Prices are everybody's. */
export function useOrderAmount(): (value: Decimal | null) => string {
  const shown = useAmount();
  return (value) => (value === null ? formatDecimal(value) : shown(formatDecimal(value)));
}

/** A decimal with the separators its user chose and every digit it has: Intl takes it as text, so none is lost. */
export function formatDecimal(value: Decimal | null): string {
  if (value === null) return t('figure.none');
  const places = (value.split('.')[1] ?? '').length;
  const format = new Intl.NumberFormat(formatLocale(), {
    minimumFractionDigits: places,
    maximumFractionDigits: places,
  });
  return format.format(value as `${number}`);
}

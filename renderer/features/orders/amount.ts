import { type Decimal, placesOf, withPlaces } from '../../../shared/model/decimal.ts';
import { formatLocale } from '../../i18n/formats.ts';
import { t } from '../../i18n/i18n.ts';
import { useAmount } from '../../ui/use-amount.ts';

/** Writes amounts of money and assets, or hides them where its user asked for that. Prices are everybody's. */
export function useOrderAmount(): (value: Decimal | null) => string {
  const shown = useAmount();
  return (value) => (value === null ? formatDecimal(value) : shown(formatDecimal(short(value))));
}

/** A price as it is read: without the zeros exchanges fill up with, and with cents where they told cents. */
export function formatPrice(value: Decimal | null): string {
  if (value === null) return formatDecimal(value);
  const told = (value.split('.')[1] ?? '').length;
  return formatDecimal(withPlaces(value, Math.max(placesOf(short(value)), Math.min(told, CENTS))));
}

const CENTS = 2;
const READ_PLACES = 8;

/** Eight digits from the first that counts, or eight decimals; what is computed has far more, which nobody reads. */
export function short(value: Decimal): Decimal {
  const fraction = value.split('.')[1] ?? '';
  const leading = /^-?0\./.test(value) ? (/^0*/.exec(fraction)?.[0].length ?? 0) : 0;
  const cut = withPlaces(value, Math.min(fraction.length, leading + READ_PLACES));
  return withPlaces(cut, placesOf(cut));
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

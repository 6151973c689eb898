import { type Decimal, add, decimal, divide, isPositive, multiply } from '../../../../shared/model/decimal.ts';
import type { Instrument } from '../../../../shared/model/instrument.ts';
import type { MarketPrices } from '../../exchanges/ticket-rules.ts';

const ONE = decimal('1');
const HALF = decimal('0.5');

export interface RateSource {
  /** The instrument of two assets; null: the exchange has none. */
  readonly pair: (base: string, quote: string) => Instrument | null;
  /** Prices of an instrument that are new enough to count; asked for, they are kept coming. */
  readonly prices: (symbol: string) => MarketPrices;
}

/**
 * What a unit of an instrument's quote is worth in another currency: by the pair of the two, or by the pairs that the
 * instrument's base has with both. Null: no such pair, or no fresh price of it.
 */
export function rateOf({ base, quote }: Instrument, currency: string, source: RateSource): Decimal | null {
  if (quote === currency) return ONE;
  const direct = priceBetween(quote, currency, source);
  if (direct !== null) return direct;
  const inCurrency = priceBetween(base, currency, source);
  const inQuote = priceBetween(base, quote, source);
  return inCurrency === null || inQuote === null ? null : divide(inCurrency, inQuote);
}

function priceBetween(asset: string, currency: string, source: RateSource): Decimal | null {
  if (asset === currency) return ONE;
  const pair = source.pair(asset, currency);
  const straight = pair === null ? null : middleOf(source.prices(pair.symbol));
  if (straight !== null) return straight;
  const reverse = source.pair(currency, asset);
  const upside = reverse === null ? null : middleOf(source.prices(reverse.symbol));
  return upside === null ? null : divide(ONE, upside);
}

/** What a market is at: between its best prices, or where it last traded. */
export function middleOf({ bid, ask, last }: MarketPrices): Decimal | null {
  const middle = bid === null || ask === null ? last : multiply(add(bid, ask), HALF);
  return middle !== null && isPositive(middle) ? middle : null;
}

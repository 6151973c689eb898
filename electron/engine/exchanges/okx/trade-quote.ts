import type { Instrument } from '../../../../shared/model/instrument.ts';

/**
 * `tradeQuoteCcy` of an order ("Place order", 2026-08): required in some regions, and one of the instrument's list. Null:
 * there is no list, so none is sent. `untold`: several may be meant, none of which is the pair's own.
 */
export function tradeQuoteOf({ quote, extra }: Pick<Instrument, 'quote' | 'extra'>): string | 'untold' | null {
  const list = extra['tradeQuoteCcyList'];
  if (!Array.isArray(list) || list.length === 0) return null;
  if (list.includes(quote)) return quote;
  const [only, ...more] = list;
  return only !== undefined && more.length === 0 ? only : 'untold';
}

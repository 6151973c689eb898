import type { Decimal } from '../../../../shared/model/decimal.ts';
import { compare, decimal, divide, fitsStep, multiply } from '../../../../shared/model/decimal.ts';
import type { MarketState } from '../../core/market-state.ts';
import { refuse, type Refusal } from '../facts/errors.ts';
import type { Instrument } from '../facts/instruments.ts';
import { priceBand, type PriceBand } from '../wire/market-wire.ts';
import type { InstrumentState } from '../wire/instrument-wire.ts';
import type { OrderType, Ticket } from './ticket.ts';

/** Spot mode knows only `cash`; the other words are right but not for this account (docs "Place order", 2026-08). */
export function modeRefusal(ticket: Ticket, instrument: Instrument): Refusal | undefined {
  if (ticket.tdMode !== 'cash') return refuse('51010');
  if (ticket.posSide !== '' && ticket.posSide !== 'net') return refuse('51000', 'posSide');
  if (ticket.tradeQuoteCcy !== '' && ticket.tradeQuoteCcy !== instrument.quote) return refuse('51000', 'tradeQuoteCcy');
  return undefined;
}

/** Only `live` takes every order; `post_only` takes those that cannot take. */
export function listingRefusal(state: InstrumentState, ordType: OrderType): Refusal | undefined {
  switch (state) {
    case 'live':
      return undefined;
    case 'preopen':
      return refuse('51021');
    case 'suspend':
      return refuse('51022');
    case 'post_only':
      return ordType === 'post_only' ? undefined : refuse('51022');
  }
}

/** Size of an order in base units against the grid and the least and greatest sizes. */
export function sizeRefusal(size: Decimal, instrument: Instrument): Refusal | undefined {
  if (!fitsStep(size, decimal(instrument.lotSz))) return refuse('51121');
  if (compare(size, decimal(instrument.minSz)) < 0) return refuse('51020');
  return undefined;
}

/** A price off the tick grid has too many decimals. */
export function tickRefusal(price: Decimal, instrument: Instrument): Refusal | undefined {
  return fitsStep(price, decimal(instrument.tickSz)) ? undefined : refuse('51150');
}

function limitMaximumRefusal(size: Decimal, price: Decimal, instrument: Instrument): Refusal | undefined {
  if (compare(size, decimal(instrument.maxLmtSz)) > 0) return refuse('51203');
  return compare(multiply(size, price), decimal(instrument.maxLmtAmt)) > 0 ? refuse('51005') : undefined;
}

function isOutside(side: 'buy' | 'sell', price: Decimal, band: PriceBand): boolean {
  return side === 'buy' ? compare(price, band.buyLmt) > 0 : compare(price, band.sellLmt) < 0;
}

export interface LimitTerms {
  readonly side: 'buy' | 'sell';
  readonly size: Decimal;
  readonly price: Decimal;
  /** Whether the exchange may move a price beyond the band to its edge. */
  readonly mayMovePrice: boolean;
}

/** Grid, maxima and band of a limit order; gives the price to use, which the band may have moved. */
export function checkLimit(
  terms: LimitTerms,
  instrument: Instrument,
  market: MarketState,
): { readonly price: Decimal } | { readonly refusal: Refusal } {
  const { side, size, price } = terms;
  const refusal =
    sizeRefusal(size, instrument) ?? tickRefusal(price, instrument) ?? limitMaximumRefusal(size, price, instrument);
  if (refusal !== undefined) return { refusal };
  const band = priceBand(instrument, market);
  if (!isOutside(side, price, band)) return { price };
  if (terms.mayMovePrice) return { price: side === 'buy' ? band.buyLmt : band.sellLmt };
  return { refusal: refuse('51006', band.buyLmt, band.sellLmt) };
}

/** Grid and maxima of a market order; `maxMktSz` and `maxMktAmt` of spot are amounts in quote. */
export function marketRefusal(ticket: Ticket, instrument: Instrument, market: MarketState): Refusal | undefined {
  const isQuote = ticket.tgtCcy === 'quote_ccy';
  const last = market.lastPrice;
  const value = isQuote ? ticket.sz : multiply(ticket.sz, last);
  const tooSmall = isQuote
    ? compare(divide(ticket.sz, last), decimal(instrument.minSz)) < 0
      ? refuse('51020')
      : undefined
    : sizeRefusal(ticket.sz, instrument);
  if (tooSmall !== undefined) return tooSmall;
  if (compare(value, decimal(instrument.maxMktSz)) > 0) return refuse('51202');
  return compare(value, decimal(instrument.maxMktAmt)) > 0 ? refuse('51201') : undefined;
}

import { type Decimal, add, compare, floorToStep, isPositive, subtract } from '../../../../shared/model/decimal.ts';
import type { RuleBreach } from '../../../../shared/model/preflight.ts';
import type { Instrument } from '../../../../shared/model/instrument.ts';
import type { OrderTicket } from '../../../../shared/model/order.ts';
import type { MarketContext, MarketPrices, TicketRules } from '../../exchanges/ticket-rules.ts';
import { refusal, warning } from './breach.ts';
import { nearestValid } from './numbers.ts';

/** The side of the market a stop lies on. `stop-price-side` refuses only where the exchange does. */
export function stopBreaches(
  rules: TicketRules,
  ticket: OrderTicket,
  instrument: Instrument,
  { last }: MarketPrices,
): readonly RuleBreach[] {
  const { type, side, stopPrice } = ticket;
  if (type !== 'stop-limit' || stopPrice === null || !isPositive(stopPrice)) return [];
  const shared = {
    field: 'stopPrice',
    value: stopPrice,
    exchangeRule: rules.names['stop-price-side'] ?? null,
  } as const;
  if (last === null) return [warning('stop-price-side', shared)];
  const order = compare(stopPrice, last);
  if (side === 'buy' ? order > 0 : order < 0) return [];
  const told = { ...shared, bound: last, suggestion: beyond(ticket, instrument, last) };
  return [rules.stopBeyond === 'refused' ? refusal('stop-price-side', told) : warning('stop-price-side', told)];
}

// One step beyond the last price, on the side where a stop of this order may lie.
function beyond({ side }: OrderTicket, { price: { step, min, max } }: Instrument, last: Decimal): string | null {
  if (step === null) return null;
  const isBuy = side === 'buy';
  const below = floorToStep(last, step);
  const under = compare(below, last) < 0 ? below : subtract(below, step);
  const wanted = isBuy ? add(below, step) : under;
  const nearest = nearestValid(wanted, { min, max, step });
  return nearest !== null && compare(nearest, wanted) === 0 ? nearest : null;
}

/** A post-only order that would take: refused or cancelled at once, by what the book is now. */
export function takingBreaches(rules: TicketRules, ticket: OrderTicket, prices: MarketPrices): readonly RuleBreach[] {
  if (ticket.type !== 'post-only' || !wouldTake(ticket, prices)) return [];
  const best = ticket.side === 'buy' ? prices.ask : prices.bid;
  const exchangeRule = rules.names['would-take'] ?? null;
  return [warning('would-take', { field: 'price', value: ticket.price, bound: best, exchangeRule })];
}

export function wouldTake({ side, price }: OrderTicket, { bid, ask }: MarketPrices): boolean {
  if (price === null) return false;
  if (side === 'buy') return ask !== null && compare(price, ask) >= 0;
  return bid !== null && compare(price, bid) <= 0;
}

/** A band that is known to apply while nobody has told where it lies. */
export function unknownBandBreaches(
  rules: TicketRules,
  ticket: OrderTicket,
  instrument: Instrument,
  prices: MarketPrices,
  context: MarketContext,
): readonly RuleBreach[] {
  const { type, price, side } = ticket;
  if (type === 'market' || price === null || !isBandUnknown(rules, instrument, prices, context, side)) return [];
  return [warning('price-band', { field: 'price', value: price, exchangeRule: rules.names['price-band'] ?? null })];
}

function isBandUnknown(
  rules: TicketRules,
  { priceBand, extra }: Instrument,
  prices: MarketPrices,
  context: MarketContext,
  side: OrderTicket['side'],
): boolean {
  if (priceBand !== null) return rules.valuePrice(prices, context, side) === null;
  return extra['maxPxLmtPct'] !== undefined && context.buyMax === null && context.sellMin === null;
}

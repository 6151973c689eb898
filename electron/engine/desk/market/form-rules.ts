import { type Decimal, isPositive } from '../../../../shared/model/decimal.ts';
import type { RuleBreach } from '../../../../shared/model/preflight.ts';
import type { Instrument } from '../../../../shared/model/instrument.ts';
import type { OrderTicket } from '../../../../shared/model/order.ts';
import type { NumberField, TicketRules } from '../../exchanges/ticket-rules.ts';
import { refusal } from './breach.ts';
import { absolute, plain } from './numbers.ts';

/** Whether the exchange takes such an order at all, and whether nothing of it is missing. */
export function formBreaches(rules: TicketRules, ticket: OrderTicket, instrument: Instrument): readonly RuleBreach[] {
  return [
    ...stateBreaches(rules, ticket, instrument),
    ...timeInForceBreaches(rules, ticket),
    ...sizeUnitBreaches(rules, ticket, instrument),
    ...missingBreaches(ticket),
    ...numberFields(ticket).flatMap((field) => numberBreaches(rules, field, ticket[field])),
  ];
}

function stateBreaches(
  rules: TicketRules,
  { type, timeInForce }: OrderTicket,
  instrument: Instrument,
): readonly RuleBreach[] {
  const { isTrading, status } = instrument;
  if (!isTrading) {
    return [
      refusal('not-trading', { field: 'symbol', value: status, exchangeRule: rules.names['not-trading'] ?? null }),
    ];
  }
  // A time in force the type does not have is told as such.
  const force = rules.timesInForce(type)?.includes(timeInForce) === false ? 'gtc' : timeInForce;
  return rules.offersType(instrument, type, force) ? [] : [refusal('type-not-offered', { field: 'type', value: type })];
}

// Market and post-only orders are sent without one; that a post-only order shall not rest contradicts itself.
function timeInForceBreaches(rules: TicketRules, { type, timeInForce }: OrderTicket): readonly RuleBreach[] {
  const offered = rules.timesInForce(type) ?? (type === 'post-only' ? ['gtc'] : null);
  if (offered === null || offered.some((one) => one === timeInForce)) return [];
  const told = { field: 'timeInForce', bound: offered.join(' '), value: timeInForce, suggestion: 'gtc' } as const;
  return [refusal('time-in-force-not-offered', told)];
}

function sizeUnitBreaches(
  rules: TicketRules,
  { type, side, quantityUnit }: OrderTicket,
  instrument: Instrument,
): readonly RuleBreach[] {
  if (quantityUnit === 'base' || rules.offersQuoteSize(instrument, type, side)) return [];
  // No suggestion: the same figure in base is quite another order.
  return [refusal('quote-quantity-not-offered', { field: 'quantityUnit', value: quantityUnit, bound: 'base' })];
}

function missingBreaches({ type, price, stopPrice }: OrderTicket): readonly RuleBreach[] {
  return [
    ...(type !== 'market' && price === null ? [refusal('price-missing', { field: 'price' })] : []),
    ...(type === 'stop-limit' && stopPrice === null ? [refusal('stop-price-missing', { field: 'stopPrice' })] : []),
  ];
}

/** The numbers that are sent with a ticket of this type. */
export function numberFields({ type, price, stopPrice }: OrderTicket): readonly NumberField[] {
  const hasPrice = type !== 'market' && price !== null;
  const hasStop = type === 'stop-limit' && stopPrice !== null;
  return [...(hasPrice ? ['price' as const] : []), ...(hasStop ? ['stopPrice' as const] : []), 'quantity'];
}

// The schema lets only plain decimals in; a minus, nothing at all, and what the exchange's form does not take stop here.
function numberBreaches({ form }: TicketRules, field: NumberField, value: Decimal | null): readonly RuleBreach[] {
  if (value === null || isRightNumber(form[field], value)) return [];
  const cleaned = absolute(value);
  const suggestion = isPositive(cleaned) && isRightNumber(form[field], cleaned) ? plain(cleaned) : null;
  return [refusal('not-a-number', { field, value, suggestion })];
}

function isRightNumber(form: RegExp | undefined, value: Decimal): boolean {
  return !value.startsWith('-') && (form === undefined || form.test(value));
}

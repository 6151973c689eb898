import { multiply } from '../../../../shared/model/decimal.ts';
import type { RuleCode } from '../../../../shared/model/preflight.ts';
import type { Instrument } from '../../../../shared/model/instrument.ts';
import type { FieldBound, NumberField, TicketQuestion, TicketRules } from '../../exchanges/ticket-rules.ts';
import { divideUp } from './numbers.ts';
import type { Sizing } from './sizing.ts';

/** Bounds of price, stop price and quantity as the exchange's instrument and rules give them. */
export function exchangeBounds(rules: TicketRules, question: TicketQuestion, sizing: Sizing): readonly FieldBound[] {
  return [
    ...priceBounds(rules, question),
    ...lotBounds(rules, question, sizing),
    ...notionalBounds(rules, question, sizing),
    ...rules.bounds(question),
  ];
}

type Bounds = Instrument['price'];

interface Naming {
  readonly min: RuleCode;
  readonly max: RuleCode;
  readonly step: RuleCode;
}

function boundsOf(
  field: NumberField,
  { min, max, step }: Bounds,
  naming: Naming,
  { names }: TicketRules,
): readonly FieldBound[] {
  return (['min', 'max', 'step'] as const).flatMap((kind) => {
    const value = { min, max, step }[kind];
    if (value === null) return [];
    const rule = naming[kind];
    return [{ field, kind, value, rule, weight: 'refuse', exchangeRule: names[rule] ?? null }];
  });
}

const PRICE: Naming = { min: 'price-min', max: 'price-max', step: 'price-step' };
const LOT: Naming = { min: 'quantity-min', max: 'quantity-max', step: 'quantity-step' };
const MARKET_LOT: Naming = { min: 'market-quantity-min', max: 'market-quantity-max', step: 'quantity-step' };

function priceBounds(rules: TicketRules, { instrument }: TicketQuestion): readonly FieldBound[] {
  return (['price', 'stopPrice'] as const).flatMap((field) => boundsOf(field, instrument.price, PRICE, rules));
}

function lotBounds(rules: TicketRules, { ticket, instrument }: TicketQuestion, sizing: Sizing): readonly FieldBound[] {
  const common = boundsOf('quantity', instrument.quantity, LOT, rules);
  const market = boundsOf('quantity', instrument.marketQuantity, MARKET_LOT, rules);
  const lots =
    ticket.type === 'market' ? { both: [...common, ...market], own: market, common }[rules.marketLots] : common;
  return sizing.unit === 'base' ? lots : inQuote(lots, rules, sizing);
}

// A step says nothing of an amount in quote. What the exchange makes of it in base follows from its price.
function inQuote(
  lots: readonly FieldBound[],
  { quoteSizedLots }: TicketRules,
  { worth }: Sizing,
): readonly FieldBound[] {
  if (worth === null) return [];
  return lots.flatMap((bound) => {
    if (bound.kind === 'step') return [];
    const weight = worth.isExact ? quoteSizedLots[bound.kind] : 'warn';
    return [{ ...bound, value: multiply(bound.value, worth.price), weight }];
  });
}

function notionalBounds(
  rules: TicketRules,
  { ticket, instrument }: TicketQuestion,
  { unit, worth }: Sizing,
): readonly FieldBound[] {
  const { min, appliesToMarket } = instrument.notional;
  const isMarket = ticket.type === 'market';
  if (min === null || (isMarket && !appliesToMarket)) return [];
  const shared = {
    field: 'quantity',
    kind: 'min',
    rule: 'notional-min',
    exchangeRule: rules.names['notional-min'] ?? null,
  } as const;
  if (unit === 'quote') return [{ ...shared, value: min, weight: 'refuse' }];
  if (worth === null) return [];
  return [{ ...shared, value: divideUp(min, worth.price), weight: worth.isExact ? 'refuse' : 'warn' }];
}

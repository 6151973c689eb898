import { type Decimal, ZERO, divide, floorToStep, isPositive, multiply } from '../../../../shared/model/decimal.ts';
import type { Instrument } from '../../../../shared/model/instrument.ts';
import type { OrderTicket } from '../../../../shared/model/order.ts';
import type {
  MarketContext,
  MarketPrices,
  TicketQuestion,
  TicketRules,
  ValuePrice,
} from '../../exchanges/ticket-rules.ts';

/** A ticket's size in the unit its exchange will count it in, and what it comes to. */
export interface Sizing {
  readonly unit: 'base' | 'quote';
  readonly value: Decimal;
  /** From that unit back to the ticket's own. */
  readonly back: (value: Decimal) => Decimal;
  /** What a unit of base is worth to the exchange's rules; null: not known. */
  readonly worth: ValuePrice | null;
  /** What it will be bought or sold at, as far as one can tell; null: not known. */
  readonly expected: Decimal | null;
}

/** Market orders sized in quote stay in quote; other orders sized so are turned into base before they are sent. */
export function sizingOf(
  rules: TicketRules,
  ticket: OrderTicket,
  instrument: Instrument,
  prices: MarketPrices,
  context: MarketContext,
): Sizing {
  if (ticket.type === 'market') return marketSizing(rules, ticket, prices, context);
  const price = ticket.price !== null && isPositive(ticket.price) ? ticket.price : null;
  const worth = price === null ? null : { price, isExact: true };
  const shared = { unit: 'base', worth, expected: price } as const;
  if (ticket.quantityUnit === 'base') return { ...shared, value: ticket.quantity, back: (value) => value };
  if (price === null) return { ...shared, value: ZERO, back: (value) => value };
  const base = divide(ticket.quantity, price);
  const { step } = instrument.quantity;
  return { ...shared, value: step === null ? base : floorToStep(base, step), back: (value) => multiply(value, price) };
}

function marketSizing(rules: TicketRules, ticket: OrderTicket, prices: MarketPrices, context: MarketContext): Sizing {
  return {
    unit: ticket.quantityUnit,
    value: ticket.quantity,
    back: (value) => value,
    worth: rules.valuePrice(prices, context, ticket.side),
    expected: (ticket.side === 'buy' ? prices.ask : prices.bid) ?? prices.last,
  };
}

/** Null: no price tells. */
export function quoteValueOf({ unit, value, expected }: Sizing): Decimal | null {
  if (unit === 'quote') return value;
  return expected === null ? null : multiply(value, expected);
}

/** Null: no price tells. */
export function baseValueOf({ unit, value, expected }: Sizing): Decimal | null {
  if (unit === 'base') return value;
  return expected === null || !isPositive(expected) ? null : divide(value, expected);
}

export function questionOf(
  ticket: OrderTicket,
  instrument: Instrument,
  prices: MarketPrices,
  context: MarketContext,
  { worth, unit }: Sizing,
): TicketQuestion {
  return { ticket, instrument, prices, context, worth, unit };
}

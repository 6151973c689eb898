import {
  type Decimal,
  ZERO,
  add,
  compare,
  decimal,
  divide,
  isPositive,
  multiply,
  subtract,
} from '../../../../shared/model/decimal.ts';
import type { DeskOrder, RuleBreach } from '../../../../shared/model/desk.ts';
import type { Instrument } from '../../../../shared/model/instrument.ts';
import type { OrderTicket } from '../../../../shared/model/order.ts';
import type { FieldBound, MarketPrices } from '../../exchanges/ticket-rules.ts';
import { affordable, fundsOf } from './account-rules.ts';
import { refusal, warning } from './breach.ts';
import { DUPLICATE_MS, type PreflightFacts } from './facts.ts';
import type { Sizing } from './sizing.ts';

const ONE = decimal('1');

/** Bounds its user set: worth of one order and of a day, share of a balance, distance from the market. */
export function ownBounds(
  facts: PreflightFacts,
  instrument: Instrument,
  prices: MarketPrices,
  sizing: Sizing,
): readonly FieldBound[] {
  const { maxOrderQuote, maxDayQuote } = facts.limits;
  const left = maxDayQuote === null ? null : atLeastZero(subtract(maxDayQuote, facts.usedTodayQuote));
  return [
    ...worthBound('own-max-order', maxOrderQuote, sizing),
    ...worthBound('own-max-day', left, sizing),
    ...shareBound(facts, instrument, sizing),
    ...priceBounds(facts, prices),
  ];
}

function worthBound(
  rule: 'own-max-order' | 'own-max-day',
  most: Decimal | null,
  { unit, expected }: Sizing,
): readonly FieldBound[] {
  if (most === null) return [];
  const value = unit === 'quote' ? most : expected === null ? null : divide(most, expected);
  // Without a price nobody knows what the order comes to, so a cap lets nothing through.
  return [{ field: 'quantity', kind: 'max', value: value ?? ZERO, rule, weight: 'refuse', exchangeRule: null }];
}

function atLeastZero(value: Decimal): Decimal {
  return compare(value, ZERO) < 0 ? ZERO : value;
}

function shareBound(facts: PreflightFacts, instrument: Instrument, sizing: Sizing): readonly FieldBound[] {
  const { maxBalanceShare } = facts.limits;
  const funds = fundsOf(facts, instrument);
  if (maxBalanceShare === null || funds === null) return [];
  const value = affordable(multiply(funds.whole, maxBalanceShare), facts.ticket, sizing);
  if (value === null) return [];
  return [{ field: 'quantity', kind: 'max', value, rule: 'own-balance-share', weight: 'refuse', exchangeRule: null }];
}

function priceBounds({ ticket, limits }: PreflightFacts, { last }: MarketPrices): readonly FieldBound[] {
  const centre = centreOf(ticket, last);
  if (centre === null) return [];
  const around = (share: Decimal, weight: FieldBound['weight']): readonly FieldBound[] => {
    const shared = { field: 'price', rule: 'own-price-band', weight, exchangeRule: null } as const;
    return [
      { ...shared, kind: 'max', value: multiply(centre, add(ONE, share)) },
      { ...shared, kind: 'min', value: multiply(centre, subtract(ONE, share)) },
    ];
  };
  return [...around(limits.priceBand, 'refuse'), ...around(limits.priceWarn, 'warn')];
}

// A stop order meets the market at its trigger, so its price is measured from there.
function centreOf({ type, stopPrice }: OrderTicket, last: Decimal | null): Decimal | null {
  if (type === 'market') return null;
  const centre = type === 'stop-limit' ? stopPrice : last;
  return centre !== null && isPositive(centre) ? centre : null;
}

/** What no bound of one number says: impact on the book, the same order again, caps that nothing can be held against. */
export function ownBreaches(facts: PreflightFacts, sizing: Sizing): readonly RuleBreach[] {
  return [...impactBreaches(facts, sizing), ...duplicateBreaches(facts), ...shareUnknown(facts)];
}

// Best price and its size are what is known of the book: what fits there moves nothing, of more nobody can tell.
function impactBreaches({ ticket, limits, quote }: PreflightFacts, sizing: Sizing): readonly RuleBreach[] {
  if (ticket.type !== 'market' || limits.maxImpact === null) return [];
  const isBuy = ticket.side === 'buy';
  const [price, size] = isBuy ? [quote.ask, quote.askSize] : [quote.bid, quote.bidSize];
  const bound = limits.maxImpact;
  if (price === null || size === null)
    return [warning('own-market-impact', { field: 'quantity', bound, value: ticket.quantity })];
  const most = sizing.unit === 'quote' ? multiply(size, price) : size;
  return compare(sizing.value, most) <= 0
    ? []
    : [warning('own-market-impact', { field: 'quantity', bound, value: ticket.quantity })];
}

function duplicateBreaches({ ticket, recent, nowMs }: PreflightFacts): readonly RuleBreach[] {
  const same = recent.find((order) => isSame(order, ticket) && nowMs - order.createdAtMs < DUPLICATE_MS);
  if (same === undefined) return [];
  return [refusal('duplicate', { bound: String(DUPLICATE_MS), value: same.key })];
}

function isSame(order: DeskOrder, ticket: OrderTicket): boolean {
  const { account, symbol, side, type, quantityUnit } = ticket;
  return (
    order.account === account &&
    order.symbol === symbol &&
    order.side === side &&
    order.type === type &&
    order.quantityUnit === quantityUnit &&
    isSameNumber(order.quantity, ticket.quantity) &&
    (type === 'market' || isSameNumber(order.price, ticket.price))
  );
}

function isSameNumber(left: Decimal | null, right: Decimal | null): boolean {
  if (left === null || right === null) return left === right;
  return compare(left, right) === 0;
}

function shareUnknown({ limits, balances }: PreflightFacts): readonly RuleBreach[] {
  if (limits.maxBalanceShare === null || balances.atMs !== null) return [];
  return [refusal('own-balance-share', { field: 'quantity', bound: limits.maxBalanceShare })];
}

/** What an order comes to in quote, by what is known of it; `price`: what the market says now. */
export function orderWorth(order: DeskOrder, price: Decimal | null): Decimal {
  if (order.quantityUnit === 'quote' && order.quantity !== null && order.type === 'market') return order.quantity;
  const each = order.price ?? order.averagePrice ?? price;
  if (order.quantity === null || each === null) return order.filledQuote ?? ZERO;
  return order.quantityUnit === 'quote' ? order.quantity : multiply(order.quantity, each);
}

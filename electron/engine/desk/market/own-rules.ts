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
import type { DeskOrder } from '../../../../shared/model/desk.ts';
import type { RuleBreach } from '../../../../shared/model/preflight.ts';
import type { Instrument } from '../../../../shared/model/instrument.ts';
import type { OrderTicket } from '../../../../shared/model/order.ts';
import type { FieldBound, MarketPrices } from '../../exchanges/ticket-rules.ts';
import { affordable, filledOf, fundsOf } from './account-rules.ts';
import { refusal } from './breach.ts';
import { DUPLICATE_MS, isFresh, type PreflightFacts } from './facts.ts';
import { impactBreaches } from './impact.ts';
import type { Sizing } from './sizing.ts';

const ONE = decimal('1');
const HALF = decimal('0.5');

/** Bounds its user set: worth of one order and of a day, share of a balance, distance from the market. */
export function ownBounds(
  facts: PreflightFacts,
  instrument: Instrument,
  prices: MarketPrices,
  sizing: Sizing,
): readonly FieldBound[] {
  return [
    ...worthBound('own-max-order', facts.limits.maxOrderQuote, facts, sizing),
    ...worthBound('own-max-day', leftToday(facts), facts, sizing),
    ...shareBound(facts, instrument, sizing),
    ...priceBounds(facts, prices),
  ];
}

// Of an amendment only the increase counts: what the order was worth before is in the day's sum already, or was in another's.
function leftToday({ limits, usedTodayQuote, amending, capRate }: PreflightFacts): Decimal | null {
  if (limits.maxDayQuote === null || usedTodayQuote === null || capRate === null) return null;
  const before = amending === null ? ZERO : multiply(orderWorth(amending, null), capRate);
  const left = add(subtract(limits.maxDayQuote, usedTodayQuote), before);
  return compare(left, ZERO) < 0 ? ZERO : left;
}

/** `most` is in the currency of the limits. */
function worthBound(
  rule: 'own-max-order' | 'own-max-day',
  most: Decimal | null,
  { capRate }: PreflightFacts,
  { unit, expected }: Sizing,
): readonly FieldBound[] {
  if (most === null || capRate === null) return [];
  const inQuote = divide(most, capRate);
  const value = unit === 'quote' ? inQuote : expected === null ? null : divide(inQuote, expected);
  // Without a price nobody knows what the order comes to, so a cap lets nothing through.
  return [{ field: 'quantity', kind: 'max', value: value ?? ZERO, rule, weight: 'refuse', exchangeRule: null }];
}

function shareBound(facts: PreflightFacts, instrument: Instrument, sizing: Sizing): readonly FieldBound[] {
  const { maxBalanceShare } = facts.limits;
  const funds = fundsOf(facts, instrument);
  if (maxBalanceShare === null || funds === null) return [];
  const most = affordable(multiply(funds.whole, maxBalanceShare), facts.ticket, sizing);
  if (most === null) return [];
  const value = add(most, filledOf(facts));
  return [{ field: 'quantity', kind: 'max', value, rule: 'own-balance-share', weight: 'refuse', exchangeRule: null }];
}

function priceBounds({ ticket, limits }: PreflightFacts, prices: MarketPrices): readonly FieldBound[] {
  const centre = centreOf(ticket, prices);
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
function centreOf({ type, side, stopPrice }: OrderTicket, prices: MarketPrices): Decimal | null {
  if (type === 'market') return null;
  const centre = type === 'stop-limit' ? stopPrice : marketCentre(side, prices);
  return centre !== null && isPositive(centre) ? centre : null;
}

// The last price may come later than the best ones, or never in a quiet market: then their middle, or the best price the
// order would meet, or the one beside it.
function marketCentre(side: OrderTicket['side'], { bid, ask, last }: MarketPrices): Decimal | null {
  if (last !== null) return last;
  if (bid !== null && ask !== null) return multiply(add(bid, ask), HALF);
  return side === 'buy' ? (ask ?? bid) : (bid ?? ask);
}

/** What no bound of one number says: impact on the book, the same order again, caps that nothing can be held against. */
export function ownBreaches(
  facts: PreflightFacts,
  instrument: Instrument,
  prices: MarketPrices,
  sizing: Sizing,
): readonly RuleBreach[] {
  return [
    ...centreUnknown(facts, prices),
    ...rateUnknown(facts, instrument),
    ...impactBreaches(facts, instrument, sizing),
    ...duplicateBreaches(facts),
    ...shareUnknown(facts),
  ];
}

// A band that nothing can be held against lets nothing through. Old prices are refused as such.
function centreUnknown({ ticket, quoteAgeMs }: PreflightFacts, prices: MarketPrices): readonly RuleBreach[] {
  const { type, price } = ticket;
  if (type === 'market' || type === 'stop-limit' || price === null || !isFresh(quoteAgeMs)) return [];
  if (centreOf(ticket, prices) !== null) return [];
  return [refusal('own-price-band', { field: 'price', value: price })];
}

// What an order comes to in another currency is not known without a price between the two.
function rateUnknown(
  { limits, capRate, usedTodayQuote }: PreflightFacts,
  { quote }: Instrument,
): readonly RuleBreach[] {
  const { maxOrderQuote, maxDayQuote, currency } = limits;
  const isCapped = maxOrderQuote !== null || maxDayQuote !== null;
  const isUnknown = (isCapped && capRate === null) || (maxDayQuote !== null && usedTodayQuote === null);
  if (!isUnknown) return [];
  return [refusal('own-limit-rate', { field: 'quantity', bound: currency, value: capRate === null ? quote : null })];
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

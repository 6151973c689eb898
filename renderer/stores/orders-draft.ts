import type { Account } from '../../shared/model/account.ts';
import {
  compare,
  Decimal,
  decimal,
  divide,
  floorToStep,
  isPositive,
  isZero,
  multiply,
  add,
  subtract,
  withPlaces,
  ZERO,
} from '../../shared/model/decimal.ts';
import type { DeskBalances } from '../../shared/model/desk.ts';
import type { Instrument } from '../../shared/model/instrument.ts';
import type { OrderSide, OrderTicket, OrderType, TimeInForce } from '../../shared/model/order.ts';

export const amountUnits = ['base', 'quote', 'share'] as const;
export type AmountUnit = (typeof amountUnits)[number];

/** What stands in the fields of a ticket, as it was typed. */
export interface Draft {
  readonly account: string;
  readonly symbol: string;
  readonly side: OrderSide;
  readonly type: OrderType;
  readonly amount: string;
  /** `share`: percent of what is free. */
  readonly amountUnit: AmountUnit;
  readonly price: string;
  readonly stopPrice: string;
  readonly timeInForce: TimeInForce;
  /** Chosen by its user; empty: one is drawn. */
  readonly clientOrderId: string;
}

export type NumberField = 'amount' | 'price' | 'stopPrice';
export type NumberFault = 'comma' | 'not-a-number' | 'zero';

/** What keeps a draft from being a ticket. `missing` fields are empty yet, which is no fault. */
export interface DraftReading {
  readonly ticket: OrderTicket | null;
  readonly faults: Readonly<Partial<Record<NumberField, NumberFault>>>;
  readonly missing: readonly ('account' | 'symbol' | NumberField | 'balance')[];
}

/** Digits and one point, in plain ASCII: other digits, signs and exponents look like numbers and are none here. */
const PLAIN = /^\d+(\.\d+)?$/;
const LONGEST = 40;
/** Quote currencies have no step of their own in what exchanges publish; eight decimals is the most any of them keeps. */
const QUOTE_PLACES = 8;
const HUNDRED = decimal('100');

/** A typed number; a comma is refused rather than taken for a point or for thousands. Null: nothing was typed. */
export function readNumber(text: string): Decimal | NumberFault | null {
  const bare = text.trim();
  if (bare === '') return null;
  if (bare.includes(',')) return 'comma';
  if (bare.length > LONGEST || !PLAIN.test(bare)) return 'not-a-number';
  const value = decimal(bare);
  return isZero(value) ? 'zero' : value;
}

export function isFault(value: Decimal | NumberFault | null): value is NumberFault {
  return value === 'comma' || value === 'not-a-number' || value === 'zero';
}

export function needsPrice(type: OrderType): boolean {
  return type !== 'market';
}

const TYPE_WORDS: Readonly<Record<OrderType, readonly string[]>> = {
  limit: ['limit'],
  market: ['market'],
  'post-only': ['limit_maker', 'post_only', 'post-only', 'post only'],
  'stop-limit': ['stop_loss_limit', 'stop-loss-limit', 'stop-limit', 'stop_limit'],
};

/** Order types this instrument takes, out of the exchange's own words. Kraken's post-only is a flag on every limit order. */
export function typesOf(
  instrument: Instrument | null,
  account: Pick<Account, 'exchange'> | undefined,
): readonly OrderType[] {
  const all: readonly OrderType[] = ['limit', 'market', 'post-only', 'stop-limit'];
  if (instrument === null) return all;
  const words = new Set(instrument.orderTypes.map((word) => word.toLowerCase()));
  return all.filter(
    (type) =>
      TYPE_WORDS[type].some((word) => words.has(word)) ||
      (type === 'post-only' && account?.exchange === 'kraken' && words.has('limit')),
  );
}

/** Reads the fields. Amounts in quote or percent become base units where the exchange wants them, always rounded down. */
export function readDraft(
  draft: Draft,
  instrument: Instrument | null,
  balances: DeskBalances | undefined,
): DraftReading {
  const values = {
    amount: readNumber(draft.amount),
    price: needsPrice(draft.type) ? readNumber(draft.price) : null,
    stopPrice: draft.type === 'stop-limit' ? readNumber(draft.stopPrice) : null,
  };
  const faults: Partial<Record<NumberField, NumberFault>> = {};
  for (const field of ['amount', 'price', 'stopPrice'] as const) {
    const value = values[field];
    if (isFault(value)) faults[field] = value;
  }
  const missing = missingOf(draft, values);
  const { amount, price, stopPrice } = values;
  if (missing.length > 0 || isFault(amount) || isFault(price) || isFault(stopPrice) || amount === null) {
    return { ticket: null, faults, missing };
  }
  const quantity = quantityOf(draft, amount, price, instrument, balances);
  if (quantity === null) return { ticket: null, faults, missing: ['balance'] };
  const { account, symbol, side, type } = draft;
  const timeInForce = type === 'limit' || type === 'stop-limit' ? draft.timeInForce : 'gtc';
  return { ticket: { account, symbol, side, type, ...quantity, price, stopPrice, timeInForce }, faults, missing };
}

function missingOf(draft: Draft, values: Readonly<Record<NumberField, unknown>>): DraftReading['missing'] {
  return [
    ...(draft.account === '' ? (['account'] as const) : []),
    ...(draft.symbol === '' ? (['symbol'] as const) : []),
    ...(values.amount === null ? (['amount'] as const) : []),
    ...(needsPrice(draft.type) && values.price === null ? (['price'] as const) : []),
    ...(draft.type === 'stop-limit' && values.stopPrice === null ? (['stopPrice'] as const) : []),
  ];
}

type Quantity = Pick<OrderTicket, 'quantity' | 'quantityUnit'>;

function quantityOf(
  draft: Draft,
  amount: Decimal,
  price: Decimal | null,
  instrument: Instrument | null,
  balances: DeskBalances | undefined,
): Quantity | null {
  const { side, amountUnit } = draft;
  if (amountUnit === 'base') return { quantity: amount, quantityUnit: 'base' };
  if (amountUnit === 'quote') return ofQuote(amount, price, instrument);
  const free = freeOf(side, instrument, balances);
  if (free === null) return null;
  const part = divide(multiply(free, amount), HUNDRED);
  if (side === 'buy') return ofQuote(withPlaces(part, QUOTE_PLACES), price, instrument);
  return { quantity: floorToStep(part, instrument?.quantity.step ?? ZERO), quantityUnit: 'base' };
}

function ofQuote(amount: Decimal, price: Decimal | null, instrument: Instrument | null): Quantity {
  if (price === null) return { quantity: trimmed(amount), quantityUnit: 'quote' };
  const exact = divide(amount, price);
  return {
    quantity: floorToStep(withPlaces(exact, QUOTE_PLACES), instrument?.quantity.step ?? ZERO),
    quantityUnit: 'base',
  };
}

function trimmed(value: Decimal): Decimal {
  return value.includes('.') ? decimal(value.replace(/\.?0+$/, '')) : value;
}

/** What is free of the asset this side spends; null while it is not known. */
export function freeOf(
  side: OrderSide,
  instrument: Instrument | null,
  balances: DeskBalances | undefined,
): Decimal | null {
  if (instrument === null || balances === undefined || balances.atMs === null) return null;
  const asset = side === 'buy' ? instrument.quote : instrument.base;
  return balances.balances.find((one) => one.asset === asset)?.free ?? ZERO;
}

/** One step up or down from what is typed; what is no number stays as it is. */
export function stepped(text: string, step: Decimal | null, direction: 1 | -1): string {
  const value = text.trim() === '' ? ZERO : Decimal.safeParse(text.trim()).data;
  if (value === undefined || step === null || isZero(step)) return text;
  const next = direction === 1 ? add(value, step) : subtract(value, step);
  return isPositive(next) ? withPlaces(next, placesOfStep(step)) : text;
}

/** The own side's best price, and one tick better; null where that would cross or no price is known. */
export function quotePrices(
  side: OrderSide,
  quote: { readonly bid: Decimal | null; readonly ask: Decimal | null } | undefined,
  tick: Decimal | null,
): { readonly join: Decimal | null; readonly improve: Decimal | null } {
  const own = side === 'buy' ? (quote?.bid ?? null) : (quote?.ask ?? null);
  const other = side === 'buy' ? (quote?.ask ?? null) : (quote?.bid ?? null);
  if (own === null || tick === null || isZero(tick)) return { join: own, improve: null };
  const better = side === 'buy' ? add(own, tick) : subtract(own, tick);
  const crosses = other !== null && (side === 'buy' ? compare(better, other) >= 0 : compare(better, other) <= 0);
  return { join: own, improve: crosses || !isPositive(better) ? null : withPlaces(better, placesOfStep(tick)) };
}

function placesOfStep(step: Decimal): number {
  return (step.split('.')[1] ?? '').replace(/0+$/, '').length;
}

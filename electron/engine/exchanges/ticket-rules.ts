import type { Decimal } from '../../../shared/model/decimal.ts';
import type { RuleCode, TicketField } from '../../../shared/model/preflight.ts';
import type { Instrument } from '../../../shared/model/instrument.ts';
import type { OrderSide, OrderTicket, OrderType, TimeInForce } from '../../../shared/model/order.ts';

/** What an exchange says of a market beside its best prices; null where it does not, or has not yet. */
export interface MarketContext {
  /** Price that percent-price bands and values of market orders are measured by. */
  readonly reference: Decimal | null;
  /** Highest price a buy and lowest a sell may name. */
  readonly buyMax: Decimal | null;
  readonly sellMin: Decimal | null;
}

export const NO_CONTEXT: MarketContext = { reference: null, buyMax: null, sellMin: null };

/** The newest prices, as a rule may need them. */
export interface MarketPrices {
  readonly bid: Decimal | null;
  readonly ask: Decimal | null;
  readonly last: Decimal | null;
}

export type NumberField = Extract<TicketField, 'price' | 'stopPrice' | 'quantity'>;

/** One bound of one number of a ticket. A quantity's bound is in the unit the ticket counts in. */
export interface FieldBound {
  readonly field: NumberField;
  readonly kind: 'min' | 'max' | 'step';
  readonly value: Decimal;
  readonly rule: RuleCode;
  readonly weight: 'refuse' | 'warn';
  /** The exchange's name of it; null: not of the exchange. */
  readonly exchangeRule: string | null;
}

/** A ticket with what its exchange's rules look at. */
export interface TicketQuestion {
  readonly ticket: OrderTicket;
  readonly instrument: Instrument;
  readonly prices: MarketPrices;
  readonly context: MarketContext;
  /** What a unit of base is worth to the rules: the ticket's price, or for market orders `valuePrice`; null: not known. */
  readonly worth: ValuePrice | null;
  /** Unit that bounds of the quantity are to be given in. */
  readonly unit: 'base' | 'quote';
}

/** `isExact` false: the exchange measures by another price, which we do not know. */
export interface ValuePrice {
  readonly price: Decimal;
  readonly isExact: boolean;
}

export interface FeeRates {
  /** Fractions, before any discount. */
  readonly maker: Decimal;
  readonly taker: Decimal;
  /** `received`: taken from what the order brings; `quote`: always in quote. */
  readonly paidIn: 'received' | 'quote';
}

/** How an exchange judges a ticket, beyond the bounds its instruments carry. Data and pure functions. */
export interface TicketRules {
  offersType(instrument: Instrument, type: OrderType, timeInForce: TimeInForce): boolean;
  /** Null: orders of this type have none, and none is sent. */
  timesInForce(type: OrderType): readonly TimeInForce[] | null;
  offersQuoteSize(instrument: Instrument, type: OrderType, side: OrderSide): boolean;
  /** Market orders fall under the bounds of both lot rules, or under their own alone. */
  readonly marketLots: 'both' | 'own' | 'common';
  /** How much a lot bound means to an order sized in quote. */
  readonly quoteSizedLots: { readonly min: 'refuse' | 'warn'; readonly max: 'refuse' | 'warn' };
  /** A stop that is already beyond its trigger: refused, or triggered at once. */
  readonly stopBeyond: 'refused' | 'triggered';
  /** What a market buy locks of the quote, as a multiple of what it comes to. */
  readonly marketBuyReserve: Decimal;
  /** What it may be worth to the exchange's rules without a price of its own. */
  valuePrice(prices: MarketPrices, context: MarketContext, side: OrderSide): ValuePrice | null;
  /** The text of a number as the exchange takes it; null where any plain decimal will do. */
  readonly form: Partial<Readonly<Record<NumberField, RegExp>>>;
  /** Bounds the instrument's common fields do not carry. */
  bounds(question: TicketQuestion): readonly FieldBound[];
  /** The exchange's word or code for a rule. */
  readonly names: Partial<Readonly<Record<RuleCode, string>>>;
  /** Most open stop orders of one symbol; null: not told. */
  maxOpenStops(instrument: Instrument): number | null;
  readonly fees: FeeRates;
  /** What limits of one's own count in until another is chosen: the dollar most of its pairs are quoted in. */
  readonly limitCurrency: string;
  /** Rights of a key by the exchange's own names: `needed` to send an order, `lookUp` to find out what became of one. */
  readonly rights: { readonly needed: readonly string[]; readonly lookUp: readonly string[] };
  /** What an account's own settings, as the exchange told them with its key, mean for a ticket. */
  accountProblems(question: AccountQuestion): readonly AccountProblem[];
  /** Most open orders of one symbol; null: not told. `capacities`: what the account's buckets are known to hold. */
  openOrderCap(instrument: Instrument, capacities: Readonly<Record<string, number>>): OpenOrderCap | null;
  /** Client order ids as the exchange takes them. */
  readonly clientOrderId: RegExp;
  /** Codes of refusals which say that an instrument's rules have changed since they were read. */
  readonly outdatedCodes: ReadonlySet<string>;
}

export interface AccountQuestion {
  /** By the exchange's own names; empty where nothing is known. */
  readonly settings: Readonly<Record<string, string>>;
  readonly instrument: Instrument;
  readonly areBalancesKnown: boolean;
}

export interface AccountProblem {
  readonly rule: Extract<RuleCode, 'account-mode' | 'borrowing' | 'trade-quote'>;
  readonly weight: 'refuse' | 'warn';
  readonly value: string;
  readonly exchangeRule: string;
}

/** `isSure` false: what tells it is assumed. */
export interface OpenOrderCap {
  readonly most: number;
  readonly isSure: boolean;
}

/** A fact of `Instrument.extra` that is a decimal above 0; null otherwise. */
export function positiveExtra(instrument: Instrument, name: string): Decimal | null {
  const value = instrument.extra[name];
  if (typeof value !== 'string' && typeof value !== 'number') return null;
  const text = String(value);
  return /^\d{1,40}(\.\d{1,40})?$/.test(text) && /[1-9]/.test(text) ? (text as Decimal) : null;
}

/** 10 to the power of −places. */
export function unitOf(places: number): Decimal {
  return (places <= 0 ? '1' : `0.${'0'.repeat(places - 1)}1`) as Decimal;
}

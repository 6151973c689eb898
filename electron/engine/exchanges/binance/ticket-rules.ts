import { type Decimal, add, compare, decimal, divide, multiply } from '../../../../shared/model/decimal.ts';
import type { Instrument } from '../../../../shared/model/instrument.ts';
import type { OrderType } from '../../../../shared/model/order.ts';
import {
  type FieldBound,
  type MarketContext,
  type MarketPrices,
  type NumberField,
  type TicketQuestion,
  type TicketRules,
  positiveExtra,
  unitOf,
  type ValuePrice,
} from '../ticket-rules.ts';

const WORDS: Readonly<Record<OrderType, string>> = {
  limit: 'LIMIT',
  market: 'MARKET',
  'post-only': 'LIMIT_MAKER',
  'stop-limit': 'STOP_LOSS_LIMIT',
};

// The form that the exchange's own error text -1100 gives (errors.md, 2026-07).
const FORM = /^\d{1,20}(\.\d{1,20})?$/;
const HALF = decimal('0.5');

// filters.md, 2026-07: the reference price where the symbol has one; else an average over minutes that nobody tells us,
// for which the middle of the book stands in.
function valuePrice({ bid, ask, last }: MarketPrices, { reference }: MarketContext): ValuePrice | null {
  if (reference !== null) return { price: reference, isExact: true };
  const middle = bid === null || ask === null ? last : multiply(add(bid, ask), HALF);
  return middle === null ? null : { price: middle, isExact: false };
}

function bounds(question: TicketQuestion): readonly FieldBound[] {
  return [...precision(question), ...percentPrice(question), ...reverseMaximum(question)];
}

// More decimals than the asset's precision: -1111 (CHANGELOG.md of 2023-12-04), apart from the step filters.
function precision({ instrument, unit }: TicketQuestion): readonly FieldBound[] {
  const quote = placesOf(instrument, 'quoteAssetPrecision');
  const base = placesOf(instrument, 'baseAssetPrecision');
  const fields: readonly (readonly [NumberField, number, FieldBound['rule']])[] = [
    ['price', quote, 'price-step'],
    ['stopPrice', quote, 'price-step'],
    ['quantity', unit === 'quote' ? quote : base, 'quantity-step'],
  ];
  return fields.map(([field, places, rule]) => ({
    field,
    kind: 'step',
    value: unitOf(places),
    rule,
    weight: 'refuse',
    exchangeRule: '-1111',
  }));
}

/** Eight digits where a row does not say, as all known rows do. */
function placesOf({ extra }: Instrument, name: string): number {
  const places = extra[name];
  return typeof places === 'number' && Number.isInteger(places) && places >= 0 && places <= 20 ? places : 8;
}

function percentPrice({ ticket, instrument, prices, context }: TicketQuestion): readonly FieldBound[] {
  const { priceBand } = instrument;
  const reference = valuePrice(prices, context);
  if (priceBand === null || reference === null) return [];
  const { bidUp, bidDown, askUp, askDown } = priceBand;
  const [up, down] = ticket.side === 'buy' ? [bidUp, bidDown] : [askUp, askDown];
  const shared = {
    field: 'price',
    rule: 'price-band',
    weight: reference.isExact ? 'refuse' : 'warn',
    exchangeRule:
      instrument.extra['PERCENT_PRICE_BY_SIDE.avgPriceMins'] === undefined ? 'PERCENT_PRICE' : 'PERCENT_PRICE_BY_SIDE',
  } as const;
  return [
    { ...shared, kind: 'max', value: multiply(reference.price, up) },
    { ...shared, kind: 'min', value: multiply(reference.price, down) },
  ];
}

// NOTIONAL's maximum counts for market orders only with its flag; the minimum's flag is the instrument's own field.
function reverseMaximum({ ticket, instrument, worth, unit }: TicketQuestion): readonly FieldBound[] {
  const { max } = instrument.notional;
  if (max === null || worth === null) return [];
  if (ticket.type === 'market' && instrument.extra['NOTIONAL.applyMaxToMarket'] !== true) return [];
  return [
    {
      field: 'quantity',
      kind: 'max',
      value: unit === 'quote' ? max : quotient(max, worth.price),
      rule: 'notional-max',
      weight: worth.isExact ? 'refuse' : 'warn',
      exchangeRule: 'NOTIONAL',
    },
  ];
}

function quotient(value: Decimal, price: Decimal): Decimal {
  return compare(price, decimal('0')) > 0 ? divide(value, price) : value;
}

/** filters.md, rest-api.md "New order" and errors.md, 2026-07. */
export const ticketRules: TicketRules = {
  offersType: (instrument, type) => instrument.orderTypes.includes(WORDS[type]),
  timesInForce: (type) => (type === 'limit' || type === 'stop-limit' ? ['gtc', 'ioc', 'fok'] : null),
  offersQuoteSize: ({ extra }, type) => type === 'market' && extra['quoteOrderQtyMarketAllowed'] !== false,
  marketLots: 'both',
  // A reverse market order above maxQty is refused (CHANGELOG.md of 2023-07-11); of minQty nothing is said.
  quoteSizedLots: { min: 'warn', max: 'refuse' },
  stopBeyond: 'refused',
  valuePrice,
  marketBuyReserve: decimal('1'),
  form: { price: FORM, stopPrice: FORM, quantity: FORM },
  bounds,
  names: {
    'price-min': 'PRICE_FILTER',
    'price-max': 'PRICE_FILTER',
    'price-step': 'PRICE_FILTER',
    'quantity-min': 'LOT_SIZE',
    'quantity-max': 'LOT_SIZE',
    'quantity-step': 'LOT_SIZE',
    'market-quantity-min': 'MARKET_LOT_SIZE',
    'market-quantity-max': 'MARKET_LOT_SIZE',
    'notional-min': 'NOTIONAL',
    'notional-max': 'NOTIONAL',
    'price-band': 'PERCENT_PRICE_BY_SIDE',
    'max-open-orders': 'MAX_NUM_ORDERS',
    'stop-price-side': '-2010',
    'would-take': '-2010',
    balance: '-2010',
    permission: '-2015',
  },
  maxOpenStops(instrument) {
    const most = positiveExtra(instrument, 'MAX_NUM_ALGO_ORDERS.maxNumAlgoOrders');
    return most === null ? null : Number(most);
  },
  // Regular users pay 0.1 % as maker and taker alike: `makerCommission` and `takerCommission` 10 in units of 1/10,000
  // (account reply as documented in rest-api.md, 2026-07); discounts and tiers are the account's own.
  fees: { maker: decimal('0.001'), taker: decimal('0.001'), paidIn: 'received' },
  limitCurrency: 'USDT',
  // "Get API Key Permission", 2026-07. Orders are read with the right to read, without which no key works at all.
  rights: { needed: ['enableSpotAndMarginTrading'], lookUp: ['enableReading'] },
  accountProblems: () => [],
  openOrderCap: ({ maxOpenOrders }) => (maxOpenOrders === null ? null : { most: maxOpenOrders, isSure: true }),
  // rest-api.md "New order", 2026-07.
  clientOrderId: /^[a-zA-Z0-9-_]{1,36}$/,
  // Unknown symbol, too many decimals, a filter failed (errors.md, 2026-07).
  outdatedCodes: new Set(['-1121', '-1111', '-1013']),
};

import { decimal } from '../../../../shared/model/decimal.ts';
import type { Instrument } from '../../../../shared/model/instrument.ts';
import type { OrderType } from '../../../../shared/model/order.ts';
import { startTier, tiers } from './limits.ts';
import { tierOf } from './readings.ts';
import { type FieldBound, type OpenOrderCap, type TicketQuestion, type TicketRules, unitOf } from '../ticket-rules.ts';

const WORDS: Readonly<Record<OrderType, string>> = {
  limit: 'limit',
  market: 'market',
  'post-only': 'limit',
  'stop-limit': 'stop-loss-limit',
};

function offersType(instrument: Instrument, type: OrderType): boolean {
  if (instrument.status === 'post_only') return type === 'post-only';
  return instrument.orderTypes.includes(WORDS[type]);
}

// Of a volume in quote no decimals are documented but those of the pair's cost (AssetPairs, 2026-05): not known to be
// refused, so it is only said.
function bounds({ instrument, unit }: TicketQuestion): readonly FieldBound[] {
  const places = instrument.extra['cost_decimals'];
  if (unit !== 'quote' || typeof places !== 'number') return [];
  return [
    {
      field: 'quantity',
      kind: 'step',
      value: unitOf(places),
      rule: 'quantity-step',
      weight: 'warn',
      exchangeRule: 'cost_decimals',
    },
  ];
}

// A dashed UUID, 32 hexadecimal digits, or up to 18 characters of ASCII (AddOrder, 2026-05); of those the plain ones.
const CLIENT_ORDER_ID = /^([0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|[0-9a-f]{32}|[A-Za-z0-9_-]{1,18})$/;

// By tier ("Spot Trading Limits", 2026-05), which only the size of the matching engine's counter tells. The smallest is
// assumed until it is told, and so is not sure.
function openOrderCap(capacity: number | undefined): OpenOrderCap {
  const tier = (capacity === undefined ? null : tierOf(capacity)) ?? startTier;
  return { most: tiers[tier].openOrdersPerPair, isSure: tier !== startTier };
}

/** AddOrder, AssetPairs and the error texts, 2026-05. */
export const ticketRules: TicketRules = {
  offersType,
  // FOK is for plain limit orders alone (WebSocket v2 add_order, 2026-08).
  timesInForce(type) {
    if (type === 'limit') return ['gtc', 'ioc', 'fok'];
    return type === 'stop-limit' ? ['gtc', 'ioc'] : null;
  },
  offersQuoteSize: (_instrument, type, side) => type === 'market' && side === 'buy',
  marketLots: 'common',
  // Whether ordermin counts for a volume in quote is not documented.
  quoteSizedLots: { min: 'warn', max: 'warn' },
  stopBeyond: 'triggered',
  marketBuyReserve: decimal('1'),
  valuePrice({ bid, ask }, _context, side) {
    const best = side === 'buy' ? ask : bid;
    return best === null ? null : { price: best, isExact: true };
  },
  form: {},
  bounds,
  names: {
    'not-trading': 'EService:Market in cancel_only mode',
    'price-step': 'EOrder:Tick size check failed',
    'quantity-min': 'EOrder:Order minimum not met',
    'notional-min': 'EOrder:Cost minimum not met',
    'max-open-orders': 'EOrder:Orders limit exceeded',
    'would-take': 'EOrder:Post only order',
    balance: 'EOrder:Insufficient funds',
    permission: 'EGeneral:Permission denied',
  },
  maxOpenStops: () => null,
  // First row of the fee table of AssetPairs (captured 2025-11).
  fees: { maker: decimal('0.0025'), taker: decimal('0.004'), paidIn: 'quote' },
  limitCurrency: 'ZUSD',
  // Permission lines of AddOrder, OpenOrders and ClosedOrders (REST reference, 2026-05).
  rights: { needed: ['modify-trades'], lookUp: ['query-open-trades', 'query-closed-trades'] },
  accountProblems: () => [],
  openOrderCap: (_instrument, capacities) => openOrderCap(capacities['engine']),
  clientOrderId: CLIENT_ORDER_ID,
  // `ordermin` changes over time: "reload on Order minimum not met" (AssetPairs, 2026-05).
  outdatedCodes: new Set([
    'EOrder:Order minimum not met',
    'EOrder:Cost minimum not met',
    'EOrder:Tick size check failed',
    'EQuery:Unknown asset pair',
  ]),
};

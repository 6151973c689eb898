import { type Decimal, decimal, divide } from '../../../../shared/model/decimal.ts';
import type { OrderType, TimeInForce } from '../../../../shared/model/order.ts';
import { tradeQuoteOf } from './trade-quote.ts';
import {
  type AccountProblem,
  type AccountQuestion,
  type FieldBound,
  type TicketQuestion,
  type TicketRules,
  positiveExtra,
} from '../ticket-rules.ts';

/** "Place order", 2026-08: a limit order's time in force is its type. Stop-limits are algo orders, which are not sent. */
function wordOf(type: OrderType, timeInForce: TimeInForce): string | null {
  if (type === 'stop-limit') return null;
  if (type === 'limit') return timeInForce === 'gtc' ? 'limit' : timeInForce;
  return type === 'market' ? 'market' : 'post_only';
}

/** Caps in USDT and USD say something of pairs quoted in dollars alone. */
const DOLLARS: ReadonlySet<string> = new Set(['USDT', 'USDC', 'USD']);

function bounds(question: TicketQuestion): readonly FieldBound[] {
  return [...amounts(question), ...band(question)];
}

// maxMktSz of spot is in USDT, maxMktAmt and maxLmtAmt in USD ("Get instruments", 2026-08).
function amounts({ ticket, instrument, worth, unit }: TicketQuestion): readonly FieldBound[] {
  if (!DOLLARS.has(instrument.quote) || worth === null) return [];
  const caps =
    ticket.type === 'market'
      ? ([
          ['maxMktSz', '51202'],
          ['maxMktAmt', '51201'],
        ] as const)
      : ([['maxLmtAmt', '51005']] as const);
  return caps.flatMap(([name, code]): readonly FieldBound[] => {
    const cap = positiveExtra(instrument, name);
    if (cap === null) return [];
    const value = unit === 'quote' ? cap : divide(cap, worth.price);
    return [
      {
        field: 'quantity',
        kind: 'max',
        value,
        rule: 'notional-max',
        weight: 'refuse',
        exchangeRule: `${code} ${name}`,
      },
    ];
  });
}

// "Get limit price", 2026-08: buys up to buyLmt, sells down to sellLmt. Beyond it an order is refused, since this app
// never lets the exchange move a price.
function band({ ticket, context }: TicketQuestion): readonly FieldBound[] {
  const bound = (kind: 'min' | 'max', value: Decimal | null): readonly FieldBound[] =>
    value === null
      ? []
      : [{ field: 'price', kind, value, rule: 'price-band', weight: 'refuse', exchangeRule: '51006' }];
  return ticket.side === 'buy' ? bound('max', context.buyMax) : bound('min', context.sellMin);
}

// "Get account configuration" and "Place order", 2026-08: in modes 3 and 4 spot orders go as cross margin, which may
// borrow; this app sends spot orders as cash alone. The flags say that an order may borrow in the modes that take it.
function accountProblems({ settings, instrument, areBalancesKnown }: AccountQuestion): readonly AccountProblem[] {
  const { acctLv } = settings;
  const borrowing = ['autoLoan', 'enableSpotBorrow'].find((name) => settings[name] === 'true');
  return [
    ...(acctLv === '3' || acctLv === '4'
      ? [{ rule: 'account-mode', weight: 'refuse', value: acctLv, exchangeRule: 'acctLv' } as const]
      : []),
    ...(borrowing === undefined
      ? []
      : [
          {
            rule: 'borrowing',
            // Without knowing what is there nobody can tell that nothing will be borrowed.
            weight: areBalancesKnown ? 'warn' : 'refuse',
            value: borrowing,
            exchangeRule: borrowing,
          } as const,
        ]),
    ...(tradeQuoteOf(instrument) === 'untold'
      ? [{ rule: 'trade-quote', weight: 'refuse', value: instrument.quote, exchangeRule: 'tradeQuoteCcyList' } as const]
      : []),
  ];
}

/** "Place order", "Get instruments" and the error codes of trading, 2026-08. */
export const ticketRules: TicketRules = {
  offersType(instrument, type, timeInForce) {
    const word = wordOf(type, timeInForce);
    return word !== null && instrument.orderTypes.includes(word);
  },
  timesInForce: (type) => (type === 'limit' ? ['gtc', 'ioc', 'fok'] : null),
  // tgtCcy sizes market orders in quote; of other orders it is turned into base before it is sent.
  offersQuoteSize: () => true,
  marketLots: 'own',
  quoteSizedLots: { min: 'refuse', max: 'refuse' },
  stopBeyond: 'refused',
  // Market orders freeze 5 % more quote than they come to ("Place order", 2026-08).
  marketBuyReserve: decimal('1.05'),
  valuePrice: ({ last }) => (last === null ? null : { price: last, isExact: true }),
  // A price has 32 characters at most (51514).
  form: { price: /^.{1,32}$/ },
  bounds,
  names: {
    'not-trading': '51022',
    'price-step': '51150',
    'quantity-min': '51020',
    'market-quantity-min': '51020',
    'quantity-max': '51203',
    'quantity-step': '51121',
    'max-open-orders': '51103',
    'price-band': '51006',
    'would-take': 'cancelSource 31',
    balance: '51008',
    permission: '50120',
  },
  maxOpenStops: () => null,
  // A new spot account, Lv1 ("Get fee rates", 2026-08).
  fees: { maker: decimal('0.0008'), taker: decimal('0.001'), paidIn: 'received' },
  limitCurrency: 'USDT',
  // "API key permissions", 2026-08: orders are read with read_only, which no key is without.
  rights: { needed: ['trade'], lookUp: ['read_only'] },
  accountProblems,
  openOrderCap: ({ maxOpenOrders }) => (maxOpenOrders === null ? null : { most: maxOpenOrders, isSure: true }),
  // "Place order", 2026-08: case-sensitive letters and digits.
  clientOrderId: /^[A-Za-z0-9]{1,32}$/,
  // Unknown instrument, off the lot, outside the band ("Get instruments": reload on these, 2026-08).
  outdatedCodes: new Set(['51001', '51121', '51006']),
};

import { type Decimal, decimal, divide } from '../../../../shared/model/decimal.ts';
import type { OrderType, TimeInForce } from '../../../../shared/model/order.ts';
import { type FieldBound, type TicketQuestion, type TicketRules, positiveExtra } from '../ticket-rules.ts';

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
    permission: '50114',
  },
  maxOpenStops: () => null,
  // A new spot account, Lv1 ("Get fee rates", 2026-08).
  fees: { maker: decimal('0.0008'), taker: decimal('0.001'), paidIn: 'received' },
};

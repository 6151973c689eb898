import { z } from 'zod';
import { type Result, fail, ok } from '../../../../shared/contract/failure.ts';
import { type Decimal, isPositive } from '../../../../shared/model/decimal.ts';
import { get } from '../../http.ts';
import { decimalText, optionalDecimal } from '../../json.ts';
import { BookSides } from '../book-depth.ts';
import { NO_QUOTES, type QuoteNews, type QuoteSource } from '../quote-source.ts';
import type { MarketContext } from '../ticket-rules.ts';

// web-socket-streams.md, 2026-07: best prices come as they change, the last price once a second.
const STREAMS = ['bookTicker', 'miniTicker'] as const;
// 5 messages a second and connection, pings and pongs included.
const MESSAGE_GAP_MS = 400;

const BookTicker = z.object({ s: z.string(), b: decimalText, B: decimalText, a: decimalText, A: decimalText });
const MiniTicker = z.object({ e: z.literal('24hrMiniTicker'), s: z.string(), c: decimalText });
const Combined = z.object({ stream: z.string(), data: z.unknown() });
const Shutdown = z.object({ e: z.literal('serverShutdown') });

const DayTicker = z.object({
  symbol: z.string(),
  bidPrice: decimalText,
  bidQty: decimalText,
  askPrice: decimalText,
  askQty: decimalText,
  lastPrice: decimalText,
});
const Reference = z.object({ referencePrice: optionalDecimal });

function command(method: 'SUBSCRIBE' | 'UNSUBSCRIBE', names: readonly string[], id: number): string {
  const params = names.flatMap((name) => STREAMS.map((stream) => `${name}@${stream}`));
  return JSON.stringify({ method, params, id });
}

function read(message: unknown): QuoteNews {
  const combined = Combined.safeParse(message);
  const data = combined.success ? combined.data.data : message;
  const isOver = Shutdown.safeParse(data).success || (combined.success && combined.data.stream === '!serverShutdown');
  if (isOver) return { quotes: [], end: 'serverShutdown' };
  const mini = MiniTicker.safeParse(data);
  if (mini.success) return { quotes: [{ name: nameOf(mini.data.s), last: present(mini.data.c) }], end: null };
  const book = BookTicker.safeParse(data);
  if (!book.success) return NO_QUOTES;
  const { s, b, B, a, A } = book.data;
  return { quotes: [{ name: nameOf(s), bid: present(b), bidSize: B, ask: present(a), askSize: A }], end: null };
}

// An empty side has the price 0.
function present(price: Decimal): Decimal | null {
  return isPositive(price) ? price : null;
}

/** Stream names are in lower case; symbols may have other letters than A to Z. */
function nameOf(symbol: string): string {
  return symbol.toLowerCase();
}

function malformed(detail: string): Result<never> {
  return fail({ kind: 'bad-reply', status: null, detail });
}

// "Reference price" (rest-api.md, 2026-07): null while a symbol has none.
function readContext(body: unknown): Result<MarketContext> {
  const parsed = Reference.safeParse(body);
  if (!parsed.success) return malformed('no reference price');
  return ok({ reference: parsed.data.referencePrice, buyMax: null, sellMin: null });
}

export const quotes: QuoteSource = {
  socket: 'streams',
  connect: [{ bucket: 'connections', cost: 1 }],
  message: [],
  // `serverShutdown` comes ahead of the end, so that one connects anew at once (web-socket-streams.md, 2026-07).
  restAfterEndMs: 0,
  messageGapMs: MESSAGE_GAP_MS,
  nameOf: ({ symbol }) => nameOf(symbol),
  subscribe: (names, id) => command('SUBSCRIBE', names, id),
  unsubscribe: (names, id) => command('UNSUBSCRIBE', names, id),
  // The server's own pings are answered by the socket; any command proves life as well.
  ping: { idleMs: 30_000, answerWithinMs: 10_000, text: (id) => JSON.stringify({ method: 'LIST_SUBSCRIPTIONS', id }) },
  read,
  // bookTicker costs as much and has no last price (rest-api.md, 2026-07).
  poll: {
    request: ({ symbol }) => get('/api/v3/ticker/24hr', { symbol }),
    read(body) {
      const parsed = DayTicker.safeParse(body);
      if (!parsed.success) return malformed('no ticker');
      const { symbol, bidPrice, bidQty, askPrice, askQty, lastPrice } = parsed.data;
      const bid = { bid: present(bidPrice), bidSize: bidQty };
      return ok({ name: symbol, ...bid, ask: present(askPrice), askSize: askQty, last: present(lastPrice) });
    },
  },
  // A hundred levels weigh 5 (rest-api.md "Order book", 2026-07).
  depth: {
    request: ({ symbol }) => get('/api/v3/depth', { symbol, limit: '100' }),
    read(body) {
      const parsed = BookSides.safeParse(body);
      if (!parsed.success) return malformed('no order book');
      return ok(parsed.data);
    },
  },
  context: { request: ({ symbol }) => get('/api/v3/referencePrice', { symbol }), read: readContext },
};

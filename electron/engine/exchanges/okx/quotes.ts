import { z } from 'zod';
import { type Result, ok } from '../../../../shared/contract/failure.ts';
import { get } from '../../http.ts';
import { idText, optionalDecimal } from '../../json.ts';
import { BookSides } from '../book-depth.ts';
import { NO_QUOTES, type QuoteNews, type QuotePart, type QuoteSource } from '../quote-source.ts';
import type { MarketContext } from '../ticket-rules.ts';
import { badReply, rowsOf } from './schemas.ts';

// "Tickers channel" and "Get ticker", 2026-08: the same row over both ways; '' where there is none.
const Ticker = z.object({
  instId: z.string(),
  last: optionalDecimal,
  askPx: optionalDecimal,
  askSz: optionalDecimal,
  bidPx: optionalDecimal,
  bidSz: optionalDecimal,
});
const Push = z.object({ arg: z.object({ channel: z.literal('tickers') }), data: z.array(Ticker) });
const Notice = z.object({ event: z.literal('notice'), code: idText });
const SERVICE_UPGRADE = '64008';
const PriceLimit = z.object({ buyLmt: optionalDecimal, sellLmt: optionalDecimal });

function partOf({ instId, last, askPx, askSz, bidPx, bidSz }: z.infer<typeof Ticker>): QuotePart {
  return { name: instId, last, bid: bidPx, bidSize: bidSz, ask: askPx, askSize: askSz };
}

function read(message: unknown): QuoteNews {
  const push = Push.safeParse(message);
  if (push.success) return { quotes: push.data.data.map(partOf), end: null };
  const notice = Notice.safeParse(message);
  return notice.success && notice.data.code === SERVICE_UPGRADE ? { quotes: [], end: SERVICE_UPGRADE } : NO_QUOTES;
}

function command(op: 'subscribe' | 'unsubscribe', names: readonly string[]): string {
  return JSON.stringify({ op, args: names.map((instId) => ({ channel: 'tickers', instId })) });
}

// "Get limit price", 2026-08: '' while no band is enabled.
function readContext(body: unknown): Result<MarketContext> {
  const rows = rowsOf(PriceLimit, body);
  if (!rows.ok) return rows;
  const row = rows.value[0];
  if (row === undefined) return badReply('no price limit');
  return ok({ reference: null, buyMax: row.buyLmt, sellMin: row.sellLmt });
}

export const quotes: QuoteSource = {
  socket: 'public',
  connect: [{ bucket: 'socket-connect', cost: 1 }],
  message: [{ bucket: 'socket-requests', cost: 1 }],
  // 64008 comes ahead of the end: "establish a new connection" ("WebSocket", 2026-08).
  restAfterEndMs: 0,
  messageGapMs: 400,
  nameOf: ({ symbol }) => symbol,
  subscribe: (names) => command('subscribe', names),
  unsubscribe: (names) => command('unsubscribe', names),
  // A connection on which nothing is pushed for 30 s is closed ("WebSocket", 2026-08).
  ping: { idleMs: 20_000, answerWithinMs: 8_000, text: () => 'ping' },
  read,
  poll: {
    request: ({ symbol }) => get('/api/v5/market/ticker', { instId: symbol }),
    read(body) {
      const rows = rowsOf(Ticker, body);
      if (!rows.ok) return rows;
      const row = rows.value[0];
      return row === undefined ? badReply('no ticker') : ok(partOf(row));
    },
  },
  // "Get order book", 2026-08: one level unless more are asked for; the cache is 50 ms old at most.
  depth: {
    request: ({ symbol }) => get('/api/v5/market/books', { instId: symbol, sz: '100' }),
    read(body) {
      const rows = rowsOf(BookSides, body);
      if (!rows.ok) return rows;
      const book = rows.value[0];
      return book === undefined ? badReply('no order book') : ok(book);
    },
  },
  context: { request: ({ symbol }) => get('/api/v5/public/price-limit', { instId: symbol }), read: readContext },
};

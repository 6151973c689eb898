import { z } from 'zod';
import { fail, ok, type Result } from '../../../../shared/contract/failure.ts';
import { type Decimal, isPositive } from '../../../../shared/model/decimal.ts';
import type { Instrument } from '../../../../shared/model/instrument.ts';
import { get } from '../../http.ts';
import { decimalText } from '../../json.ts';
import { BookSides } from '../book-depth.ts';
import { type BookDepth, NO_QUOTES, type QuoteNews, type QuotePart, type QuoteSource } from '../quote-source.ts';
import { readResult } from './errors.ts';

// WebSocket v2 ticker and REST Ticker, 2026-05. The socket writes JSON numbers.
const Row = z.object({
  symbol: z.string(),
  bid: decimalText,
  bid_qty: decimalText,
  ask: decimalText,
  ask_qty: decimalText,
  last: decimalText,
});
const Push = z.object({ channel: z.literal('ticker'), data: z.array(Row) });
const Status = z.object({ channel: z.literal('status'), data: z.array(z.object({ system: z.string() })).min(1) });

const Best = z.tuple([decimalText, z.unknown(), decimalText]).rest(z.unknown());
const Last = z.tuple([decimalText]).rest(z.unknown());
const Ticker = z.record(z.string(), z.object({ a: Best, b: Best, c: Last }));

function read(message: unknown): QuoteNews {
  const push = Push.safeParse(message);
  if (push.success) return { quotes: push.data.data.map(partOf), end: null };
  const status = Status.safeParse(message);
  return status.success && status.data.data[0]?.system === 'maintenance'
    ? { quotes: [], end: 'maintenance' }
    : NO_QUOTES;
}

function partOf({ symbol, bid, bid_qty: bidSize, ask, ask_qty: askSize, last }: z.infer<typeof Row>): QuotePart {
  return { name: symbol, bid: present(bid), bidSize, ask: present(ask), askSize, last: present(last) };
}

// An empty side has the price 0.
function present(price: Decimal): Decimal | null {
  return isPositive(price) ? price : null;
}

// Best prices as they change, not only with trades (`event_trigger` bbo); the second version's names alone are taken.
function command(method: 'subscribe' | 'unsubscribe', symbol: readonly string[], id: number): string {
  return JSON.stringify({ method, params: { channel: 'ticker', symbol, event_trigger: 'bbo' }, req_id: id });
}

function readTicker(body: unknown, instrument: Instrument): Result<QuotePart> {
  const rows = readResult(body, Ticker);
  if (!rows.ok) return rows;
  const row = rows.value[instrument.symbol] ?? Object.values(rows.value)[0];
  if (row === undefined) return fail({ kind: 'bad-reply', status: null, detail: 'no ticker' });
  const [ask, , askSize] = row.a;
  const [bid, , bidSize] = row.b;
  const sides = { bid: present(bid), bidSize, ask: present(ask), askSize };
  return ok({ name: instrument.symbol, ...sides, last: present(row.c[0]) });
}

const Depth = z.record(z.string(), BookSides);

function readDepth(body: unknown, instrument: Instrument): Result<BookDepth> {
  const books = readResult(body, Depth);
  if (!books.ok) return books;
  const book = books.value[instrument.symbol] ?? Object.values(books.value)[0];
  if (book === undefined) return fail({ kind: 'bad-reply', status: null, detail: 'no order book' });
  return ok(book);
}

export const quotes: QuoteSource = {
  socket: 'public',
  connect: [{ bucket: 'ws-connections', cost: 1 }],
  message: [],
  // After maintenance not faster than every 5 s (Spot WebSockets Introduction, 2026-05).
  restAfterEndMs: 5_000,
  messageGapMs: 400,
  // `display` is the name of WebSocket v2.
  nameOf: ({ display }) => display,
  subscribe: (names, id) => command('subscribe', names, id),
  unsubscribe: (names, id) => command('unsubscribe', names, id),
  // Heartbeats come each second once something is subscribed.
  ping: { idleMs: 10_000, answerWithinMs: 10_000, text: (id) => JSON.stringify({ method: 'ping', req_id: id }) },
  read,
  poll: { request: ({ symbol }) => get('/0/public/Ticker', { pair: symbol }), read: readTicker },
  // Depth, 2026-05: rows are price, volume and time.
  depth: { request: ({ symbol }) => get('/0/public/Depth', { pair: symbol, count: '100' }), read: readDepth },
  context: null,
};

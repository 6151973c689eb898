import { z } from 'zod';
import { fail, ok, type Result } from '../../../../shared/contract/failure.ts';
import {
  NO_NEWS,
  type OrderBirth,
  type SocketAck,
  type SocketContext,
  type SocketFeed,
  type SocketNews,
  type SocketNotice,
  type Sockets,
} from '../socket-feed.ts';
import { classify, readResult } from './errors.ts';
import { displayName } from './instruments.ts';
import { limits } from './limits.ts';
import { readSocketOrders } from './order-updates.ts';
import { readings } from './readings.ts';
import { parseRfc3339 } from './rfc3339.ts';

// WebSocket v2 executions, ping and status pages, 2026-05.
const CHANNEL = 'executions';
// Heartbeats come each second once something is subscribed.
const IDLE_MS = 10_000;
const ANSWER_MS = 10_000;
/** After maintenance not faster than every 5 s (Spot WebSockets Introduction, 2026-05). */
const MAINTENANCE_MS = 5_000;

const Token = z.object({ token: z.string().min(1) });

const token: SocketFeed['token'] = {
  request: { method: 'POST', path: '/0/private/GetWebSocketsToken', query: '', body: null },
  read(body): Result<string> {
    const read = readResult(body, Token);
    return read.ok ? ok(read.value.token) : fail(read.failure);
  },
};

function step(event: 'subscribe' | 'unsubscribe', options: object): SocketFeed['steps'][number] {
  return {
    event,
    charges: [],
    write: (access) => JSON.stringify({ method: event, params: { channel: CHANNEL, ...options, token: access.token } }),
  };
}

const subscribe = step('subscribe', { snap_orders: true, snap_trades: false, order_status: true, ratecounter: true });
const unsubscribe = step('unsubscribe', {});

const text = z.string().nullish().catch(null);
const Report = z.looseObject({ order_id: text, cl_ord_id: text, symbol: text, exec_type: text, timestamp: text });
type Report = z.infer<typeof Report>;

const Executions = z.looseObject({
  channel: z.literal(CHANNEL),
  data: z.array(Report),
  sequence: z.number().int().nullish().catch(null),
});

const Answer = z.object({ method: z.string(), success: z.boolean().nullish(), error: z.string().nullish() });
const Status = z.object({ channel: z.literal('status'), data: z.array(z.object({ system: z.string() })).min(1) });

// An amend resets the age ("Spot Trading Limits", 2026-05).
const BIRTHS: ReadonlySet<string> = new Set(['pending_new', 'new', 'amended']);

/** Reports after the first name no pair; with what is known of the order each of them gets one. */
function read(message: unknown, context: SocketContext): SocketNews {
  const executions = Executions.safeParse(message);
  if (!executions.success)
    return { ...NO_NEWS, readings: readings.readSocket(message), ack: ackOf(message), notice: noticeOf(message) };
  const data = namedReports(executions.data.data, context);
  const named = { ...executions.data, data };
  return {
    ...NO_NEWS,
    readings: readings.readSocket(named),
    orders: readSocketOrders(named),
    births: data.flatMap((report) => birthOf(report, context)),
    sequence: executions.data.sequence ?? null,
  };
}

// Ids told within the same message count as well: an order may be made and ended in one.
function namedReports(reports: readonly Report[], context: SocketContext): readonly Report[] {
  const known = new Map<string, string>();
  return reports.map((report) => {
    const ids = idsOf(report);
    const symbol = report.symbol ?? ids.map((id) => known.get(id)).find(Boolean) ?? context.instrumentOf(ids);
    if (symbol === null) return report;
    for (const id of ids) known.set(id, symbol);
    return { ...report, symbol: displayName(symbol) };
  });
}

function idsOf({ order_id, cl_ord_id }: Report): readonly string[] {
  return [order_id, cl_ord_id].flatMap((id) => (id === null || id === undefined || id === '' ? [] : [id]));
}

function birthOf(report: Report, context: SocketContext): readonly OrderBirth[] {
  const ids = idsOf(report);
  const { symbol, exec_type: kind, timestamp } = report;
  if (typeof symbol !== 'string' || ids.length === 0) return [];
  if (!BIRTHS.has(kind ?? '') && context.instrumentOf(ids) !== null) return [];
  return [{ ids, instrument: symbol, atMs: typeof timestamp === 'string' ? parseRfc3339(timestamp) : null }];
}

function ackOf(message: unknown): SocketAck | null {
  const parsed = Answer.safeParse(message);
  if (!parsed.success) return null;
  const { method, success, error } = parsed.data;
  if (method === 'pong') return { event: 'ping', verdict: null };
  const event = method === 'subscribe' || method === 'unsubscribe' ? method : null;
  if (success === true) return event === null ? null : { event, verdict: null };
  return { event, verdict: classify(error ?? '', 'refused without a reason') };
}

function noticeOf(message: unknown): SocketNotice | null {
  const parsed = Status.safeParse(message);
  const system = parsed.data?.data[0]?.system;
  if (system === undefined) return null;
  return { code: system, isEnd: false, comeBackAfterMs: system === 'online' ? 0 : MAINTENANCE_MS };
}

const feed: SocketFeed = {
  socket: 'private',
  channel: CHANNEL,
  connect: limits.endpoints['GET /v2']?.charges ?? [],
  token,
  steps: [subscribe],
  again: [unsubscribe, subscribe],
  ping: { idleMs: IDLE_MS, answerWithinMs: ANSWER_MS, text: '{"method":"ping"}', charges: [] },
  read,
};

/** Own orders and the matching-engine counter, over WebSocket v2; there is no test environment. */
export const sockets: Sockets = { feed: (environment) => (environment === 'testnet' ? null : feed) };

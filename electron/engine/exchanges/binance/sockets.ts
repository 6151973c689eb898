import { z } from 'zod';
import type { ExchangeReply } from '../../http.ts';
import { get } from '../../http.ts';
import type { Verdict } from '../definition.ts';
import {
  NO_NEWS,
  type SocketAck,
  type SocketContext,
  type SocketFeed,
  type SocketNews,
  type SocketNotice,
  type Sockets,
} from '../socket-feed.ts';
import { outcome } from './errors.ts';
import { endpointOf } from '../limit-rules.ts';
import { limits } from './limits.ts';
import { readSocketOrders } from './orders.ts';
import { readSocket } from './readings.ts';
import { SocketEnvelope } from './schemas.ts';
import { signSocket } from './signer.ts';

// web-socket-api.md, 2026-07: `userDataStream.*` cost 2, ping 1. The server's own pings are answered by the socket and
// seen by nobody, so a ping of ours tells a dead connection, and its reply how much weight the address has used.
const SUBSCRIBE_WEIGHT = 2;
const PING_WEIGHT = 1;
const IDLE_MS = 30_000;
const ANSWER_MS = 10_000;
const CONNECT = 'GET /ws-api/v3';

/** Works with every type of key and needs no log-on (CHANGELOG.md of 2025-08-12). */
const subscribe: SocketFeed['steps'][number] = {
  event: 'subscribe',
  charges: [{ bucket: 'ip-weight', cost: SUBSCRIBE_WEIGHT }],
  write({ credential, stamp }) {
    const timing = { timestamp: Math.floor(stamp.serverMs), recvWindow: stamp.validForMs };
    const params = signSocket(timing, credential);
    return JSON.stringify({ id: 'subscribe', method: 'userDataStream.subscribe.signature', params });
  },
};

const ErrorReply = z.object({ code: z.number(), msg: z.string(), data: z.unknown().optional() });
const Reply = z.object({ id: z.unknown(), status: z.number().int(), error: ErrorReply.optional() });
const RetryData = z.object({ retryAfter: z.number() });

function read(message: unknown, context: SocketContext): SocketNews {
  return {
    ...NO_NEWS,
    readings: readSocket(message),
    orders: readSocketOrders(message),
    ack: ackOf(message, context),
    notice: noticeOf(message),
  };
}

function ackOf(message: unknown, context: SocketContext): SocketAck | null {
  const parsed = Reply.safeParse(message);
  if (!parsed.success) return null;
  const { id } = parsed.data;
  const event = id === 'subscribe' || id === 'ping' ? id : null;
  return { event, verdict: verdictOf(parsed.data, context) };
}

// `status` and `error` of a reply mean what they mean over HTTP, but for the time to wait, which is a point in time.
function verdictOf({ status, error }: z.infer<typeof Reply>, { serverMs }: SocketContext): Verdict | null {
  const retry = RetryData.safeParse(error?.data);
  const waitMs = retry.success ? Math.max(0, retry.data.retryAfter - serverMs) : null;
  const headers = waitMs === null ? {} : { 'retry-after': [String(Math.ceil(waitMs / 1_000))] };
  const reply: ExchangeReply = { status, headers, text: '', json: error ?? {} };
  const read = outcome(reply, { endpoint: CONNECT, request: get('/ws-api/v3'), serverMs });
  return read.kind === 'success' ? null : read.verdict;
}

// user-data-stream.md and web-socket-streams.md, 2026-07: both ask for a new connection at once.
const ENDS: ReadonlySet<unknown> = new Set(['eventStreamTerminated', 'serverShutdown']);

function noticeOf(message: unknown): SocketNotice | null {
  const event = SocketEnvelope.safeParse(message);
  if (!event.success || !ENDS.has(event.data['e'])) return null;
  return { code: String(event.data['e']), isEnd: true, comeBackAfterMs: 0 };
}

const feed: SocketFeed = {
  socket: 'api',
  channel: 'user-data',
  connect: endpointOf(limits, CONNECT).charges,
  token: null,
  steps: [subscribe],
  again: [],
  ping: {
    idleMs: IDLE_MS,
    answerWithinMs: ANSWER_MS,
    text: '{"id":"ping","method":"ping"}',
    charges: [{ bucket: 'ip-weight', cost: PING_WEIGHT }],
  },
  read,
};

/** User data over the WebSocket API, whose replies tell use and limit of the address's weight. */
export const sockets: Sockets = { feed: () => feed };

import { z } from 'zod';
import { idText } from '../../json.ts';
import {
  NO_NEWS,
  type SocketAck,
  type SocketEvent,
  type SocketFeed,
  type SocketNews,
  type SocketNotice,
  type Sockets,
} from '../socket-feed.ts';
import { errors } from './errors.ts';
import { orders } from './orders.ts';
import { signSocketLogin } from './signer.ts';

// "WebSocket" overview, 2026-08: a connection on which nothing is pushed for 30 s is closed; the answer to `ping` counts.
const IDLE_MS = 20_000;
const ANSWER_MS = 8_000;
/** Too many connections hold the channel: others must close first. */
const FULL_MS = 600_000;
const SERVICE_UPGRADE = '64008';

const request = [{ bucket: 'socket-requests', cost: 1 }] as const;

const login: SocketFeed['steps'][number] = {
  event: 'login',
  charges: request,
  write: ({ credential, stamp }) => JSON.stringify(signSocketLogin(credential, stamp.serverMs / 1_000)),
};

const subscribe: SocketFeed['steps'][number] = {
  event: 'subscribe',
  charges: request,
  write: () => JSON.stringify({ op: 'subscribe', args: [{ channel: 'orders', instType: 'ANY' }] }),
};

const Event = z.object({ event: z.string(), code: idText.default('0'), msg: z.string().default('') });

function read(message: unknown): SocketNews {
  if (message === 'pong') return { ...NO_NEWS, ack: { event: 'ping', verdict: null } };
  const event = Event.safeParse(message);
  if (!event.success) return { ...NO_NEWS, orders: orders.readSocketOrders(message) };
  return { ...NO_NEWS, ack: ackOf(event.data), notice: noticeOf(event.data) };
}

const ACKS: Readonly<Record<string, SocketEvent>> = { login: 'login', subscribe: 'subscribe' };

// An error names no message that it answers.
function ackOf({ event, code, msg }: z.infer<typeof Event>): SocketAck | null {
  if (event === 'error') return { event: null, verdict: errors.classify(code, msg) };
  const known = ACKS[event];
  if (known === undefined) return null;
  return { event: known, verdict: code === '0' ? null : errors.classify(code, msg) };
}

// `channel-conn-count-error` follows a normal acknowledgement and ends that subscription (2026-08).
function noticeOf({ event, code }: z.infer<typeof Event>): SocketNotice | null {
  if (event === 'channel-conn-count-error') return { code: event, isEnd: true, comeBackAfterMs: FULL_MS };
  if (event !== 'notice') return null;
  return { code, isEnd: code === SERVICE_UPGRADE, comeBackAfterMs: 0 };
}

const feed: SocketFeed = {
  socket: 'private',
  channel: 'orders',
  connect: [{ bucket: 'socket-connect', cost: 1 }],
  token: null,
  steps: [login, subscribe],
  again: [],
  ping: { idleMs: IDLE_MS, answerWithinMs: ANSWER_MS, text: 'ping', charges: [] },
  read,
};

/** Life of the account's orders; OKX tells no use over its sockets either. */
export const sockets: Sockets = { feed: () => feed };

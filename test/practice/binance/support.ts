import { createHmac, createPrivateKey, sign } from 'node:crypto';
import { ManualPracticeClock } from '../../../electron/practice/core/clock.ts';
import type { PracticeReply } from '../../../electron/practice/core/request.ts';
import { practiceRequest } from '../../../electron/practice/core/request.ts';
import type { PracticeBinanceCore, PracticeBinanceOptions } from '../../../electron/practice/binance/index.ts';
import { createPracticeBinance } from '../../../electron/practice/binance/index.ts';
import type { ClientKey } from '../../../electron/practice/binance/identity.ts';

/** On the boundary of a day, and so of every window. */
export const START_MS = Date.UTC(2026, 10, 21);

type Levels = readonly (readonly [price: string, quantity: string])[];

/** The members tests read by name, of replies, socket replies and events; absent ones fail the expectation. */
export interface Body {
  readonly code?: number;
  readonly msg?: string;
  readonly orderId?: number;
  readonly fills?: readonly Body[];
  readonly balances?: readonly { readonly asset: string; readonly free: string; readonly locked: string }[];
  readonly newOrderResponse?: Body;
  readonly symbols?: readonly { readonly status: string }[];
  readonly serverTime?: number;
  readonly accountType?: string;
  readonly lastUpdateId?: number;
  readonly bids?: Levels;
  readonly asks?: Levels;
  /** WebSocket API. */
  readonly id?: unknown;
  readonly status?: number | string;
  readonly result?: Body;
  readonly error?: Body;
  readonly rateLimits?: readonly { readonly rateLimitType: string; readonly count?: number }[];
  readonly event?: Readonly<Record<string, unknown>>;
  /** Market streams. */
  readonly stream?: string;
  readonly data?: unknown;
  readonly U?: number;
  readonly u?: number;
  readonly a?: Levels;
  readonly b?: Levels;
}

export interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Body;
}

export interface Rig {
  readonly exchange: PracticeBinanceCore;
  readonly clock: ManualPracticeClock;
  /** Public call. */
  get(target: string, ip?: string): Promise<Reply>;
  /** Signed with the HMAC key unless told otherwise; `params` are sent in the query in this order. */
  signed(
    method: string,
    path: string,
    params?: Readonly<Record<string, string | number>>,
    how?: SignHow,
  ): Promise<Reply>;
  /** Sends exactly this query, signed or not. */
  raw(method: string, target: string, headers?: Readonly<Record<string, string>>, body?: string): Promise<Reply>;
}

export interface SignHow {
  readonly key?: ClientKey;
  readonly ip?: string;
  readonly stampMs?: number;
}

/** A practice Binance in process, at rest, with a clock moved by hand. */
export function rig(options: PracticeBinanceOptions = {}): Rig {
  const clock = new ManualPracticeClock(START_MS);
  const exchange = createPracticeBinance({ clock, isMoving: false, ...options });
  const raw: Rig['raw'] = (method, target, headers = {}, body = '') =>
    send(exchange, method, target, headers, body, '127.0.0.1');
  return {
    exchange,
    clock,
    raw,
    get: (target, ip = '127.0.0.1') => send(exchange, 'GET', target, {}, '', ip),
    signed: (method, path, params = {}, how = {}) => {
      const key = how.key ?? exchange.keys.hmac;
      const query = queryOf({ ...params, timestamp: how.stampMs ?? clock.now() });
      const signature = encodeURIComponent(signatureOf(key, query));
      return send(
        exchange,
        method,
        `${path}?${query}&signature=${signature}`,
        { 'x-mbx-apikey': key.apiKey },
        '',
        how.ip ?? '127.0.0.1',
      );
    },
  };
}

export function queryOf(params: Readonly<Record<string, string | number>>): string {
  return Object.entries(params)
    .map(([name, value]) => `${name}=${encodeURIComponent(value)}`)
    .join('&');
}

/** HMAC for a plain secret, Ed25519 or RSA for a PEM. */
export function signatureOf(key: ClientKey, payload: string): string {
  if (!key.secret.includes('PRIVATE KEY')) return createHmac('sha256', key.secret).update(payload).digest('hex');
  const privateKey = createPrivateKey(key.secret);
  const digest = privateKey.asymmetricKeyType === 'rsa' ? 'sha256' : null;
  return sign(digest, Buffer.from(payload), privateKey).toString('base64');
}

async function send(
  exchange: PracticeBinanceCore,
  method: string,
  target: string,
  headers: Readonly<Record<string, string>>,
  body: string,
  ip: string,
): Promise<Reply> {
  const outcome = await exchange.handle(practiceRequest(method, target, { headers, body, ip }));
  if (outcome === 'drop') throw new Error('dropped');
  return { ...outcome, body: bodyOf(outcome) as Body };
}

function bodyOf(reply: PracticeReply): unknown {
  return (reply.headers['content-type'] ?? '').includes('json') ? JSON.parse(reply.body) : reply.body;
}

export const LIMIT = {
  symbol: 'BTCUSDT',
  side: 'BUY',
  type: 'LIMIT',
  timeInForce: 'GTC',
  quantity: '0.01',
  price: '60000',
} as const;

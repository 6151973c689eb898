import { createHmac } from 'node:crypto';
import { ManualPracticeClock } from '../../../electron/practice/core/clock.ts';
import { practiceRequest, type PracticeOutcome, type PracticeReply } from '../../../electron/practice/core/request.ts';
import type { PracticeOkxExchange } from '../../../electron/practice/okx/exchange/exchange.ts';
import { createPracticeOkx, type PracticeOkxOptions } from '../../../electron/practice/okx/index.ts';

export const START_MS = Date.UTC(2026, 10, 20, 12, 0, 0);

export const KEY = { apiKey: 'trade-key', secret: '22582BD0CFF14C41EDBF1AB98506286D', passphrase: 'Pass-123!' };
export const OTHER_KEY_OF_SAME_USER = { apiKey: 'second-key', secret: 'second-secret', passphrase: 'Pass-456!' };
export const READ_KEY = { apiKey: 'read-key', secret: 'read-secret', passphrase: 'Pass-789!' };
export const BOUND_KEY = { apiKey: 'bound-key', secret: 'bound-secret', passphrase: 'Pass-000!' };
export const DEMO_KEY = { apiKey: 'demo-key', secret: 'demo-secret', passphrase: 'Pass-demo!' };
export const OTHER_USER_KEY = { apiKey: 'other-key', secret: 'other-secret', passphrase: 'Pass-other!' };

export interface Credential {
  readonly apiKey: string;
  readonly secret: string;
  readonly passphrase: string;
}

export const UID = '440000000000000001';
export const OTHER_UID = '440000000000000002';
const TRADE = ['read_only', 'trade'];
export const BALANCES = { USDT: '100000', BTC: '1', ETH: '10', SOL: '100' };

export interface Rig {
  readonly clock: ManualPracticeClock;
  readonly exchange: PracticeOkxExchange;
}

/** Two users, six keys, a clock that stands still and prices that stand still. */
export function rig(options: PracticeOkxOptions = {}): Rig {
  const clock = new ManualPracticeClock(START_MS);
  const exchange = createPracticeOkx({
    clock,
    isMoving: false,
    elapsedUs: () => 0,
    accounts: [
      { id: UID, balances: BALANCES, funding: { ETH: '37.11827078' } },
      { id: OTHER_UID, balances: BALANCES },
    ],
    keys: [
      { ...KEY, accountId: UID, permissions: TRADE, label: 'desk' },
      { ...OTHER_KEY_OF_SAME_USER, accountId: UID, permissions: TRADE },
      { ...READ_KEY, accountId: UID, permissions: ['read_only'] },
      { ...BOUND_KEY, accountId: UID, permissions: TRADE, ips: ['10.0.0.9'] },
      { ...DEMO_KEY, accountId: UID, permissions: TRADE, environment: 'demo' },
      { ...OTHER_USER_KEY, accountId: OTHER_UID, permissions: TRADE },
    ],
    ...options,
  });
  return { clock, exchange };
}

export function hmac(secret: string, text: string): string {
  return createHmac('sha256', secret).update(text).digest('base64');
}

export type Body = Readonly<Record<string, unknown>>;

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
  readonly body: Body;
  readonly code: string;
  /** Rows of `data`; empty when there is none. */
  readonly data: readonly Body[];
}

function answerOf(outcome: PracticeOutcome): Answer {
  if (outcome === 'drop') throw new Error('The connection was dropped');
  const { status, headers, body: text }: PracticeReply = outcome;
  const isJson = headers['content-type'] === 'application/json';
  const body = isJson ? (JSON.parse(text) as Body) : {};
  const data = Array.isArray(body['data']) ? (body['data'] as Body[]) : [];
  return { status, headers, text, body, code: String(body['code'] ?? ''), data };
}

export interface Extra {
  readonly as?: Credential;
  readonly ip?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

export function signedHeaders(nowMs: number, as: Credential, method: string, target: string, body: string) {
  const stamp = new Date(nowMs).toISOString();
  return {
    'ok-access-key': as.apiKey,
    'ok-access-passphrase': as.passphrase,
    'ok-access-timestamp': stamp,
    'ok-access-sign': hmac(as.secret, stamp + method + target + body),
    'content-type': 'application/json',
  };
}

export async function publicGet({ exchange }: Rig, target: string, ip = '127.0.0.1'): Promise<Answer> {
  return answerOf(await exchange.handle(practiceRequest('GET', `/api/v5${target}`, { ip })));
}

export async function privateGet(
  { exchange }: Rig,
  target: string,
  { as = KEY, ip = '127.0.0.1', headers = {} }: Extra = {},
): Promise<Answer> {
  const full = `/api/v5${target}`;
  const signed = signedHeaders(exchange.state.nowMs(), as, 'GET', full, '');
  return answerOf(await exchange.handle(practiceRequest('GET', full, { ip, headers: { ...signed, ...headers } })));
}

export async function post(
  { exchange }: Rig,
  target: string,
  body: unknown,
  { as = KEY, ip = '127.0.0.1', headers = {} }: Extra = {},
): Promise<Answer> {
  const full = `/api/v5${target}`;
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const signed = signedHeaders(exchange.state.nowMs(), as, 'POST', full, text);
  return answerOf(
    await exchange.handle(practiceRequest('POST', full, { ip, body: text, headers: { ...signed, ...headers } })),
  );
}

/** A limit buy far below the market, with changes; `undefined` takes a field away. */
export function limitBuy(changes: Readonly<Record<string, unknown>> = {}): Body {
  return { instId: 'BTC-USDT', tdMode: 'cash', side: 'buy', ordType: 'limit', px: '50000', sz: '0.01', ...changes };
}

export async function place(rigged: Rig, body: Body, extra: Extra = {}): Promise<Answer> {
  return post(rigged, '/trade/order', body, extra);
}

/** Places and gives the order id; throws when it was refused, so that a test stops where it goes wrong. */
export async function placed(rigged: Rig, body: Body, extra: Extra = {}): Promise<string> {
  const answer = await place(rigged, body, extra);
  if (answer.code !== '0') throw new Error(`Refused: ${answer.text}`);
  return String(answer.data[0]?.['ordId']);
}

export async function orderOf(rigged: Rig, ordId: string, instId = 'BTC-USDT'): Promise<Body> {
  const answer = await privateGet(rigged, `/trade/order?instId=${instId}&ordId=${ordId}`);
  return answer.data[0] ?? {};
}

import { createHash, createHmac } from 'node:crypto';
import { ManualPracticeClock } from '../../../electron/practice/core/clock.ts';
import { connectInProcess, type FakeConnection } from '../../../electron/practice/core/connection.ts';
import { practiceRequest, type PracticeOutcome } from '../../../electron/practice/core/request.ts';
import { createPracticeKraken, type PracticeKraken } from '../../../electron/practice/kraken/exchange.ts';
import type { IssuedKey } from '../../../electron/practice/kraken/open-accounts.ts';
import type { PracticeKrakenOptions } from '../../../electron/practice/kraken/options.ts';

export const START_MS = Date.parse('2026-11-20T12:00:00Z');

export interface KrakenReply {
  readonly error: readonly string[];
  // Tests look into results of many shapes.
  readonly result?: Readonly<Record<string, unknown>>;
}

export type Params = Readonly<Record<string, string | number | boolean>>;

/** A practice exchange with a clock in the test's hand and prices that stand still. */
export class Bench {
  readonly clock = new ManualPracticeClock(START_MS);
  readonly exchange: PracticeKraken;
  readonly key: IssuedKey;
  #nonce = 1_000;

  constructor(options: PracticeKrakenOptions = {}) {
    this.exchange = createPracticeKraken({ clock: this.clock, isMoving: false, ...options });
    const [key] = this.exchange.keys;
    if (key === undefined) throw new Error('No key');
    this.key = key;
  }

  async raw(method: string, params: Params = {}, call: CallOptions = {}): Promise<PracticeOutcome> {
    const key = call.key ?? this.key;
    const path = `/0/private/${method}`;
    const nonce = String(call.nonce ?? this.#nonce++);
    const body = new URLSearchParams(
      Object.entries({ nonce, ...params }).map(([name, value]) => [name, String(value)]),
    ).toString();
    return this.#send(path, nonce, body, 'application/x-www-form-urlencoded', key, call);
  }

  async rawJson(
    method: string,
    params: Readonly<Record<string, unknown>>,
    call: CallOptions = {},
  ): Promise<PracticeOutcome> {
    const nonce = String(call.nonce ?? this.#nonce++);
    const body = JSON.stringify({ nonce, ...params });
    return this.#send(`/0/private/${method}`, nonce, body, 'application/json', call.key ?? this.key, call);
  }

  async json(method: string, params: Readonly<Record<string, unknown>>, call: CallOptions = {}): Promise<KrakenReply> {
    return replyOf(await this.rawJson(method, params, call));
  }

  async call(method: string, params: Params = {}, call: CallOptions = {}): Promise<KrakenReply> {
    return replyOf(await this.raw(method, params, call));
  }

  /** The error texts of a call; empty when it was accepted. */
  async errors(method: string, params: Params = {}, call: CallOptions = {}): Promise<readonly string[]> {
    return (await this.call(method, params, call)).error;
  }

  async open(method: string, query = '', ip = '127.0.0.1'): Promise<KrakenReply> {
    return replyOf(await this.exchange.handle(practiceRequest('GET', `/0/public/${method}?${query}`, { ip })));
  }

  async limitOrder(params: Params = {}): Promise<string> {
    const reply = await this.call('AddOrder', {
      pair: 'XBTUSD',
      type: 'buy',
      ordertype: 'limit',
      price: '50000',
      volume: '0.001',
      ...params,
    });
    const [txid] = (reply.result?.['txid'] ?? []) as readonly string[];
    if (txid === undefined) throw new Error(`Refused: ${reply.error.join()}`);
    return txid;
  }

  socket(ip = '127.0.0.1'): FakeConnection {
    const connection = connectInProcess(this.exchange.accept, { path: '/v2', ip });
    if ('status' in connection) throw new Error(`Refused with ${connection.status}`);
    return connection;
  }

  async token(): Promise<string> {
    return String((await this.call('GetWebSocketsToken')).result?.['token']);
  }

  #send(
    path: string,
    nonce: string,
    body: string,
    contentType: string,
    key: IssuedKey,
    call: CallOptions,
  ): Promise<PracticeOutcome> {
    const headers = {
      'api-key': key.apiKey,
      'api-sign': call.signature ?? signatureOf(path, nonce, body, key.secret),
      'content-type': contentType,
    };
    return this.exchange.handle(practiceRequest('POST', path, { body, headers, ip: call.ip ?? '127.0.0.1' }));
  }
}

/** The result of a reply that must have one. */
export function resultOf<Result>(reply: { readonly result?: unknown } | undefined): Result {
  const result = reply?.result;
  if (result === undefined) throw new Error(`No result: ${JSON.stringify(reply)}`);
  return result as Result;
}

export interface CallOptions {
  readonly key?: IssuedKey;
  readonly nonce?: string | number;
  readonly signature?: string;
  readonly ip?: string;
}

/** Kraken's formula, written a second time so that the tests do not lean on the exchange's own. */
export function signatureOf(path: string, nonce: string, body: string, secret: string): string {
  const digest = createHash('sha256').update(nonce).update(body).digest();
  return createHmac('sha512', Buffer.from(secret, 'base64')).update(path).update(digest).digest('base64');
}

export function replyOf(outcome: PracticeOutcome): KrakenReply {
  if (outcome === 'drop' || outcome.status !== 200) throw new Error(`No API reply: ${JSON.stringify(outcome)}`);
  return JSON.parse(outcome.body) as KrakenReply;
}

export type Message = Readonly<Record<string, unknown>>;

/** What a connection was sent, parsed, since `from`. */
export function messages(connection: FakeConnection, from = 0): readonly Message[] {
  return connection.sent.slice(from).map((text) => JSON.parse(text) as Message);
}

export function say(connection: FakeConnection, message: unknown): readonly Message[] {
  const from = connection.sent.length;
  connection.say(typeof message === 'string' ? message : JSON.stringify(message));
  return messages(connection, from);
}

/** A plain order that rests far below the market. */
export const LIMIT = { pair: 'XBTUSD', type: 'buy', ordertype: 'limit', price: '50000', volume: '0.001' };

/** An order as QueryOrders shows it. */
export async function orderOf(bench: Bench, txid: string): Promise<Readonly<Record<string, unknown>>> {
  const reply = await bench.call('QueryOrders', { txid, trades: true });
  return (reply.result?.[txid] ?? {}) as Readonly<Record<string, unknown>>;
}

/** Stamps of a reply while the clock stands still. */
export const STAMPS = { time_in: '2026-11-20T12:00:00.000000Z', time_out: '2026-11-20T12:00:00.000000Z' };

export function subscribe(channel: string, params: Readonly<Record<string, unknown>> = {}): unknown {
  return { method: 'subscribe', params: { channel, ...params } };
}

export function dataOf(message: Message | undefined): readonly Message[] {
  return (message?.['data'] ?? []) as readonly Message[];
}

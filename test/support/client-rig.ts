import { Buffer } from 'node:buffer';
import type { Account, ExchangeId } from '../../shared/model/account.ts';
import type { Result } from '../../shared/contract/failure.ts';
import type { Attempt, AttemptResult } from '../../electron/engine/client/attempt.ts';
import { type Answer, type Client, type ClientCall, createClient } from '../../electron/engine/client/client.ts';
import type { Lesson } from '../../electron/engine/client/lessons.ts';
import type { NonceStore } from '../../electron/engine/client/nonce.ts';
import type { Hosts } from '../../electron/engine/exchanges/definition.ts';
import { exchanges } from '../../electron/engine/exchanges/registry.ts';
import { type ExchangeRequest, encodeParams } from '../../electron/engine/http.ts';
import { createLimiter } from '../../electron/engine/limiter/create-limiter.ts';
import type { Limiter } from '../../electron/engine/limiter/types.ts';
import { type KeyMaterial, Vault } from '../../electron/engine/vault/vault.ts';
import { FakeClock, flush } from './fake-clock.ts';
import { ScriptedTransport } from './scripted-transport.ts';

export const materials: Readonly<Record<ExchangeId, KeyMaterial>> = {
  binance: { apiKey: `${'B'.repeat(60)}key1`, secretText: 'b'.repeat(64), passphrase: null },
  okx: {
    apiKey: '00000000-1111-2222-3333-444444444444',
    secretText: 'ABCDEF0123456789'.repeat(2),
    passphrase: 'open it',
  },
  kraken: { apiKey: 'K'.repeat(56), secretText: Buffer.alloc(64, 7).toString('base64'), passphrase: null },
};

export function accountOf(exchange: ExchangeId): Account {
  return { id: `${exchange}-a`, exchange, environment: 'live', label: exchange, region: 'global', egress: 'default' };
}

export interface RigOptions {
  readonly clock?: FakeClock;
  readonly nonces?: NonceStore;
  /** False: no sample of any exchange's clock yet. */
  readonly isClockKnown?: boolean;
  /** Exchange clock − local wall clock, ms, where known. */
  readonly offsetMs?: number;
  readonly keys?: Partial<Readonly<Record<ExchangeId, KeyMaterial>>>;
}

/** What became of a call; null while it is under way. */
export interface Sent {
  result: Result<Answer> | null;
}

/** A client over the real limiter, a fake clock and a network that says no. */
export class ClientRig {
  readonly clock: FakeClock;
  readonly transport = new ScriptedTransport();
  readonly limiter: Limiter;
  readonly vault = new Vault();
  readonly client: Client;
  readonly attempts: { readonly attempt: Attempt; readonly result: AttemptResult }[] = [];
  readonly lessons: Lesson[] = [];
  /** Ids of keys, each time the exchange first did not take one. */
  readonly refusedKeys: string[] = [];
  fraction = 0;

  constructor(options: RigOptions = {}) {
    this.clock = options.clock ?? new FakeClock();
    this.limiter = createLimiter({ clock: this.clock });
    for (const id of Object.values(exchanges).map((definition) => definition.id)) {
      const kept = this.vault.keep(`${id}-a`, id, options.keys?.[id] ?? materials[id]);
      if (!kept.ok) throw new Error(`The key of ${id} is refused: ${kept.failure.kind}`);
    }
    this.client = createClient({
      clock: this.clock,
      random: { fraction: () => this.fraction, bytes: (size) => new Uint8Array(size) },
      transport: this.transport,
      limiter: this.limiter,
      vault: this.vault,
      nonces: options.nonces ?? memoryNonces(),
      hosts: hostsOf,
      accountRef: (account) => account.id,
      onKeyRefused: (keyId) => void this.refusedKeys.push(keyId),
      onAttempt: (attempt, result) => void this.attempts.push({ attempt, result }),
      onLesson: (lesson) => void this.lessons.push(lesson),
    });
    if (options.isClockKnown !== false)
      for (const id of Object.values(exchanges).map(({ id }) => id)) this.measure(id, options.offsetMs ?? 0);
  }

  /** Takes in a perfect sample of an exchange's clock. */
  measure(exchange: ExchangeId, offsetMs: number): void {
    const serverClock = this.client.peers.clockOf({ exchange, environment: 'live' });
    const nowMs = serverClock.steadyMs();
    const serverMs = this.clock.now() + offsetMs;
    serverClock.add({ sentAtMs: nowMs, receivedAtMs: nowMs, serverMs, resolutionMs: 1 });
    this.limiter.setServerOffset({ exchange, environment: 'live' }, offsetMs, 1);
  }

  start(exchange: ExchangeId, request: ExchangeRequest, more: Partial<ClientCall> = {}): Sent {
    const sent: Sent = { result: null };
    const call: ClientCall = { account: accountOf(exchange), request, caller: 'app', withinMs: null, ...more };
    void this.client.send(call).then((result) => {
      sent.result = result;
    });
    return sent;
  }

  /** Starts it and lets `forMs` of time pass. */
  async sent(exchange: ExchangeId, request: ExchangeRequest, more: Partial<ClientCall> = {}, forMs = 0): Promise<Sent> {
    const sent = this.start(exchange, request, more);
    await this.run(forMs);
    return sent;
  }

  /** Lets time pass; after every timer all promises settle before the next one fires. */
  async run(ms: number): Promise<void> {
    const { clock } = this;
    const untilMs = clock.monotonic() + ms;
    await settle();
    for (let nextMs = clock.nextAtMs; nextMs !== null && nextMs <= untilMs; nextMs = clock.nextAtMs) {
      clock.advanceTo(nextMs);
      await settle();
    }
    clock.advanceTo(untilMs);
    await settle();
  }
}

/** Long promise chains need more turns than one flush gives. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 6; turn += 1) await flush();
}

export function memoryNonces(): NonceStore & { readonly saved: Map<string, bigint> } {
  const saved = new Map<string, bigint>();
  return { saved, load: (key) => saved.get(key) ?? null, save: (key, ceiling) => void saved.set(key, ceiling) };
}

export function hostsOf(account: Account): Hosts {
  const hosts = exchanges[account.exchange].environments.live['global'];
  if (hosts === undefined) throw new Error(`${account.exchange} has no live hosts`);
  return hosts;
}

export function post(
  path: string,
  params: Readonly<Record<string, string>>,
  type: 'form' | 'json' | 'query',
): ExchangeRequest {
  if (type === 'query') return { method: 'POST', path, query: encodeParams(params), body: null };
  const body = type === 'form' ? encodeParams(params) : JSON.stringify(params);
  return { method: 'POST', path, query: '', body: { type, text: body } };
}

/** One plain limit order of each exchange. */
export const orderRequests: Readonly<Record<ExchangeId, ExchangeRequest>> = {
  binance: post(
    '/api/v3/order',
    {
      symbol: 'BTCUSDT',
      side: 'BUY',
      type: 'LIMIT',
      timeInForce: 'GTC',
      quantity: '1',
      price: '9',
      newClientOrderId: 'mine-1',
    },
    'query',
  ),
  okx: post(
    '/api/v5/trade/order',
    { instId: 'BTC-USDT', tdMode: 'cash', side: 'buy', ordType: 'limit', sz: '1', px: '9', clOrdId: 'mine1' },
    'json',
  ),
  kraken: post(
    '/0/private/AddOrder',
    { pair: 'XBTUSD', type: 'buy', ordertype: 'limit', volume: '1', price: '9', cl_ord_id: 'mine-1' },
    'form',
  ),
};

/** What each exchange answers to an order it took. */
export const orderReplies: Readonly<Record<ExchangeId, unknown>> = {
  binance: { symbol: 'BTCUSDT', orderId: 28, orderListId: -1, clientOrderId: 'mine-1', transactTime: 1507725176595 },
  okx: { code: '0', msg: '', data: [{ ordId: '312269865356374016', clOrdId: 'mine1', tag: '', sCode: '0', sMsg: '' }] },
  kraken: { error: [], result: { descr: { order: 'buy 1' }, txid: ['OUF4EM-FRGI2-MQMWZD'], cl_ord_id: 'mine-1' } },
};

import { describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { startPracticeBinance } from '../../../electron/practice/binance/index.ts';
import { payloadOf } from '../../../electron/practice/binance/socket-api.ts';
import { connectInProcess } from '../../../electron/practice/core/connection.ts';
import type { FakeConnection } from '../../../electron/practice/core/connection.ts';
import { decimal } from '../../../shared/model/decimal.ts';
import type { ClientKey } from '../../../electron/practice/binance/identity.ts';
import type { Body, Rig } from './support.ts';
import { LIMIT, rig, signatureOf, START_MS } from './support.ts';

interface Socket {
  readonly fake: FakeConnection;
  ask(method: string, params?: Record<string, unknown>): Promise<Body>;
  signed(method: string, params?: Record<string, unknown>, key?: ClientKey): Promise<Body>;
  events(): readonly Body[];
}

const settle = (): Promise<unknown> => new Promise((resolve) => setImmediate(resolve));

function connect({ exchange, clock }: Rig, query = ''): Socket {
  const fake = connectInProcess(exchange.accept, { path: '/ws-api/v3', query });
  if ('status' in fake) throw new Error(`refused with ${fake.status}`);
  let nextId = 1;
  const parsed = (): Body[] => fake.sent.map((text) => JSON.parse(text) as Body);
  const ask: Socket['ask'] = async (method, params) => {
    const id = nextId++;
    fake.say(JSON.stringify({ id, method, params }));
    await settle();
    const reply = parsed().find((message) => message.id === id);
    if (reply === undefined) throw new Error(`no reply to ${method}`);
    return reply;
  };
  return {
    fake,
    ask,
    signed: (method, params = {}, key = exchange.keys.hmac) => {
      const all = { ...params, apiKey: key.apiKey, timestamp: clock.now() };
      return ask(method, { ...all, signature: signatureOf(key, payloadOf(all)) });
    },
    events: () => parsed().filter((message) => message.event !== undefined),
  };
}

function heard(socket: Socket, kind: string): readonly Readonly<Record<string, unknown>>[] {
  return socket.events().flatMap(({ event }) => (event?.['e'] === kind ? [event] : []));
}

describe('WebSocket API', () => {
  it('builds the payload as printed in web-socket-api.md (2026-07), which the sample key signs', () => {
    const apiKey = 'vmPUZE6mv9SD5VNHk4HlWFsOr6aKE2zvsw0MuIgwCIPy6utIco14y7Ju91duEh8A';
    const params = {
      symbol: 'BTCUSDT',
      side: 'SELL',
      type: 'LIMIT',
      timeInForce: 'GTC',
      quantity: '0.01000000',
      price: '52000.00',
      recvWindow: 100,
      timestamp: 1645423376532,
      apiKey,
    };
    const secret = 'NhqPtmdSJYdKjVHjA7PZj4Mge3R5YNiP1e3UZjInClVN65XAbvqqM6A7H5fATj0j';
    expect(signatureOf({ apiKey, secret }, payloadOf(params))).toBe(
      'aa1b5712c094bc4e57c05a1a5c1fd8d88dcd628338ea863fec7b88e59fe2db24',
    );
  });

  it('answers with use and limit of the weight; connecting costs 2', async () => {
    const socket = connect(rig());
    expect(await socket.ask('ping')).toEqual({
      id: 1,
      status: 200,
      result: {},
      rateLimits: [{ rateLimitType: 'REQUEST_WEIGHT', interval: 'MINUTE', intervalNum: 1, limit: 6000, count: 3 }],
    });
    expect((await socket.ask('v3/time')).result).toEqual({ serverTime: START_MS });
    const info = await socket.ask('exchangeInfo');
    expect(info.result?.rateLimits?.map((row) => row.rateLimitType)).toContain('CONNECTIONS');
  });

  it('leaves rateLimits out when asked to, in the address or per request', async () => {
    const quiet = connect(rig(), 'returnRateLimits=false');
    expect((await quiet.ask('ping')).rateLimits).toBeUndefined();
    expect((await quiet.ask('ping', { returnRateLimits: true })).rateLimits).toHaveLength(1);
  });

  it('shares weight and order counts with HTTP', async () => {
    const test = rig();
    const socket = connect(test);
    await test.get('/api/v3/exchangeInfo');
    const placed = await socket.signed('order.place', LIMIT);
    expect(placed.status).toBe(200);
    expect(placed.rateLimits?.map((row) => [row.rateLimitType, row.count])).toEqual([
      ['ORDERS', 1],
      ['ORDERS', 1],
      ['REQUEST_WEIGHT', 22],
    ]);
    const status = await socket.signed('order.status', { symbol: 'BTCUSDT', orderId: placed.result?.orderId });
    expect(status.result).toMatchObject({ status: 'NEW' });
    expect(
      (await socket.signed('order.cancel', { symbol: 'BTCUSDT', orderId: placed.result?.orderId })).result,
    ).toMatchObject({ status: 'CANCELED' });
  });

  it('refuses a tampered request', async () => {
    const { exchange, clock, ...rest } = rig();
    const socket = connect({ exchange, clock, ...rest });
    const all = { ...LIMIT, apiKey: exchange.keys.hmac.apiKey, timestamp: clock.now() };
    const signature = signatureOf(exchange.keys.hmac, payloadOf(all));
    expect(await socket.ask('order.place', { ...all, price: '61000', signature })).toMatchObject({
      status: 400,
      error: { code: -1022 },
    });
  });

  it('logs on with Ed25519 only; then needs no key, but still a time', async () => {
    const test = rig();
    const socket = connect(test);
    expect(await socket.signed('session.logon')).toMatchObject({ status: 401, error: { code: -2015 } });
    const { ed25519 } = test.exchange.keys;
    expect((await socket.signed('session.logon', {}, ed25519)).result).toMatchObject({
      apiKey: ed25519.apiKey,
      authorizedSince: START_MS,
    });
    expect((await socket.ask('account.status', { timestamp: START_MS })).result?.accountType).toBe('SPOT');
    expect((await socket.ask('account.status')).error).toMatchObject({ code: -1102 });
    await socket.ask('session.logout');
    expect((await socket.ask('account.status', { timestamp: START_MS })).error).toMatchObject({ code: -2014 });
  });

  it('drops the log-on when the key is deleted: 401 without an id', async () => {
    const test = rig();
    const socket = connect(test);
    await socket.signed('session.logon', {}, test.exchange.keys.ed25519);
    await socket.ask('userDataStream.subscribe');
    const key = test.exchange.accounts.key(test.exchange.keys.ed25519.apiKey);
    if (key !== undefined) key.state = 'deleted';
    await socket.ask('ping');
    expect(socket.fake.sent.map((text) => JSON.parse(text) as unknown)).toContainEqual({
      id: null,
      status: 401,
      error: { code: -2015, msg: 'Invalid API-key, IP, or permissions for action.' },
    });
    expect(socket.events().at(-1)).toMatchObject({ subscriptionId: 0, event: { e: 'eventStreamTerminated' } });
  });

  it('sends orders, fills and balances to a subscription made with any key', async () => {
    const test = rig();
    const socket = connect(test);
    expect((await socket.signed('userDataStream.subscribe.signature')).result).toEqual({ subscriptionId: 0 });
    expect((await socket.signed('userDataStream.subscribe.signature')).error).toMatchObject({ code: -2035 });
    const placed = await test.signed('POST', '/api/v3/order', { ...LIMIT, newClientOrderId: 'watched' });
    test.exchange.venue.fillResting(Number(placed.body.orderId), decimal('0.004'));
    await test.signed('DELETE', '/api/v3/order', {
      symbol: 'BTCUSDT',
      origClientOrderId: 'watched',
      newClientOrderId: 'the-cancel',
    });
    const reports = heard(socket, 'executionReport');
    expect(reports.map((event) => ['x', 'X', 'c', 'C', 'l', 'z', 'm'].map((letter) => event[letter]))).toEqual([
      ['NEW', 'NEW', 'watched', '', '0.00000000', '0.00000000', false],
      ['TRADE', 'PARTIALLY_FILLED', 'watched', '', '0.00400000', '0.00400000', true],
      ['CANCELED', 'CANCELED', 'the-cancel', 'watched', '0.00000000', '0.00400000', false],
    ]);
    const positions = heard(socket, 'outboundAccountPosition');
    expect(positions[0]?.['B']).toEqual([{ a: 'USDT', f: '99400.00000000', l: '600.00000000' }]);
    expect((await socket.ask('userDataStream.unsubscribe', { subscriptionId: 0 })).status).toBe(200);
    const seen = socket.events().length;
    await test.signed('POST', '/api/v3/order', LIMIT);
    expect(socket.events()).toHaveLength(seen);
  });

  it('says how long to wait as an absolute time, and cuts the connection at a ban', async () => {
    const test = rig({ limits: { weight: 3, requestsToBan: 1 } });
    const socket = connect(test);
    await socket.ask('ping');
    expect(await socket.ask('ping')).toMatchObject({
      status: 429,
      error: { code: -1003, data: { serverTime: START_MS, retryAfter: START_MS + 60_000 } },
    });
    expect(await socket.ask('ping')).toMatchObject({
      status: 418,
      error: { data: { retryAfter: START_MS + 120_000 } },
    });
    test.clock.advance(1);
    expect(socket.fake.closedWith()).not.toBeNull();
    expect(connectInProcess(test.exchange.accept, { path: '/ws-api/v3' })).toMatchObject({ status: 418 });
  });

  it('pings every 20 s and cuts a client that does not answer within a minute', () => {
    const test = rig();
    const [silent, polite] = [connect(test), connect(test)];
    for (let ping = 0; ping < 6; ping += 1) {
      test.clock.advance(20_000);
      polite.fake.pong(polite.fake.pings.at(-1) ?? '');
      silent.fake.pong('made up');
    }
    expect(polite.fake.pings).toHaveLength(6);
    expect(polite.fake.closedWith()).toBeNull();
    expect(silent.fake.pings).toHaveLength(3);
    expect(silent.fake.closedWith()).not.toBeNull();
  });

  it('refuses more connections than allowed in five minutes', () => {
    const test = rig({ limits: { connections: 2 } });
    connect(test);
    connect(test);
    expect(connectInProcess(test.exchange.accept, { path: '/ws-api/v3' })).toMatchObject({ status: 429 });
    test.clock.advance(300_000);
    expect(() => connect(test)).not.toThrow();
  });

  it('works over a real socket', async () => {
    const practice = await startPracticeBinance({ isMoving: false });
    const socket = new WebSocket(`${practice.socketOrigin}/ws-api/v3`);
    const reply = await new Promise<Body>((resolve, reject) => {
      socket.on('error', reject);
      socket.on('open', () => socket.send(JSON.stringify({ id: 'x', method: 'time' })));
      socket.on('message', (data) => resolve(JSON.parse(String(data)) as Body));
    });
    expect(reply).toMatchObject({ id: 'x', status: 200 });
    socket.terminate();
    await practice.stop();
  });
});

import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { get } from '../../../electron/engine/http.ts';
import { json } from '../../support/scripted-transport.ts';
import { type FarEnd, FeedRig } from './support.ts';

function weights(count: number, limit = 6_000): unknown {
  return [{ rateLimitType: 'REQUEST_WEIGHT', interval: 'MINUTE', intervalNum: 1, limit, count }];
}

const subscribed = (count: number): unknown => ({
  id: 'subscribe',
  status: 200,
  result: { subscriptionId: 0 },
  rateLimits: weights(count),
});

async function live(count = 4): Promise<{ readonly rig: FeedRig; readonly end: FarEnd }> {
  const rig = new FeedRig();
  // Off the edge of the minute, where nobody knows which window a count is of.
  await rig.run(5_000);
  await rig.connect('binance');
  const end = rig.sockets.last;
  await end.open();
  await end.say(subscribed(count));
  return { rig, end };
}

const filled = {
  subscriptionId: 0,
  event: {
    e: 'executionReport',
    E: 1,
    s: 'BTCUSDT',
    c: 'mine',
    S: 'BUY',
    o: 'LIMIT',
    f: 'GTC',
    q: '1',
    p: '9',
    x: 'TRADE',
    X: 'FILLED',
    r: 'NONE',
    i: 7,
    z: '1',
    Z: '9',
    T: 1_782_864_000_000,
  },
};

describe('a Binance feed', () => {
  it('subscribes with a signature that any type of key can make', async () => {
    const { end } = await live();
    const [message] = end.messages as readonly { readonly params: Readonly<Record<string, unknown>> }[];
    const { signature, ...params } = message?.params ?? {};
    const payload = `apiKey=${String(params['apiKey'])}&recvWindow=5000&timestamp=${String(params['timestamp'])}`;
    expect(message).toMatchObject({ id: 'subscribe', method: 'userDataStream.subscribe.signature' });
    expect(signature).toBe(createHmac('sha256', 'b'.repeat(64)).update(payload).digest('hex'));
  });

  it('pays for connection and subscription, and takes the count of the reply over', async () => {
    const { rig } = await live(31);
    expect(rig.view('connections').used).toBe(1);
    // Connecting costs 2 and subscribing 2; the rest of the 31 was spent by others.
    expect(rig.view('ip-weight')).toMatchObject({ own: 4, used: 31, foreign: 27, inFlight: 0 });
  });

  it('takes the limit of a reply over', async () => {
    const { rig, end } = await live();
    await rig.run(30_000);
    expect(end.messages.at(-1)).toEqual({ id: 'ping', method: 'ping' });
    await end.say({ id: 'ping', status: 200, result: {}, rateLimits: weights(5, 1_200) });
    expect(rig.view('ip-weight')).toMatchObject({ capacity: 1_200, own: 5, used: 5, foreign: 0, inFlight: 0 });
  });

  it('a ping that our own limiter holds back proves nothing about the other side', async () => {
    const { rig, end } = await live();
    const holder = rig.client.peers.of({
      id: 'binance-a',
      exchange: 'binance',
      environment: 'live',
      label: 'b',
      region: 'global',
      egress: 'default',
    });
    if (!holder.ok) throw new Error('No peer');
    const untilMs = rig.clock.now() + 300_000;
    rig.limiter.closeGate({
      key: 'binance/live|ip=default',
      realm: holder.value.realm,
      cause: 'rate-limited',
      untilMs,
      code: null,
    });
    await rig.run(290_000);
    expect(end.isClosed).toBe(false);
    await rig.run(60_000);
    expect(end.messages.at(-1)).toEqual({ id: 'ping', method: 'ping' });
  });

  it('passes orders on', async () => {
    const { rig, end } = await live();
    await end.say(filled);
    expect(rig.orders).toMatchObject([{ symbol: 'BTCUSDT', clientOrderId: 'mine', status: 'filled' }]);
    expect(rig.rows.at(-1)).toMatchObject({ endpoint: 'ws user-data order filled', exchange: 'binance' });
  });

  it.each([
    {
      name: 'the stream ended',
      message: { subscriptionId: 0, event: { e: 'eventStreamTerminated', E: 1 } },
      code: 'eventStreamTerminated',
    },
    { name: 'the server is shut down', message: { e: 'serverShutdown', E: 1 }, code: 'serverShutdown' },
    {
      name: 'the server is shut down, which it tells the connection and no subscription',
      message: { event: { e: 'serverShutdown', E: 1 } },
      code: 'serverShutdown',
    },
  ])('connects anew when $name', async ({ message, code }) => {
    const { rig, end } = await live();
    await end.say(message);
    expect(end.isClosed).toBe(true);
    expect(rig.events().at(-1)).toBe(`closed ${code}`);
    await rig.run(2_000);
    expect(rig.sockets.ends).toHaveLength(2);
  });

  it('a ban closes the address until the time it names, for sockets and calls alike', async () => {
    const rig = new FeedRig();
    await rig.connect('binance');
    const end = rig.sockets.last;
    await end.open();
    const untilMs = rig.clock.now() + 240_000;
    const data = { serverTime: rig.clock.now(), retryAfter: untilMs };
    const msg = `Way too much request weight used; IP banned until ${untilMs}. Please use WebSocket Streams for live updates to avoid bans.`;
    await end.say({ id: 'subscribe', status: 418, error: { code: -1003, msg, data }, rateLimits: weights(9_000) });
    expect(rig.limiter.gates()).toMatchObject([{ key: 'binance/live|ip=default', cause: 'banned', code: '-1003' }]);
    rig.transport.always(/time/, json({ serverTime: 1 }));
    const call = await rig.sent('binance', get('/api/v3/time'), {}, 235_000);
    expect(call.result).toBeNull();
    expect(rig.sockets.ends).toHaveLength(1);
    await rig.run(70_000);
    expect(call.result?.ok).toBe(true);
    expect(rig.sockets.ends.length).toBeGreaterThan(1);
  });

  it('a key that became invalid on the way is a row, and the end of the stream follows', async () => {
    const { rig, end } = await live();
    await end.say({
      id: null,
      status: 401,
      error: { code: -2015, msg: 'Invalid API-key, IP, or permissions for action.' },
    });
    expect(rig.events().at(-1)).toBe('error -2015');
    expect(end.isClosed).toBe(false);
  });

  it('measures the clock afresh when its timestamp is refused', async () => {
    const rig = new FeedRig();
    let isDistrusted = false;
    rig.client.peers.clockOf({ exchange: 'binance', environment: 'live' }).onChange((isTrusted) => {
      isDistrusted ||= !isTrusted;
    });
    await rig.connect('binance');
    await rig.sockets.last.open();
    await rig.sockets.last.say({
      id: 'subscribe',
      status: 400,
      error: { code: -1021, msg: 'Timestamp for this request is outside of the recvWindow.' },
    });
    expect(isDistrusted).toBe(true);
    expect(rig.states.at(-1)).toBe('down');
  });

  it('shows neither key nor signature in a row', async () => {
    const { rig, end } = await live();
    await end.hangUp(1008);
    const rows = JSON.stringify(rig.rows);
    const [message] = end.messages as readonly { readonly params: { readonly signature: string } }[];
    for (const secret of [message?.params.signature ?? '?', 'B'.repeat(20)]) expect(rows).not.toContain(secret);
  });
});

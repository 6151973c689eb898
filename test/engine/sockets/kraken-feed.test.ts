import { describe, expect, it } from 'vitest';
import { executions, FeedRig, krakenAck, report, subscribedKraken, TOKEN } from './support.ts';

describe('a Kraken feed', () => {
  it('asks for a token, connects, subscribes with the counter, and says so in its rows', async () => {
    const { rig, end } = await subscribedKraken();
    expect(rig.transport.arrivals.map(({ request }) => request.target)).toEqual(['/0/private/GetWebSocketsToken']);
    expect(end.url).toBe('wss://ws-auth.kraken.com/v2');
    expect(end.messages).toEqual([
      {
        method: 'subscribe',
        params: {
          channel: 'executions',
          snap_orders: true,
          snap_trades: false,
          order_status: true,
          ratecounter: true,
          token: `${TOKEN}1`,
        },
      },
    ]);
    expect(rig.events()).toEqual(['connected', 'subscribed']);
    expect(rig.rows[0]).toMatchObject({
      kind: 'socket',
      endpoint: 'ws executions connected',
      bucket: 'ws-connections',
      cost: 1,
      code: null,
    });
    expect(rig.states).toEqual(['connecting', 'live']);
  });

  it('charges each connection to the bucket of connections', async () => {
    const { rig } = await subscribedKraken();
    expect(rig.view('ws-connections')).toMatchObject({ used: 1, inFlight: 0 });
  });

  it('passes orders on and writes a row for them', async () => {
    const { rig, end } = await subscribedKraken();
    await end.say(
      executions([
        report({ symbol: 'BTC/USD', side: 'buy', order_type: 'limit', order_qty: 0.1, limit_price: 80_000.5 }),
      ]),
    );
    expect(rig.orders).toMatchObject([
      { symbol: 'BTC/USD', exchangeOrderId: 'OVN7VD-7VYHS-APBKHA', status: 'open', price: '80000.5' },
    ]);
    expect(rig.events().at(-1)).toBe('order open');
  });

  it('begins anew with a token of its own when a message is missing, and goes on from there', async () => {
    const { rig, end } = await subscribedKraken();
    await end.say(executions([], 2));
    await end.say(executions([], 5));
    await end.say(krakenAck(125, 'unsubscribe'));
    await end.say(krakenAck(125));
    await end.say(executions([], 1));
    await end.say(executions([], 2));
    expect(end.messages.map(({ method }) => method)).toEqual(['subscribe', 'unsubscribe', 'subscribe']);
    expect(end.messages.at(-1)).toMatchObject({ params: { token: `${TOKEN}2` } });
    expect(rig.events()).toEqual(['connected', 'subscribed', 'gap 2 then 5', 'unsubscribed', 'subscribed']);
    expect(rig.states).toEqual(['connecting', 'live', 'live']);
    expect(end.isClosed).toBe(false);
  });

  it('connects anew when a second message is missing right after', async () => {
    const { rig, end } = await subscribedKraken();
    await end.say(executions([], 9));
    await end.say(krakenAck(125, 'unsubscribe'));
    await end.say(krakenAck(125));
    await end.say(executions([], 1));
    await end.say(executions([], 7));
    expect(end.isClosed).toBe(true);
    expect(rig.events().slice(-2)).toEqual(['gap 1 then 7', 'closed gap']);
    await rig.run(2_000);
    expect(rig.sockets.ends).toHaveLength(2);
  });

  it('shows token, key and signature in no row', async () => {
    const { rig, end } = await subscribedKraken();
    await end.say({ method: 'subscribe', success: false, error: `EGeneral:Invalid arguments:${TOKEN}1` });
    await end.say({ error: `Unsupported field: '${TOKEN}1'`, method: 'subscribe', success: false });
    await end.say(executions([], 9));
    await end.say({ error: `${TOKEN}2 is not a token`, method: 'unsubscribe', success: false });
    await end.hangUp(1000);
    const rows = JSON.stringify(rig.rows);
    expect(rig.rows.length).toBeGreaterThan(4);
    for (const secret of [TOKEN, 'K'.repeat(20), 'SECRETtoken']) expect(rows).not.toContain(secret);
  });

  it.each([
    { error: 'EGeneral:Permission denied', soon: false },
    { error: 'EAPI:Invalid key', soon: false },
    { error: 'ESession:Invalid session', soon: true },
    { error: 'EService:Unavailable', soon: true },
  ])('after the refusal $error it tries again soon: $soon', async ({ error, soon }) => {
    const rig = new FeedRig();
    await rig.connect('kraken');
    await rig.sockets.last.open();
    await rig.sockets.last.say({ method: 'subscribe', success: false, error });
    expect(rig.sockets.last.isClosed).toBe(true);
    expect(rig.states.at(-1)).toBe(soon ? 'down' : 'refused');
    await rig.run(60_000);
    expect(rig.sockets.ends.length > 1).toBe(soon);
    await rig.run(600_000);
    expect(rig.sockets.ends.length).toBeGreaterThan(1);
  });

  it.each([
    {
      name: 'a key without the permission',
      reply: { error: ['EGeneral:Permission denied'] },
      state: 'refused',
      asked: 1,
    },
    { name: 'a reply without a token', reply: { error: [], result: {} }, state: 'down', asked: 2 },
  ])('opens no socket with $name', async ({ reply, state, asked }) => {
    const rig = new FeedRig();
    rig.tokenReply = reply;
    await rig.connect('kraken');
    expect(rig.states).toEqual(['connecting', state]);
    await rig.run(2_000);
    expect(rig.sockets.ends).toEqual([]);
    expect(rig.transport.arrivals).toHaveLength(asked);
  });

  it('comes back no sooner than 5 s after maintenance', async () => {
    const { rig, end } = await subscribedKraken();
    await end.say({
      channel: 'status',
      type: 'update',
      data: [{ system: 'maintenance', api_version: 'v2', version: '2' }],
    });
    await end.hangUp(1001);
    await rig.run(4_900);
    expect(rig.sockets.ends).toHaveLength(1);
    await rig.run(200);
    expect(rig.sockets.ends).toHaveLength(2);
  });
});

import { describe, expect, it } from 'vitest';
import { connectInProcess } from '../../../electron/practice/core/connection.ts';
import type { FakeConnection } from '../../../electron/practice/core/connection.ts';
import type { Body, Rig } from './support.ts';
import { rig } from './support.ts';

function connect({ exchange }: Rig, path: string, query = ''): FakeConnection {
  const fake = connectInProcess(exchange.accept, { path, query });
  if ('status' in fake) throw new Error(`refused with ${fake.status}`);
  return fake;
}

const messages = (fake: FakeConnection): readonly Body[] => fake.sent.map((text) => JSON.parse(text) as Body);
const ticks = { isMoving: true } as const;

describe('market streams', () => {
  const cases = [
    { stream: 'btcusdt@trade', has: { e: 'trade', s: 'BTCUSDT' } },
    { stream: 'btcusdt@aggTrade', has: { e: 'aggTrade', s: 'BTCUSDT' } },
    { stream: 'btcusdt@bookTicker', has: { s: 'BTCUSDT' } },
    { stream: 'btcusdt@miniTicker', has: { e: '24hrMiniTicker', s: 'BTCUSDT' } },
    { stream: 'btcusdt@ticker', has: { e: '24hrTicker', s: 'BTCUSDT' } },
    { stream: 'btcusdt@kline_1m', has: { e: 'kline' } },
    { stream: 'btcusdt@depth@100ms', has: { e: 'depthUpdate' } },
  ];
  for (const { stream, has } of cases) {
    it(`${stream}: raw, and wrapped when combined`, () => {
      const test = rig(ticks);
      const raw = connect(test, `/ws/${stream}`);
      const combined = connect(test, '/stream', `streams=${stream}/ethusdt@trade`);
      test.clock.advance(4000);
      expect(messages(raw)[0]).toMatchObject(has);
      expect(messages(combined).find((message) => message.stream === stream)?.data).toMatchObject(has);
    });
  }

  it('subscribes, lists and unsubscribes', () => {
    const test = rig(ticks);
    const socket = connect(test, '/ws');
    socket.say(JSON.stringify({ method: 'SUBSCRIBE', params: ['btcusdt@trade'], id: 1 }));
    socket.say(JSON.stringify({ method: 'LIST_SUBSCRIPTIONS', id: 'two' }));
    expect(messages(socket)).toEqual([
      { result: null, id: 1 },
      { result: ['btcusdt@trade'], id: 'two' },
    ]);
    test.clock.advance(2000);
    const before = socket.sent.length;
    expect(before).toBeGreaterThan(2);
    socket.say(JSON.stringify({ method: 'UNSUBSCRIBE', params: ['btcusdt@trade'], id: null }));
    test.clock.advance(5000);
    expect(socket.sent).toHaveLength(before + 1);
  });

  it('answers a malformed command in its own form', () => {
    const socket = connect(rig(), '/ws');
    socket.say(JSON.stringify({ method: 'SUBSCRIBE', params: 'btcusdt@trade', id: 5_000_001 }));
    expect(messages(socket)).toEqual([
      { error: { code: 2, msg: 'Invalid request: streams must be an array' }, id: 5_000_001 },
    ]);
  });

  it('cuts a client at the sixth message in a second, pings and pongs counted', () => {
    const test = rig();
    const socket = connect(test, '/ws');
    const list = JSON.stringify({ method: 'LIST_SUBSCRIPTIONS', id: 1 });
    for (let count = 0; count < 4; count += 1) socket.say(list);
    socket.pong('x');
    expect(socket.closedWith()).toBeNull();
    test.clock.advance(1000);
    for (let count = 0; count < 5; count += 1) socket.say(list);
    expect(socket.closedWith()).toBeNull();
    test.clock.advance(999);
    socket.say(list);
    expect(socket.closedWith()).not.toBeNull();
  });

  it('refuses more than 1024 streams', () => {
    const socket = connect(rig(), '/ws');
    const names = Array.from({ length: 1025 }, (_, at) => `x${at}usdt@trade`);
    socket.say(JSON.stringify({ method: 'SUBSCRIBE', params: names.slice(1), id: 1 }));
    socket.say(JSON.stringify({ method: 'SUBSCRIBE', params: names, id: 2 }));
    expect(messages(socket)).toMatchObject([{ result: null }, { error: { code: 2 } }]);
  });

  it('a local book kept by the documented steps equals the book', async () => {
    const test = rig(ticks);
    const socket = connect(test, '/ws/btcusdt@depth@100ms');
    test.clock.advance(3050);
    const snapshot = (await test.get('/api/v3/depth?symbol=BTCUSDT&limit=5000')).body;
    test.clock.advance(10_000);
    const book = { bids: new Map(rows(snapshot.bids)), asks: new Map(rows(snapshot.asks)) };
    let id = Number(snapshot.lastUpdateId);
    for (const event of messages(socket).filter((message) => Number(message.u) > id)) {
      expect(Number(event.U)).toBeLessThanOrEqual(id + 1);
      for (const [side, changes] of [
        ['bids', event.b],
        ['asks', event.a],
      ] as const) {
        for (const [price, quantity] of rows(changes)) {
          if (Number(quantity) === 0) book[side].delete(price);
          else book[side].set(price, quantity);
        }
      }
      id = Number(event.u);
    }
    const final = (await test.get('/api/v3/depth?symbol=BTCUSDT&limit=5000')).body;
    expect(id).toBe(final.lastUpdateId);
    expect([...book.bids].sort()).toEqual(rows(final.bids).sort());
    expect([...book.asks].sort()).toEqual(rows(final.asks).sort());
  });
});

function rows(levels: Body['bids']): (readonly [string, string])[] {
  return [...(levels ?? [])];
}

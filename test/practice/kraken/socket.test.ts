import { describe, expect, it } from 'vitest';
import { decimal } from '../../../shared/model/decimal.ts';
import { connectInProcess } from '../../../electron/practice/core/connection.ts';
import { bookChecksum, changedLevels } from '../../../electron/practice/kraken/socket/book-feed.ts';
import { pairOfSymbol } from '../../../electron/practice/kraken/pairs.ts';
import { Bench, dataOf, type Message, messages, say, STAMPS, subscribe } from './support.ts';

const ORDER = { order_type: 'limit', side: 'buy', order_qty: 0.001, symbol: 'BTC/USD', limit_price: 50000 };

describe('connection', () => {
  it('tells the status at once and again when it changes', () => {
    const bench = new Bench();
    const socket = bench.socket();
    expect(messages(socket)).toMatchObject([
      { channel: 'status', type: 'update', data: [{ system: 'online', api_version: 'v2' }] },
    ]);
    bench.exchange.system.set('maintenance');
    expect(dataOf(messages(socket)[1])[0]).toEqual({ version: '2.0.10', system: 'maintenance', api_version: 'v2' });
  });

  it('answers pings and echoes the request id', () => {
    expect(say(new Bench().socket(), { method: 'ping', req_id: 694480169830934 })).toEqual([
      { method: 'pong', req_id: 694480169830934, ...STAMPS },
    ]);
  });

  it('closes after a minute of silence when nothing is subscribed', () => {
    const bench = new Bench();
    const silent = bench.socket();
    const spoken = bench.socket();
    bench.clock.advance(30_000);
    say(spoken, { method: 'ping' });
    bench.clock.advance(30_000);
    expect([silent.closedWith()?.code, spoken.closedWith()]).toEqual([1000, null]);
    bench.clock.advance(30_000);
    expect(spoken.closedWith()?.code).toBe(1000);
  });

  it('beats each second only when something is subscribed and nothing else was sent', () => {
    const bench = new Bench();
    const socket = bench.socket();
    bench.clock.advance(5_000);
    expect(socket.sent).toHaveLength(1);
    say(socket, subscribe('trade', { symbol: ['BTC/USD'] }));
    const from = socket.sent.length;
    bench.clock.advance(3_000);
    expect(messages(socket, from)).toEqual([
      { channel: 'heartbeat' },
      { channel: 'heartbeat' },
      { channel: 'heartbeat' },
    ]);
    bench.clock.advance(200_000);
    expect(socket.closedWith()).toBeNull();
  });

  it('lets in 150 in ten minutes and then bans the address for ten', () => {
    const bench = new Bench();
    const attempt = (ip: string): string | number => {
      const connection = connectInProcess(bench.exchange.accept, { path: '/v2', ip });
      return 'status' in connection ? connection.status : 'in';
    };
    const attempts = Array.from({ length: 151 }, () => attempt('10.0.0.1'));
    expect([attempts.filter((outcome) => outcome === 'in').length, attempts.at(-1), attempt('10.0.0.2')]).toEqual([
      150,
      429,
      'in',
    ]);
    bench.clock.jump(599_999);
    expect(attempt('10.0.0.1')).toBe(429);
    bench.clock.jump(1);
    expect(attempt('10.0.0.1')).toBe('in');
    expect(connectInProcess(bench.exchange.accept, { path: '/' })).toMatchObject({ status: 404 });
  });

  const mistakes = [
    { name: 'no JSON', message: 'hello', error: { error: 'Malformed request', method: 'error' } },
    {
      name: 'an unknown method',
      message: { method: 'dance', req_id: 3 },
      error: { error: 'Unsupported event', method: 'dance', req_id: 3 },
    },
    {
      name: 'an unknown channel',
      message: subscribe('gossip'),
      error: { error: "Unsupported field: 'channel' for the given msg type: subscribe" },
    },
    {
      name: 'XBT instead of BTC',
      message: subscribe('ticker', { symbol: ['XBT/USD'] }),
      error: { error: 'Currency pair not supported XBT/USD', symbol: 'XBT/USD' },
    },
    {
      name: 'no token',
      message: { method: 'add_order', params: ORDER },
      error: { error: 'Token(s) not found', method: 'add_order' },
    },
    {
      name: 'a wrong token',
      message: subscribe('executions', { token: 'x' }),
      error: { error: 'ESession:Invalid session', method: 'subscribe' },
    },
  ];
  for (const { name, message, error } of mistakes) {
    it(`refuses ${name}`, () =>
      expect(say(new Bench().socket(), message)).toMatchObject([{ ...error, success: false }]));
  }
});

describe('market channels', () => {
  it('acknowledges each symbol and sends its snapshot with the digits of the engine', () => {
    const bench = new Bench();
    const socket = bench.socket();
    const replies = say(socket, { ...(subscribe('ticker', { symbol: ['BTC/USD', 'ETH/USD'] }) as object), req_id: 5 });
    expect(replies.map((reply) => [reply['method'] ?? reply['channel'], reply['success'] ?? reply['type']])).toEqual([
      ['subscribe', true],
      ['ticker', 'snapshot'],
      ['subscribe', true],
      ['ticker', 'snapshot'],
    ]);
    expect(replies[0]).toMatchObject({
      req_id: 5,
      result: { channel: 'ticker', event_trigger: 'trades', snapshot: true, symbol: 'BTC/USD' },
    });
    expect(socket.sent.join()).toContain('"last":65000.0');
  });

  it('keeps a book that adds up, with its checksum', async () => {
    const bench = new Bench();
    const socket = bench.socket();
    const pair = pairOfSymbol('BTC/USD');
    if (pair === undefined) throw new Error('No pair');
    const [, snapshot] = say(socket, subscribe('book', { symbol: ['BTC/USD'], depth: 10 }));
    const sides = new Map([
      ['bids', new Map<number, number>()],
      ['asks', new Map<number, number>()],
    ]);
    const apply = (message: Message | undefined): void => {
      for (const [name, levels] of sides) {
        for (const { price, qty } of (dataOf(message)[0]?.[name] ?? []) as readonly { price: number; qty: number }[]) {
          if (qty === 0) levels.delete(price);
          else levels.set(price, qty);
        }
      }
    };
    apply(snapshot);
    const from = socket.sent.length;
    await bench.limitOrder({ price: '64999', volume: '0.5' });
    await bench.limitOrder({ price: '65001', volume: '1' });
    bench.exchange.venue.movePrice('BTC/USD', decimal('65010'));
    const updates = messages(socket, from);
    expect(updates.length).toBeGreaterThan(2);
    for (const update of updates) apply(update);
    const level = ([price, qty]: [number, number]): {
      price: ReturnType<typeof decimal>;
      quantity: ReturnType<typeof decimal>;
    } => ({ price: decimal(price.toFixed(1)), quantity: decimal(qty.toFixed(8)) });
    const asks = [...(sides.get('asks') ?? [])].sort((left, right) => left[0] - right[0]).map(level);
    const bids = [...(sides.get('bids') ?? [])].sort((left, right) => right[0] - left[0]).map(level);
    expect([asks.length, bids.length]).toEqual([10, 10]);
    expect(dataOf(updates.at(-1))[0]?.['checksum']).toBe(bookChecksum({ asks, bids }, pair));
  });

  it('names a level that left with size 0', () => {
    const level = (
      price: string,
      quantity: string,
    ): { price: ReturnType<typeof decimal>; quantity: ReturnType<typeof decimal> } => ({
      price: decimal(price),
      quantity: decimal(quantity),
    });
    const before = [level('1', '5'), level('2', '5'), level('3', '5')];
    expect(changedLevels(before, [level('1', '5'), level('2', '4')])).toEqual([level('3', '0'), level('2', '4')]);
  });

  it('tells trades, candles and instruments, and stops when told to', async () => {
    const bench = new Bench();
    const socket = bench.socket();
    say(socket, subscribe('trade', { symbol: ['BTC/USD'] }));
    say(socket, subscribe('ohlc', { symbol: ['BTC/USD'], interval: 5 }));
    const [, instruments] = say(socket, subscribe('instrument'));
    expect((instruments as unknown as { data: { pairs: Message[] } }).data.pairs.map((pair) => pair['symbol'])).toEqual(
      ['BTC/USD', 'ETH/USD', 'SOL/USD', 'BTC/USDT'],
    );
    const from = socket.sent.length;
    await bench.limitOrder({ price: '70000' });
    expect(messages(socket, from).map((message) => message['channel'])).toEqual(['trade', 'ohlc']);
    expect(dataOf(messages(socket, from)[0])[0]).toMatchObject({ symbol: 'BTC/USD', side: 'buy', qty: 0.001 });
    say(socket, { method: 'unsubscribe', params: { channel: 'trade', symbol: ['BTC/USD'] } });
    say(socket, { method: 'unsubscribe', params: { channel: 'ohlc', symbol: ['BTC/USD'], interval: 5 } });
    const after = socket.sent.length;
    await bench.limitOrder({ price: '70000' });
    expect(messages(socket, after)).toEqual([]);
  });
});

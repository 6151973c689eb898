import { describe, expect, it } from 'vitest';
import { decimal } from '../../../shared/model/decimal.ts';
import { connectInProcess } from '../../../electron/practice/core/connection.ts';
import { bookChecksum, changedLevels } from '../../../electron/practice/kraken/socket/book-feed.ts';
import { pairOfSymbol } from '../../../electron/practice/kraken/pairs.ts';
import { Bench, type Message, messages, say, START_MS } from './support.ts';

const STAMPS = { time_in: '2026-11-20T12:00:00.000000Z', time_out: '2026-11-20T12:00:00.000000Z' };
const ORDER = { order_type: 'limit', side: 'buy', order_qty: 0.001, symbol: 'BTC/USD', limit_price: 50000 };

function subscribe(channel: string, params: Readonly<Record<string, unknown>> = {}): unknown {
  return { method: 'subscribe', params: { channel, ...params } };
}

function dataOf(message: Message | undefined): readonly Message[] {
  return (message?.['data'] ?? []) as readonly Message[];
}

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
    const from = (say(socket, subscribe('trade', { symbol: ['BTC/USD'] })), socket.sent.length);
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
    expect((instruments?.['data'] as { pairs: Message[] }).pairs.map((pair) => pair['symbol'])).toEqual([
      'BTC/USD',
      'ETH/USD',
      'SOL/USD',
      'BTC/USDT',
    ]);
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

describe('account channels', () => {
  it("reports an order's life in sequence, with the rate counter", async () => {
    const bench = new Bench();
    const token = await bench.token();
    const socket = bench.socket();
    const [ack, snapshot] = say(socket, subscribe('executions', { token, ratecounter: true }));
    expect(ack).toMatchObject({
      success: true,
      result: { channel: 'executions', maxratecount: 125, snap_orders: true, snap_trades: false, snapshot: true },
    });
    expect(snapshot).toEqual({ channel: 'executions', type: 'snapshot', data: [], sequence: 1 });
    const from = socket.sent.length;
    const txid = await bench.limitOrder({ cl_ord_id: 'ws' });
    await bench.call('AmendOrder', { txid, limit_price: '51000' });
    bench.exchange.venue.fillResting(bench.exchange.venue.openOrders('main')[0]?.id ?? 0, decimal('0.0004'));
    await bench.call('CancelOrder', { txid });
    const reports = messages(socket, from);
    expect(reports.map((report) => report['sequence'])).toEqual([2, 3, 4, 5, 6]);
    expect(
      reports
        .map((report) => dataOf(report)[0])
        .map((report) => [report?.['exec_type'], report?.['order_status'], report?.['ratecount']]),
    ).toEqual([
      ['pending_new', 'pending_new', 1],
      ['new', 'new', 1],
      ['amended', 'new', 5],
      ['trade', 'partially_filled', 5],
      ['canceled', 'canceled', 13],
    ]);
    expect(dataOf(reports[0])[0]).toMatchObject({
      symbol: 'BTC/USD',
      time_in_force: 'GTC',
      limit_price: 50000,
      order_qty: 0.001,
      cl_ord_id: 'ws',
    });
    expect(dataOf(reports[1])[0]).not.toHaveProperty('symbol');
    expect(dataOf(reports[3])[0]).toMatchObject({
      last_qty: 0.0004,
      last_price: 51000,
      liquidity_ind: 'm',
      cost: 20.4,
      cum_qty: 0.0004,
      fees: [{ asset: 'USD', qty: 0.051 }],
    });
    expect(dataOf(reports[4])[0]).toMatchObject({ cum_qty: 0.0004, reason: 'User requested' });
  });

  it('shows open orders and past trades to who comes later, and no rate counter unasked', async () => {
    const bench = new Bench();
    const txid = await bench.limitOrder();
    await bench.limitOrder({ price: '70000' });
    const [ack, orders, trades] = say(
      bench.socket(),
      subscribe('executions', { token: await bench.token(), snap_trades: true }),
    );
    expect(ack?.['result']).not.toHaveProperty('maxratecount');
    expect(dataOf(orders)).toMatchObject([{ order_id: txid, order_status: 'new', order_qty: 0.001 }]);
    expect(dataOf(orders)[0]).not.toHaveProperty('ratecount');
    expect(dataOf(trades)).toMatchObject([{ exec_type: 'trade', order_status: 'filled', liquidity_ind: 't' }]);
  });

  it('tells balances, then each ledger entry', async () => {
    const bench = new Bench();
    const socket = bench.socket();
    const [, snapshot] = say(socket, subscribe('balances', { token: await bench.token() }));
    expect(dataOf(snapshot).find((row) => row['asset'] === 'USD')).toEqual({
      asset: 'USD',
      asset_class: 'currency',
      wallets: [{ type: 'spot', id: 'main', balance: 100000 }],
      balance: 100000,
    });
    const from = socket.sent.length;
    await bench.limitOrder({ price: '60000' });
    bench.exchange.venue.fillResting(bench.exchange.venue.openOrders('main')[0]?.id ?? 0);
    const updates = messages(socket, from);
    expect(
      updates.map((update) => [
        update['sequence'],
        dataOf(update)[0]?.['asset'],
        dataOf(update)[0]?.['amount'],
        dataOf(update)[0]?.['fee'],
      ]),
    ).toEqual([
      [2, 'BTC', 0.001, 0],
      [3, 'USD', -60, 0.15],
    ]);
    expect(dataOf(updates[1])[0]?.['balance']).toBe(99939.85);
  });

  it('asks for the right to query', async () => {
    const bench = new Bench({ keys: [{ apiKey: 'K', accountId: 'main', permissions: ['create-ws-token'] }] });
    const token = await bench.token();
    expect(say(bench.socket(), subscribe('executions', { token }))).toMatchObject([
      { error: 'EGeneral:Permission denied', success: false },
    ]);
    expect(say(bench.socket(), { method: 'add_order', params: { ...ORDER, token } })).toMatchObject([
      { error: 'EGeneral:Permission denied' },
    ]);
  });

  it('a token lives 900 s, longer under a private subscription', async () => {
    const bench = new Bench();
    const [held, loose] = [await bench.token(), await bench.token()];
    const socket = bench.socket();
    say(socket, subscribe('executions', { token: held }));
    bench.clock.jump(900_000);
    expect(say(socket, { method: 'cancel_all', params: { token: loose } })).toMatchObject([
      { error: 'ESession:Invalid session' },
    ]);
    expect(say(socket, { method: 'cancel_all', params: { token: held } })).toMatchObject([
      { result: { count: 0 }, success: true },
    ]);
    socket.hangUp();
    expect(say(bench.socket(), { method: 'cancel_all', params: { token: held } })).toMatchObject([
      { error: 'ESession:Invalid session' },
    ]);
  });
});

describe('trading over a socket', () => {
  it('adds, amends and cancels, with one reply for each cancelled order', async () => {
    const bench = new Bench();
    const token = await bench.token();
    const socket = bench.socket();
    const [added] = say(socket, { method: 'add_order', params: { ...ORDER, cl_ord_id: 'mine', token }, req_id: 9 });
    const orderId = (added?.['result'] as { order_id: string }).order_id;
    expect(added).toEqual({
      method: 'add_order',
      result: { cl_ord_id: 'mine', order_id: orderId },
      success: true,
      req_id: 9,
      ...STAMPS,
    });
    const [amended] = say(socket, { method: 'amend_order', params: { cl_ord_id: 'mine', limit_price: 51000, token } });
    expect(amended).toMatchObject({ success: true, result: { cl_ord_id: 'mine' } });
    const [second] = say(socket, { method: 'add_order', params: { ...ORDER, token } });
    const secondId = (second?.['result'] as { order_id: string }).order_id;
    const replies = say(socket, {
      method: 'cancel_order',
      params: { order_id: [orderId, 'OAAAAA-AAAAA-AAAAAA', secondId], token },
    });
    expect(replies.map((reply) => reply['result'] ?? reply['error'])).toEqual([
      { cl_ord_id: 'mine' },
      'EOrder:Unknown order',
      { order_id: secondId },
    ]);
  });

  it('costs no REST points but the same engine points', async () => {
    const bench = new Bench();
    const token = await bench.token();
    const rest = bench.exchange.usage.rest(bench.key.apiKey).level;
    say(bench.socket(), { method: 'add_order', params: { ...ORDER, token } });
    expect(bench.exchange.usage.rest(bench.key.apiKey).level).toBe(rest);
    expect(bench.exchange.usage.engine('main', 'XXBTZUSD').level).toBe(1);
  });

  it('handles batches and all at once', async () => {
    const bench = new Bench();
    const token = await bench.token();
    const socket = bench.socket();
    const { symbol, ...order } = ORDER;
    const [added] = say(socket, { method: 'batch_add', params: { symbol, orders: [order, order], token } });
    const ids = (added?.['result'] as readonly { order_id: string }[]).map((row) => row.order_id);
    expect(ids).toHaveLength(2);
    expect(say(socket, { method: 'batch_cancel', params: { orders: ids, token } })).toEqual([
      { method: 'batch_cancel', orders_cancelled: 2, success: true, ...STAMPS },
    ]);
    say(socket, { method: 'add_order', params: { ...ORDER, token } });
    expect(say(socket, { method: 'cancel_all', params: { token } })).toMatchObject([{ result: { count: 1 } }]);
  });

  const refusals = [
    {
      name: 'below the minimum',
      params: { order_qty: 0.00001 },
      error: 'EGeneral:Invalid arguments:volume minimum not met',
    },
    {
      name: 'a size that JSON writes with an exponent',
      params: { order_qty: 1e-7 },
      error: 'EGeneral:Invalid arguments:volume minimum not met',
    },
    { name: 'off the tick', params: { limit_price: 50000.05 }, error: 'EOrder:Tick size check failed' },
    { name: 'beyond the funds', params: { order_qty: 10 }, error: 'EOrder:Insufficient funds' },
    { name: "REST's name of the pair", params: { symbol: 'XBTUSD' }, error: 'Currency pair not supported XBTUSD' },
    {
      name: 'a deadline below half a second',
      params: { deadline: new Date(START_MS + 400).toISOString() },
      error: 'EGeneral:Invalid arguments:deadline',
    },
    {
      name: 'post-only that would take',
      params: { limit_price: 70000, post_only: true },
      error: 'EOrder:Post only order',
    },
  ];
  for (const { name, params, error } of refusals) {
    it(`refuses ${name}`, async () => {
      const bench = new Bench();
      const token = await bench.token();
      expect(say(bench.socket(), { method: 'add_order', params: { ...ORDER, ...params, token } })).toMatchObject([
        { error, success: false },
      ]);
    });
  }

  it('takes offsets, triggers and cash amounts in their own words', async () => {
    const bench = new Bench();
    const token = await bench.token();
    const socket = bench.socket();
    say(socket, { method: 'add_order', params: { ...ORDER, limit_price: -10, limit_price_type: 'pct', token } });
    say(socket, {
      method: 'add_order',
      params: {
        order_type: 'stop-loss-limit',
        side: 'sell',
        order_qty: 0.001,
        symbol: 'BTC/USD',
        limit_price: 59000,
        triggers: { price: 60000 },
        token,
      },
    });
    say(socket, {
      method: 'add_order',
      params: { order_type: 'market', side: 'buy', cash_order_qty: 100, symbol: 'BTC/USD', token },
    });
    const open = (await bench.call('OpenOrders')).result?.['open'] as Readonly<
      Record<string, { descr: { order: string } }>
    >;
    expect(
      Object.values(open)
        .map(({ descr }) => descr.order)
        .sort(),
    ).toEqual(['buy 0.00100000 XBTUSD @ limit 58500.0', 'sell 0.00100000 XBTUSD @ stop loss 60000.0 -> limit 59000.0']);
    expect((await bench.call('TradesHistory')).result).toMatchObject({ count: expect.any(Number) });
  });
});

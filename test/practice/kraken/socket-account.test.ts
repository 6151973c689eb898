import { describe, expect, it } from 'vitest';
import { decimal } from '../../../shared/model/decimal.ts';
import { Bench, dataOf, messages, resultOf, say, STAMPS, START_MS, subscribe } from './support.ts';

const ORDER = { order_type: 'limit', side: 'buy', order_qty: 0.001, symbol: 'BTC/USD', limit_price: 50000 };

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
    const second = bench.socket();
    say(second, subscribe('balances', { token: held }));
    socket.hangUp();
    expect(say(second, { method: 'cancel_all', params: { token: held } })).toMatchObject([{ success: true }]);
    second.hangUp();
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
    const orderId = resultOf<{ order_id: string }>(added).order_id;
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
    const secondId = resultOf<{ order_id: string }>(second).order_id;
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
    const ids = resultOf<readonly { order_id: string }[]>(added).map((row) => row.order_id);
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

import { describe, expect, it } from 'vitest';
import { decimal } from '../../../shared/model/decimal.ts';
import { Bench, LIMIT, orderOf, resultOf, START_MS } from './support.ts';

function balances(bench: Bench): Promise<unknown> {
  return bench.call('Balance').then((reply) => reply.result);
}

describe('life of an order', () => {
  it('rests, is found by client order id, fills, and pays its fee in quote', async () => {
    const bench = new Bench();
    const txid = await bench.limitOrder({ cl_ord_id: 'desk-1' });
    expect(txid).toMatch(/^O[A-Z0-9]{5}-[A-Z0-9]{5}-[A-Z0-9]{6}$/);
    const open = await bench.call('OpenOrders', { cl_ord_id: 'desk-1' });
    expect(Object.keys(open.result?.['open'] as object)).toEqual([txid]);
    bench.clock.advance(2_000);
    const [resting] = bench.exchange.venue.openOrders('main');
    bench.exchange.venue.fillResting(resting?.id ?? 0);
    expect(await orderOf(bench, txid)).toMatchObject({
      status: 'closed',
      cl_ord_id: 'desk-1',
      vol: '0.00100000',
      vol_exec: '0.00100000',
      cost: '50.00000',
      fee: '0.12500',
      price: '50000.0',
      opentm: START_MS / 1000,
      closetm: START_MS / 1000 + 2,
      time_in_force: 'gtc',
      reason: null,
    });
    expect((await bench.call('OpenOrders')).result).toEqual({ open: {} });
    expect(await balances(bench)).toMatchObject({ XXBT: '1.0010000000', ZUSD: '99949.8750' });
  });

  it('holds funds while it rests and frees them when it is cancelled', async () => {
    const bench = new Bench();
    const txid = await bench.limitOrder({ volume: '1' });
    expect((await bench.call('BalanceEx')).result?.['ZUSD']).toEqual({
      balance: '100000.0000',
      hold_trade: '50200.0000',
    });
    expect(await bench.call('CancelOrder', { txid })).toEqual({ error: [], result: { count: 1 } });
    expect((await bench.call('BalanceEx')).result?.['ZUSD']).toEqual({ balance: '100000.0000', hold_trade: '0.0000' });
    expect(await orderOf(bench, txid)).toMatchObject({ status: 'canceled', reason: 'User requested' });
    expect(await bench.errors('CancelOrder', { txid })).toEqual(['EOrder:Unknown order']);
  });

  it('a marketable order takes at once', async () => {
    const bench = new Bench();
    const txid = await bench.limitOrder({ price: '70000' });
    expect(await orderOf(bench, txid)).toMatchObject({ status: 'closed', vol_exec: '0.00100000' });
  });

  it('good till a date expires', async () => {
    const bench = new Bench();
    const txid = await bench.limitOrder({ expiretm: '+10', timeinforce: 'GTD' });
    bench.clock.advance(9_999);
    expect(await orderOf(bench, txid)).toMatchObject({ status: 'open', expiretm: START_MS / 1000 + 10 });
    bench.clock.advance(1);
    expect(await orderOf(bench, txid)).toMatchObject({ status: 'expired' });
  });

  const forces = [
    { timeinforce: 'IOC', volume: '60', status: 'canceled', isPartly: true },
    { timeinforce: 'FOK', volume: '60', status: 'canceled', isPartly: false },
    { timeinforce: 'FOK', volume: '0.001', status: 'closed', isPartly: true },
    { timeinforce: 'IOC', volume: '0.001', status: 'closed', isPartly: true },
  ];
  for (const { timeinforce, volume, status, isPartly } of forces) {
    it(`${timeinforce} of ${volume} ends ${status}`, async () => {
      const bench = new Bench({ accounts: { main: { USD: '10000000' } } });
      const txid = await bench.limitOrder({ timeinforce, volume, price: '65050' });
      const order = await orderOf(bench, txid);
      expect([order['status'], Number(order['vol_exec']) > 0]).toEqual([status, isPartly]);
    });
  }

  it('spends a quote amount with viqc', async () => {
    const bench = new Bench();
    const reply = await bench.call('AddOrder', {
      pair: 'XBTUSD',
      type: 'buy',
      ordertype: 'market',
      volume: '100',
      oflags: 'viqc',
    });
    const [txid = ''] = resultOf<{ txid: readonly string[] }>(reply).txid;
    const order = await orderOf(bench, txid);
    expect([order['status'], order['oflags'], Number(order['cost']) <= 100 && Number(order['cost']) > 99.9]).toEqual([
      'closed',
      'fciq,viqc',
      true,
    ]);
  });

  it('a stop-loss-limit waits for its trigger, then rests or takes', async () => {
    const bench = new Bench();
    const txid = await bench.limitOrder({
      type: 'sell',
      ordertype: 'stop-loss-limit',
      price: '60000',
      price2: '59000',
    });
    expect(await orderOf(bench, txid)).toMatchObject({
      status: 'open',
      stopprice: '60000.0',
      trigger: 'last',
      descr: {
        order: 'sell 0.00100000 XBTUSD @ stop loss 60000.0 -> limit 59000.0',
        price: '60000.0',
        price2: '59000.0',
      },
    });
    bench.exchange.venue.movePrice('BTC/USD', decimal('59900'));
    expect(await orderOf(bench, txid)).toMatchObject({ status: 'closed' });
  });

  it('a take-profit of a sell waits for a rise', async () => {
    const bench = new Bench();
    const txid = await bench.limitOrder({ type: 'sell', ordertype: 'take-profit', price: '66000' });
    expect(await orderOf(bench, txid)).toMatchObject({ status: 'open' });
    bench.exchange.venue.movePrice('BTC/USD', decimal('66100'));
    expect(await orderOf(bench, txid)).toMatchObject({ status: 'closed' });
  });
});

describe('prices relative to the last trade', () => {
  // The last trade was at 65000.
  const cases = [
    { params: { price: '-1000' }, order: 'buy 0.00100000 XBTUSD @ limit 64000.0' },
    { params: { price: '-10%' }, order: 'buy 0.00100000 XBTUSD @ limit 58500.0' },
    { params: { price: '#500.5' }, order: 'buy 0.00100000 XBTUSD @ limit 64499.5' },
    { params: { price: '#500.5', type: 'sell' }, order: 'sell 0.00100000 XBTUSD @ limit 65500.5' },
    {
      params: { ordertype: 'stop-loss-limit', price: '+5%', price2: '-1%' },
      order: 'buy 0.00100000 XBTUSD @ stop loss 68250.0 -> limit 64350.0',
    },
  ];
  for (const { params, order } of cases) {
    it(`${JSON.stringify(params)} becomes ${order}`, async () => {
      const bench = new Bench();
      expect((await bench.call('AddOrder', { ...LIMIT, ...params, validate: true })).result).toEqual({
        descr: { order },
      });
    });
  }
});

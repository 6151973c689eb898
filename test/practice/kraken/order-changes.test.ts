import { describe, expect, it } from 'vitest';
import { decimal } from '../../../shared/model/decimal.ts';
import { Bench, LIMIT, orderOf, START_MS } from './support.ts';

describe('changing and cancelling', () => {
  it('amends in place and keeps a record of it', async () => {
    const bench = new Bench();
    const txid = await bench.limitOrder({ cl_ord_id: 'keep' });
    const amended = await bench.call('AmendOrder', { cl_ord_id: 'keep', limit_price: '-10%', order_qty: '0.002' });
    const history = await bench.call('OrderAmends', { order_id: txid });
    expect(history.result).toMatchObject({
      count: 2,
      amends: [
        { amend_type: 'original', order_qty: '0.00100000', limit_price: '50000.0' },
        {
          amend_id: amended.result?.['amend_id'],
          amend_type: 'user',
          order_qty: '0.00200000',
          limit_price: '58500.0',
          timestamp: START_MS,
        },
      ],
    });
    expect(await orderOf(bench, txid)).toMatchObject({ status: 'open', misc: 'amended', vol: '0.00200000' });
  });

  it('an amend below the filled part ends the order at the price of a cancel', async () => {
    const bench = new Bench();
    const txid = await bench.limitOrder();
    const [resting] = bench.exchange.venue.openOrders('main');
    bench.exchange.venue.fillResting(resting?.id ?? 0, decimal('0.0005'));
    expect(await bench.errors('AmendOrder', { txid, order_qty: '0.0004' })).toEqual([]);
    expect(await orderOf(bench, txid)).toMatchObject({ status: 'canceled', vol_exec: '0.00050000' });
    expect(bench.exchange.usage.engine('main', 'XXBTZUSD').level).toBe(1 + 1 + 8);
  });

  it('edits by cancelling and placing anew', async () => {
    const bench = new Bench();
    const txid = await bench.limitOrder();
    const edited = await bench.call('EditOrder', { txid, pair: 'XBTUSD', price: '51000' });
    expect(edited.result).toMatchObject({
      status: 'ok',
      originaltxid: txid,
      orders_cancelled: 1,
      price: '51000.0',
      volume: '0.00100000',
    });
    expect(await orderOf(bench, txid)).toMatchObject({ status: 'canceled', reason: 'Order replaced' });
    expect(await orderOf(bench, String(edited.result?.['txid']))).toMatchObject({ status: 'open' });
    expect(await bench.errors('EditOrder', { txid, pair: 'XBTUSD', price: '52000' })).toEqual(['EOrder:Unknown order']);
  });

  it('an edit that fails a check costs the fixed point and leaves the order', async () => {
    const bench = new Bench();
    const txid = await bench.limitOrder();
    expect(await bench.errors('EditOrder', { txid, pair: 'XBTUSD', price: '51000.05' })).toEqual([
      'EOrder:Tick size check failed',
    ]);
    expect(bench.exchange.usage.engine('main', 'XXBTZUSD').level).toBe(2);
    expect(await orderOf(bench, txid)).toMatchObject({ status: 'open' });
    const checked = await bench.call('EditOrder', { txid, pair: 'XBTUSD', price: '51000', validate: true });
    expect(checked.result).toMatchObject({ originaltxid: txid, orders_cancelled: 0 });
    expect(await orderOf(bench, txid)).toMatchObject({ status: 'open' });
  });

  it('does not edit an order with a client order id', async () => {
    const bench = new Bench();
    const txid = await bench.limitOrder({ cl_ord_id: 'mine' });
    expect(await bench.errors('EditOrder', { txid, pair: 'XBTUSD', price: '52000' })).toEqual(['EOrder:Invalid order']);
    expect(await orderOf(bench, txid)).toMatchObject({ status: 'open' });
  });

  it('refuses a whole batch for one bad order, and lets funds fail alone', async () => {
    const bench = new Bench();
    const order = { ordertype: 'limit', type: 'buy', price: '50000', volume: '0.001' };
    expect(
      (await bench.json('AddOrderBatch', { pair: 'XBTUSD', orders: [order, { ...order, price: '1.23' }] })).error,
    ).toEqual(['EOrder:Tick size check failed']);
    const mixed = await bench.json('AddOrderBatch', { pair: 'XBTUSD', orders: [order, { ...order, volume: '9' }] });
    expect(mixed.result).toMatchObject({
      orders: [{ descr: { order: 'buy 0.00100000 XBTUSD @ limit 50000.0' } }, { error: 'EOrder:Insufficient funds' }],
    });
    expect((await bench.json('AddOrderBatch', { pair: 'XBTUSD', orders: [order] })).error).toEqual([
      'EGeneral:Invalid arguments:orders',
    ]);
  });

  it("cancels by user reference, all at once, and by the dead man's switch", async () => {
    const bench = new Bench();
    await bench.limitOrder({ userref: 7 });
    await bench.limitOrder({ userref: 7 });
    expect(await bench.call('CancelOrder', { txid: 7 })).toEqual({ error: [], result: { count: 2 } });
    await bench.limitOrder();
    await bench.limitOrder({ pair: 'ETHUSD', price: '1000', volume: '0.01' });
    expect(await bench.call('CancelAll')).toEqual({ error: [], result: { count: 2 } });
    await bench.limitOrder();
    const armed = await bench.call('CancelAllOrdersAfter', { timeout: 60 });
    expect(armed.result).toEqual({ currentTime: '2026-11-20T12:00:00Z', triggerTime: '2026-11-20T12:01:00Z' });
    bench.clock.advance(59_999);
    expect(bench.exchange.usage.openOrders('main', 'XXBTZUSD').level).toBe(1);
    bench.clock.advance(1);
    expect(bench.exchange.usage.openOrders('main', 'XXBTZUSD').level).toBe(0);
    await bench.limitOrder();
    bench.clock.advance(120_000);
    expect(bench.exchange.usage.openOrders('main', 'XXBTZUSD').level).toBe(1);
    await bench.call('CancelAllOrdersAfter', { timeout: 60 });
    expect((await bench.call('CancelAllOrdersAfter', { timeout: 0 })).result).toMatchObject({ triggerTime: '0' });
    bench.clock.advance(120_000);
    expect(bench.exchange.usage.openOrders('main', 'XXBTZUSD').level).toBe(1);
  });
});

describe('system status', () => {
  const cases = [
    {
      status: 'cancel_only',
      plain: 'EService:Market in cancel_only mode',
      post: 'EService:Market in cancel_only mode',
    },
    { status: 'post_only', plain: 'EService:Market in post_only mode', post: undefined },
    { status: 'maintenance', plain: 'EService:Unavailable', post: 'EService:Unavailable' },
  ] as const;
  for (const { status, plain, post } of cases) {
    it(`${status} lets in what it should`, async () => {
      const bench = new Bench();
      const txid = await bench.limitOrder();
      bench.exchange.system.set(status);
      expect((await bench.open('SystemStatus')).result).toEqual({ status, timestamp: '2026-11-20T12:00:00Z' });
      expect(await bench.errors('AddOrder', LIMIT)).toEqual([plain]);
      expect(await bench.errors('AddOrder', { ...LIMIT, oflags: 'post' })).toEqual(post === undefined ? [] : [post]);
      expect(await bench.errors('CancelOrder', { txid })).toEqual([]);
    });
  }

  it('a pair has its own status', async () => {
    const bench = new Bench();
    const market = bench.exchange.venue.market('BTC/USD');
    if (market !== undefined) market.status = 'cancel-only';
    expect(await bench.errors('AddOrder', LIMIT)).toEqual(['EService:Market in cancel_only mode']);
    expect(await bench.errors('AddOrder', { ...LIMIT, pair: 'ETHUSD', price: '1000', volume: '0.01' })).toEqual([]);
    expect((await bench.open('AssetPairs', 'pair=XBTUSD')).result).toMatchObject({
      XXBTZUSD: { status: 'cancel_only' },
    });
  });
});

describe('determinism', () => {
  async function story(seed: string): Promise<unknown> {
    const bench = new Bench({ seed, isMoving: true });
    const replies: unknown[] = [bench.exchange.keys, await bench.limitOrder({ price: '64990' })];
    for (let second = 0; second < 20; second += 1) {
      bench.clock.advance(1_000);
      replies.push((await bench.open('Ticker', 'pair=XBTUSD', `10.0.0.${second}`)).result);
    }
    replies.push(await bench.call('TradesHistory'), await bench.call('Balance'), await bench.token());
    return replies;
  }

  it('the same seed tells the same story, another seed another', async () => {
    const [once, again, other] = [await story('a'), await story('a'), await story('b')];
    expect(again).toEqual(once);
    expect(other).not.toEqual(once);
  });
});

import { describe, expect, it } from 'vitest';
import { decimal } from '../../../shared/model/decimal.ts';
import { Bench, type Params, START_MS } from './support.ts';

const LIMIT = { pair: 'XBTUSD', type: 'buy', ordertype: 'limit', price: '50000', volume: '0.001' };

async function orderOf(bench: Bench, txid: string): Promise<Readonly<Record<string, unknown>>> {
  const reply = await bench.call('QueryOrders', { txid, trades: true });
  return (reply.result?.[txid] ?? {}) as Readonly<Record<string, unknown>>;
}

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
    const [txid = ''] = reply.result?.['txid'] as readonly string[];
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

describe('refusals of AddOrder', () => {
  const deadline = (aheadMs: number): string => new Date(START_MS + aheadMs).toISOString();
  const cases: ReadonlyArray<readonly [name: string, params: Params, error: string]> = [
    ['an unknown pair', { pair: 'XBTXXX' }, 'EQuery:Unknown asset pair'],
    ['no side', { type: 'hold' }, 'EGeneral:Invalid arguments:type'],
    ['an unknown type', { ordertype: 'guess' }, 'EGeneral:Invalid arguments:ordertype'],
    ['no volume', { volume: '' }, 'EGeneral:Invalid arguments:volume'],
    ['no price', { price: '' }, 'EGeneral:Invalid arguments:price'],
    ['volume beyond the lot decimals', { volume: '0.001000001' }, 'EGeneral:Invalid arguments:volume'],
    ['less than the minimum', { volume: '0.00001' }, 'EOrder:Order minimum not met'],
    ['less than the minimum cost', { price: '100', volume: '0.001' }, 'EOrder:Cost minimum not met'],
    ['a price off the tick', { price: '50000.05' }, 'EOrder:Tick size check failed'],
    ['a price of nothing', { price: '-70000' }, 'EOrder:Invalid price'],
    ['more than there is', { volume: '10' }, 'EOrder:Insufficient funds'],
    ['post-only that would take', { price: '70000', oflags: 'post' }, 'EOrder:Post only order'],
    ['post on a market order', { ordertype: 'market', oflags: 'post' }, 'EGeneral:Invalid arguments:oflags'],
    ['fees in both', { oflags: 'fcib,fciq' }, 'EGeneral:Invalid arguments:oflags'],
    ['quote volume on a limit order', { oflags: 'viqc' }, 'EGeneral:Invalid arguments:oflags'],
    ['an unknown force', { timeinforce: 'XXX' }, 'EGeneral:Invalid arguments:timeinforce'],
    ['good till a date without the date', { timeinforce: 'GTD' }, 'EGeneral:Invalid arguments:timeinforce'],
    ['a life of four seconds', { expiretm: '+4' }, 'EGeneral:Invalid arguments:expiretm'],
    ['both own ids', { cl_ord_id: 'a', userref: 1 }, 'EGeneral:Invalid arguments:cl_ord_id'],
    ['an own id of 19 characters', { cl_ord_id: 'x'.repeat(19) }, 'EGeneral:Invalid arguments:cl_ord_id'],
    ['a user reference beyond 32 bits', { userref: 2147483648 }, 'EGeneral:Invalid arguments:userref'],
    ['a deadline that is too near', { deadline: deadline(1_000) }, 'EGeneral:Invalid arguments:deadline'],
    ['a deadline that is too far', { deadline: deadline(61_000) }, 'EGeneral:Invalid arguments:deadline'],
    ['a deadline that has passed', { deadline: deadline(-1) }, 'EService:Deadline elapsed'],
    ['leverage', { leverage: '2:1' }, 'EGeneral:Invalid arguments:leverage'],
  ];
  for (const [name, params, error] of cases) {
    it(`${name}: ${error}`, async () =>
      expect(await new Bench().errors('AddOrder', { ...LIMIT, ...params })).toEqual([error]));
  }

  it("holds deadlines against the engine's own clock", async () => {
    const bench = new Bench();
    bench.exchange.switches.clockSkewMs = 5_000;
    expect(await bench.errors('AddOrder', { ...LIMIT, deadline: deadline(4_000) })).toEqual([
      'EService:Deadline elapsed',
    ]);
    expect(await bench.errors('AddOrder', { ...LIMIT, deadline: deadline(8_000) })).toEqual([]);
  });

  it('only checks with validate', async () => {
    const bench = new Bench();
    expect(await bench.call('AddOrder', { ...LIMIT, validate: true })).toEqual({
      error: [],
      result: { descr: { order: 'buy 0.00100000 XBTUSD @ limit 50000.0' } },
    });
    expect(await bench.errors('AddOrder', { ...LIMIT, volume: '10', validate: true })).toEqual([
      'EOrder:Insufficient funds',
    ]);
    expect((await bench.call('OpenOrders')).result).toEqual({ open: {} });
  });

  it('refuses a client order id of an open order, and takes it again afterwards', async () => {
    const bench = new Bench();
    const txid = await bench.limitOrder({ cl_ord_id: 'once' });
    expect(await bench.errors('AddOrder', { ...LIMIT, cl_ord_id: 'once' })).toEqual([
      'EOrder:Duplicate client order id',
    ]);
    await bench.call('CancelOrder', { txid });
    expect(await bench.errors('AddOrder', { ...LIMIT, cl_ord_id: 'once' })).toEqual([]);
  });
});

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

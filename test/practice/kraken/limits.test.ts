import { describe, expect, it } from 'vitest';
import { CallCounter, type CounterRules } from '../../../electron/practice/kraken/limits/counter.ts';
import {
  agePenalty,
  type AgedTransaction,
  type HistoryCost,
  restCost,
  type Tier,
  TIERS,
} from '../../../electron/practice/kraken/limits/tables.ts';
import { Bench } from './support.ts';

function counterOf(tier: Tier, rules: Partial<CounterRules> = {}): CallCounter {
  const { restMaximum, restDecayPerSecond } = TIERS[tier];
  return new CallCounter({
    maximum: restMaximum,
    decayPerSecond: restDecayPerSecond,
    model: 'refuse-crossing',
    stepMs: 0,
    countsRefused: false,
    ...rules,
  });
}

/** How many of `calls` calls at `cost` pass at `atMs`. */
function passing(counter: CallCounter, calls: number, cost: number, atMs: number): number {
  return Array.from({ length: calls }, () => counter.take(cost, atMs)).filter(Boolean).length;
}

describe('REST call counter', () => {
  it('starter: fifteen pass, the sixteenth passes 1/0.33 s later', () => {
    const counter = counterOf('starter');
    expect(passing(counter, 16, 1, 0)).toBe(15);
    expect([counter.take(1, 3_030), counter.take(1, 3_031)]).toEqual([false, true]);
  });

  it('starter: seven history calls, no eighth, one of cost 1', () => {
    const counter = counterOf('starter');
    expect([passing(counter, 8, 2, 0), passing(counter, 2, 1, 0)]).toEqual([7, 1]);
  });

  it('intermediate: half a point a second', () => {
    const counter = counterOf('intermediate');
    expect(passing(counter, 21, 1, 0)).toBe(20);
    expect(counter.level(10_000)).toBe(15);
    expect(passing(counter, 6, 1, 10_000)).toBe(5);
  });

  it('pro: drained after 20 s', () => {
    const counter = counterOf('pro');
    expect(passing(counter, 21, 1, 0)).toBe(20);
    expect([counter.level(19_999) > 0, counter.level(20_000)]).toEqual([true, 0]);
  });

  it('history at 4: five calls, the next after 8 s', () => {
    const counter = counterOf('intermediate');
    expect(passing(counter, 6, 4, 0)).toBe(5);
    expect([counter.take(4, 7_999), counter.take(4, 8_000)]).toEqual([false, true]);
  });

  it('lets one call cross where only the following are refused', () => {
    const counter = counterOf('starter', { model: 'refuse-after' });
    expect(passing(counter, 20, 2, 0)).toBe(8);
    expect(counter.level(0)).toBe(16);
  });

  it('counts refused calls up to the maximum where told to', () => {
    const counter = counterOf('starter', { countsRefused: true });
    passing(counter, 7, 2, 0);
    expect([counter.take(2, 0), counter.level(0), counter.take(1, 0)]).toEqual([false, 15, false]);
  });

  it('drops in steps where told to', () => {
    const counter = counterOf('pro', { stepMs: 3_000 });
    passing(counter, 20, 1, 0);
    expect([counter.level(2_999), counter.level(3_000)]).toEqual([20, 17]);
  });

  const costs: ReadonlyArray<readonly [string, HistoryCost, number]> = [
    ['AddOrder', 2, 0],
    ['CancelOrder', 2, 0],
    ['AmendOrder', 2, 0],
    ['Ledgers', 2, 2],
    ['TradesHistory', 4, 4],
    ['Balance', 2, 1],
    ['GetApiKeyInfo', 4, 1],
    ['CancelAll', 2, 1],
  ];
  for (const [method, historyCost, cost] of costs) {
    it(`${method} costs ${cost}`, () => expect(restCost(method, historyCost)).toBe(cost));
  }

  it("is each key's own, and answers with the rate error", async () => {
    const keys = ['A', 'B'].map((apiKey) => ({ apiKey, accountId: 'main' }));
    const bench = new Bench({ keys, tier: 'starter' });
    for (let call = 0; call < 15; call += 1) expect(await bench.errors('Balance')).toEqual([]);
    expect(await bench.errors('Balance')).toEqual(['EAPI:Rate limit exceeded']);
    expect(await bench.errors('Balance', {}, { key: bench.exchange.keys[1] ?? bench.key })).toEqual([]);
    expect(await bench.errors('CancelOrder', { txid: 'OAAAAA-AAAAA-AAAAAA' })).toEqual(['EOrder:Unknown order']);
    expect(bench.exchange.usage.rest('A')).toEqual({ level: 15, maximum: 15 });
    expect(bench.exchange.usage.rest('B')).toEqual({ level: 1, maximum: 15 });
  });
});

describe('age penalties', () => {
  const rows: ReadonlyArray<readonly [AgedTransaction, readonly (readonly [number, number])[]]> = [
    [
      'amend',
      [
        [0, 3],
        [4_999, 3],
        [5_000, 2],
        [10_000, 1],
        [15_000, 0],
        [300_000, 0],
      ],
    ],
    [
      'edit',
      [
        [0, 6],
        [5_000, 5],
        [10_000, 4],
        [15_000, 2],
        [45_000, 1],
        [90_000, 0],
      ],
    ],
    [
      'cancel',
      [
        [0, 8],
        [5_000, 6],
        [10_000, 5],
        [15_000, 4],
        [44_999, 4],
        [45_000, 2],
        [90_000, 1],
        [299_999, 1],
        [300_000, 0],
      ],
    ],
  ];
  for (const [transaction, ages] of rows) {
    for (const [ageMs, penalty] of ages)
      it(`${transaction} at ${ageMs} ms costs ${penalty}`, () => expect(agePenalty(transaction, ageMs)).toBe(penalty));
  }
});

describe('matching-engine counter', () => {
  const level = (bench: Bench): number => bench.exchange.usage.engine('main', 'XXBTZUSD').level;

  it('charges 1, then 1+2 after 7 s, then 4 for a cancel 36 s after the amend', async () => {
    const bench = new Bench({ tier: 'pro' });
    const txid = await bench.limitOrder();
    expect(level(bench)).toBe(1);
    bench.clock.advance(7_000);
    await bench.call('AmendOrder', { txid, order_qty: '0.002' });
    expect(level(bench)).toBe(3);
    bench.clock.advance(36_000);
    await bench.call('CancelOrder', { txid });
    expect(level(bench)).toBe(4);
  });

  it('intermediate: fifty orders are 26.6 points ten seconds later', async () => {
    const bench = new Bench();
    for (let order = 0; order < 50; order += 1) await bench.limitOrder();
    bench.clock.advance(10_000);
    expect(level(bench)).toBe(26.6);
  });

  async function sixCycles(bench: Bench): Promise<string> {
    for (let cycle = 0; cycle < 6; cycle += 1) {
      const txid = await bench.limitOrder();
      expect(await bench.errors('CancelOrder', { txid })).toEqual([]);
    }
    return bench.limitOrder();
  }

  it('starter: the seventh cancel would cross 60 and is refused', async () => {
    const bench = new Bench({ tier: 'starter' });
    const txid = await sixCycles(bench);
    expect(level(bench)).toBe(55);
    expect(await bench.errors('CancelOrder', { txid })).toEqual(['EOrder:Rate limit exceeded']);
    expect(level(bench)).toBe(55);
  });

  it('starter, other model: the crossing cancel passes and the next transactions wait three seconds', async () => {
    const bench = new Bench({ tier: 'starter', engineModel: 'refuse-after' });
    const txid = await sixCycles(bench);
    expect(await bench.errors('CancelOrder', { txid })).toEqual([]);
    expect(level(bench)).toBe(63);
    await expect(bench.limitOrder()).rejects.toThrow('EOrder:Rate limit exceeded');
    bench.clock.advance(4_000);
    expect(await bench.limitOrder()).toMatch(/^O/);
  });

  it('a batch of ten costs 5, and its cancel 80 more even where that overshoots', async () => {
    const bench = new Bench({ tier: 'starter' });
    const orders = Array.from({ length: 10 }, () => ({
      ordertype: 'limit',
      type: 'buy',
      price: '50000',
      volume: '0.001',
    }));
    const added = await bench.json('AddOrderBatch', { pair: 'XBTUSD', orders });
    expect(level(bench)).toBe(5);
    const txids = (added.result?.['orders'] as readonly { txid: string }[]).map(({ txid }) => txid);
    expect(await bench.json('CancelOrderBatch', { orders: txids })).toEqual({ error: [], result: { count: 10 } });
    expect(level(bench)).toBe(60);
    const roomy = new Bench({ tier: 'pro' });
    const again = await roomy.json('AddOrderBatch', { pair: 'XBTUSD', orders });
    await roomy.json('CancelOrderBatch', {
      orders: (again.result?.['orders'] as readonly { txid: string }[]).map(({ txid }) => txid),
    });
    expect(level(roomy)).toBe(85);
  });

  it('charges the fixed point of an order that fails a check', async () => {
    const bench = new Bench();
    expect(await bench.errors('AddOrder', { pair: 'XBTUSD', type: 'buy', ordertype: 'nonsense', volume: '1' })).toEqual(
      ['EGeneral:Invalid arguments:ordertype'],
    );
    expect(
      await bench.errors('AddOrder', {
        pair: 'XBTUSD',
        type: 'buy',
        ordertype: 'limit',
        price: '50000.05',
        volume: '1',
      }),
    ).toEqual(['EOrder:Tick size check failed']);
    expect(level(bench)).toBe(2);
    const txid = await bench.limitOrder();
    await bench.errors('AmendOrder', { txid, limit_price: '50000.05' });
    expect(level(bench)).toBe(4);
  });

  it('is shared by the keys of an account and apart for each pair', async () => {
    const bench = new Bench({ keys: ['A', 'B'].map((apiKey) => ({ apiKey, accountId: 'main' })) });
    await bench.limitOrder();
    await bench.call(
      'AddOrder',
      { pair: 'XBTUSD', type: 'buy', ordertype: 'limit', price: '50000', volume: '0.001' },
      { key: bench.exchange.keys[1] ?? bench.key },
    );
    await bench.limitOrder({ pair: 'ETHUSD', price: '1000', volume: '0.01' });
    expect([level(bench), bench.exchange.usage.engine('main', 'XETHZUSD').level]).toEqual([2, 1]);
  });

  it('caps open orders for each pair', async () => {
    const bench = new Bench({ tier: 'starter' });
    for (let order = 0; order < 60; order += 1) {
      await bench.limitOrder();
      bench.clock.advance(1_000);
    }
    await expect(bench.limitOrder()).rejects.toThrow('EOrder:Orders limit exceeded');
    expect(await bench.limitOrder({ pair: 'SOLUSD', price: '100', volume: '1' })).toMatch(/^O/);
  });
});

describe('public limiter', () => {
  it('counts by address, and by address and pair for trades and candles', async () => {
    const bench = new Bench({ publicRules: { perSecond: 1, burst: 2 } });
    const errors = async (method: string, query = '', ip = '10.0.0.1'): Promise<string> =>
      (await bench.open(method, query, ip)).error.join();
    expect([await errors('Time'), await errors('SystemStatus'), await errors('Time')]).toEqual([
      '',
      '',
      'EAPI:Rate limit exceeded',
    ]);
    expect(await errors('Time', '', '10.0.0.2')).toBe('');
    expect([
      await errors('Trades', 'pair=XBTUSD'),
      await errors('Trades', 'pair=XXBTZUSD'),
      await errors('Trades', 'pair=XBTUSD'),
    ]).toEqual(['', '', 'EAPI:Rate limit exceeded']);
    expect(await errors('Trades', 'pair=ETHUSD')).toBe('');
    bench.clock.advance(1_000);
    expect(await errors('Time')).toBe('');
  });
});

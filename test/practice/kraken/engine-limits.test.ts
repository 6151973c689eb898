import { describe, expect, it } from 'vitest';
import { type AgedTransaction, agePenalty } from '../../../electron/practice/kraken/limits/tables.ts';
import { Bench, type KrakenReply, resultOf } from './support.ts';

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

function txidsOf(reply: KrakenReply): readonly string[] {
  return resultOf<{ orders: readonly { txid: string }[] }>(reply).orders.map(({ txid }) => txid);
}

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
    const txids = txidsOf(added);
    expect(await bench.json('CancelOrderBatch', { orders: txids })).toEqual({ error: [], result: { count: 10 } });
    expect(level(bench)).toBe(60);
    const roomy = new Bench({ tier: 'pro' });
    const again = await roomy.json('AddOrderBatch', { pair: 'XBTUSD', orders });
    await roomy.json('CancelOrderBatch', {
      orders: txidsOf(again),
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

  it('speaks of the rate before it looks at prices, but after the arguments', async () => {
    const bench = new Bench({ tier: 'starter' });
    bench.exchange.neighbour.spend('engine', 'main XXBTZUSD', 60);
    const order = { pair: 'XBTUSD', type: 'buy', ordertype: 'limit', price: '50000.05', volume: '1' };
    expect(await bench.errors('AddOrder', order)).toEqual(['EOrder:Rate limit exceeded']);
    expect(await bench.errors('AddOrder', { ...order, type: 'hold' })).toEqual(['EGeneral:Invalid arguments:type']);
  });

  it('charges the cancel penalty for each order of a cancel of all', async () => {
    const bench = new Bench();
    for (let order = 0; order < 3; order += 1) await bench.limitOrder();
    await bench.call('CancelAll');
    expect(level(bench)).toBe(3 + 3 * 8);
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

import { describe, expect, it } from 'vitest';
import { CallCounter, type CounterRules } from '../../../electron/practice/kraken/limits/counter.ts';
import { type HistoryCost, restCost, type Tier, TIERS } from '../../../electron/practice/kraken/limits/tables.ts';
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

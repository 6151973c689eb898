import { describe, expect, it } from 'vitest';
import { Bench, LIMIT, type Params, START_MS } from './support.ts';

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

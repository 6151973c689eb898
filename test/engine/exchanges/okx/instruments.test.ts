import { describe, expect, it } from 'vitest';
import { instruments } from '../../../../electron/engine/exchanges/okx/instruments.ts';
import { Instrument } from '../../../../shared/model/instrument.ts';
import { unwrap } from './support.ts';

const spot = {
  instId: 'BTC-USDT',
  instType: 'SPOT',
  instIdCode: 3,
  baseCcy: 'BTC',
  quoteCcy: 'USDT',
  state: 'live',
  tickSz: '0.1',
  lotSz: '0.00000001',
  minSz: '0.00001',
  maxLmtSz: '9999999999',
  maxMktSz: '1000000',
  maxLmtAmt: '20000000',
  maxMktAmt: '',
  ctVal: '',
  tradeQuoteCcyList: ['USDT', 'USDC'],
  futureSettlement: false,
  upcChg: [{ param: 'tickSz', newValue: '0.01', effTime: '1704676800000' }],
};
const swap = {
  instId: 'BTC-USD-SWAP',
  instType: 'SWAP',
  baseCcy: '',
  quoteCcy: '',
  ctValCcy: 'USD',
  settleCcy: 'BTC',
  ctVal: '100',
  ctType: 'inverse',
  state: 'live',
  tickSz: '0.1',
  lotSz: '1',
  minSz: '1',
  maxLmtSz: '30000',
  maxMktSz: '3000',
};

function read(...rows: readonly unknown[]): readonly Instrument[] {
  return unwrap(instruments.read({ code: '0', msg: '', data: rows }));
}

describe('OKX instruments', () => {
  it('reads spot fully', () => {
    const [instrument] = read(spot);
    expect(Instrument.parse(instrument)).toEqual(instrument);
    expect(instrument).toEqual({
      symbol: 'BTC-USDT',
      base: 'BTC',
      quote: 'USDT',
      display: 'BTC/USDT',
      isTrading: true,
      status: 'live',
      price: { min: null, max: null, step: '0.1' },
      quantity: { min: '0.00001', max: '9999999999', step: '0.00000001' },
      marketQuantity: { min: '0.00001', max: null, step: '0.00000001' },
      notional: { min: null, max: null, appliesToMarket: false },
      priceBand: null,
      orderTypes: ['limit', 'market', 'post_only', 'ioc', 'fok'],
      maxOpenOrders: 500,
      extra: {
        instType: 'SPOT',
        instIdCode: 3,
        maxMktSz: '1000000',
        maxLmtAmt: '20000000',
        tradeQuoteCcyList: ['USDT', 'USDC'],
        futureSettlement: false,
        upcChg: '[{"param":"tickSz","newValue":"0.01","effTime":"1704676800000"}]',
      },
    });
  });

  it('takes a missing market cap as none, never as 0', () => {
    const [instrument] = read({ ...spot, maxMktSz: '' });
    expect(instrument?.marketQuantity.max).toBeNull();
    expect(instrument?.extra).not.toHaveProperty('maxMktSz');
  });

  it('never takes the USDT cap of spot for a quantity, but does take the contracts of a swap', () => {
    expect(read(spot, { ...spot, instType: 'MARGIN' }, swap).map(({ marketQuantity }) => marketQuantity.max)).toEqual([
      null,
      null,
      '3000',
    ]);
  });

  it('tolerates other kinds and offers no order type for them', () => {
    const [instrument] = read(swap);
    expect(instrument).toMatchObject({
      symbol: 'BTC-USD-SWAP',
      base: 'USD',
      quote: 'BTC',
      display: 'BTC-USD-SWAP',
      orderTypes: [],
    });
    expect(instrument?.extra).toMatchObject({ instType: 'SWAP', ctVal: '100', ctType: 'inverse' });
  });

  for (const state of ['suspend', 'preopen', 'post_only', 'rebase', 'test', 'settling', 'something new']) {
    it(`does not trade in state ${state}`, () =>
      expect(read({ ...spot, state })[0]).toMatchObject({ isTrading: false, status: state }));
  }

  it('takes a step of 0 and no step as no step', () => {
    expect(read({ ...spot, tickSz: '0', lotSz: '' })[0]).toMatchObject({
      price: { step: null },
      quantity: { step: null },
    });
  });

  it('leaves out a row it does not understand, unless it understands none', () => {
    expect(read(spot, { instId: 7 })).toHaveLength(1);
    expect(read()).toEqual([]);
    expect(instruments.read({ code: '0', data: [{ instId: 7 }] })).toMatchObject({
      ok: false,
      failure: { kind: 'bad-reply' },
    });
    expect(instruments.read('<html>')).toMatchObject({ ok: false, failure: { kind: 'bad-reply' } });
  });

  const requests = [
    { symbols: null, query: 'instType=SPOT' },
    { symbols: ['BTC-USDT'], query: 'instType=SPOT&instId=BTC-USDT' },
    { symbols: ['BTC-USDT', 'ETH-USDT'], query: 'instType=SPOT' },
  ];
  for (const { symbols, query } of requests) {
    it(`asks with ${query} for ${symbols?.join(' and ') ?? 'all'}`, () => {
      expect(instruments.request(symbols)).toEqual({
        method: 'GET',
        path: '/api/v5/public/instruments',
        query,
        body: null,
      });
    });
  }
});

import { describe, expect, it } from 'vitest';
import { Instrument } from '../../../../shared/model/instrument.ts';
import { read, request } from '../../../../electron/engine/exchanges/binance/instruments.ts';

function symbol(members: object = {}, filters: readonly object[] = []): object {
  return {
    symbol: 'BTCUSDT',
    status: 'TRADING',
    baseAsset: 'BTC',
    quoteAsset: 'USDT',
    orderTypes: ['LIMIT', 'MARKET'],
    isSpotTradingAllowed: true,
    filters,
    ...members,
  };
}

function instruments(...symbols: readonly unknown[]): readonly Instrument[] {
  const result = read({ symbols });
  if (!result.ok) throw new Error(JSON.stringify(result.failure));
  return result.value.map((instrument) => Instrument.parse(instrument));
}

function only(filters: readonly object[], members: object = {}): Instrument {
  const [instrument] = instruments(symbol(members, filters));
  if (instrument === undefined) throw new Error('left out');
  return instrument;
}

// A live row, 2026-09 (TSLABUSDT).
const live = [
  { filterType: 'PRICE_FILTER', minPrice: '0.01000000', maxPrice: '100000.00000000', tickSize: '0.01000000' },
  { filterType: 'LOT_SIZE', minQty: '0.00100000', maxQty: '922327.00000000', stepSize: '0.00100000' },
  { filterType: 'ICEBERG_PARTS', limit: 100 },
  { filterType: 'MARKET_LOT_SIZE', minQty: '0.00000000', maxQty: '585.20788284', stepSize: '0.00000000' },
  {
    filterType: 'PERCENT_PRICE_BY_SIDE',
    bidMultiplierUp: '1.1',
    bidMultiplierDown: '0.8',
    askMultiplierUp: '1.2',
    askMultiplierDown: '0.9',
    avgPriceMins: 5,
  },
  {
    filterType: 'NOTIONAL',
    minNotional: '5.00000000',
    applyMinToMarket: true,
    maxNotional: '9000000.00000000',
    applyMaxToMarket: false,
    avgPriceMins: 5,
  },
  { filterType: 'MAX_NUM_ORDERS', maxNumOrders: 200 },
  { filterType: 'MAX_NUM_ALGO_ORDERS', maxNumAlgoOrders: 5 },
];

describe('a live row', () => {
  it('maps every filter, a step of 0 as no step', () => {
    expect(
      only(live, { defaultSelfTradePreventionMode: 'EXPIRE_MAKER', permissionSets: [['SPOT', 'TRD_GRP_004'], ['X']] }),
    ).toEqual({
      symbol: 'BTCUSDT',
      base: 'BTC',
      quote: 'USDT',
      display: 'BTC/USDT',
      isTrading: true,
      status: 'TRADING',
      price: { min: '0.01000000', max: '100000.00000000', step: '0.01000000' },
      quantity: { min: '0.00100000', max: '922327.00000000', step: '0.00100000' },
      marketQuantity: { min: null, max: '585.20788284', step: null },
      notional: { min: '5.00000000', max: '9000000.00000000', appliesToMarket: true },
      priceBand: { bidUp: '1.1', bidDown: '0.8', askUp: '1.2', askDown: '0.9' },
      orderTypes: ['LIMIT', 'MARKET'],
      maxOpenOrders: 200,
      extra: {
        isSpotTradingAllowed: true,
        defaultSelfTradePreventionMode: 'EXPIRE_MAKER',
        permissionSets: ['SPOT|TRD_GRP_004', 'X'],
        'ICEBERG_PARTS.limit': 100,
        'PERCENT_PRICE_BY_SIDE.avgPriceMins': 5,
        'NOTIONAL.applyMaxToMarket': false,
        'NOTIONAL.avgPriceMins': 5,
        'MAX_NUM_ALGO_ORDERS.maxNumAlgoOrders': 5,
      },
    });
  });
});

describe('filters', () => {
  it('gives no bounds where there are none', () => {
    const none = { min: null, max: null, step: null };
    expect(only([])).toMatchObject({
      price: none,
      quantity: none,
      marketQuantity: none,
      notional: { min: null, max: null, appliesToMarket: false },
      priceBand: null,
      maxOpenOrders: null,
    });
  });

  it('reads PERCENT_PRICE as the same band on both sides', () => {
    const { priceBand } = only([
      { filterType: 'PERCENT_PRICE', multiplierUp: '5', multiplierDown: '0.2', avgPriceMins: 5 },
    ]);
    expect(priceBand).toEqual({ bidUp: '5', bidDown: '0.2', askUp: '5', askDown: '0.2' });
  });

  const old = (minNotional: string, applyToMarket: boolean): object => ({
    filterType: 'MIN_NOTIONAL',
    minNotional,
    applyToMarket,
  });
  const both = (minNotional: string, applyMinToMarket: boolean): object => ({
    filterType: 'NOTIONAL',
    minNotional,
    maxNotional: '9000000',
    applyMinToMarket,
  });
  const notionals = [
    { name: 'MIN_NOTIONAL', filters: [old('10', true)], notional: { min: '10', max: null, appliesToMarket: true } },
    {
      name: 'MIN_NOTIONAL not for market',
      filters: [old('10', false)],
      notional: { min: '10', max: null, appliesToMarket: false },
    },
    { name: 'NOTIONAL', filters: [both('5', false)], notional: { min: '5', max: '9000000', appliesToMarket: false } },
    {
      name: 'both, old one stricter',
      filters: [old('10', false), both('5', true)],
      notional: { min: '10', max: '9000000', appliesToMarket: true },
    },
    {
      name: 'both, new one stricter',
      filters: [old('5', true), both('10', false)],
      notional: { min: '10', max: '9000000', appliesToMarket: true },
    },
    {
      name: 'a minimum of 0',
      filters: [old('0.00000000', true)],
      notional: { min: null, max: null, appliesToMarket: true },
    },
  ];
  for (const { name, filters, notional } of notionals) {
    it(`reads ${name}`, () => expect(only(filters).notional).toEqual(notional));
  }
});

describe('states', () => {
  const rows = [
    { status: 'TRADING', spot: true, isTrading: true },
    { status: 'TRADING', spot: false, isTrading: false },
    { status: 'TRADING', spot: undefined, isTrading: true },
    ...['END_OF_DAY', 'HALT', 'BREAK', 'CANCEL_ONLY', 'SOMETHING_NEW'].map((status) => ({
      status,
      spot: true,
      isTrading: false,
    })),
  ];
  for (const { status, spot, isTrading } of rows) {
    it(`${status}, spot ${spot}: ${isTrading ? 'trading' : 'not trading'}`, () => {
      expect(only([], { status, isSpotTradingAllowed: spot })).toMatchObject({ status, isTrading });
    });
  }
});

describe('odd bodies', () => {
  it('leaves out a symbol whose filters cannot be read, and keeps its neighbours', () => {
    const broken = symbol({ symbol: 'ODD' }, [{ filterType: 'LOT_SIZE', minQty: 'many', maxQty: '1', stepSize: '1' }]);
    expect(instruments(broken, null, symbol()).map((instrument) => instrument.symbol)).toEqual(['BTCUSDT']);
  });

  it('keeps symbols of other scripts', () => {
    const [instrument] = instruments(symbol({ symbol: '这是测试币456', baseAsset: '这是测试币', quoteAsset: '456' }));
    expect(instrument).toMatchObject({ symbol: '这是测试币456', display: '这是测试币/456' });
  });

  for (const body of [null, {}, { symbols: {} }, { symbols: [null] }, '<html>']) {
    it(`fails on ${JSON.stringify(body)}`, () =>
      expect(read(body)).toMatchObject({ ok: false, failure: { kind: 'bad-reply' } }));
  }

  it('takes an empty list for an answer', () => expect(read({ symbols: [] })).toEqual({ ok: true, value: [] }));
});

describe('request', () => {
  it('asks for the named symbols', () => {
    expect(request(['BTCUSDT', '这'])).toEqual({
      method: 'GET',
      path: '/api/v3/exchangeInfo',
      query: 'symbols=%5B%22BTCUSDT%22%2C%22%E8%BF%99%22%5D&showPermissionSets=false',
      body: null,
    });
  });
  it('asks for all', () => expect(request(null).query).toBe('showPermissionSets=false'));
});

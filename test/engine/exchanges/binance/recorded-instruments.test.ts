import { describe, expect, it } from 'vitest';
import { Instrument } from '../../../../shared/model/instrument.ts';
import { binance } from '../../../../electron/engine/exchanges/binance/index.ts';
import { isThere, json, value } from './recorded.ts';

describe.runIf(!isThere)('recorded replies', () => {
  it('are not here: expected beside the repository, in ../shared/recordings/binance; the tests over them are left out', () => {
    expect(isThere).toBe(false);
  });
});

describe.runIf(isThere)('recorded instruments', () => {
  const btc = { symbol: 'BTCUSDT', base: 'BTC', quote: 'USDT', isTrading: true, maxOpenOrders: 200 };
  const rows = [
    {
      file: 'rest_exchangeInfo_testnet_2026-09.json',
      count: 1,
      found: {
        ...btc,
        price: { min: '0.01000000', max: '1000000.00000000', step: '0.01000000' },
        quantity: { min: '0.00001000', max: '9000.00000000', step: '0.00001000' },
        marketQuantity: { min: null, max: '105.07867116', step: null },
        notional: { min: '5.00000000', max: '9000000.00000000', appliesToMarket: true },
        priceBand: { bidUp: '1.2', bidDown: '0.5', askUp: '2', askDown: '0.8' },
        extra: {
          'MAX_NUM_ORDER_AMENDS.maxNumOrderAmends': 10,
          defaultSelfTradePreventionMode: 'EXPIRE_MAKER',
          permissionSets: ['SPOT'],
        },
      },
    },
    {
      file: 'rest_exchangeInfo_live_2025-08.json',
      count: 12,
      found: { ...btc, notional: { min: '5.00000000', max: '9000000.00000000', appliesToMarket: true } },
    },
    {
      file: 'rest_exchangeInfo_live_2021-10_oldfilters.json',
      count: 10,
      found: {
        ...btc,
        notional: { min: '10.00000000', max: null, appliesToMarket: true },
        priceBand: { bidUp: '5', bidDown: '0.2', askUp: '5', askDown: '0.2' },
        extra: { permissions: ['SPOT', 'MARGIN'] },
      },
    },
    {
      file: 'rest_exchangeInfo_live_2021-10_btcusdt_ethusdt.json',
      count: 2,
      found: { ...btc, marketQuantity: { min: null, max: '112.21108820', step: null } },
    },
  ];
  for (const { file, count, found } of rows) {
    it(file, () => {
      const instruments = value(binance.instruments.read(json(file))).map((instrument) => Instrument.parse(instrument));
      expect(instruments).toHaveLength(count);
      expect(instruments.find(({ symbol }) => symbol === 'BTCUSDT')).toMatchObject(found);
    });
  }

  it('loses no symbol, status, or member of a filter', () => {
    for (const { file } of rows) {
      const info = json(file) as { symbols: { symbol: string; status: string; filters: Record<string, unknown>[] }[] };
      const instruments = value(binance.instruments.read(info));
      for (const [index, { symbol, status, filters }] of info.symbols.entries()) {
        const instrument = instruments[index];
        expect(instrument).toMatchObject({ symbol, status });
        const told = JSON.stringify(instrument);
        const facts = filters.flatMap(({ filterType: _, ...members }) => Object.values(members));
        const lost = facts.filter(
          (fact) => !told.includes(String(fact)) && !(typeof fact === 'string' && Number(fact) === 0),
        );
        expect(lost).toEqual([]);
      }
    }
  });

  it('tells trading from halted, 2025-08', () => {
    const instruments = value(binance.instruments.read(json('rest_exchangeInfo_live_2025-08.json')));
    const halted = instruments.filter(({ isTrading }) => !isTrading).map(({ symbol }) => symbol);
    expect(halted).toEqual(['EOSETH', 'SNTETH', 'BNTETH', 'BCCBTC']);
  });
});

import { describe, expect, it } from 'vitest';
import { Instrument } from '../../../../shared/model/instrument.ts';
import { displayName, instruments } from '../../../../electron/engine/exchanges/kraken/instruments.ts';

// Live values of 2026-09-03.
const bitcoin = {
  altname: 'XBTUSD',
  wsname: 'XBT/USD',
  aclass_base: 'currency',
  base: 'XXBT',
  aclass_quote: 'currency',
  quote: 'ZUSD',
  pair_decimals: 1,
  lot_decimals: 8,
  cost_decimals: 5,
  lot_multiplier: 1,
  leverage_buy: [2, 3],
  leverage_sell: [],
  ordermin: '0.00005',
  costmin: '0.5',
  tick_size: '0.1',
  status: 'online',
  execution_venue: 'international',
};

function read(result: unknown): readonly Instrument[] {
  const found = instruments.read({ error: [], result });
  if (!found.ok) throw new Error(JSON.stringify(found.failure));
  return found.value.map((instrument) => Instrument.parse(instrument));
}

describe('AssetPairs', () => {
  it('reads one pair whole', () =>
    expect(read({ XXBTZUSD: bitcoin })).toEqual([
      {
        symbol: 'XXBTZUSD',
        base: 'XXBT',
        quote: 'ZUSD',
        display: 'BTC/USD',
        isTrading: true,
        status: 'online',
        price: { min: null, max: null, step: '0.1' },
        quantity: { min: '0.00005', max: null, step: '0.00000001' },
        marketQuantity: { min: null, max: null, step: null },
        notional: { min: '0.5', max: null, appliesToMarket: true },
        priceBand: null,
        orderTypes: [
          'market',
          'stop-loss',
          'take-profit',
          'trailing-stop',
          'limit',
          'iceberg',
          'stop-loss-limit',
          'take-profit-limit',
          'trailing-stop-limit',
        ],
        maxOpenOrders: null,
        extra: {
          altname: 'XBTUSD',
          wsname: 'XBT/USD',
          aclass_base: 'currency',
          aclass_quote: 'currency',
          pair_decimals: 1,
          lot_decimals: 8,
          cost_decimals: 5,
          lot_multiplier: 1,
          leverage_buy: ['2', '3'],
          leverage_sell: [],
          execution_venue: 'international',
          viqc: ['market buy'],
        },
      },
    ]));

  const statuses = [
    { status: 'online', isTrading: true, types: 9 },
    { status: 'limit_only', isTrading: true, types: 5 },
    { status: 'post_only', isTrading: true, types: 1 },
    { status: 'cancel_only', isTrading: false, types: 0 },
    { status: 'reduce_only', isTrading: false, types: 0 },
    { status: 'something_new', isTrading: false, types: 0 },
  ];
  for (const { status, isTrading, types } of statuses) {
    it(`${status} ${isTrading ? 'trades' : 'does not trade'}`, () => {
      const [instrument] = read({ X: { ...bitcoin, status } });
      expect([instrument?.status, instrument?.isTrading, instrument?.orderTypes.length]).toEqual([
        status,
        isTrading,
        types,
      ]);
    });
  }

  const bounds = [
    {
      name: 'the tick binds, not the decimals',
      change: { tick_size: '0.5', pair_decimals: 1 },
      step: '0.5',
      lot: '0.00000001',
    },
    {
      name: 'decimals stand in for a missing tick',
      change: { tick_size: undefined, pair_decimals: 6 },
      step: '0.000001',
      lot: '0.00000001',
    },
    {
      name: 'no decimals at all',
      change: { tick_size: undefined, pair_decimals: 0, lot_decimals: 0 },
      step: '1',
      lot: '1',
    },
    { name: 'a tick of 0 is no rule', change: { tick_size: '0' }, step: null, lot: '0.00000001' },
    { name: 'the lot multiplier widens the lot', change: { lot_multiplier: 100 }, step: '0.1', lot: '0.000001' },
  ];
  for (const { name, change, step, lot } of bounds) {
    it(name, () => {
      const [instrument] = read({ X: { ...bitcoin, ...change } });
      expect([instrument?.price.step, instrument?.quantity.step]).toEqual([step, lot]);
    });
  }

  it('without a socket name shows the alternative one', () =>
    expect(read({ 'XXBTZUSD.d': { ...bitcoin, altname: 'XBTUSD.d', wsname: undefined } })[0]?.display).toBe(
      'XBTUSD.d',
    ));
  for (const empty of [{}, []]) it(`reads ${JSON.stringify(empty)} as no pair`, () => expect(read(empty)).toEqual([]));

  it('asks for all or for some', () => {
    expect(instruments.request(null)).toEqual({ method: 'GET', path: '/0/public/AssetPairs', query: '', body: null });
    expect(instruments.request(['XXBTZUSD', 'ADAUSD']).query).toBe('pair=XXBTZUSD%2CADAUSD');
  });

  it('refuses another form', () =>
    expect(instruments.read({ error: [], result: { X: { altname: 'X' } } })).toMatchObject({
      failure: { kind: 'bad-reply' },
    }));
});

const names = [
  { wsname: 'XBT/USD', display: 'BTC/USD' },
  { wsname: 'ETH/XBT', display: 'ETH/BTC' },
  { wsname: 'XDG/EUR', display: 'DOGE/EUR' },
  { wsname: 'BTC/USD', display: 'BTC/USD' },
  { wsname: 'XBTX/USD', display: 'XBTX/USD' },
];
for (const { wsname, display } of names)
  it(`shows ${wsname} as ${display}`, () => expect(displayName(wsname)).toBe(display));

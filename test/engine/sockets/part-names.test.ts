import { describe, expect, it } from 'vitest';
import { PartNames } from '../../../electron/engine/exchanges/part-names.ts';
import { exchange } from '../../../electron/engine/exchanges/registry.ts';
import { probePartNames } from '../../../electron/engine/probes/part-names-probe.ts';
import { accountOf, ClientRig, post } from '../../support/client-rig.ts';
import { decimal } from '../../../shared/model/decimal.ts';
import { updateOf } from '../../support/desk-bench.ts';
import { json, notSent } from '../../support/scripted-transport.ts';

const names = (): PartNames => new PartNames((id) => exchange(id).partNames);
const perPair = { scope: ['account', 'instrument'] } as const;

function pair(altname: string, wsname: string): Readonly<Record<string, unknown>> {
  return { altname, wsname, base: 'X', quote: 'Y', pair_decimals: 1, lot_decimals: 8, ordermin: '1', status: 'online' };
}

const ASSET_PAIRS = {
  error: [],
  result: {
    XXMRZUSD: pair('XMRUSD', 'XMR/USD'),
    XDGUSD: pair('XDGUSD', 'XDG/USD'),
    AAOISPVUSD: pair('AAOIxUSD', 'AAOIx/USD'),
    AAOIxUSD: pair('AAOIxUSD', 'AAOIx/USD'),
  },
};

const order = (name: string): ReturnType<typeof post> =>
  post('/0/private/AddOrder', { pair: name, type: 'buy', ordertype: 'limit', volume: '1', price: '9' }, 'form');

describe('the one name of an instrument', () => {
  it.each(['XXBTZUSD', 'XBTUSD', 'BTCUSD', 'BTC/USD', 'XBT/USD'])('%s is BTC/USD before any list was read', (name) => {
    expect(names().nameOf('kraken', perPair, name)).toBe('BTC/USD');
  });

  it.each([
    ['XXMRZUSD', 'XMR/USD'],
    ['XMRUSD', 'XMR/USD'],
    ['XMR/USD', 'XMR/USD'],
    ['DOGEUSD', 'DOGE/USD'],
    ['XDG/USD', 'DOGE/USD'],
    ['AAOISPVUSD', 'AAOIx/USD'],
    ['AAOIxUSD', 'AAOIx/USD'],
    ['XBTUSD', 'BTC/USD'],
  ])('%s is %s once the exchange has told its pairs', (name, shown) => {
    const read = exchange('kraken').instruments.read(ASSET_PAIRS);
    if (!read.ok) throw new Error('AssetPairs cannot be read');
    const taught = names();
    taught.teach('kraken', read.value);
    expect(taught.nameOf('kraken', perPair, name)).toBe(shown);
  });

  it.each([
    ['XBTUSD', 'XXBTZUSD'],
    ['BTC/USD', 'XXBTZUSD'],
    ['XXBTZUSD', 'XXBTZUSD'],
    ['XBT/USDT', 'XBTUSDT'],
    ['FOO/BAR', 'FOO/BAR'],
  ])('an order of %s is one of %s before any list was read', (name, symbol) => {
    expect(names().symbolOf('kraken', name)).toBe(symbol);
    expect(names().symbolOf('okx', name)).toBe(name);
  });

  it.each([
    ['XMRUSD', 'XXMRZUSD'],
    ['XMR/USD', 'XXMRZUSD'],
    ['DOGE/USD', 'XDGUSD'],
    ['AAOISPVUSD', 'AAOISPVUSD'],
    ['AAOIxUSD', 'AAOIxUSD'],
    // Two pairs are shown so: whose order it is cannot be told.
    ['AAOIx/USD', 'AAOIx/USD'],
    ['XBTUSD', 'XXBTZUSD'],
  ])('an order of %s is one of %s once the exchange has told its pairs', (name, symbol) => {
    const read = exchange('kraken').instruments.read(ASSET_PAIRS);
    if (!read.ok) throw new Error('AssetPairs cannot be read');
    const taught = names();
    taught.teach('kraken', read.value);
    expect(taught.symbolOf('kraken', name)).toBe(symbol);
  });

  it.each([
    ['XBTUSD', 'quote', { amount: '0.5', asset: 'USD' }],
    ['XBTUSD', 'base', { amount: '0.5', asset: 'BTC' }],
    // A pair nobody taught: in which asset it was taken is not known.
    ['FOOBAR', 'quote', null],
  ] as const)('a fee of %s taken in its %s', (symbol, side, fee) => {
    const told = updateOf({ symbol, feeIn: { amount: decimal('0.5'), side } });
    expect(names().named('kraken', [told])[0]?.fee).toEqual(fee);
  });

  it('a name nobody taught stands for itself, and so does every part that is no instrument', () => {
    expect(names().nameOf('kraken', perPair, 'FOOBAR')).toBe('FOOBAR');
    expect(names().nameOf('kraken', perPair, null)).toBeNull();
    expect(names().nameOf('kraken', { scope: ['ip', 'endpoint'] }, 'XBTUSD')).toBe('XBTUSD');
    expect(names().nameOf('okx', perPair, 'BTC-USDT')).toBe('BTC-USDT');
  });
});

describe('orders of one pair under several names', () => {
  it('spend from one counter, shown by its display name', async () => {
    const rig = new ClientRig();
    rig.transport.always(/AddOrder/, json({ error: [], result: { txid: ['OAAAAA-AAAAA-AAAAAA'] } }));
    for (const name of ['XXBTZUSD', 'XBTUSD', 'BTCUSD', 'BTC/USD', 'XBT/USD']) await rig.sent('kraken', order(name));
    const views = rig.limiter.snapshot().filter(({ bucket }) => bucket.id === 'engine');
    expect(views.map(({ part, own }) => [part, own])).toEqual([['BTC/USD', 5]]);
  });

  it('one batch under two names is one charge', async () => {
    const rig = new ClientRig();
    rig.transport.always(/AddOrderBatch/, json({ error: [], result: { orders: [{ txid: 'OAAAAA-AAAAA-AAAAAA' }] } }));
    const one = { ordertype: 'limit', type: 'buy', volume: '1', price: '9' };
    const body = JSON.stringify({ pair: 'XBTUSD', orders: [one, { ...one, pair: 'BTC/USD' }] });
    await rig.sent('kraken', {
      method: 'POST',
      path: '/0/private/AddOrderBatch',
      query: '',
      body: { type: 'json', text: body },
    });
    const views = rig.limiter.snapshot().filter(({ bucket }) => bucket.id === 'engine');
    expect(views.map(({ part, own }) => [part, own])).toEqual([['BTC/USD', 1]]);
  });
});

describe('learning the names', () => {
  it('asks once at start, again after a failure, and then once a day', async () => {
    const rig = new ClientRig();
    rig.transport
      .once(/AssetPairs/, notSent)
      .once(/AssetPairs/, notSent)
      .once(/AssetPairs/, notSent);
    rig.transport.always(/AssetPairs/, json(ASSET_PAIRS));
    const stop = probePartNames(accountOf('kraken'), rig.client, rig.clock);
    await rig.run(60_000);
    expect(rig.client.peers.parts.nameOf('kraken', perPair, 'XMRUSD')).toBe('XMR/USD');
    const asked = rig.transport.arrivals.length;
    await rig.run(86_400_000);
    expect(rig.transport.arrivals).toHaveLength(asked + 1);
    stop();
    await rig.run(2 * 86_400_000);
    expect(rig.transport.arrivals).toHaveLength(asked + 1);
  });

  it.each(['binance', 'okx'] as const)('does not ask %s, whose instruments have one name', async (id) => {
    const rig = new ClientRig();
    probePartNames(accountOf(id), rig.client, rig.clock);
    await rig.run(60_000);
    expect(rig.transport.arrivals).toEqual([]);
  });
});

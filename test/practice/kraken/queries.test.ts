import { describe, expect, it } from 'vitest';
import { Bench, resultOf, START_MS } from './support.ts';

interface Table {
  readonly XXBTZUSD: readonly unknown[][];
}

type Rows = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

async function fillAll(bench: Bench): Promise<void> {
  for (const order of bench.exchange.venue.openOrders('main')) bench.exchange.venue.fillResting(order.id);
}

describe('order queries', () => {
  it('ClosedOrders lags where told to, and the order is then in neither list', async () => {
    const bench = new Bench();
    bench.exchange.switches.closedOrdersLagMs = 5_000;
    const txid = await bench.limitOrder({ cl_ord_id: 'lag' });
    await fillAll(bench);
    expect((await bench.call('OpenOrders', { cl_ord_id: 'lag' })).result).toEqual({ open: {} });
    expect((await bench.call('ClosedOrders', { cl_ord_id: 'lag' })).result).toEqual({ closed: {}, count: 0 });
    bench.clock.advance(5_000);
    const closed = await bench.call('ClosedOrders', { cl_ord_id: 'lag', start: START_MS / 1000 - 60 });
    expect(Object.keys(closed.result?.['closed'] as Rows)).toEqual([txid]);
  });

  it('new orders hide where told to', async () => {
    const bench = new Bench();
    bench.exchange.switches.queueDelayedVisibility(3_000);
    const txid = await bench.limitOrder();
    expect((await bench.call('OpenOrders')).result).toEqual({ open: {} });
    expect(await bench.errors('QueryOrders', { txid })).toEqual(['EOrder:Unknown order']);
    bench.clock.advance(3_000);
    expect(Object.keys((await bench.call('OpenOrders')).result?.['open'] as Rows)).toEqual([txid]);
  });

  it('empty maps become lists where told to', async () => {
    const bench = new Bench();
    bench.exchange.switches.emptyMapsAsLists = true;
    expect((await bench.call('OpenOrders')).result).toEqual({ open: [] });
    expect((await bench.call('ClosedOrders')).result).toEqual({ closed: [], count: 0 });
    await bench.limitOrder();
    expect(Array.isArray((await bench.call('OpenOrders')).result?.['open'])).toBe(false);
  });

  it('QueryOrders wants order ids and knows no client order id', async () => {
    const bench = new Bench();
    await bench.limitOrder({ cl_ord_id: 'mine' });
    expect(await bench.errors('QueryOrders', { cl_ord_id: 'mine' })).toEqual(['EGeneral:Invalid arguments:txid']);
    expect(await bench.errors('QueryOrders', { txid: 'OAAAAA-AAAAA-AAAAAA' })).toEqual(['EOrder:Unknown order']);
    expect(await bench.errors('QueryOrders', { txid: Array(51).fill('OAAAAA-AAAAA-AAAAAA').join() })).toEqual([
      'EGeneral:Invalid arguments:txid',
    ]);
  });

  it('pages closed orders by fifty, newest first; start is exclusive and end inclusive', async () => {
    const bench = new Bench({ tier: 'pro' });
    const txids: string[] = [];
    for (let order = 0; order < 52; order += 1) {
      txids.push(await bench.limitOrder());
      await fillAll(bench);
      bench.clock.advance(1_000);
    }
    const keys = async (params: Record<string, string | number | boolean>): Promise<readonly string[]> =>
      Object.keys((await bench.call('ClosedOrders', params)).result?.['closed'] as Rows);
    expect(await keys({})).toEqual(txids.slice(2).reverse());
    expect(await keys({ ofs: 50 })).toEqual([txids[1], txids[0]]);
    expect(await keys({ start: START_MS / 1000, end: START_MS / 1000 + 2 })).toEqual([txids[2], txids[1]]);
    expect(await keys({ start: txids[49] ?? '' })).toEqual([txids[51], txids[50]]);
    expect((await bench.call('ClosedOrders', { without_count: true })).result).not.toHaveProperty('count');
    expect((await bench.call('ClosedOrders')).result).toMatchObject({ count: 52 });
  });
});

describe('trades and ledgers', () => {
  it('tell the same story as the balances', async () => {
    const bench = new Bench();
    const txid = await bench.limitOrder();
    await fillAll(bench);
    const trades = (await bench.call('TradesHistory', { ledgers: true })).result?.['trades'] as Rows;
    const [[tradeId, trade] = ['', {}]] = Object.entries(trades);
    expect(trade).toMatchObject({
      ordertxid: txid,
      pair: 'XXBTZUSD',
      price: '50000.0',
      vol: '0.00100000',
      cost: '50.00000',
      fee: '0.12500',
      maker: true,
    });
    expect((await bench.call('QueryTrades', { txid: tradeId })).result).toMatchObject({
      [tradeId]: { ordertxid: txid },
    });
    const ledger = (await bench.call('Ledgers', { asset: 'ZUSD' })).result?.['ledger'] as Rows;
    const [[ledgerId, entry] = ['', {}]] = Object.entries(ledger);
    expect(entry).toMatchObject({
      refid: tradeId,
      asset: 'ZUSD',
      amount: '-50.0000',
      fee: '0.1250',
      balance: '99949.8750',
      type: 'trade',
    });
    expect((await bench.call('QueryLedgers', { id: ledgerId })).result).toMatchObject({
      [ledgerId]: { asset: 'ZUSD' },
    });
    expect((await bench.call('Ledgers')).result).toMatchObject({ count: 2 });
  });

  it('volume and worth', async () => {
    const bench = new Bench();
    expect((await bench.call('TradeVolume')).result).toEqual({
      currency: 'ZUSD',
      volume: '0.0000',
      fees: null,
      fees_maker: null,
    });
    expect((await bench.call('TradeVolume', { pair: 'XBTUSD' })).result).toMatchObject({
      fees: { XXBTZUSD: { fee: '0.4000' } },
      fees_maker: { XXBTZUSD: { fee: '0.2500' } },
    });
    // 100000 USD, 50000 USDT, 1 BTC at 65000, 10 ETH at 3200 and 100 SOL at 150.
    expect((await bench.call('TradeBalance')).result).toMatchObject({ eb: '262000.0000', m: '0.0000' });
    expect(await bench.errors('ExportStatus', { report: 'trades' })).toEqual(['EGeneral:Permission denied']);
  });
});

describe('public methods', () => {
  it('take every name of a pair and answer under its id', async () => {
    const bench = new Bench({ publicRules: { perSecond: 1, burst: 50 } });
    for (const name of ['XXBTZUSD', 'XBTUSD', 'XBT/USD', 'BTC/USD', 'BTCUSD']) {
      expect(Object.keys((await bench.open('Depth', `pair=${encodeURIComponent(name)}&count=2`)).result ?? {})).toEqual(
        ['XXBTZUSD'],
      );
    }
    expect((await bench.open('Ticker', 'pair=NOPE')).error).toEqual(['EQuery:Unknown asset pair']);
    expect(Object.keys((await bench.open('Ticker')).result ?? {})).toEqual([
      'XXBTZUSD',
      'XETHZUSD',
      'SOLUSD',
      'XBTUSDT',
    ]);
    expect((await bench.open('Nothing')).error).toEqual(['EGeneral:Unknown method']);
    expect((await bench.open('Assets', 'asset=XBT')).result).toEqual({
      XXBT: {
        aclass: 'currency',
        altname: 'XBT',
        decimals: 10,
        display_decimals: 5,
        collateral_value: 1,
        status: 'enabled',
      },
    });
    expect((await bench.open('Assets', 'asset=NOPE')).error).toEqual(['EQuery:Unknown asset']);
  });

  it('tell the time, with the skew that was set', async () => {
    const bench = new Bench();
    expect((await bench.open('Time')).result).toEqual({
      unixtime: 1795176000,
      rfc1123: 'Fri, 20 Nov 26 12:00:00 +0000',
    });
    bench.exchange.switches.clockSkewMs = -2_000;
    expect((await bench.open('Time')).result).toMatchObject({ unixtime: 1795175998 });
  });

  it('give at most 720 candles, and trades since a time', async () => {
    const bench = new Bench();
    const candles = resultOf<Table>(await bench.open('OHLC', 'pair=XBTUSD&interval=1')).XXBTZUSD;
    expect([candles.length, candles[0]?.length]).toEqual([720, 8]);
    expect((await bench.open('OHLC', 'pair=XBTUSD&interval=7')).error).toEqual(['EGeneral:Invalid arguments:interval']);
    await bench.limitOrder({ price: '70000' });
    const trades = await bench.open('Trades', 'pair=XBTUSD');
    expect(resultOf<Table>(trades).XXBTZUSD[0]?.slice(2, 6)).toEqual([START_MS / 1000, 'b', 'l', '']);
    const last = String(trades.result?.['last']);
    expect((await bench.open('Trades', `pair=ETHUSD&since=${last}`)).result).toEqual({ XETHZUSD: [], last });
  });
});

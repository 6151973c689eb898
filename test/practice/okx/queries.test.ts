import { describe, expect, it } from 'vitest';
import {
  DEMO_KEY,
  limitBuy,
  OTHER_USER_KEY,
  placed,
  post,
  privateGet,
  publicGet,
  rig,
  START_MS,
  UID,
  type Body,
  type Rig,
} from './support.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const BTC = 'instId=BTC-USDT';

async function ids(rigged: Rig, target: string): Promise<readonly unknown[]> {
  return (await privateGet(rigged, target)).data.map(({ ordId }) => ordId);
}

describe('order lists', () => {
  it('page by id: after = older, before = newer, both exclusive, newest first', async () => {
    const rigged = rig();
    const [a, b, c, d] = [
      await placed(rigged, limitBuy()),
      await placed(rigged, limitBuy()),
      await placed(rigged, limitBuy()),
      await placed(rigged, limitBuy()),
    ];
    expect(await ids(rigged, '/trade/orders-pending')).toEqual([d, c, b, a]);
    expect(await ids(rigged, `/trade/orders-pending?after=${c}`)).toEqual([b, a]);
    expect(await ids(rigged, `/trade/orders-pending?before=${b}`)).toEqual([d, c]);
    expect(await ids(rigged, '/trade/orders-pending?limit=2')).toEqual([d, c]);
  });

  it('filter by instrument, kind and state', async () => {
    const rigged = rig();
    const btc = await placed(rigged, limitBuy());
    const eth = await placed(rigged, limitBuy({ instId: 'ETH-USDT', px: '3000', ordType: 'post_only' }));
    expect(await ids(rigged, `/trade/orders-pending?${BTC}`)).toEqual([btc]);
    expect(await ids(rigged, '/trade/orders-pending?ordType=post_only,fok')).toEqual([eth]);
    expect(await ids(rigged, '/trade/orders-pending?state=partially_filled')).toEqual([]);
    expect(await ids(rigged, '/trade/orders-pending?instType=SWAP')).toEqual([]);
  });

  it('show nothing of other users', async () => {
    const rigged = rig();
    const ordId = await placed(rigged, limitBuy());
    expect((await privateGet(rigged, '/trade/orders-pending', { as: OTHER_USER_KEY })).data).toEqual([]);
    expect((await privateGet(rigged, `/trade/order?${BTC}&ordId=${ordId}`, { as: OTHER_USER_KEY })).code).toBe('51603');
  });

  it('forget cancelled orders after two hours, and keep filled ones seven days and three months', async () => {
    const rigged = rig();
    const cancelled = await placed(rigged, limitBuy());
    await post(rigged, '/trade/cancel-order', { instId: 'BTC-USDT', ordId: cancelled });
    const filled = await placed(rigged, limitBuy({ ordType: 'market', px: undefined, sz: '100' }));
    const history = (name: string) => ids(rigged, `/trade/${name}?instType=SPOT`);
    rigged.clock.jump(2 * HOUR_MS - 1);
    expect(await history('orders-history')).toEqual([filled, cancelled]);
    rigged.clock.jump(1);
    expect(await history('orders-history')).toEqual([filled]);
    expect((await privateGet(rigged, `/trade/order?${BTC}&ordId=${cancelled}`)).code).toBe('51603');
    rigged.clock.jump(7 * DAY_MS);
    expect(await history('orders-history')).toEqual([]);
    expect(await history('orders-history-archive')).toEqual([filled]);
    rigged.clock.jump(84 * DAY_MS);
    expect(await history('orders-history-archive')).toEqual([]);
  });

  it('want an instType for the history, and a known one', async () => {
    const rigged = rig();
    expect((await privateGet(rigged, '/trade/orders-history')).code).toBe('50014');
    expect((await privateGet(rigged, '/trade/orders-history?instType=STOCK')).code).toBe('51000');
  });

  it('find the newest order behind a reused client id', async () => {
    const rigged = rig();
    const body = limitBuy({ clOrdId: 'again' });
    await placed(rigged, body);
    await post(rigged, '/trade/cancel-order', { instId: 'BTC-USDT', clOrdId: 'again' });
    const second = await placed(rigged, body);
    expect(await ids(rigged, `/trade/order?${BTC}&clOrdId=again`)).toEqual([second]);
  });

  const wrong = [
    { target: '/trade/order?ordId=1', code: '50014' },
    { target: `/trade/order?${BTC}`, code: '51003' },
    { target: '/trade/order?instId=DOGE-USDT&ordId=1', code: '51001' },
    { target: `/trade/order?${BTC}&ordId=1`, code: '51603' },
    { target: '/trade/orders-pending?after=abc', code: '51000' },
    { target: '/trade/orders-pending?limit=none', code: '51000' },
  ];
  for (const { target, code } of wrong) {
    it(`${target}: ${code}`, async () => expect((await privateGet(rig(), target)).code).toBe(code));
  }
});

describe('fills', () => {
  it('are listed three days, and longer in the history', async () => {
    const rigged = rig();
    const ordId = await placed(
      rigged,
      limitBuy({ ordType: 'market', px: undefined, sz: '100', tag: 'desk', clOrdId: 'f1' }),
    );
    const [fill] = (await privateGet(rigged, `/trade/fills?ordId=${ordId}`)).data;
    expect(fill).toMatchObject({
      ordId,
      clOrdId: 'f1',
      tag: 'desk',
      instType: 'SPOT',
      execType: 'T',
      feeCcy: 'BTC',
      ts: String(START_MS),
    });
    expect((await privateGet(rigged, `/trade/fills?after=${String(fill?.['billId'])}`)).data).toEqual([]);
    expect((await privateGet(rigged, `/trade/fills?begin=${START_MS + 1}`)).data).toEqual([]);
    rigged.clock.jump(3 * DAY_MS);
    expect((await privateGet(rigged, '/trade/fills')).data).toEqual([]);
    expect((await privateGet(rigged, '/trade/fills-history?instType=SPOT')).data).toHaveLength(1);
  });
});

describe('account', () => {
  it('config tells permissions, addresses and user', async () => {
    const [row] = (await privateGet(rig(), '/account/config')).data;
    expect(row).toMatchObject({
      uid: UID,
      mainUid: UID,
      perm: 'read_only,trade',
      ip: '',
      label: 'desk',
      acctLv: '1',
      posMode: 'net_mode',
    });
  });

  it('config of a key that may withdraw says so', async () => {
    const rigged = rig();
    rigged.exchange.state.accounts.key('trade-key')?.permissions.add('withdraw');
    expect((await privateGet(rigged, '/account/config')).data[0]?.['perm']).toBe('read_only,trade,withdraw');
  });

  it('balance lists what is held, narrowed by ccy', async () => {
    const rigged = rig();
    const details = async (target: string) => {
      const [account = {}] = (await privateGet(rigged, target)).data;
      return (account['details'] as Body[]).map(({ ccy }) => ccy);
    };
    expect(await details('/account/balance')).toEqual(['USDT', 'BTC', 'ETH', 'SOL']);
    expect(await details('/account/balance?ccy=BTC,DOGE')).toEqual(['BTC']);
  });

  it('max sizes follow the free balance', async () => {
    const rigged = rig();
    expect((await privateGet(rigged, `/account/max-size?${BTC}&tdMode=cash&px=50000`)).data).toEqual([
      { ccy: 'BTC', instId: 'BTC-USDT', maxBuy: '2', maxSell: '50000' },
    ]);
    await placed(rigged, limitBuy());
    expect((await privateGet(rigged, '/account/max-avail-size?instId=BTC-USDT,ETH-USDT&tdMode=cash')).data).toEqual([
      { availBuy: '99500', availSell: '1', instId: 'BTC-USDT' },
      { availBuy: '99500', availSell: '10', instId: 'ETH-USDT' },
    ]);
    expect((await privateGet(rigged, `/account/max-size?${BTC}`)).code).toBe('50014');
    expect((await privateGet(rigged, `/account/max-size?${BTC}&tdMode=cross`)).code).toBe('51010');
  });

  const rows = [
    { target: '/account/positions', rows: [] },
    {
      target: '/asset/balances?ccy=ETH',
      rows: [{ ccy: 'ETH', bal: '37.11827078', availBal: '37.11827078', frozenBal: '0' }],
    },
    { target: '/asset/balances?ccy=BTC', rows: [] },
    {
      target: '/trade/account-rate-limit',
      rows: [{ accRateLimit: '1000', fillRatio: '', mainFillRatio: '', nextAccRateLimit: '', ts: String(START_MS) }],
    },
  ];
  for (const { target, rows: expected } of rows) {
    it(`${target} gives the documented rows`, async () =>
      expect((await privateGet(rig(), target)).data).toEqual(expected));
  }

  it('fees are negative, precheck is not for spot mode, money never leaves', async () => {
    const rigged = rig();
    expect((await privateGet(rigged, '/account/trade-fee?instType=SPOT')).data[0]).toMatchObject({
      maker: '-0.0008',
      taker: '-0.001',
    });
    expect((await post(rigged, '/trade/order-precheck', limitBuy())).code).toBe('51010');
    rigged.exchange.state.accounts.key('trade-key')?.permissions.add('withdraw');
    expect((await post(rigged, '/asset/withdrawal', {})).code).toBe('50038');
  });

  it('demo balances can be raised three times a day and lowered any time, in demo only', async () => {
    const rigged = rig();
    const demo = { as: DEMO_KEY, headers: { 'x-simulated-trading': '1' } };
    const adjust = (type: string, amt: string) =>
      post(rigged, '/account/demo-adjust-balance', { type, adjustments: [{ ccy: 'USDT', amt }] }, demo);
    expect((await post(rigged, '/account/demo-adjust-balance', { type: 'increase', adjustments: [] })).code).toBe(
      '50053',
    );
    expect((await adjust('increase', '5001')).code).toBe('51000');
    for (const remainCnt of ['2', '1', '0'])
      expect((await adjust('increase', '5000')).data[0]).toMatchObject({ remainCnt, totalCnt: '3' });
    rigged.clock.jump(2000);
    expect((await adjust('increase', '1')).code).toBe('50055');
    expect((await adjust('reduce', '1000')).data[0]?.['details']).toEqual([
      { ccy: 'USDT', amt: '1000', bal: '114000' },
    ]);
    rigged.clock.jump(DAY_MS);
    expect((await adjust('increase', '1')).code).toBe('0');
  });
});

describe('market data', () => {
  it('lists spot instruments and nothing else', async () => {
    const rigged = rig();
    expect(
      (await publicGet(rigged, '/public/instruments?instType=SPOT')).data.map(({ instId, instIdCode }) => [
        instId,
        instIdCode,
      ]),
    ).toEqual([
      ['BTC-USDT', 3],
      ['ETH-USDT', 4],
      ['SOL-USDT', 1514],
    ]);
    expect((await publicGet(rigged, '/public/instruments?instType=OPTION')).data).toEqual([]);
  });

  it('shows books best first, to the depth asked for', async () => {
    const rigged = rig();
    const [book] = (await publicGet(rigged, `/market/books?${BTC}&sz=3`)).data;
    const [asks, bids] = [book?.['asks'] as string[][], book?.['bids'] as string[][]];
    expect([asks.length, bids.length]).toEqual([3, 3]);
    const prices = [...[...asks].reverse(), ...bids].map(([px]) => Number(px));
    expect(prices).toEqual([...prices].sort((left, right) => right - left));
    const [shallow = {}] = (await publicGet(rigged, `/market/books?${BTC}`)).data;
    expect(shallow['asks']).toHaveLength(1);
  });

  it('shows a resting order in the book', async () => {
    const rigged = rig();
    await placed(rigged, limitBuy({ px: '64999', sz: '0.7' }));
    const [book = {}] = (await publicGet(rigged, `/market/books?${BTC}&sz=400`)).data;
    expect((book['bids'] as string[][]).some(([px]) => px === '64999')).toBe(true);
  });

  it('opens days at UTC+8 unless asked for UTC', async () => {
    const rigged = rig();
    const first = async (bar: string) =>
      Number((await publicGet(rigged, `/market/candles?${BTC}&bar=${bar}&limit=1`)).data[0]?.[0 as unknown as string]);
    expect((await first('1D')) % DAY_MS).toBe(16 * HOUR_MS);
    expect((await first('1Dutc')) % DAY_MS).toBe(0);
  });

  it('pages candles by time, newest first, minutes without gaps', async () => {
    const rigged = rig();
    const rows = (await publicGet(rigged, `/market/candles?${BTC}&limit=300`)).data as unknown as string[][];
    const times = rows.map(([ts]) => Number(ts));
    expect(times).toEqual(Array.from({ length: 300 }, (_, index) => (times[0] ?? 0) - index * 60_000));
    const older = (await publicGet(rigged, `/market/candles?${BTC}&limit=1&after=${times[9]}`))
      .data as unknown as string[][];
    expect(Number(older[0]?.[0])).toBe(times[10]);
    expect(rows[0]).toHaveLength(9);
  });

  const wrong = [
    { target: '/market/ticker', code: '50014' },
    { target: '/market/ticker?instId=DOGE-USDT', code: '51001' },
    { target: '/market/tickers', code: '50014' },
    { target: `/market/books?${BTC}&sz=401`, code: '51000' },
    { target: `/market/candles?${BTC}&bar=7m`, code: '51000' },
    { target: `/market/trades?${BTC}&limit=0`, code: '51000' },
  ];
  for (const { target, code } of wrong) {
    it(`${target}: ${code}`, async () => expect((await publicGet(rig(), target)).code).toBe(code));
  }

  it('names the band around the reference price', async () => {
    expect((await publicGet(rig(), `/public/price-limit?${BTC}`)).data).toEqual([
      { buyLmt: '65650', sellLmt: '64350', enabled: true, instId: 'BTC-USDT', instType: 'SPOT', ts: String(START_MS) },
    ]);
  });
});

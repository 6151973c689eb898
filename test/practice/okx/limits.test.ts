import { describe, expect, it } from 'vitest';
import { Meter } from '../../../electron/practice/okx/access/meter.ts';
import { ENDPOINTS, type Endpoint } from '../../../electron/practice/okx/facts/endpoints.ts';
import {
  KEY,
  limitBuy,
  OTHER_KEY_OF_SAME_USER,
  OTHER_USER_KEY,
  post,
  privateGet,
  publicGet,
  rig,
  UID,
  type Answer,
  type Rig,
} from './support.ts';

const QUERIES: Readonly<Record<string, string>> = {
  '/api/v5/public/instruments': '?instType=SPOT',
  '/api/v5/account/instruments': '?instType=SPOT',
  '/api/v5/trade/order': '?instId=BTC-USDT&ordId=1',
};

/** Documented here once more, by hand, so that a slip in the table shows. */
const DOCUMENTED: Readonly<Record<string, readonly [capacity: number, windowMs: number]>> = {
  '/api/v5/public/time': [10, 2000],
  '/api/v5/public/instruments': [20, 2000],
  '/api/v5/public/price-limit': [20, 2000],
  '/api/v5/market/ticker': [20, 2000],
  '/api/v5/market/tickers': [20, 2000],
  '/api/v5/market/books': [40, 2000],
  '/api/v5/market/books-full': [10, 2000],
  '/api/v5/market/candles': [40, 2000],
  '/api/v5/market/history-candles': [20, 2000],
  '/api/v5/market/trades': [100, 2000],
  '/api/v5/market/history-trades': [20, 2000],
  '/api/v5/system/status': [1, 5000],
  '/api/v5/account/config': [5, 2000],
  '/api/v5/account/balance': [10, 2000],
  '/api/v5/account/positions': [10, 2000],
  '/api/v5/account/instruments': [20, 2000],
  '/api/v5/account/max-size': [20, 2000],
  '/api/v5/account/max-avail-size': [20, 2000],
  '/api/v5/account/trade-fee': [5, 2000],
  '/api/v5/asset/balances': [6, 1000],
  '/api/v5/trade/order': [60, 2000],
  '/api/v5/trade/orders-pending': [60, 2000],
  '/api/v5/trade/orders-history': [40, 2000],
  '/api/v5/trade/orders-history-archive': [20, 2000],
  '/api/v5/trade/fills': [60, 2000],
  '/api/v5/trade/fills-history': [10, 2000],
  '/api/v5/trade/account-rate-limit': [1, 1000],
  '/api/v5/trade/order-precheck': [5, 2000],
  '/api/v5/trade/cancel-all-after': [1, 1000],
};

async function callOnce(rigged: Rig, path: string, { method, permission }: Endpoint): Promise<Answer> {
  const target = `${path.replace('/api/v5', '')}${QUERIES[path] ?? ''}`;
  if (method === 'POST') return post(rigged, target, {});
  return permission === 'public' ? publicGet(rigged, target) : privateGet(rigged, target);
}

async function times(count: number, call: () => Promise<Answer>): Promise<readonly Answer[]> {
  const answers: Answer[] = [];
  for (let index = 0; index < count; index += 1) answers.push(await call());
  return answers;
}

const refusedOf = (answers: readonly Answer[]): number => answers.filter(({ code }) => code === '50011').length;
const place =
  (rigged: Rig, as = KEY, instId = 'BTC-USDT') =>
  () =>
    post(rigged, '/trade/order', limitBuy({ instId, px: 'x' }), { as });

describe('every endpoint counter', () => {
  for (const [path, [capacity, windowMs]] of Object.entries(DOCUMENTED)) {
    it(`${path}: ${capacity} pass in ${windowMs} ms, the next is refused until the first falls out`, async () => {
      const rigged = rig();
      const endpoint = (ENDPOINTS as Readonly<Record<string, Endpoint>>)[path];
      if (endpoint === undefined) throw new Error(`${path} is not served`);
      const call = () => callOnce(rigged, path, endpoint);
      expect(refusedOf(await times(capacity, call))).toBe(0);
      expect((await call()).code).toBe('50011');
      rigged.clock.advance(windowMs - 1);
      expect((await call()).code).toBe('50011');
      rigged.clock.advance(1);
      expect((await call()).code).not.toBe('50011');
    });
  }
});

describe('who shares a counter', () => {
  it('addresses do not share', async () => {
    const rigged = rig();
    await times(10, () => publicGet(rigged, '/public/time', '10.0.0.1'));
    expect((await publicGet(rigged, '/public/time', '10.0.0.1')).code).toBe('50011');
    expect((await publicGet(rigged, '/public/time', '10.0.0.2')).code).toBe('0');
  });

  it('instrument types do not share', async () => {
    const rigged = rig();
    await times(20, () => publicGet(rigged, '/public/instruments?instType=SPOT'));
    expect((await publicGet(rigged, '/public/instruments?instType=SPOT')).code).toBe('50011');
    expect((await publicGet(rigged, '/public/instruments?instType=SWAP')).code).toBe('0');
  });

  it('keys of one user share, users do not', async () => {
    const rigged = rig();
    await times(3, () => privateGet(rigged, '/account/config'));
    await times(2, () => privateGet(rigged, '/account/config', { as: OTHER_KEY_OF_SAME_USER }));
    expect((await privateGet(rigged, '/account/config')).code).toBe('50011');
    expect((await privateGet(rigged, '/account/config', { as: OTHER_USER_KEY })).code).toBe('0');
  });

  it('a refused signature uses up nothing of the user', async () => {
    const rigged = rig();
    await times(20, () => privateGet(rigged, '/account/config', { as: { ...KEY, secret: 'wrong' } }));
    expect((await privateGet(rigged, '/account/config')).code).toBe('0');
  });
});

describe('order operations', () => {
  it('allows 60 single orders per instrument in 2 s, malformed ones included', async () => {
    const rigged = rig();
    expect(refusedOf(await times(61, place(rigged)))).toBe(1);
    expect(refusedOf(await times(60, place(rigged, KEY, 'ETH-USDT')))).toBe(0);
    rigged.clock.advance(2000);
    expect((await place(rigged)()).code).not.toBe('50011');
  });

  it('keeps place, amend and cancel, single and batch apart', async () => {
    const rigged = rig();
    await times(60, place(rigged));
    const name = { instId: 'BTC-USDT', ordId: '1' };
    expect((await place(rigged)()).code).toBe('50011');
    expect((await post(rigged, '/trade/cancel-order', name)).code).toBe('1');
    expect((await post(rigged, '/trade/amend-order', { ...name, newPx: '1' })).code).toBe('1');
    expect((await post(rigged, '/trade/batch-orders', [limitBuy(), limitBuy()])).code).toBe('0');
  });

  it('counts a batch of one as a single order', async () => {
    const rigged = rig();
    await times(60, place(rigged));
    expect((await post(rigged, '/trade/batch-orders', [limitBuy()])).code).toBe('50011');
  });

  it('counts the orders of a batch, not the calls: 300 in 2 s', async () => {
    const rigged = rig();
    const batch = (count: number) => () =>
      post(
        rigged,
        '/trade/cancel-batch-orders',
        Array.from({ length: count }, () => ({ instId: 'BTC-USDT', ordId: '1' })),
      );
    expect(refusedOf(await times(14, batch(20)))).toBe(0);
    expect((await batch(19)()).code).toBe('1');
    expect((await batch(2)()).code).toBe('50011');
    expect((await batch(1)()).code).toBe('1');
  });

  it('refuses a mixed batch wholly when one instrument is full, and takes nothing from the other', async () => {
    const rigged = rig();
    const members = (btc: number, eth: number) => [
      ...Array.from({ length: btc }, () => ({ instId: 'BTC-USDT', ordId: '1' })),
      ...Array.from({ length: eth }, () => ({ instId: 'ETH-USDT', ordId: '1' })),
    ];
    const cancel = (body: unknown) => post(rigged, '/trade/cancel-batch-orders', body);
    for (let index = 0; index < 15; index += 1) await cancel(members(20, 0));
    expect((await cancel(members(1, 19))).code).toBe('50011');
    const eth = rigged.exchange.usage().find(({ counter }) => counter === `cancel batch ${UID} ETH-USDT`);
    expect(eth?.used).toBe(0);
  });

  it('refuses more than 20 orders in one call', async () => {
    const answer = await post(
      rig(),
      '/trade/batch-orders',
      Array.from({ length: 21 }, () => limitBuy()),
    );
    expect(answer.code).toBe('51111');
  });
});

describe('the cap over all orders of a user', () => {
  it('never counts spot or margin', () => {
    const meter = new Meter();
    const spot = Array.from({ length: 2000 }, () => meter.takeSubAccount(UID, ['SPOT', 'MARGIN'], 0));
    expect(spot.every(Boolean)).toBe(true);
  });

  it('counts 1 000 derivative orders in 2 s', () => {
    const meter = new Meter();
    const taken = Array.from({ length: 1001 }, () => meter.takeSubAccount(UID, ['SWAP'], 0));
    expect([taken.filter(Boolean).length, taken.at(-1)]).toEqual([1000, false]);
    expect([meter.takeSubAccount(UID, ['SWAP'], 1999), meter.takeSubAccount(UID, ['SWAP'], 2000)]).toEqual([
      false,
      true,
    ]);
  });

  it('answers 50061 with HTTP 200 for derivatives, and never for spot', async () => {
    const rigged = rig();
    for (let index = 0; index < 1000; index += 1)
      rigged.exchange.state.meter.takeSubAccount(UID, ['SWAP'], rigged.clock.now());
    const swap = await post(rigged, '/trade/order', limitBuy({ instId: 'BTC-USDT-SWAP' }));
    expect([swap.status, swap.code]).toEqual([200, '50061']);
    expect((await post(rigged, '/trade/order', limitBuy())).code).toBe('0');
  });
});

describe('the refusal itself', () => {
  it('is HTTP 429 without data, or HTTP 200 by switch', async () => {
    const rigged = rig();
    await times(5, () => privateGet(rigged, '/account/config'));
    const refused = await privateGet(rigged, '/account/config');
    expect([refused.status, refused.body]).toEqual([429, { msg: 'Too Many Requests', code: '50011' }]);
    rigged.exchange.state.settings.rateLimitStatus = 200;
    expect((await privateGet(rigged, '/account/config')).status).toBe(200);
  });

  it('counts refused requests too when told to', async () => {
    const rigged = rig({ countsRefused: true });
    await times(6, () => privateGet(rigged, '/account/config'));
    rigged.clock.advance(1999);
    expect((await privateGet(rigged, '/account/config')).code).toBe('50011');
    rigged.clock.advance(1);
    expect((await privateGet(rigged, '/account/config')).code).toBe('0');
  });

  it('leaves room for less when a neighbour spends', async () => {
    const rigged = rig();
    rigged.exchange.neighbour.spend('GET /api/v5/account/config', UID, 4);
    rigged.exchange.neighbour.spend('place single BTC-USDT', UID, 60);
    expect((await privateGet(rigged, '/account/config')).code).toBe('0');
    expect((await privateGet(rigged, '/account/config')).code).toBe('50011');
    expect((await place(rigged)()).code).toBe('50011');
  });
});

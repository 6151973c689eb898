import { describe, expect, it } from 'vitest';
import { decimal } from '../../../shared/model/decimal.ts';
import { LIMIT, rig, START_MS } from './support.ts';

const IP = '127.0.0.1';
const MINUTE = 60_000;

describe('weights', () => {
  const cases = [
    ['/api/v3/ping', 1],
    ['/api/v3/time', 1],
    ['/api/v3/exchangeInfo', 20],
    ['/api/v3/depth?symbol=BTCUSDT', 5],
    ['/api/v3/depth?symbol=BTCUSDT&limit=100', 5],
    ['/api/v3/depth?symbol=BTCUSDT&limit=101', 25],
    ['/api/v3/depth?symbol=BTCUSDT&limit=500', 25],
    ['/api/v3/depth?symbol=BTCUSDT&limit=501', 50],
    ['/api/v3/depth?symbol=BTCUSDT&limit=1001', 250],
    ['/api/v3/trades?symbol=BTCUSDT', 25],
    ['/api/v3/aggTrades?symbol=BTCUSDT', 4],
    ['/api/v3/klines?symbol=BTCUSDT&interval=1h', 2],
    ['/api/v3/avgPrice?symbol=BTCUSDT', 2],
    ['/api/v3/ticker/price?symbol=BTCUSDT', 2],
    ['/api/v3/ticker/price', 4],
    ['/api/v3/ticker/24hr?symbol=BTCUSDT', 2],
    ['/api/v3/ticker/24hr', 80],
    ['/api/v3/executionRules', 40],
    ['/api/v3/referencePrice?symbol=BTCUSDT', 2],
    ['/api/v3/depth?symbol=NOPE', 5],
  ] as const;
  for (const [target, weight] of cases) {
    it(`${target} costs ${weight}`, async () => {
      const { get } = rig();
      const reply = await get(target);
      expect(reply.headers['x-mbx-used-weight-1m']).toBe(String(weight));
      expect(reply.headers['x-mbx-used-weight']).toBe(String(weight));
      expect(reply.status).toBe(target.includes('NOPE') ? 400 : 200);
    });
  }

  const signedCases = [
    ['GET', '/api/v3/account', {}, 20],
    ['GET', '/api/v3/openOrders', { symbol: 'BTCUSDT' }, 6],
    ['GET', '/api/v3/openOrders', {}, 80],
    ['GET', '/api/v3/allOrders', { symbol: 'BTCUSDT' }, 20],
    ['GET', '/api/v3/myTrades', { symbol: 'BTCUSDT' }, 20],
    ['GET', '/api/v3/myTrades', { symbol: 'BTCUSDT', orderId: 1 }, 5],
    ['GET', '/api/v3/rateLimit/order', {}, 40],
    ['POST', '/api/v3/order/test', LIMIT, 1],
    ['POST', '/api/v3/order/test', { ...LIMIT, computeCommissionRates: 'true' }, 20],
    ['POST', '/api/v3/order', LIMIT, 0],
    ['POST', '/api/v3/order', { ...LIMIT, price: '0.001' }, 1],
    ['DELETE', '/api/v3/order', { symbol: 'BTCUSDT', orderId: 1 }, 1],
    ['GET', '/api/v3/order', { symbol: 'BTCUSDT', orderId: 1 }, 4],
  ] as const;
  for (const [method, path, params, weight] of signedCases) {
    it(`${method} ${path} ${JSON.stringify(params)} costs ${weight}`, async () => {
      const { signed } = rig();
      expect((await signed(method, path, params)).headers['x-mbx-used-weight-1m']).toBe(String(weight));
    });
  }
});

describe('weight limit', () => {
  it('lets exactly 6000 through, refuses the next with the seconds to the minute, and starts anew at the minute', async () => {
    const { get, clock } = rig();
    clock.advance(20_500);
    for (let call = 0; call < 24; call += 1)
      expect((await get('/api/v3/depth?symbol=BTCUSDT&limit=5000')).status).toBe(200);
    const refused = await get('/api/v3/ping');
    expect(refused).toMatchObject({ status: 429, body: { code: -1003 } });
    expect(refused.body.msg).toBe(
      'Too much request weight used; current limit is 6000 request weight per 1 MINUTE. Please use WebSocket Streams for live updates to avoid polling the API.',
    );
    expect(refused.headers['retry-after']).toBe('40');
    expect(refused.headers['x-mbx-used-weight-1m']).toBe('6001');
    clock.advance(MINUTE - 20_500 - 1);
    expect((await get('/api/v3/ping')).headers['retry-after']).toBe('1');
    clock.advance(1);
    expect((await get('/api/v3/ping')).headers['x-mbx-used-weight-1m']).toBe('1');
  });

  it('counts each address alone', async () => {
    const { get } = rig({ limits: { weight: 1 } });
    expect((await get('/api/v3/ping', '10.0.0.1')).status).toBe(200);
    expect((await get('/api/v3/ping', '10.0.0.1')).status).toBe(429);
    expect((await get('/api/v3/ping', '10.0.0.2')).status).toBe(200);
  });

  it('counts raw requests in five minutes, without a header', async () => {
    const { get, clock } = rig({ limits: { raw: 2 } });
    clock.advance(4 * MINUTE);
    expect([(await get('/api/v3/ping')).status, (await get('/api/v3/ping')).status]).toEqual([200, 200]);
    expect(await get('/api/v3/ping')).toMatchObject({ status: 429, headers: { 'retry-after': '60' } });
    clock.advance(MINUTE);
    expect((await get('/api/v3/ping')).status).toBe(200);
  });

  it('what a neighbour spends shows in the header, to the unit', async () => {
    const { exchange, get, clock } = rig();
    exchange.neighbour.start({ target: 'weight', who: IP, pattern: 'steady', perWindow: 1500 });
    clock.advance(30_000);
    const spent = exchange.neighbour.spentIn('weight', IP, clock.now());
    expect(spent).toBe(750);
    expect((await get('/api/v3/ping')).headers['x-mbx-used-weight-1m']).toBe('751');
  });
});

describe('bans', () => {
  const limits = { weight: 5, requestsToBan: 3 };
  async function flood(get: (target: string) => Promise<{ status: number }>, count: number): Promise<number[]> {
    const seen: number[] = [];
    for (let call = 0; call < count; call += 1) seen.push((await get('/api/v3/ping')).status);
    return seen;
  }

  it('comes after further requests in the same minute, for 120 s, with the end in the text', async () => {
    const { get, clock, exchange } = rig({ limits });
    expect(await flood(get, 9)).toEqual([200, 200, 200, 200, 200, 429, 429, 429, 418]);
    const reply = await get('/api/v3/time');
    expect(reply.headers['retry-after']).toBe('120');
    expect(reply.body.msg).toBe(
      `Way too much request weight used; IP banned until ${START_MS + 120_000}. Please use WebSocket Streams for live updates to avoid bans.`,
    );
    expect(exchange.usage.bans.bannedUntil(IP, clock.now())).toBe(START_MS + 120_000);
    clock.advance(119_999);
    expect(await get('/api/v3/ping')).toMatchObject({ status: 418, headers: { 'retry-after': '1' } });
    clock.advance(1);
    expect((await get('/api/v3/ping')).status).toBe(200);
  });

  it('does not come when the refusals lie in different minutes', async () => {
    const { get, clock } = rig({ limits });
    for (let minute = 0; minute < 4; minute += 1) {
      expect(await flood(get, 8)).not.toContain(418);
      clock.advance(MINUTE);
    }
  });

  it('doubles each time, up to three days', async () => {
    const { get, clock } = rig({ limits });
    const lengths: number[] = [];
    for (let round = 0; round < 13; round += 1) {
      const last = (await flood(get, 9)).at(-1);
      expect(last).toBe(418);
      lengths.push(Number((await get('/api/v3/ping')).headers['retry-after']));
      clock.jump((lengths.at(-1) ?? 0) * 1000);
    }
    expect(lengths.slice(0, 4)).toEqual([120, 240, 480, 960]);
    expect(lengths.slice(-2)).toEqual([245_760, 259_200]);
  });

  it('/sapi goes on with 429 and is not closed by a ban', async () => {
    const { get } = rig({ limits: { ...limits, sapiWeight: 2 } });
    await flood(get, 9);
    const seen: number[] = [];
    for (let call = 0; call < 8; call += 1) seen.push((await get('/sapi/v1/system/status')).status);
    expect(seen).toEqual([200, 200, 429, 429, 429, 429, 429, 429]);
  });

  it('the firewall shuts an address out for SQL words, with HTML and for five minutes', async () => {
    const { get, clock } = rig();
    const reply = await get('/api/v3/depth?symbol=BTC%20union%20select');
    expect(reply.status).toBe(403);
    expect(reply.headers['content-type']).toBe('text/html');
    clock.advance(299_999);
    expect((await get('/api/v3/ping')).status).toBe(403);
    clock.advance(1);
    expect((await get('/api/v3/ping')).status).toBe(200);
  });
});

describe('/sapi', () => {
  it('counts per path, with its own header, beside the weight of /api', async () => {
    const { signed, exchange } = rig();
    const path = '/sapi/v1/account/apiRestrictions';
    await signed('GET', path);
    expect((await signed('GET', path)).headers['x-sapi-used-ip-weight-1m']).toBe('2');
    expect((await signed('GET', '/sapi/v1/account/status')).headers['x-sapi-used-ip-weight-1m']).toBe('1');
    expect(exchange.usage.weight(IP)).toBe(0);
  });
});

describe('unfilled order count', () => {
  const counts = (headers: Readonly<Record<string, string>>): readonly (string | undefined)[] => [
    headers['x-mbx-order-count-10s'],
    headers['x-mbx-order-count-1d'],
  ];

  it('rises with each accepted order and shows on it; refused ones do not count', async () => {
    const { signed } = rig();
    expect(counts((await signed('POST', '/api/v3/order', LIMIT)).headers)).toEqual(['1', '1']);
    expect(counts((await signed('POST', '/api/v3/order', { ...LIMIT, quantity: '16' })).headers)).toEqual([
      undefined,
      undefined,
    ]);
    expect(counts((await signed('POST', '/api/v3/order', LIMIT)).headers)).toEqual(['2', '2']);
    expect((await signed('GET', '/api/v3/rateLimit/order')).body).toMatchObject([
      { rateLimitType: 'ORDERS', interval: 'SECOND', intervalNum: 10, limit: 100, count: 2 },
      { rateLimitType: 'ORDERS', interval: 'DAY', intervalNum: 1, limit: 200_000, count: 2 },
    ]);
  });

  it('refuses with -1015 at the limit until the ten seconds turn, and leaves cancels free', async () => {
    const { signed, clock } = rig({ limits: { orders10s: 2 } });
    clock.advance(3000);
    const first = await signed('POST', '/api/v3/order', LIMIT);
    await signed('POST', '/api/v3/order', LIMIT);
    const refused = await signed('POST', '/api/v3/order', LIMIT);
    expect(refused).toMatchObject({
      status: 429,
      headers: { 'retry-after': '7' },
      body: { code: -1015, msg: 'Too many new orders; current limit is 2 orders per 10 SECOND.' },
    });
    expect(
      (await signed('DELETE', '/api/v3/order', { symbol: 'BTCUSDT', orderId: first.body.orderId ?? 0 })).status,
    ).toBe(200);
    clock.advance(7000);
    expect(counts((await signed('POST', '/api/v3/order', LIMIT)).headers)).toEqual(['1', '3']);
  });

  it('holds the short count still when the day is full', async () => {
    const { signed, exchange } = rig({ limits: { ordersDay: 1 } });
    await signed('POST', '/api/v3/order', LIMIT);
    expect((await signed('POST', '/api/v3/order', LIMIT)).body.msg).toBe(
      'Too many new orders; current limit is 1 orders per 1 DAY.',
    );
    expect(exchange.usage.orders('main')).toEqual({ in10s: 1, inDay: 1 });
  });

  it('falls by one for a first fill as taker, by five as maker, a moment later, once per order, never below zero', async () => {
    const { signed, clock, exchange } = rig();
    for (let order = 0; order < 7; order += 1) await signed('POST', '/api/v3/order', LIMIT);
    const taken = await signed('POST', '/api/v3/order', {
      symbol: 'BTCUSDT',
      side: 'BUY',
      type: 'MARKET',
      quantity: '0.2',
    });
    expect(taken.body.fills?.length).toBeGreaterThan(1);
    expect(exchange.usage.orders('main').in10s).toBe(8);
    clock.advance(50);
    expect(exchange.usage.orders('main').in10s).toBe(7);
    const [first, second] = exchange.venue.openOrders('main');
    exchange.venue.fillResting(first?.id ?? 0, decimal('0.001'));
    exchange.venue.fillResting(first?.id ?? 0);
    clock.advance(50);
    expect(exchange.usage.orders('main').in10s).toBe(2);
    exchange.venue.fillResting(second?.id ?? 0);
    clock.advance(50);
    expect(exchange.usage.orders('main')).toEqual({ in10s: 0, inDay: 0 });
  });

  it('is shared by the keys of an account', async () => {
    const { signed, exchange } = rig();
    await signed('POST', '/api/v3/order', LIMIT);
    expect(
      counts((await signed('POST', '/api/v3/order', LIMIT, { key: exchange.keys.ed25519, ip: '10.0.0.9' })).headers),
    ).toEqual(['2', '2']);
  });
});

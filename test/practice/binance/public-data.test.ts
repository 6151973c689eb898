import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { createPracticeBinance } from '../../../electron/practice/binance/index.ts';
import { ManualPracticeClock } from '../../../electron/practice/core/clock.ts';
import { practiceRequest } from '../../../electron/practice/core/request.ts';
import { LIMIT, rig, START_MS } from './support.ts';

const RECORDINGS = new URL('../../../../shared/recordings/binance/', import.meta.url);

/** Names of members, all the way down; arrays by their first entry. */
function shapeOf(value: unknown): unknown {
  if (Array.isArray(value)) return value.length === 0 ? [] : [shapeOf(value[0])];
  if (typeof value !== 'object' || value === null) return typeof value;
  return Object.fromEntries(
    Object.entries(value)
      .sort()
      .map(([name, member]) => [name, shapeOf(member)]),
  );
}

describe('replies have the shape of recorded ones', () => {
  const cases: readonly { file: string; target: string; isSigned?: boolean }[] = [
    { file: 'rest_time_testnet_2026-09.json', target: '/api/v3/time' },
    { file: 'rest_exchangeInfo_testnet_2026-09.json', target: '/api/v3/exchangeInfo?symbol=BTCUSDT' },
    { file: 'rest_ticker24hr_DOGEUSDT_2021.json', target: '/api/v3/ticker/24hr?symbol=BTCUSDT' },
    { file: 'rest_klines_ETHBTC_1d_2023.json', target: '/api/v3/klines?symbol=BTCUSDT&interval=1h' },
    { file: 'rest_depth_BTCUSDT_2021.json', target: '/api/v3/depth?symbol=BTCUSDT' },
    { file: 'rest_trades_ETHBTC_2023.json', target: '/api/v3/trades?symbol=BTCUSDT' },
    { file: 'rest_aggTrades_2020-11.json', target: '/api/v3/aggTrades?symbol=BTCUSDT' },
    { file: 'rest_bookTicker_2020.json', target: '/api/v3/ticker/bookTicker?symbol=BTCUSDT' },
    { file: 'rest_rateLimit_order_docs.json', target: '/api/v3/rateLimit/order', isSigned: true },
    { file: 'sapi_account_status_docs.json', target: '/sapi/v1/account/status', isSigned: true },
    { file: 'sapi_apiTradingStatus_docs.json', target: '/sapi/v1/account/apiTradingStatus', isSigned: true },
    { file: 'sapi_system_status_docs.json', target: '/sapi/v1/system/status' },
  ];
  for (const { file, target, isSigned } of cases) {
    const url = new URL(file, RECORDINGS);
    it.skipIf(!existsSync(url))(`${file} (skipped where the recordings are absent)`, async () => {
      const { get, signed, clock } = rig({ isMoving: true });
      clock.advance(5000);
      const reply = isSigned === true ? await signed('GET', target) : await get(target);
      const recorded = readShape(readFileSync(url, 'utf8'));
      expect(reply.status).toBe(200);
      expect(shapeOf(Array.isArray(recorded) ? reply.body : [reply.body])).toEqual(
        shapeOf(Array.isArray(recorded) ? recorded : [recorded]),
      );
    });
  }
});

function readShape(text: string): unknown {
  return JSON.parse(text);
}

function rowsOf(body: unknown): readonly (readonly unknown[])[] {
  return Array.isArray(body) ? body : [];
}

describe('public data', () => {
  it('aggregates a day of candles, oldest first and bounded by the parameters', async () => {
    const { get } = rig();
    const hour = 3_600_000;
    const klines = async (query: string): Promise<readonly (readonly unknown[])[]> =>
      rowsOf((await get(`/api/v3/klines?symbol=BTCUSDT&interval=1h${query}`)).body);
    const all = await klines('');
    expect(all.map(([open]) => open)).toEqual(Array.from({ length: 24 }, (_, at) => START_MS - (24 - at) * hour));
    expect(all.every((row) => Number(row[6]) === Number(row[0]) + hour - 1)).toBe(true);
    const some = await klines(`&startTime=${START_MS - 5 * hour}&limit=2`);
    expect(some.map(([open]) => open)).toEqual([START_MS - 5 * hour, START_MS - 4 * hour]);
    expect((await get('/api/v3/klines?symbol=BTCUSDT&interval=7m')).body.code).toBe(-1120);
  });

  it('answers one symbol with an object, several and all with a list', async () => {
    const { get } = rig();
    expect((await get('/api/v3/ticker/price?symbol=BTCUSDT')).body).toEqual({
      symbol: 'BTCUSDT',
      price: '65000.00000000',
    });
    expect((await get('/api/v3/ticker/price?symbols=%5B%22BTCUSDT%22,%22ETHUSDT%22%5D')).body).toHaveLength(2);
    expect((await get('/api/v3/ticker/bookTicker')).body).toHaveLength(4);
  });

  it('shows a halted symbol as such, and refuses orders on it', async () => {
    const { exchange, get, signed } = rig();
    const market = exchange.venue.market('BTC/USDT');
    if (market !== undefined) market.status = 'cancel-only';
    expect((await get('/api/v3/exchangeInfo?symbol=BTCUSDT')).body.symbols?.[0]?.status).toBe('CANCEL_ONLY');
    expect((await signed('POST', '/api/v3/order', LIMIT)).body).toMatchObject({
      code: -2010,
      msg: 'Market is closed.',
    });
  });

  it('gives times in microseconds to who asks for it', async () => {
    const { raw } = rig();
    const micro = { 'x-mbx-time-unit': 'microsecond' };
    expect((await raw('GET', '/api/v3/time', micro)).body.serverTime).toBe(START_MS * 1000);
    expect(rowsOf((await raw('GET', '/api/v3/klines?symbol=BTCUSDT&interval=1d&limit=1', micro)).body)[0]?.[0]).toBe(
      (START_MS - 86_400_000) * 1000,
    );
    expect((await raw('GET', '/api/v3/time', { 'x-mbx-time-unit': 'HOUR' })).body.code).toBe(-1194);
  });

  const unknown = ['/api/v1/time', '/api/v3/userDataStream', '/nothing'];
  for (const path of unknown) {
    it(`${path}: 404, HTML only for who asks for it`, async () => {
      const { get, raw } = rig();
      expect(await get(path)).toMatchObject({ status: 404, body: '' });
      expect((await raw('GET', path, { accept: 'text/html' })).headers['content-type']).toBe('text/html');
    });
  }

  it('refuses a name sent twice, and prefers the query over the body', async () => {
    const { get, raw, exchange } = rig();
    expect((await get('/api/v3/depth?symbol=BTCUSDT&symbol=ETHUSDT')).body.code).toBe(-1101);
    const reply = await raw(
      'POST',
      '/api/v3/order/test?symbol=NOPE',
      { 'x-mbx-apikey': exchange.keys.hmac.apiKey },
      'symbol=BTCUSDT',
    );
    expect(reply.body.code).toBe(-1102);
  });
});

describe('practice switches', () => {
  it('maintenance closes everything but the status', async () => {
    const { exchange, get } = rig();
    exchange.switches.isInMaintenance = true;
    expect((await get('/api/v3/time')).status).toBe(503);
    expect((await get('/sapi/v1/system/status')).body).toEqual({ status: 1, msg: 'system_maintenance' });
  });

  it('a skewed clock shows in the time and in the check of signatures', async () => {
    const { exchange, get, signed } = rig();
    exchange.switches.clockSkewMs = 8000;
    expect((await get('/api/v3/time')).body.serverTime).toBe(START_MS + 8000);
    expect((await signed('GET', '/api/v3/account')).body.code).toBe(-1021);
  });
});

it('the same seed and the same calls give the same answers, another seed others', async () => {
  const run = async (seed: string): Promise<string> => {
    const clock = new ManualPracticeClock(START_MS);
    const exchange = createPracticeBinance({ seed, clock });
    clock.advance(90_000);
    const targets = [
      '/api/v3/ticker/24hr',
      '/api/v3/depth?symbol=BTCUSDT',
      '/api/v3/trades?symbol=ETHUSDT',
      '/api/v3/klines?symbol=SOLUSDT&interval=1m',
    ];
    const replies = [];
    for (const target of targets) replies.push(await exchange.handle(practiceRequest('GET', target)));
    exchange.close();
    return JSON.stringify(replies);
  };
  expect(await run('a')).toBe(await run('a'));
  expect(await run('a')).not.toBe(await run('b'));
});

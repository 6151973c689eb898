import { afterEach, describe, expect, it } from 'vitest';
import { type ExchangeRequest, get } from '../../electron/engine/http.ts';
import type { ActivityQueries } from '../../electron/engine/recorder/queries.ts';
import { whatFits } from '../../electron/engine/what-fits.ts';
import { type ExchangeId, exchangeIds } from '../../shared/model/account.ts';
import type { EndpointFit } from '../../shared/model/fits.ts';
import { form } from '../support/virtual-bots.ts';
import { VirtualWorld } from '../support/virtual-world.ts';

const MINUTE_MS = 60_000;
const kraken = (method: string): ExchangeRequest => form('POST', `/0/private/${method}`, {});

/** Five calls of each exchange, of every kind of window. */
const used: Readonly<Record<ExchangeId, readonly ExchangeRequest[]>> = {
  binance: [
    get('/api/v3/depth', { symbol: 'BTCUSDT', limit: '5000' }),
    get('/api/v3/ticker/24hr'),
    get('/api/v3/openOrders'),
    get('/api/v3/rateLimit/order'),
    get('/api/v3/account'),
  ],
  okx: [
    get('/api/v5/account/balance'),
    get('/api/v5/account/config'),
    get('/api/v5/trade/orders-pending'),
    get('/api/v5/market/ticker', { instId: 'BTC-USDT' }),
    get('/api/v5/public/time'),
  ],
  kraken: [
    kraken('BalanceEx'),
    kraken('OpenOrders'),
    kraken('TradesHistory'),
    kraken('Ledgers'),
    get('/0/public/Time'),
  ],
};

let world: VirtualWorld;
afterEach(() => world.close());

async function worldOf(
  exchange: ExchangeId,
  latency: { readonly minMs: number; readonly maxMs: number },
): Promise<void> {
  world = new VirtualWorld({ seed: `fits/${exchange}`, exchanges: [exchange], isMoving: false });
  world.transport.latency = latency;
  // The probes of the start are over, and nobody else has been seen for a few windows.
  await world.run(5 * MINUTE_MS);
  for (const request of used[exchange]) await world.until(call(exchange, request));
  // The rows are stored by then.
  await world.run(1_000);
}

function call(exchange: ExchangeId, request: ExchangeRequest): Promise<unknown> {
  return world.engine.client.send({ account: world.account(exchange), request, caller: 'app', withinMs: null });
}

// What the store gives of rows, from memory; without the probes, whose calls are the most of so short a life.
const rows: ActivityQueries['rows'] = () => {
  const own = world.activity.rows.filter(({ caller }) => caller === 'app');
  return Promise.resolve({ rows: own.toReversed(), next: null });
};

const row: ActivityQueries['row'] = (id) => {
  const found = world.activity.rows.find((one) => one.id === id);
  if (found === undefined) return Promise.resolve(null);
  const { charges = [], readings = [], params = [] } = found;
  return Promise.resolve({ row: found, charges, readings, params, uses: [] });
};

async function fitsOf(exchange: ExchangeId): Promise<readonly EndpointFit[]> {
  const { limiter } = world.engine;
  const queries = { ...world.activity.queries, rows, row };
  const fits = await whatFits({ recorder: { queries }, limiter, clock: world.clock }, world.account(exchange).id);
  return fits.endpoints;
}

/** How many of `count` calls, all asked for now, leave within the minute, and how many of all the exchange refuses. */
async function minuteOf(exchange: ExchangeId, request: ExchangeRequest, count: number) {
  const startMs = world.clock.monotonic();
  const before = world.activity.rows.length;
  const { transport, clock } = world;
  const send = transport.send.bind(transport);
  let left = 0;
  transport.send = (origin, signed, options) => {
    if (signed.target.startsWith(request.path) && clock.monotonic() < startMs + MINUTE_MS) left += 1;
    return send(origin, signed, options);
  };
  for (let index = 0; index < count; index += 1) void call(exchange, request);
  await world.run(MINUTE_MS + 1_000);
  return { left, refused: world.activity.rows.slice(before).filter(({ code }) => code !== null).length };
}

describe.each(exchangeIds)('what fits into a minute on %s', (exchange) => {
  const cases = used[exchange].map((request) => [request.path, request] as const);

  it.each(cases)('%s: all of it leaves and one more does not', async (path, request) => {
    await worldOf(exchange, { minMs: 10, maxMs: 10 });
    const fits = await fitsOf(exchange);
    expect(fits).toHaveLength(used[exchange].length);
    const { perMinute = 0 } = fits.find(({ endpoint }) => endpoint.endsWith(` ${path}`)) ?? {};
    expect(perMinute).toBeGreaterThan(0);
    expect(await minuteOf(exchange, request, perMinute + 1)).toEqual({ left: perMinute, refused: 0 });
  });

  it.each(cases)('%s: all of it leaves where answers take now longer, now shorter', async (path, request) => {
    await worldOf(exchange, { minMs: 5, maxMs: 60 });
    const { perMinute = 0 } = (await fitsOf(exchange)).find(({ endpoint }) => endpoint.endsWith(` ${path}`)) ?? {};
    const { left, refused } = await minuteOf(exchange, request, perMinute);
    expect([left >= perMinute * 0.98, left <= perMinute, refused]).toEqual([true, true, 0]);
  });
});

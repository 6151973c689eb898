import { afterEach, describe, expect, it } from 'vitest';
import type { BucketView } from '../../shared/model/bucket.ts';
import { get } from '../../electron/engine/http.ts';
import { createRandom } from '../../electron/practice/core/random.ts';
import { type BotCall, form, startBot, watchEvery } from '../support/virtual-bots.ts';
import { VirtualWorld } from '../support/virtual-world.ts';

const LOOPBACK = '127.0.0.1';
const MINUTE_MS = 60_000;
const SLOWEST_ANSWER_MS = 65;

let world: VirtualWorld;
afterEach(() => world.close());

function view(id: string): BucketView {
  const found = world.engine.limiter.snapshot().find((one) => one.exchange === 'binance' && one.bucket.id === id);
  if (found === undefined) throw new Error(`no bucket ${id}`);
  return found;
}

/** Dear and cheap reads, orders that cost nothing, cancels, and calls the exchange refuses. */
function mixedCalls(seed: string): () => BotCall {
  const random = createRandom(seed);
  const ids: string[] = [];
  const symbol = 'BTCUSDT';
  const order = (price: string, id: string) => ({
    request: form('POST', '/api/v3/order', {
      symbol,
      side: 'BUY',
      type: 'LIMIT',
      timeInForce: 'GTC',
      quantity: '0.001',
      price,
      newClientOrderId: id,
    }),
  });
  const calls: readonly (() => BotCall)[] = [
    () => ({ request: get('/api/v3/depth', { symbol, limit: String(random.integer(1, 1_200)) }) }),
    () => ({ request: get('/api/v3/exchangeInfo') }),
    () => ({ request: get('/api/v3/ticker/24hr', random.fraction() < 0.5 ? {} : { symbol }) }),
    () => ({ request: get('/api/v3/klines', { symbol, interval: '1m', limit: '5' }) }),
    () => ({ request: get('/api/v3/account') }),
    () => ({ request: get('/api/v3/openOrders', { symbol }) }),
    () => ({ request: get('/api/v3/rateLimit/order') }),
    () => ({ request: get('/api/v3/ticker/price', { symbol: 'NOSUCH' }) }),
    () => ({ request: get('/api/v3/order', { symbol, origClientOrderId: 'none' }) }),
    () => {
      const id = `count-${random.text(12)}`;
      ids.push(id);
      return order('30000.00', id);
    },
    () => order('30000.00', ids[0] ?? 'count-first'),
    () => order('0.001', `bad-${random.text(12)}`),
    () => ({
      request: {
        method: 'DELETE',
        path: '/api/v3/order',
        query: `symbol=${symbol}&origClientOrderId=${ids.shift() ?? 'none'}`,
        body: null,
      },
    }),
  ];
  return () => (calls[random.integer(0, calls.length - 1)] ?? calls[0] ?? (() => ({ request: get('/api/v3/time') })))();
}

function startMixed(bots: number): void {
  const random = createRandom('rest');
  for (let bot = 0; bot < bots; bot += 1) {
    startBot(world, world.account('binance'), mixedCalls(`mixed-${bot}`), () => 20 + 800 * random.fraction());
  }
}

function isWithin(atMs: number, endMs: number, spanMs: number): boolean {
  return atMs < endMs && atMs >= endMs - spanMs;
}

function isBeforeEdge(periodMs: number): boolean {
  const phaseMs = world.exchangeClock.now() % periodMs;
  return phaseMs > periodMs - 300 && phaseMs <= periodMs - 250;
}

/** Near an edge of a window the two clocks may stand on either side of it. */
function isNearEdge(periodMs: number): boolean {
  const phaseMs = world.exchangeClock.now() % periodMs;
  return phaseMs < 250 || phaseMs > periodMs - 250;
}

describe("Binance's counts and the limiter's own", () => {
  it('agree at every moment of ten minutes of mixed calls, but for what is in flight', async () => {
    world = new VirtualWorld({ seed: 'count', exchanges: ['binance'] });
    const statuses = new Set<string>();
    const refusedOrders: number[] = [];
    const orders: number[] = [];
    world.transport.onPassage(({ reply, request, arrivedAtMs }) => {
      statuses.add(`${request.method} ${reply?.status}`);
      if (request.method !== 'POST') return;
      orders.push(arrivedAtMs);
      if (reply?.status === 400) refusedOrders.push(arrivedAtMs);
    });
    const startOf = (periodMs: number): number => world.exchangeClock.now() - (world.exchangeClock.now() % periodMs);
    // An order with an unclear answer is taken to count for another second: near an edge, on both sides of it.
    const carried = (periodMs: number): number =>
      refusedOrders.filter((atMs) => isWithin(atMs, startOf(periodMs), 1_500)).length;
    // Of an order that left just before an edge we cannot know on which side it was counted: on both, to be safe.
    const atEdge = (periodMs: number): number =>
      orders.filter((atMs) => isWithin(atMs, startOf(periodMs), 1_000)).length;
    // "Rejected orders might or might not count" (faqs/order_count_decrement.md, 2026-07), so here they do.
    const refusedIn = (periodMs: number): number =>
      carried(periodMs) + atEdge(periodMs) + refusedOrders.filter((atMs) => atMs >= startOf(periodMs)).length;
    startMixed(8);
    await world.run(20_000);
    const bad: string[] = [];
    let looks = 0;
    // What was in flight at the edge may have been counted on either side of it, so it weighs on both.
    const edgeFlights = new Map<string, number>();
    const pairs = [
      { id: 'ip-weight', periodMs: MINUTE_MS, count: () => world.binance.usage.weight(LOOPBACK), extra: carried },
      { id: 'orders-10s', periodMs: 10_000, count: () => world.binance.usage.orders('main').in10s, extra: refusedIn },
      {
        id: 'orders-1d',
        periodMs: 86_400_000,
        count: () => world.binance.usage.orders('main').inDay,
        extra: refusedIn,
      },
    ];
    watchEvery(world, 40, () => {
      for (const { id, periodMs, count, extra } of pairs) {
        const { used, inFlight, foreign } = view(id);
        if (isBeforeEdge(periodMs)) edgeFlights.set(id, 0);
        if (isNearEdge(periodMs)) edgeFlights.set(id, Math.max(inFlight, edgeFlights.get(id) ?? 0));
        if (isNearEdge(periodMs) || isBeforeEdge(periodMs)) continue;
        looks += 1;
        const theirs = count();
        const slack = inFlight + extra(periodMs) + (edgeFlights.get(id) ?? 0);
        const agrees = theirs >= used - slack && theirs <= used + inFlight && foreign === 0;
        if (!agrees)
          bad.push(
            `${world.exchangeClock.now()} ${id}: ${theirs} there, ${used} + ${inFlight} here, foreign ${foreign}`,
          );
      }
    });
    await world.run(10 * MINUTE_MS);
    expect(looks).toBeGreaterThan(40_000);
    expect([...statuses].sort()).toEqual(['DELETE 200', 'DELETE 400', 'GET 200', 'GET 400', 'POST 200', 'POST 400']);
    expect(bad.slice(0, 5)).toEqual([]);
  }, 60_000);

  it('show what a neighbour spends as foreign, to the unit, at every answer of one call at a time', async () => {
    world = new VirtualWorld({ seed: 'foreign', exchanges: ['binance'] });
    const { neighbour } = world.binance;
    const read = { atMs: 0, spent: 0 };
    world.transport.onPassage(({ request, arrivedAtMs }) => {
      if (request.target.startsWith('/api/'))
        Object.assign(read, { atMs: arrivedAtMs, spent: neighbour.spentIn('weight', LOOPBACK, arrivedAtMs) });
    });
    setNeighbour();
    await world.run(5_000);
    const bad: string[] = [];
    let looks = 0;
    const next = mixedCalls('one');
    startBot(
      world,
      world.account('binance'),
      (_turn, last) => {
        const { foreign, inFlight } = view('ip-weight');
        if (last !== null && inFlight === 0 && !isNearEdge(MINUTE_MS)) {
          looks += 1;
          if (foreign !== read.spent) bad.push(`${read.atMs}: ${foreign} seen, ${read.spent} spent`);
        }
        return next();
      },
      () => 150,
    );
    await world.run(5 * MINUTE_MS);
    expect(looks).toBeGreaterThan(500);
    expect(neighbour.record('weight', LOOPBACK)).toHaveLength(6);
    expect(bad.slice(0, 5)).toEqual([]);
  }, 60_000);

  it('never call our own calls foreign, and find a neighbour within what was in flight, when many leave at once', async () => {
    world = new VirtualWorld({ seed: 'foreign-many', exchanges: ['binance'] });
    const { neighbour } = world.binance;
    const reads: { readonly atMs: number; readonly spent: number }[] = [];
    world.transport.onPassage(({ arrivedAtMs }) => {
      reads.push({ atMs: arrivedAtMs, spent: neighbour.spentIn('weight', LOOPBACK, arrivedAtMs) });
    });
    setNeighbour();
    startMixed(6);
    await world.run(20_000);
    const bad: string[] = [];
    const flights: number[] = [];
    let most = 0;
    // Own calls around the edge weigh on both windows, and what weighs as ours is not called foreign.
    let carried = 0;
    watchEvery(world, 25, () => {
      const { foreign, inFlight, own } = view('ip-weight');
      flights.push(inFlight);
      const phaseMs = world.exchangeClock.now() % MINUTE_MS;
      if (phaseMs < 250) carried = own;
      if (phaseMs < 1_500 || phaseMs > MINUTE_MS - 250) return;
      most = Math.max(most, foreign);
      const nowMs = world.exchangeClock.now();
      const spent = neighbour.spentIn('weight', LOOPBACK, nowMs);
      const windowMs = nowMs - (nowMs % MINUTE_MS);
      const told =
        reads.findLast(({ atMs }) => atMs >= windowMs + 250 && atMs <= nowMs - SLOWEST_ANSWER_MS)?.spent ?? 0;
      // A reading may hold whatever of ours was in flight when it came.
      const isRight = foreign <= spent && foreign >= told - carried - Math.max(...flights.slice(-20));
      if (!isRight) bad.push(`${nowMs}: ${foreign} seen, ${spent} spent, ${told} told, ${inFlight} in flight`);
    });
    await world.run(5 * MINUTE_MS);
    expect(most).toBeGreaterThan(1_900);
    expect(bad.slice(0, 5)).toEqual([]);
  }, 60_000);
});

function setNeighbour(): void {
  const { control } = world.environment;
  const settings = control.state().exchanges.find(({ exchange }) => exchange === 'binance');
  if (settings !== undefined) control.setExchange({ ...settings, neighbour: true });
}

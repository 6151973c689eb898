import ccxt from 'ccxt';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type RunningPracticeKraken, startPracticeKraken } from '../../../electron/practice/kraken/index.ts';

// The same client over WebSocket v2.
describe('CCXT Pro against the practice Kraken', () => {
  let server: RunningPracticeKraken;
  let client: InstanceType<typeof ccxt.pro.kraken>;

  beforeAll(async () => {
    const keys = [{ apiKey: 'CCXT', accountId: 'main', nonceWindow: 1_000n }];
    const publicRules = { perSecond: 1, burst: 50 };
    server = await startPracticeKraken({ isMoving: false, keys, nonceReuse: 'accept', publicRules });
    const [key] = server.keys;
    client = new ccxt.pro.kraken({ apiKey: key?.apiKey ?? '', secret: key?.secret ?? '', enableRateLimit: false });
    const socket = `${server.socketOrigin}/v2`;
    const ws = {
      public: socket,
      private: socket,
      publicV2: socket,
      privateV2: socket,
      beta: socket,
      'beta-private': socket,
    };
    client.urls['api'] = { public: server.origin, private: server.origin, ws };
    // The client asks for this before it opens a socket without TLS.
    await client.loadHttpProxyAgent();
    await client.loadMarkets();
  });

  afterAll(async () => {
    await client.close();
    await server.stop();
  });

  it('watches a book through updates', async () => {
    const first = await client.watchOrderBook('BTC/USD', 10);
    expect([first.bids.length, first.asks.length]).toEqual([10, 10]);
    const next = client.watchOrderBook('BTC/USD', 10);
    await client.createOrder('BTC/USD', 'limit', 'buy', 0.5, 64999.9);
    expect((await next).bids[0]).toEqual([64999.9, 0.5]);
  });

  it('places over the socket and watches an order arrive', async () => {
    const first = await client.createOrderWs('SOL/USD', 'limit', 'buy', 1, 100);
    expect(server.venue.openOrders('main', 'SOL/USD')).toHaveLength(1);
    await client.cancelOrderWs(String(first.id));
    expect(server.venue.openOrders('main', 'SOL/USD')).toHaveLength(0);
    // The socket is open by now, so the subscription goes out before the next order does.
    const watched = client.watchOrders('ETH/USD');
    const placed = await client.createOrderWs('ETH/USD', 'limit', 'buy', 1, 2000);
    expect((await watched).map((order) => [order.id, order.status])).toEqual([[placed.id, 'open']]);
    await client.cancelOrderWs(String(placed.id));
    expect(server.venue.openOrders('main', 'ETH/USD')).toHaveLength(0);
  }, 10_000);
});

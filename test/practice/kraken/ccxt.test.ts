import ccxt from 'ccxt';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { decimal } from '../../../shared/model/decimal.ts';
import { type RunningPracticeKraken, startPracticeKraken } from '../../../electron/practice/kraken/index.ts';

// An unmodified client of Kraken, told nothing but another host, over real sockets.
describe('CCXT against the practice Kraken', () => {
  let server: RunningPracticeKraken;
  let client: InstanceType<typeof ccxt.kraken>;

  beforeAll(async () => {
    // The client stamps its calls with milliseconds, and two may fall into one: so the key's owner gave it a window.
    const keys = [{ apiKey: 'CCXT', accountId: 'main', nonceWindow: 1_000n }];
    const publicRules = { perSecond: 1, burst: 50 };
    server = await startPracticeKraken({ isMoving: false, tier: 'pro', keys, nonceReuse: 'accept', publicRules });
    const [key] = server.keys;
    client = new ccxt.kraken({ apiKey: key?.apiKey ?? '', secret: key?.secret ?? '', enableRateLimit: false });
    client.urls['api'] = { public: server.origin, private: server.origin };
    await client.loadMarkets();
  });

  afterAll(async () => {
    await client.close();
    await server.stop();
  });

  it('loads the markets with their increments', () => {
    const market = client.market('BTC/USD');
    expect([market.id, market.precision.price, market.limits.amount?.min, market.limits.cost?.min]).toEqual([
      'XXBTZUSD',
      0.1,
      0.00005,
      0.5,
    ]);
    expect(Object.keys(client.markets ?? {}).sort()).toEqual(['BTC/USD', 'BTC/USDT', 'ETH/USD', 'SOL/USD']);
  });

  it('reads balances under common names', async () => {
    const balance = await client.fetchBalance();
    expect(balance['BTC']).toEqual({ free: 1, used: 0, total: 1 });
    expect(balance['USD']).toEqual({ free: 100000, used: 0, total: 100000 });
  });

  it('reads a ticker, a book and candles', async () => {
    const ticker = await client.fetchTicker('BTC/USD');
    expect(ticker.bid).toBeLessThan(ticker.ask ?? 0);
    const book = await client.fetchOrderBook('ETH/USD', 5);
    expect([book.bids.length, book.asks.length]).toEqual([5, 5]);
    expect(await client.fetchOHLCV('BTC/USD', '1h', undefined, 10)).not.toEqual([]);
  });

  it('places, finds, fills and reads back a limit order', async () => {
    const placed = await client.createOrder('BTC/USD', 'limit', 'buy', 0.01, 60000, { clientOrderId: 'ccxt-fill-1' });
    const open = await client.fetchOpenOrders('BTC/USD');
    expect(open.map((order) => [order.id, order.clientOrderId, order.price, order.status])).toEqual([
      [placed.id, 'ccxt-fill-1', 60000, 'open'],
    ]);
    server.venue.movePrice('BTC/USD', decimal('59000'));
    const [resting] = server.venue.openOrders('main');
    if (resting !== undefined) server.venue.fillResting(resting.id);
    const filled = await client.fetchOrder(String(placed.id), 'BTC/USD');
    expect([filled.status, filled.filled, filled.average]).toEqual(['closed', 0.01, 60000]);
    const trades = await client.fetchMyTrades('BTC/USD');
    expect(new Set(trades.map((trade) => trade.order))).toEqual(new Set([placed.id]));
  });

  it('places and cancels', async () => {
    const placed = await client.createOrder('ETH/USD', 'limit', 'sell', 1, 5000);
    await client.cancelOrder(String(placed.id), 'ETH/USD');
    expect(await client.fetchOpenOrders('ETH/USD')).toEqual([]);
    const closed = await client.fetchClosedOrders('ETH/USD');
    expect(closed.map((order) => [order.id, order.status])).toEqual([[placed.id, 'canceled']]);
  });

  it('amends in place', async () => {
    const placed = await client.createOrder('SOL/USD', 'limit', 'buy', 1, 100);
    await client.editOrder(String(placed.id), 'SOL/USD', 'limit', 'buy', 2, 101);
    const amended = await client.fetchOrder(String(placed.id), 'SOL/USD');
    expect([amended.price, amended.amount]).toEqual([101, 2]);
  });

  it("turns error texts into the client's own errors", async () => {
    await expect(client.createOrder('BTC/USD', 'limit', 'buy', 100, 60000)).rejects.toThrow(ccxt.InsufficientFunds);
    await expect(client.cancelOrder('OAAAAA-AAAAA-AAAAAA', 'BTC/USD')).rejects.toThrow(ccxt.OrderNotFound);
    await expect(client.createOrder('BTC/USD', 'limit', 'buy', 0.00005, 0.1)).rejects.toThrow(
      'EOrder:Cost minimum not met',
    );
  });
});

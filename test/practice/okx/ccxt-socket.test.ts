import ccxt from 'ccxt';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startPracticeOkx, type PracticeOkx } from '../../../electron/practice/okx/index.ts';
import { BALANCES, KEY, UID } from './support.ts';

type Client = InstanceType<typeof ccxt.pro.okx>;

describe('unmodified CCXT over WebSocket against the practice OKX', () => {
  let okx: PracticeOkx;
  let client: Client;

  beforeAll(async () => {
    okx = await startPracticeOkx({
      stepMs: 50,
      accounts: [{ id: UID, balances: BALANCES }],
      keys: [{ ...KEY, accountId: UID, permissions: ['read_only', 'trade'] }],
    });
    client = new ccxt.pro.okx({ apiKey: KEY.apiKey, secret: KEY.secret, password: KEY.passphrase });
    client.urls['api'] = { rest: okx.origin, ws: `${okx.socketOrigin}/ws/v5` };
    // CCXT wants its plain agent loaded before it opens an address without TLS.
    await client.loadHttpProxyAgent();
    await client.loadMarkets();
  });
  afterAll(async () => {
    await client.close();
    await okx.stop();
  });

  it('watches ticker, book, trades and candles', async () => {
    expect((await client.watchTicker('BTC/USDT')).last).toBeGreaterThan(0);
    expect((await client.watchTrades('BTC/USDT')).length).toBeGreaterThan(0);
    expect((await client.watchOHLCV('BTC/USDT', '1m')).length).toBeGreaterThan(0);
    for (let round = 0; round < 5; round += 1) {
      const book = await client.watchOrderBook('BTC/USDT');
      expect(book.bids[0]?.[0]).toBeLessThan(book.asks[0]?.[0] ?? 0);
    }
  });

  it('logs in, places over the socket, hears of its order and cancels it', async () => {
    const heard = client.watchOrders('BTC/USDT');
    const order = await client.createOrderWs('BTC/USDT', 'limit', 'buy', 0.01, 50000);
    expect((await heard).map(({ id, status }) => [id, status])).toEqual([[order.id, 'open']]);
    await client.cancelOrderWs(String(order.id), 'BTC/USDT');
    expect((await client.fetchOrder(String(order.id), 'BTC/USDT')).status).toBe('canceled');
    expect(await client.watchBalance()).toMatchObject({ USDT: { total: 100000 } });
  });
});

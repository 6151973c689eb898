import ccxt from 'ccxt';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { decimal } from '../../../shared/model/decimal.ts';
import type { PracticeBinance } from '../../../electron/practice/binance/index.ts';
import { startPracticeBinance } from '../../../electron/practice/binance/index.ts';

const BTC = 'BTC/USDT';

/** An unmodified CCXT whose only setting is where the exchange lives. */
function clientOf(
  practice: PracticeBinance,
  key: { readonly apiKey: string; readonly secret: string },
): InstanceType<typeof ccxt.binance> {
  const client = new ccxt.binance({
    ...key,
    enableRateLimit: false,
    options: { defaultType: 'spot', fetchMarkets: { types: ['spot'] } },
  });
  const api = `${practice.origin}/api/v3`;
  client.urls['api'] = { public: api, private: api, sapi: `${practice.origin}/sapi/v1` };
  return client;
}

describe('CCXT against the practice exchange', () => {
  let practice: PracticeBinance;
  beforeAll(async () => {
    practice = await startPracticeBinance({ isMoving: false });
  });
  afterAll(() => practice.stop());

  for (const kind of ['hmac', 'ed25519'] as const) {
    it(`loads, reads, trades and cancels with an ${kind} key`, async () => {
      const client = clientOf(practice, practice.keys[kind]);
      const markets = await client.loadMarkets();
      expect(markets[BTC]).toMatchObject({
        id: 'BTCUSDT',
        precision: { price: 0.01, amount: 0.00001 },
        limits: { cost: { min: 5 } },
        active: true,
      });
      const before = await client.fetchBalance();
      expect(before['USDT']?.free).toBeGreaterThan(50_000);

      const ticker = await client.fetchTicker(BTC);
      expect(ticker.bid).toBeLessThan(ticker.ask ?? 0);
      expect((await client.fetchOrderBook(BTC, 5)).bids).toHaveLength(5);
      expect((await client.fetchOHLCV(BTC, '1h')).length).toBeGreaterThan(20);

      const limit = await client.createOrder(BTC, 'limit', 'buy', 0.01, 60_000);
      expect(limit.status).toBe('open');
      expect((await client.fetchBalance())['USDT']?.used).toBe(600);
      expect((await client.fetchOpenOrders(BTC)).map(({ id }) => id)).toEqual([limit.id]);
      const id = String(limit.id);
      practice.venue.fillResting(Number(id), decimal('0.004'));
      expect(await client.fetchOrder(id, BTC)).toMatchObject({
        status: 'open',
        filled: 0.004,
        remaining: 0.006,
        average: 60_000,
      });
      await client.cancelOrder(id, BTC);
      expect(await client.fetchOrder(id, BTC)).toMatchObject({ status: 'canceled', filled: 0.004 });

      const crossing = await client.createOrder(BTC, 'limit', 'sell', 0.02, 66_000);
      for (let step = 0; step < 40; step += 1) practice.venue.movePrice(BTC, decimal('66100'));
      expect(await client.fetchOrder(String(crossing.id), BTC)).toMatchObject({ status: 'closed', filled: 0.02 });
      practice.venue.movePrice(BTC, decimal('65000'));

      const market = await client.createOrder(BTC, 'market', 'buy', 0.01);
      expect(market).toMatchObject({ status: 'closed', filled: 0.01 });
      expect(market.fee).toMatchObject({ currency: 'BTC', cost: 0.00001 });
      const trades = await client.fetchMyTrades(BTC);
      expect(trades.length).toBeGreaterThanOrEqual(3);
      expect(
        client.last_response_headers?.['X-Mbx-Used-Weight-1m'] ??
          client.last_response_headers?.['x-mbx-used-weight-1m'],
      ).toMatch(/^\d+$/);
    });
  }

  it('sees the errors it has names for', async () => {
    const client = clientOf(practice, practice.keys.hmac);
    await client.loadMarkets();
    await expect(client.createOrder(BTC, 'limit', 'buy', 5, 60_000)).rejects.toBeInstanceOf(ccxt.InsufficientFunds);
    await expect(client.cancelOrder('1', BTC)).rejects.toBeInstanceOf(ccxt.OrderNotFound);
    await expect(client.createOrder(BTC, 'limit', 'buy', 0.01, 66_000, { postOnly: true })).rejects.toBeInstanceOf(
      ccxt.OrderImmediatelyFillable,
    );
    const stranger = clientOf(practice, { apiKey: practice.keys.hmac.apiKey, secret: 'wrong' });
    await expect(stranger.fetchBalance()).rejects.toBeInstanceOf(ccxt.AuthenticationError);
  });
});

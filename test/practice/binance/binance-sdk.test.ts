import { MainClient } from 'binance';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { PracticeBinance } from '../../../electron/practice/binance/index.ts';
import { startPracticeBinance } from '../../../electron/practice/binance/index.ts';

/** The `binance` package's REST client, unmodified, told only where the exchange lives. */
function clientOf(practice: PracticeBinance, kind: 'hmac' | 'ed25519'): MainClient {
  const { apiKey, secret } = practice.keys[kind];
  return new MainClient({ api_key: apiKey, api_secret: secret, baseUrl: practice.origin });
}

describe('the binance package against the practice exchange', () => {
  let practice: PracticeBinance;
  beforeAll(async () => {
    practice = await startPracticeBinance({ isMoving: false });
  });
  afterAll(() => practice.stop());

  for (const kind of ['hmac', 'ed25519'] as const) {
    it(`reads, trades and cancels with an ${kind} key`, async () => {
      const client = clientOf(practice, kind);
      const info = await client.getExchangeInfo({ symbol: 'BTCUSDT' });
      expect(info.symbols[0]?.filters.map(({ filterType }) => filterType)).toContain('NOTIONAL');
      const account = await client.getAccountInformation();
      expect(account.balances.find(({ asset }) => asset === 'USDT')).toBeDefined();

      const limit = await client.submitNewOrder({
        symbol: 'BTCUSDT',
        side: 'BUY',
        type: 'LIMIT',
        timeInForce: 'GTC',
        quantity: 0.01,
        price: 60_000,
        newOrderRespType: 'RESULT',
      });
      expect(limit).toMatchObject({ status: 'NEW', origQty: '0.01000000' });
      const { orderId } = limit;
      expect(await client.getOrder({ symbol: 'BTCUSDT', orderId })).toMatchObject({ status: 'NEW' });
      expect(await client.cancelOrder({ symbol: 'BTCUSDT', orderId })).toMatchObject({ status: 'CANCELED' });

      const market = await client.submitNewOrder({
        symbol: 'ETHUSDT',
        side: 'SELL',
        type: 'MARKET',
        quantity: 0.5,
        newOrderRespType: 'FULL',
      });
      expect(market).toMatchObject({ status: 'FILLED', executedQty: '0.50000000' });
      expect((await client.getAccountTradeList({ symbol: 'ETHUSDT', orderId: market.orderId })).length).toBeGreaterThan(
        0,
      );
      expect(await client.getApiKeyPermissions()).toMatchObject({
        enableReading: true,
        enableSpotAndMarginTrading: true,
        enableWithdrawals: false,
        ipRestrict: false,
      });
      expect(client.getRateLimitStates()['x-mbx-used-weight-1m']).toBeGreaterThan(0);
    });
  }

  it('gets the exchange error as code and message', async () => {
    const client = clientOf(practice, 'hmac');
    await expect(client.getOrder({ symbol: 'BTCUSDT', orderId: 1 })).rejects.toMatchObject({
      code: -2013,
      message: 'Order does not exist.',
    });
  });
});

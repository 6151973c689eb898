import ccxt from 'ccxt';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { decimal } from '../../../shared/model/decimal.ts';
import { startPracticeOkx, type PracticeOkx } from '../../../electron/practice/okx/index.ts';
import { orderIdOf } from '../../../electron/practice/okx/wire/ids.ts';
import { BALANCES, DEMO_KEY, KEY, UID } from './support.ts';

type Client = InstanceType<typeof ccxt.okx>;

/** CCXT as published; only its addresses point elsewhere. */
function client(origin: string, credential: typeof KEY): Client {
  const made = new ccxt.okx({ apiKey: credential.apiKey, secret: credential.secret, password: credential.passphrase });
  made.urls['api'] = { rest: origin };
  made.urls['test'] = { rest: origin };
  return made;
}

describe('unmodified CCXT against the practice OKX', () => {
  let okx: PracticeOkx;
  let live: Client;

  beforeAll(async () => {
    okx = await startPracticeOkx({
      isMoving: false,
      accounts: [{ id: UID, balances: BALANCES }],
      keys: [
        { ...KEY, accountId: UID, permissions: ['read_only', 'trade'] },
        { ...DEMO_KEY, accountId: UID, permissions: ['read_only', 'trade'], environment: 'demo' },
      ],
    });
    live = client(okx.origin, KEY);
  });
  afterAll(() => okx.stop());

  it('loads markets, with currencies from the private endpoint', async () => {
    const markets = await live.loadMarkets();
    expect(Object.keys(markets).sort()).toEqual(['BTC/USDT', 'ETH/USDT', 'SOL/USDT']);
    expect(markets['BTC/USDT']?.precision).toMatchObject({ price: 0.1, amount: 1e-8 });
    expect(Object.keys(live.currencies)).toEqual(expect.arrayContaining(['BTC', 'USDT']));
  });

  it('reads ticker, book, candles, trades and time', async () => {
    const ticker = await live.fetchTicker('BTC/USDT');
    expect(ticker.bid).toBeLessThan(ticker.ask ?? 0);
    const book = await live.fetchOrderBook('BTC/USDT', 5);
    expect(book.bids).toHaveLength(5);
    expect(await live.fetchOHLCV('BTC/USDT', '1m', undefined, 3)).toHaveLength(3);
    expect(await live.fetchTime()).toBeGreaterThan(0);
  });

  it('reads balances', async () => {
    const balance = await live.fetchBalance();
    expect(balance['USDT']).toMatchObject({ free: 100000, used: 0, total: 100000 });
  });

  it('places, queries, fills and cancels limit orders', async () => {
    const id = String((await live.createOrder('BTC/USDT', 'limit', 'buy', 0.01, 50000)).id);
    expect((await live.fetchOrder(id, 'BTC/USDT')).status).toBe('open');
    expect((await live.fetchOpenOrders('BTC/USDT')).map((order) => order.id)).toEqual([id]);
    expect((await live.fetchBalance())['USDT']).toMatchObject({ used: 500 });

    okx.venue.fillResting(orderIdOf(id) ?? 0, decimal('0.004'));
    const part = await live.fetchOrder(id, 'BTC/USDT');
    expect([part.status, part.filled, part.remaining]).toEqual(['open', 0.004, 0.006]);

    await live.cancelOrder(id, 'BTC/USDT');
    expect((await live.fetchOrder(id, 'BTC/USDT')).status).toBe('canceled');
    const trades = await live.fetchMyTrades('BTC/USDT');
    expect(trades.map(({ amount, price, takerOrMaker }) => [amount, price, takerOrMaker])).toEqual([
      [0.004, 50000, 'maker'],
    ]);
  });

  it('buys at market by quote amount', async () => {
    const id = String(
      (await live.createOrder('BTC/USDT', 'market', 'buy', 0.001, undefined, { tgtCcy: 'base_ccy' })).id,
    );
    const filled = await live.fetchOrder(id, 'BTC/USDT');
    expect([filled.status, filled.filled]).toEqual(['closed', 0.001]);
    expect((await live.fetchClosedOrders('BTC/USDT')).map((order) => order.id)).toContain(id);
  });

  it('understands the refusals', async () => {
    await expect(live.createOrder('BTC/USDT', 'limit', 'buy', 10, 60000)).rejects.toBeInstanceOf(
      ccxt.InsufficientFunds,
    );
    await expect(live.cancelOrder('1234', 'BTC/USDT')).rejects.toBeInstanceOf(ccxt.ExchangeError);
    const wrong = client(okx.origin, { ...KEY, secret: 'wrong' });
    await expect(wrong.fetchBalance()).rejects.toBeInstanceOf(ccxt.AuthenticationError);
  });

  it('reaches demo trading with its sandbox header, and only with a demo key', async () => {
    const demo = client(okx.origin, DEMO_KEY);
    demo.setSandboxMode(true);
    expect((await demo.fetchBalance())['ETH']).toMatchObject({ total: 10 });
    const mixed = client(okx.origin, KEY);
    mixed.setSandboxMode(true);
    await expect(mixed.fetchBalance()).rejects.toBeInstanceOf(ccxt.AuthenticationError);
  });
});

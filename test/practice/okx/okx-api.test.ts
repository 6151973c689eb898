import { RestClient } from 'okx-api';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startPracticeOkx, type PracticeOkx } from '../../../electron/practice/okx/index.ts';
import { orderIdOf } from '../../../electron/practice/okx/wire/ids.ts';
import { BALANCES, DEMO_KEY, KEY, UID } from './support.ts';

describe('unmodified okx-api against the practice OKX', () => {
  let okx: PracticeOkx;
  let live: RestClient;

  beforeAll(async () => {
    okx = await startPracticeOkx({
      isMoving: false,
      accounts: [{ id: UID, balances: BALANCES }],
      keys: [
        { ...KEY, accountId: UID, permissions: ['read_only', 'trade'] },
        { ...DEMO_KEY, accountId: UID, permissions: ['read_only', 'trade'], environment: 'demo' },
      ],
    });
    live = clientFor(KEY);
  });
  afterAll(() => okx.stop());

  function clientFor({ apiKey, secret, passphrase }: typeof KEY, demoTrading = false): RestClient {
    return new RestClient({ apiKey, apiSecret: secret, apiPass: passphrase, baseUrl: okx.origin, demoTrading });
  }

  it('reads instruments, ticker and account', async () => {
    const instruments = await live.getInstruments({ instType: 'SPOT' });
    expect(instruments.map(({ instId }) => instId)).toEqual(['BTC-USDT', 'ETH-USDT', 'SOL-USDT']);
    const [ticker] = await live.getTicker({ instId: 'BTC-USDT' });
    expect(Number(ticker?.bidPx)).toBeLessThan(Number(ticker?.askPx));
    const [config] = await live.getAccountConfiguration();
    expect(config).toMatchObject({ uid: UID, acctLv: '1' });
    const [balance] = await live.getBalance({ ccy: 'BTC,USDT' });
    expect(balance?.details.map(({ ccy, availBal }) => [ccy, availBal])).toEqual([
      ['USDT', '100000'],
      ['BTC', '1'],
    ]);
  });

  it('places, queries, fills and cancels', async () => {
    const order = {
      instId: 'BTC-USDT',
      tdMode: 'cash',
      side: 'buy',
      ordType: 'limit',
      px: '50000',
      sz: '0.01',
    } as const;
    const [first] = await live.submitOrder(order);
    const [second] = await live.submitOrder(order);
    expect((await live.getOrderList({ instType: 'SPOT' })).map(({ ordId }) => ordId)).toEqual([
      second?.ordId,
      first?.ordId,
    ]);

    okx.venue.fillResting(orderIdOf(first?.ordId ?? '') ?? 0);
    const [filled] = await live.getOrderDetails({ instId: 'BTC-USDT', ordId: first?.ordId ?? '' });
    expect(filled).toMatchObject({ state: 'filled', accFillSz: '0.01', avgPx: '50000' });
    const fills = await live.getFills({ instType: 'SPOT' });
    expect(fills.map(({ ordId, fillSz, execType }) => [ordId, fillSz, execType])).toEqual([
      [first?.ordId, '0.01', 'M'],
    ]);

    const [cancelled] = await live.cancelOrder({ instId: 'BTC-USDT', ordId: second?.ordId ?? '' });
    expect(cancelled?.sCode).toBe('0');
    const [state] = await live.getOrderDetails({ instId: 'BTC-USDT', ordId: second?.ordId ?? '' });
    expect(state).toMatchObject({ state: 'canceled', cancelSource: '1' });
  });

  it('gets the two-layer refusal of an order', async () => {
    const order = { instId: 'BTC-USDT', tdMode: 'cash', side: 'buy', ordType: 'limit', px: '60000', sz: '10' } as const;
    await expect(live.submitOrder(order)).rejects.toMatchObject({
      code: '1',
      data: [{ sCode: '51008', subCode: '1000' }],
    });
  });

  it('is refused with a wrong secret and with a key of the other environment', async () => {
    await expect(clientFor({ ...KEY, secret: 'wrong' }).getBalance()).rejects.toMatchObject({ code: '50113' });
    await expect(clientFor(KEY, true).getBalance()).rejects.toMatchObject({ code: '50101' });
    expect(await clientFor(DEMO_KEY, true).getBalance()).toHaveLength(1);
  });
});

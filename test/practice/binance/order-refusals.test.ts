import { describe, expect, it } from 'vitest';
import { LIMIT, rig } from './support.ts';

const ORDER = '/api/v3/order';

describe('refusals', () => {
  const cases: readonly { name: string; params: Record<string, string>; code: number; msg?: string }[] = [
    {
      name: 'no quantity',
      params: { symbol: 'BTCUSDT', side: 'BUY', type: 'LIMIT', timeInForce: 'GTC', price: '1' },
      code: -1102,
      msg: "Mandatory parameter 'quantity' was not sent, was empty/null, or malformed.",
    },
    { name: 'no side', params: { symbol: 'BTCUSDT', type: 'LIMIT' }, code: -1102 },
    { name: 'unknown symbol', params: { ...LIMIT, symbol: 'NOPE' }, code: -1121 },
    { name: 'unknown type', params: { ...LIMIT, type: 'MAGIC' }, code: -1116 },
    { name: 'unknown side', params: { ...LIMIT, side: 'UP' }, code: -1117 },
    { name: 'unknown timeInForce', params: { ...LIMIT, timeInForce: 'DAY' }, code: -1115 },
    {
      name: 'price on a market order',
      params: { symbol: 'BTCUSDT', side: 'BUY', type: 'MARKET', quantity: '1', price: '1' },
      code: -1106,
    },
    { name: 'market order without size', params: { symbol: 'BTCUSDT', side: 'BUY', type: 'MARKET' }, code: -1102 },
    { name: 'exponent', params: { ...LIMIT, quantity: '1e-2' }, code: -1100 },
    { name: 'nine decimals', params: { ...LIMIT, quantity: '0.010000001' }, code: -1111 },
    {
      name: 'price off the tick',
      params: { ...LIMIT, price: '60000.001' },
      code: -1013,
      msg: 'Filter failure: PRICE_FILTER',
    },
    {
      name: 'quantity off the step',
      params: { ...LIMIT, quantity: '0.010001' },
      code: -1013,
      msg: 'Filter failure: LOT_SIZE',
    },
    {
      name: 'quantity below the least',
      params: { ...LIMIT, quantity: '0.000001' },
      code: -1013,
      msg: 'Filter failure: LOT_SIZE',
    },
    {
      name: 'notional below the least',
      params: { ...LIMIT, quantity: '0.00008' },
      code: -1013,
      msg: 'Filter failure: NOTIONAL',
    },
    {
      name: 'price far off',
      params: { ...LIMIT, price: '12999.99' },
      code: -1013,
      msg: 'Filter failure: PERCENT_PRICE_BY_SIDE',
    },
    {
      name: 'market order too large',
      params: { symbol: 'BTCUSDT', side: 'SELL', type: 'MARKET', quantity: '106' },
      code: -1013,
      msg: 'Filter failure: MARKET_LOT_SIZE',
    },
    {
      name: 'funds short',
      params: { ...LIMIT, quantity: '2' },
      code: -2010,
      msg: 'Account has insufficient balance for requested action.',
    },
    {
      name: 'post-only that takes',
      params: { symbol: 'BTCUSDT', side: 'BUY', type: 'LIMIT_MAKER', quantity: '0.01', price: '66000' },
      code: -2010,
      msg: 'Order would immediately match and take.',
    },
    {
      name: 'stop already passed',
      params: {
        symbol: 'BTCUSDT',
        side: 'SELL',
        type: 'STOP_LOSS_LIMIT',
        timeInForce: 'GTC',
        quantity: '0.01',
        price: '66000',
        stopPrice: '66000',
      },
      code: -2010,
      msg: 'Order would trigger immediately.',
    },
    { name: 'STP mode not allowed', params: { ...LIMIT, selfTradePreventionMode: 'NONE' }, code: -1013 },
    { name: 'client order id with a space', params: { ...LIMIT, newClientOrderId: 'a b' }, code: -1100 },
  ];
  for (const { name, params, code, msg } of cases) {
    it(`${name}: ${code}`, async () => {
      const { signed } = rig();
      const reply = await signed('POST', ORDER, params);
      expect(reply.status).toBe(400);
      expect(reply.body.code).toBe(code);
      if (msg !== undefined) expect(reply.body.msg).toBe(msg);
      expect((await signed('GET', '/api/v3/openOrders')).body).toEqual([]);
    });
  }

  it('a client order id in use by an open order, and not afterwards', async () => {
    const { signed, exchange } = rig();
    const mine = { ...LIMIT, newClientOrderId: 'twice' };
    const first = await signed('POST', ORDER, mine);
    expect((await signed('POST', ORDER, mine)).body).toMatchObject({ code: -2010, msg: 'Duplicate order sent.' });
    exchange.venue.fillResting(Number(first.body.orderId));
    expect((await signed('POST', ORDER, mine)).status).toBe(200);
  });

  it('more than 5 stops, and more than 200 orders, on one symbol', async () => {
    const { signed } = rig({ balances: { USDT: '10000000' }, limits: { orders10s: 1000 } });
    const stop = {
      symbol: 'BTCUSDT',
      side: 'BUY',
      type: 'STOP_LOSS_LIMIT',
      timeInForce: 'GTC',
      quantity: '0.01',
      price: '70000',
      stopPrice: '70000',
    };
    for (let count = 0; count < 5; count += 1) expect((await signed('POST', ORDER, stop)).status).toBe(200);
    expect((await signed('POST', ORDER, stop)).body.msg).toBe('Filter failure: MAX_NUM_ALGO_ORDERS');
    for (let count = 5; count < 200; count += 1) expect((await signed('POST', ORDER, LIMIT)).status).toBe(200);
    expect((await signed('POST', ORDER, LIMIT)).body.msg).toBe('Filter failure: MAX_NUM_ORDERS');
  });

  it('unknown orders: -2013 in queries, -2011 in cancels, -2039 when the ids do not belong together', async () => {
    const { signed } = rig();
    const { orderId } = (await signed('POST', ORDER, LIMIT)).body;
    expect((await signed('GET', ORDER, { symbol: 'BTCUSDT', orderId: 5 })).body.code).toBe(-2013);
    expect((await signed('DELETE', ORDER, { symbol: 'BTCUSDT', orderId: 5 })).body.code).toBe(-2011);
    expect((await signed('GET', ORDER, { symbol: 'BTCUSDT' })).body.code).toBe(-1102);
    expect(
      (await signed('GET', ORDER, { symbol: 'BTCUSDT', orderId: Number(orderId), origClientOrderId: 'other' })).body
        .code,
    ).toBe(-2039);
  });
});

import { describe, expect, it } from 'vitest';
import { decimal } from '../../../shared/model/decimal.ts';
import { LIMIT, rig } from './support.ts';

const ORDER = '/api/v3/order';

describe('new orders', () => {
  it('a resting limit order answers FULL with no fills, and can be queried both ways', async () => {
    const { signed } = rig();
    const placed = await signed('POST', ORDER, { ...LIMIT, newClientOrderId: 'my-order_1' });
    expect(placed.body).toMatchObject({
      symbol: 'BTCUSDT',
      clientOrderId: 'my-order_1',
      status: 'NEW',
      origQty: '0.01000000',
      price: '60000.00000000',
      fills: [],
      orderListId: -1,
    });
    for (const [name, value] of [
      ['orderId', Number(placed.body.orderId)],
      ['origClientOrderId', 'my-order_1'],
    ] as const) {
      expect((await signed('GET', ORDER, { symbol: 'BTCUSDT', [name]: value })).body).toMatchObject({
        status: 'NEW',
        isWorking: true,
        executedQty: '0.00000000',
      });
    }
  });

  it('a market order answers its fills, with commission in the received asset, and moves balances', async () => {
    const { signed } = rig();
    const placed = await signed('POST', ORDER, { symbol: 'BTCUSDT', side: 'BUY', type: 'MARKET', quantity: '0.01' });
    expect(placed.body).toMatchObject({
      status: 'FILLED',
      executedQty: '0.01000000',
      fills: [{ qty: '0.01000000', commission: '0.00001000', commissionAsset: 'BTC' }],
    });
    const account = await signed('GET', '/api/v3/account');
    expect(account.body.balances?.find(({ asset }) => asset === 'BTC')).toMatchObject({
      free: '2.00999000',
      locked: '0.00000000',
    });
  });

  const types: readonly { name: string; params: Record<string, string>; body: object }[] = [
    {
      name: 'quoteOrderQty',
      params: { type: 'MARKET', quoteOrderQty: '500' },
      body: { status: 'FILLED', origQuoteOrderQty: '500.00000000' },
    },
    {
      name: 'LIMIT_MAKER answers ACK only',
      params: { type: 'LIMIT_MAKER', quantity: '0.01', price: '60000' },
      body: { orderListId: -1 },
    },
    {
      name: 'IOC expires its rest',
      params: { type: 'LIMIT', timeInForce: 'IOC', quantity: '0.01', price: '60000' },
      body: { status: 'EXPIRED', expiryReason: 'UNFILLED_IOC_QUANTITY_EXPIRED' },
    },
    {
      name: 'FOK expires whole',
      params: { type: 'LIMIT', timeInForce: 'FOK', quantity: '1', price: '65000.40' },
      body: { status: 'EXPIRED', expiryReason: 'UNFILLED_FOK_ORDER_EXPIRED', executedQty: '0.00000000' },
    },
    {
      name: 'STOP_LOSS_LIMIT waits',
      params: {
        type: 'STOP_LOSS_LIMIT',
        timeInForce: 'GTC',
        quantity: '0.01',
        price: '66100',
        stopPrice: '66000',
        newOrderRespType: 'RESULT',
      },
      body: { status: 'NEW', stopPrice: '66000.00000000', workingTime: -1 },
    },
    {
      name: 'TAKE_PROFIT_LIMIT waits below',
      params: {
        type: 'TAKE_PROFIT_LIMIT',
        timeInForce: 'GTC',
        quantity: '0.01',
        price: '64000',
        stopPrice: '64000',
        newOrderRespType: 'RESULT',
      },
      body: { status: 'NEW' },
    },
  ];
  for (const { name, params, body } of types) {
    it(name, async () => {
      const { signed } = rig();
      const reply = await signed('POST', ORDER, { symbol: 'BTCUSDT', side: 'BUY', ...params });
      expect(reply.status).toBe(200);
      expect(reply.body).toMatchObject(body);
    });
  }

  it('partial fills show in the order and in myTrades', async () => {
    const { signed, exchange } = rig();
    const { orderId } = (await signed('POST', ORDER, LIMIT)).body;
    exchange.venue.fillResting(Number(orderId), decimal('0.004'));
    const query = { symbol: 'BTCUSDT', orderId: Number(orderId) };
    expect((await signed('GET', ORDER, query)).body).toMatchObject({
      status: 'PARTIALLY_FILLED',
      executedQty: '0.00400000',
      cummulativeQuoteQty: '240.00000000',
    });
    expect((await signed('GET', '/api/v3/myTrades', query)).body).toMatchObject([
      { qty: '0.00400000', price: '60000.00000000', isMaker: true, isBuyer: true, commissionAsset: 'BTC' },
    ]);
    expect((await signed('DELETE', ORDER, query)).body).toMatchObject({
      status: 'CANCELED',
      executedQty: '0.00400000',
    });
  });
});

describe('changes', () => {
  it('cancels all of a symbol', async () => {
    const { signed } = rig();
    await signed('POST', ORDER, LIMIT);
    await signed('POST', ORDER, LIMIT);
    expect((await signed('DELETE', '/api/v3/openOrders', { symbol: 'BTCUSDT' })).body).toMatchObject([
      { status: 'CANCELED' },
      { status: 'CANCELED' },
    ]);
    expect((await signed('DELETE', '/api/v3/openOrders', { symbol: 'BTCUSDT' })).body.code).toBe(-2011);
  });

  it('amends down only, keeps the order id, costs 4', async () => {
    const { signed } = rig();
    const { orderId } = (await signed('POST', ORDER, LIMIT)).body;
    const amend = (newQty: string) =>
      signed('PUT', '/api/v3/order/amend/keepPriority', { symbol: 'BTCUSDT', orderId: Number(orderId), newQty });
    expect(await amend('0.005')).toMatchObject({
      status: 200,
      headers: { 'x-mbx-used-weight-1m': '4' },
      body: { amendedOrder: { orderId, qty: '0.00500000', cumulativeQuoteQty: '0.00000000' } },
    });
    expect((await amend('0.006')).body.code).toBe(-2038);
    expect((await amend('0.005')).body.code).toBe(-2038);
  });

  it('an amended order goes on under another client id, unless its own is sent again', async () => {
    const { signed } = rig();
    await signed('POST', ORDER, { ...LIMIT, newClientOrderId: 'mine' });
    const amend = (newQty: string, ids: Readonly<Record<string, string>>) =>
      signed('PUT', '/api/v3/order/amend/keepPriority', { symbol: 'BTCUSDT', newQty, ...ids });
    const kept = await amend('0.006', { origClientOrderId: 'mine', newClientOrderId: 'mine' });
    expect(kept.body).toMatchObject({ amendedOrder: { origClientOrderId: 'mine', clientOrderId: 'mine' } });
    const drawn = await amend('0.005', { origClientOrderId: 'mine' });
    const { amendedOrder } = drawn.body as { amendedOrder: Record<string, unknown> };
    expect(amendedOrder).toMatchObject({ origClientOrderId: 'mine' });
    expect(amendedOrder['clientOrderId']).not.toBe('mine');
    const query = (origClientOrderId: string) => signed('GET', ORDER, { symbol: 'BTCUSDT', origClientOrderId });
    expect((await query('mine')).body.code).toBe(-2013);
    expect((await query(String(amendedOrder['clientOrderId']))).body).toMatchObject({ origQty: '0.00500000' });
  });

  it('an amendment below what is filled ends the order, and costs no weight', async () => {
    const { signed, exchange } = rig();
    const { orderId } = (await signed('POST', ORDER, LIMIT)).body;
    exchange.venue.fillResting(Number(orderId), decimal('0.004'));
    const reply = await signed('PUT', '/api/v3/order/amend/keepPriority', {
      symbol: 'BTCUSDT',
      orderId: Number(orderId),
      newQty: '0.004',
    });
    expect(reply).toMatchObject({
      headers: { 'x-mbx-used-weight-1m': '0' },
      body: { amendedOrder: { status: 'EXPIRED', executedQty: '0.00400000' } },
    });
  });

  const replace = { ...LIMIT, price: '61000', cancelReplaceMode: 'STOP_ON_FAILURE' };

  it('cancelReplace does both, one, or none', async () => {
    const { signed } = rig();
    const path = '/api/v3/order/cancelReplace';
    const { orderId } = (await signed('POST', ORDER, LIMIT)).body;
    const both = await signed('POST', path, { ...replace, cancelOrderId: Number(orderId) });
    expect(both).toMatchObject({
      status: 200,
      body: { cancelResult: 'SUCCESS', newOrderResult: 'SUCCESS', newOrderResponse: { price: '61000.00000000' } },
    });
    const half = await signed('POST', path, {
      ...replace,
      quantity: '8',
      cancelOrderId: Number(both.body.newOrderResponse?.orderId),
    });
    expect(half).toMatchObject({
      status: 409,
      body: {
        code: -2021,
        data: { cancelResult: 'SUCCESS', newOrderResult: 'FAILURE', newOrderResponse: { code: -2010 } },
      },
    });
    const none = await signed('POST', path, { ...replace, cancelOrderId: 5 });
    expect(none).toMatchObject({
      status: 400,
      body: { code: -2022, data: { cancelResult: 'FAILURE', newOrderResult: 'NOT_ATTEMPTED' } },
    });
  });

  it('cancelReplace at the order limit does nothing, unless told to cancel', async () => {
    const { signed, exchange } = rig({ limits: { orders10s: 1 } });
    const path = '/api/v3/order/cancelReplace';
    const { orderId } = (await signed('POST', ORDER, LIMIT)).body;
    expect(await signed('POST', path, { ...replace, cancelOrderId: Number(orderId) })).toMatchObject({
      status: 429,
      body: { code: -1015 },
    });
    expect(exchange.venue.openOrders('main')).toHaveLength(1);
    const cancelled = await signed('POST', path, {
      ...replace,
      cancelReplaceMode: 'ALLOW_FAILURE',
      orderRateLimitExceededMode: 'CANCEL_ONLY',
      cancelOrderId: Number(orderId),
    });
    expect(cancelled).toMatchObject({ status: 409, body: { data: { newOrderResponse: { code: -1015 } } } });
    expect(exchange.venue.openOrders('main')).toHaveLength(0);
  });
});

describe('unknown outcomes', () => {
  it('a timeout answer with the order placed, and one without', async () => {
    const { signed, exchange } = rig();
    for (const isPlaced of [true, false]) {
      exchange.switches.queue({ kind: 'timeout-answer', isPlaced }, ({ method }) => method === 'POST');
      const reply = await signed('POST', ORDER, { ...LIMIT, newClientOrderId: `t-${isPlaced}` });
      expect(reply).toMatchObject({ status: 504, body: { code: -1007 } });
      expect((await signed('GET', ORDER, { symbol: 'BTCUSDT', origClientOrderId: `t-${isPlaced}` })).status).toBe(
        isPlaced ? 200 : 400,
      );
    }
  });

  it('a cut connection, with the order placed or not', async () => {
    const { signed, exchange } = rig();
    for (const [kind, status] of [
      ['drop-after-accept', 200],
      ['drop-before', 400],
    ] as const) {
      exchange.switches.queue({ kind }, ({ method }) => method === 'POST');
      await expect(signed('POST', ORDER, { ...LIMIT, newClientOrderId: `cut-${status}` })).rejects.toThrow('dropped');
      expect((await signed('GET', ORDER, { symbol: 'BTCUSDT', origClientOrderId: `cut-${status}` })).status).toBe(
        status,
      );
    }
  });

  it('an order that cannot be seen at once', async () => {
    const { signed, exchange, clock } = rig();
    exchange.switches.queueDelayedVisibility(1500);
    const { orderId } = (await signed('POST', ORDER, LIMIT)).body;
    const query = { symbol: 'BTCUSDT', orderId: Number(orderId) };
    expect((await signed('GET', ORDER, query)).body.code).toBe(-2013);
    clock.advance(1500);
    expect((await signed('GET', ORDER, query)).status).toBe(200);
  });
});

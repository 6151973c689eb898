import { describe, expect, it } from 'vitest';
import { OrderUpdate } from '../../../../shared/model/order.ts';
import * as orders from '../../../../electron/engine/exchanges/binance/orders.ts';

function updates(body: unknown, endpoint = 'POST /api/v3/order'): readonly OrderUpdate[] {
  const result = orders.readOrders(body, { endpoint });
  if (!result.ok) throw new Error(JSON.stringify(result.failure));
  return result.value.map((update) => OrderUpdate.parse(update));
}

const ACK = { symbol: 'BTCUSDT', orderId: 28, orderListId: -1, clientOrderId: 'hr-1', transactTime: 1507725176595 };
const RESULT = {
  ...ACK,
  price: '60000.00000000',
  origQty: '10.00000000',
  executedQty: '0.00000000',
  origQuoteOrderQty: '0.000000',
  cummulativeQuoteQty: '0.00000000',
  status: 'NEW',
  timeInForce: 'GTC',
  type: 'LIMIT',
  side: 'SELL',
};

describe('replies', () => {
  it('takes an ACK for accepted and nothing more', () => {
    expect(updates(ACK)).toEqual([
      {
        symbol: 'BTCUSDT',
        clientOrderId: 'hr-1',
        exchangeOrderId: '28',
        status: 'pending',
        side: null,
        type: null,
        price: null,
        quantity: null,
        filledQuantity: null,
        filledQuote: null,
        averagePrice: null,
        fee: null,
        reason: null,
        atMs: 1507725176595,
      },
    ]);
  });

  const statuses = [
    ['NEW', 'open'],
    ['PENDING_NEW', 'pending'],
    ['PARTIALLY_FILLED', 'partially-filled'],
    ['FILLED', 'filled'],
    ['CANCELED', 'cancelled'],
    ['PENDING_CANCEL', 'open'],
    ['REJECTED', 'rejected'],
    ['EXPIRED', 'expired'],
    ['EXPIRED_IN_MATCH', 'expired'],
  ];
  for (const [word, status] of statuses) {
    it(`${word} is ${status}`, () => expect(updates({ ...RESULT, status: word })[0]?.status).toBe(status));
  }

  const filled = {
    ...RESULT,
    price: '0.00000000',
    executedQty: '0.3',
    cummulativeQuoteQty: '18000.60',
    status: 'FILLED',
  };
  const fill = (commission: string, commissionAsset: string): object => ({
    price: '1',
    qty: '1',
    commission,
    commissionAsset,
    tradeId: 1,
  });
  const rows: readonly { name: string; body: object; expected: Partial<OrderUpdate> | object }[] = [
    {
      name: 'average price and fee of several fills',
      body: { ...filled, fills: [fill('0.1', 'BNB'), fill('0.02', 'BNB')] },
      expected: { price: null, averagePrice: '60002', filledQuote: '18000.60', fee: { amount: '0.12', asset: 'BNB' } },
    },
    {
      name: 'no fee where there are two assets',
      body: { ...filled, fills: [fill('0.1', 'BNB'), fill('0.02', 'USDT')] },
      expected: { fee: null },
    },
    {
      name: 'an average that does not come out even, cut',
      body: { ...filled, executedQty: '3', cummulativeQuoteQty: '1' },
      expected: { averagePrice: `0.${'3'.repeat(24)}` },
    },
    {
      name: 'no quote where Binance has none',
      body: { ...filled, cummulativeQuoteQty: '-1.00000000' },
      expected: { filledQuote: null, averagePrice: null },
    },
    {
      name: 'the reason of an expiry',
      body: { ...RESULT, status: 'EXPIRED', expiryReason: 'INSUFFICIENT_LIQUIDITY' },
      expected: { status: 'expired', reason: 'INSUFFICIENT_LIQUIDITY' },
    },
    { name: 'no reason called NONE', body: { ...RESULT, expiryReason: 'NONE' }, expected: { reason: null } },
    {
      name: 'self-trade prevention',
      body: { ...RESULT, status: 'EXPIRED_IN_MATCH' },
      expected: { reason: 'EXPIRED_IN_MATCH' },
    },
    {
      name: 'an id beyond 2^53, kept as text',
      body: { ...RESULT, orderId: '9223372036854775807' },
      expected: { exchangeOrderId: '9223372036854775807' },
    },
    {
      name: 'the time of a query',
      body: { ...RESULT, transactTime: undefined, time: 1, updateTime: 2 },
      expected: { atMs: 2 },
    },
    {
      name: 'the id of the order, not of its cancel',
      body: { ...RESULT, status: 'CANCELED', origClientOrderId: 'hr-1', clientOrderId: 'cancel' },
      expected: { clientOrderId: 'hr-1', status: 'cancelled' },
    },
  ];
  for (const { name, body, expected } of rows) {
    it(`reads ${name}`, () => expect(updates(body)).toMatchObject([expected]));
  }

  it('reads lists, and order lists inside a cancel of all', () => {
    const list = {
      orderListId: 1,
      contingencyType: 'OCO',
      orders: [{ symbol: 'BTCUSDT', orderId: 3, clientOrderId: 'c' }],
      orderReports: [
        { ...RESULT, orderId: 3 },
        { ...RESULT, orderId: 4 },
      ],
    };
    expect(updates([RESULT, list], 'DELETE /api/v3/openOrders').map((update) => update.exchangeOrderId)).toEqual([
      '28',
      '3',
      '4',
    ]);
    expect(updates([], 'GET /api/v3/openOrders')).toEqual([]);
  });

  it('reads both halves of a cancelReplace, and what is left of a failed one', () => {
    const cancelled = { ...RESULT, status: 'CANCELED', origClientOrderId: 'old', clientOrderId: 'x' };
    const done = {
      cancelResult: 'SUCCESS',
      newOrderResult: 'SUCCESS',
      cancelResponse: cancelled,
      newOrderResponse: RESULT,
    };
    expect(updates(done).map((update) => [update.clientOrderId, update.status])).toEqual([
      ['old', 'cancelled'],
      ['hr-1', 'open'],
    ]);
    const half = { code: -2021, msg: 'x', data: { ...done, newOrderResponse: { code: -2010, msg: 'x' } } };
    expect(updates(half).map((update) => update.clientOrderId)).toEqual(['old']);
    expect(
      updates({ code: -2022, msg: 'x', data: { cancelResponse: { code: -2011, msg: 'x' }, newOrderResponse: null } }),
    ).toEqual([]);
  });

  it('reads an amended order under its new client id', () => {
    // rest-api.md "Order Amend Keep Priority", 2026-07: other member names than in any other reply.
    const body = {
      transactTime: 1741926410255,
      executionId: 75,
      amendedOrder: {
        symbol: 'BTCUSDT',
        orderId: 33,
        origClientOrderId: 'before',
        clientOrderId: 'after',
        price: '6.00000000',
        qty: '5.00000000',
        executedQty: '1.00000000',
        cumulativeQuoteQty: '6.00000000',
        status: 'NEW',
        type: 'LIMIT',
        side: 'SELL',
      },
    };
    expect(updates(body)).toMatchObject([
      {
        clientOrderId: 'after',
        quantity: '5.00000000',
        filledQuote: '6.00000000',
        averagePrice: '6',
        atMs: 1741926410255,
      },
    ]);
  });

  it('reads no order in the reply to a test', () => {
    for (const body of [{}, { standardCommissionForOrder: {} }])
      expect(updates(body, 'POST /api/v3/order/test')).toEqual([]);
  });

  const bad = [
    null,
    undefined,
    {},
    '<html>',
    [null],
    [RESULT, {}],
    { ...RESULT, status: 'SOMETHING_NEW' },
    { ...RESULT, price: 'NaN' },
    { ...RESULT, orderId: undefined },
  ];
  for (const body of bad) {
    it(`fails on ${JSON.stringify(body)?.slice(0, 80)}`, () => {
      expect(orders.readOrders(body, { endpoint: 'GET /api/v3/allOrders' })).toMatchObject({
        ok: false,
        failure: { kind: 'bad-reply' },
      });
    });
  }
});

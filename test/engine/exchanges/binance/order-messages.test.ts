import { describe, expect, it } from 'vitest';
import { OrderUpdate } from '../../../../shared/model/order.ts';
import * as orders from '../../../../electron/engine/exchanges/binance/orders.ts';

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

describe('socket messages', () => {
  const report = {
    e: 'executionReport',
    E: 5,
    s: 'BTCUSDT',
    c: 'hr-1',
    S: 'BUY',
    o: 'LIMIT',
    f: 'GTC',
    q: '2',
    p: '10',
    x: 'TRADE',
    X: 'PARTIALLY_FILLED',
    r: 'NONE',
    i: 7,
    l: '1',
    z: '1',
    L: '9',
    n: '0.01',
    N: 'BNB',
    t: 5,
    T: 4,
    Z: '9',
    C: '',
  };
  const read = (message: unknown): readonly OrderUpdate[] => {
    const result = orders.readSocketOrders(message);
    if (!result.ok) throw new Error(JSON.stringify(result.failure));
    return result.value.map((update) => OrderUpdate.parse(update));
  };

  for (const [name, message] of Object.entries({
    bare: report,
    subscription: { subscriptionId: 0, event: report },
    stream: { stream: 'x', data: report },
  })) {
    it(`reads a report: ${name}`, () => {
      expect(read(message)).toEqual([
        {
          symbol: 'BTCUSDT',
          clientOrderId: 'hr-1',
          exchangeOrderId: '7',
          status: 'partially-filled',
          side: 'buy',
          type: 'LIMIT',
          price: '10',
          quantity: '2',
          filledQuantity: '1',
          filledQuote: '9',
          averagePrice: '9',
          // That of one fill is no fee of the order.
          fee: null,
          fill: { trade: '5', quantity: '1', fee: { amount: '0.01', asset: 'BNB' } },
          reason: null,
          atMs: 4,
        },
      ]);
    });
  }

  const rows: readonly { name: string; members: object; expected: object }[] = [
    {
      name: 'a cancel by its original id',
      members: { x: 'CANCELED', X: 'CANCELED', c: 'cancel', C: 'hr-1' },
      expected: { clientOrderId: 'hr-1', status: 'cancelled' },
    },
    {
      name: 'an amendment by its new id',
      members: { x: 'REPLACED', X: 'NEW', c: 'after', C: 'hr-1' },
      expected: { clientOrderId: 'after', status: 'open' },
    },
    {
      name: 'why it was refused',
      members: { x: 'REJECTED', X: 'REJECTED', r: 'INSUFFICIENT_BALANCES' },
      expected: { status: 'rejected', reason: 'INSUFFICIENT_BALANCES' },
    },
    { name: 'no fee without an asset', members: { n: '0', N: null }, expected: { fill: { fee: null } } },
  ];
  for (const { name, members, expected } of rows) {
    it(`reads ${name}`, () => expect(read({ ...report, ...members })).toMatchObject([expected]));
  }

  it('reads orders in replies, one or many', () => {
    expect(read({ id: 1, status: 200, result: RESULT })).toMatchObject([{ exchangeOrderId: '28', status: 'open' }]);
    expect(read({ id: 1, status: 200, result: [RESULT, RESULT] })).toHaveLength(2);
  });

  const others = [
    null,
    'x',
    {},
    { e: 'balanceUpdate' },
    { subscriptionId: 0, event: { e: 'outboundAccountPosition', B: [] } },
    { id: 1, status: 200, result: { balances: [] } },
    { id: 1, status: 400, error: { code: -2010, msg: 'x' } },
    { id: 1, status: 200, result: [{ symbol: 'BTCUSDT', id: 1, orderId: 2, price: '1' }] },
  ];
  for (const message of others) {
    it(`reads nothing in ${JSON.stringify(message)?.slice(0, 70)}`, () => expect(read(message)).toEqual([]));
  }

  it('fails on a report that cannot be read', () => {
    for (const members of [{ X: 'SOMETHING_NEW' }, { i: null }, { z: 'x' }, { T: '4' }]) {
      expect(orders.readSocketOrders({ ...report, ...members })).toMatchObject({
        ok: false,
        failure: { kind: 'bad-reply' },
      });
    }
  });
});

describe('balances', () => {
  const body = { balances: [{ asset: '币安人生', free: '0.10000000', locked: '1' }] };
  it('reads the account', () => expect(orders.readBalances(body)).toEqual({ ok: true, value: body.balances }));
  it('reads account.status', () =>
    expect(orders.readBalances({ id: 1, status: 200, result: body })).toEqual({ ok: true, value: body.balances }));
  for (const bad of [null, {}, [], { balances: [{ asset: 'BTC', free: 'x', locked: '0' }] }]) {
    it(`fails on ${JSON.stringify(bad)}`, () =>
      expect(orders.readBalances(bad)).toMatchObject({ ok: false, failure: { kind: 'bad-reply' } }));
  }
});

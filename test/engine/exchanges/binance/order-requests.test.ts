import { describe, expect, it } from 'vitest';
import { decimal } from '../../../../shared/model/decimal.ts';
import type { Instrument } from '../../../../shared/model/instrument.ts';
import type { OrderTicket } from '../../../../shared/model/order.ts';
import * as orders from '../../../../electron/engine/exchanges/binance/orders.ts';

const BOUNDS = { min: null, max: null, step: null };
const instrument: Instrument = {
  symbol: 'BTCUSDT',
  base: 'BTC',
  quote: 'USDT',
  display: 'BTC/USDT',
  isTrading: true,
  status: 'TRADING',
  price: BOUNDS,
  quantity: BOUNDS,
  marketQuantity: BOUNDS,
  notional: { min: null, max: null, appliesToMarket: false },
  priceBand: null,
  orderTypes: [],
  maxOpenOrders: null,
  extra: {},
};

function ticket(members: Partial<OrderTicket> = {}): OrderTicket {
  return {
    account: 'main',
    symbol: 'BTCUSDT',
    side: 'buy',
    type: 'limit',
    quantity: decimal('0.001'),
    quantityUnit: 'base',
    price: decimal('60000.5'),
    stopPrice: null,
    timeInForce: 'gtc',
    ...members,
  };
}

describe('placing', () => {
  const rows: readonly { name: string; members: Partial<OrderTicket>; terms: string }[] = [
    { name: 'limit', members: {}, terms: 'side=BUY&type=LIMIT&timeInForce=GTC&quantity=0.001&price=60000.5' },
    {
      name: 'limit sell, fill or kill',
      members: { side: 'sell', timeInForce: 'fok' },
      terms: 'side=SELL&type=LIMIT&timeInForce=FOK&quantity=0.001&price=60000.5',
    },
    {
      name: 'market in base units',
      members: { type: 'market', timeInForce: 'ioc' },
      terms: 'side=BUY&type=MARKET&quantity=0.001',
    },
    {
      name: 'market in quote units',
      members: { type: 'market', quantityUnit: 'quote', quantity: decimal('25') },
      terms: 'side=BUY&type=MARKET&quoteOrderQty=25',
    },
    {
      name: 'post-only',
      members: { type: 'post-only' },
      terms: 'side=BUY&type=LIMIT_MAKER&quantity=0.001&price=60000.5',
    },
    {
      name: 'stop-limit',
      members: { type: 'stop-limit', side: 'sell', stopPrice: decimal('61000') },
      terms: 'side=SELL&type=STOP_LOSS_LIMIT&timeInForce=GTC&quantity=0.001&price=60000.5&stopPrice=61000',
    },
  ];
  for (const { name, members, terms } of rows) {
    it(name, () => {
      expect(orders.place(ticket(members), instrument, 'hr-1')).toEqual({
        method: 'POST',
        path: '/api/v3/order',
        query: `symbol=BTCUSDT&${terms}&newClientOrderId=hr-1&newOrderRespType=FULL`,
        body: null,
      });
    });
  }

  const impossible: readonly { name: string; members: Partial<OrderTicket> }[] = [
    { name: 'a limit order without price', members: { price: null } },
    { name: 'a stop-limit without stop price', members: { type: 'stop-limit' } },
    { name: 'a limit order in quote units', members: { quantityUnit: 'quote' } },
  ];
  for (const { name, members } of impossible) {
    it(`never makes an order of ${name}`, () =>
      expect(() => orders.place(ticket(members), instrument, 'hr-1')).toThrow());
  }

  it('makes ids in the allowed form, of all 16 random bytes', () => {
    const id = orders.newClientOrderId((size) => new Uint8Array(size).fill(255));
    expect(id).toBe(`hr-${'f'.repeat(32)}`);
    expect(id).toMatch(/^[a-zA-Z0-9-_]{1,36}$/);
  });
});

describe('other calls', () => {
  const question = { symbol: 'BTCUSDT', clientOrderId: 'hr-1', exchangeOrderId: null, sentAtMs: 0, nowMs: 0 };
  const rows = [
    { request: orders.cancel('BTCUSDT', 'hr-1'), call: 'DELETE /api/v3/order?symbol=BTCUSDT&origClientOrderId=hr-1' },
    {
      request: orders.lookUp(question)[0]?.request,
      call: 'GET /api/v3/order?symbol=BTCUSDT&origClientOrderId=hr-1',
    },
    {
      // The client's id may have been changed by an amendment made elsewhere.
      request: orders.lookUp({ ...question, exchangeOrderId: '77' })[0]?.request,
      call: 'GET /api/v3/order?symbol=BTCUSDT&orderId=77',
    },
    { request: orders.open('这'), call: 'GET /api/v3/openOrders?symbol=%E8%BF%99' },
    { request: orders.open(null), call: 'GET /api/v3/openOrders?' },
    { request: orders.balances(), call: 'GET /api/v3/account?omitZeroBalances=true' },
  ];
  for (const { request, call } of rows) {
    it(call, () => {
      expect(`${request?.method} ${request?.path}?${request?.query}`).toBe(call);
      expect(request?.body).toBeNull();
    });
  }
  it('looks an order up with one query', () => expect(orders.lookUp(question)).toHaveLength(1));
});

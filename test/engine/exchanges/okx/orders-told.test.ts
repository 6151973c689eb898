import { describe, expect, it } from 'vitest';
import { orders } from '../../../../electron/engine/exchanges/okx/orders.ts';
import { OrderUpdate } from '../../../../shared/model/order.ts';
import { unwrap } from './support.ts';

const id = 'hr0123456789abcdef0123456789abcd';

const order = {
  instId: 'BTC-USDT',
  ordId: '680800019749904384',
  clOrdId: id,
  side: 'sell',
  ordType: 'limit',
  state: 'live',
  px: '64000',
  sz: '0.5',
  tgtCcy: '',
  accFillSz: '0',
  avgPx: '',
  fee: '0',
  feeCcy: 'USDT',
  cancelSource: '',
  uTime: '1708587373362',
  cTime: '1708587373361',
};

function readOne(changes: Record<string, unknown>, endpoint = 'GET /api/v5/trade/order'): OrderUpdate {
  const [update] = unwrap(orders.readOrders({ code: '0', msg: '', data: [{ ...order, ...changes }] }, { endpoint }));
  if (update === undefined) throw new Error('no update');
  return OrderUpdate.parse(update);
}

describe('OKX orders as told', () => {
  it('reads an open order', () => {
    expect(readOne({})).toEqual({
      symbol: 'BTC-USDT',
      clientOrderId: id,
      exchangeOrderId: '680800019749904384',
      status: 'open',
      side: 'sell',
      type: 'limit',
      price: '64000',
      quantity: '0.5',
      filledQuantity: '0',
      filledQuote: '0',
      averagePrice: null,
      fee: { amount: '0', asset: 'USDT' },
      reason: null,
      atMs: 1_708_587_373_362,
    });
  });

  const states = [
    ['live', 'open'],
    ['partially_filled', 'partially-filled'],
    ['filled', 'filled'],
    ['canceled', 'cancelled'],
    ['mmp_canceled', 'cancelled'],
  ] as const;
  for (const [state, status] of states)
    it(`reads ${state} as ${status}`, () => expect(readOne({ state }).status).toBe(status));

  const details = [
    {
      name: 'a fee paid, written below zero',
      changes: { fee: '-0.00000192834', feeCcy: 'BTC' },
      expected: { fee: { amount: '0.00000192834', asset: 'BTC' } },
    },
    {
      name: 'a rebate, written above zero',
      changes: { fee: '0.01' },
      expected: { fee: { amount: '-0.01', asset: 'USDT' } },
    },
    { name: 'no fee', changes: { fee: '', feeCcy: '' }, expected: { fee: null } },
    {
      name: 'what was filled',
      changes: { accFillSz: '0.2', avgPx: '64000.5' },
      expected: { filledQuantity: '0.2', filledQuote: '12800.1', averagePrice: '64000.5' },
    },
    { name: 'an average price of 0 as none', changes: { avgPx: '0' }, expected: { averagePrice: null } },
    {
      name: 'an order over quote as one of unknown base quantity',
      changes: { tgtCcy: 'quote_ccy', sz: '100', px: '' },
      expected: { quantity: null, price: null },
    },
    {
      name: 'a post-only order that would have taken',
      changes: { state: 'canceled', cancelSource: '31' },
      expected: { status: 'cancelled', reason: '31 post-only would have taken' },
    },
    {
      name: 'a reason in OKX’s own words',
      changes: { state: 'canceled', cancelSource: '1', cancelSourceReason: 'Order canceled by user' },
      expected: { reason: '1 Order canceled by user' },
    },
    { name: 'a reason nobody listed', changes: { state: 'canceled', cancelSource: '77' }, expected: { reason: '77' } },
    { name: 'an order without an id of ours', changes: { clOrdId: '' }, expected: { clientOrderId: null } },
    {
      name: 'contracts of a derivative, whose worth in quote nobody here knows',
      changes: { instType: 'SWAP', instId: 'BTC-USDT-SWAP', accFillSz: '2', avgPx: '64000' },
      expected: { quantity: '0.5', quantityUnit: 'contracts', filledQuantity: '2', filledQuote: null },
    },
    { name: 'a time of making where no other is', changes: { uTime: '' }, expected: { atMs: 1_708_587_373_361 } },
  ];
  for (const { name, changes, expected } of details)
    it(`reads ${name}`, () => expect(readOne(changes)).toMatchObject(expected));

  it('fails rather than losing an order in a state it does not know', () => {
    const body = { code: '0', data: [order, { ...order, state: 'levitating' }] };
    const result = orders.readOrders(body, { endpoint: 'GET /api/v5/trade/orders-pending' });
    expect(result).toMatchObject({ ok: false, failure: { kind: 'bad-reply' } });
  });

  it('adds up the fills of each order, which is at least what was done', () => {
    const fill = {
      instId: 'BTC-USDT',
      ordId: '1',
      clOrdId: id,
      side: 'buy',
      fillSz: '0.1',
      fillPx: '100',
      fee: '-0.01',
      feeCcy: 'USDT',
      ts: '1710390459574',
    };
    const body = {
      code: '0',
      data: [
        fill,
        { ...fill, fillSz: '0.3', fillPx: '200', ts: '1710390459000' },
        { ...fill, ordId: '2', clOrdId: '' },
      ],
    };
    const updates = unwrap(orders.readOrders(body, { endpoint: 'GET /api/v5/trade/fills' }));
    expect(updates).toMatchObject([
      {
        exchangeOrderId: '1',
        clientOrderId: id,
        status: 'partially-filled',
        filledQuantity: '0.4',
        filledQuote: '70',
        averagePrice: '175',
        fee: { amount: '0.02', asset: 'USDT' },
        atMs: 1_710_390_459_574,
      },
      { exchangeOrderId: '2', clientOrderId: null, filledQuantity: '0.1' },
    ]);
  });

  it('reads each order of a placed batch', () => {
    const data = [
      { ordId: '12', clOrdId: 'a1', sCode: '0', sMsg: 'Order placed', ts: '1695190491421' },
      { ordId: '', clOrdId: 'a2', sCode: '51008', sMsg: 'Insufficient balance ' },
    ];
    const updates = unwrap(
      orders.readOrders({ code: '2', msg: '', data }, { endpoint: 'POST /api/v5/trade/batch-orders' }),
    );
    expect(updates).toMatchObject([
      { clientOrderId: 'a1', exchangeOrderId: '12', status: 'pending', reason: null, atMs: 1_695_190_491_421 },
      { clientOrderId: 'a2', exchangeOrderId: null, status: 'rejected', reason: '51008 Insufficient balance' },
    ]);
  });

  for (const name of ['cancel-order', 'cancel-batch-orders', 'amend-order', 'amend-batch-orders']) {
    it(`takes the answer to ${name} for no state of an order`, () => {
      const data = [
        { ordId: '12', clOrdId: 'a1', sCode: '0', sMsg: '' },
        { ordId: '13', clOrdId: '', sCode: '51400', sMsg: 'gone' },
      ];
      const context = { endpoint: `POST /api/v5/trade/${name}` };
      expect(orders.readOrders({ code: '2', msg: '', data }, context)).toEqual({ ok: true, value: [] });
      expect(orders.readOrders({ code: '0', msg: '', data: [{ ordId: '12' }] }, context)).toMatchObject({ ok: false });
    });
  }

  it('refuses answers that are none', () => {
    const context = { endpoint: 'GET /api/v5/trade/order' };
    for (const body of [undefined, '<html>', { code: '0' }, { code: '51603', msg: '', data: [] }]) {
      expect(orders.readOrders(body, context)).toMatchObject({ ok: false, failure: { kind: 'bad-reply' } });
    }
    expect(orders.readOrders({ code: '0', data: [] }, { endpoint: 'GET /api/v5/market/ticker' })).toMatchObject({
      ok: false,
      failure: { kind: 'invalid-input' },
    });
  });
});

describe('OKX socket messages', () => {
  const silent = [
    { name: 'another channel', message: { arg: { channel: 'account' }, data: [{ details: [] }] } },
    { name: 'a subscription', message: { event: 'subscribe', arg: { channel: 'orders' }, connId: 'a' } },
    { name: 'an amendment', message: { op: 'amend-order', code: '0', data: [{ ordId: '1', sCode: '0' }] } },
    { name: 'a pong', message: undefined },
  ];
  for (const { name, message } of silent) {
    it(`finds no order in ${name}`, () => expect(orders.readSocketOrders(message)).toEqual({ ok: true, value: [] }));
  }

  it('fails on an order push of another shape', () => {
    const message = { arg: { channel: 'orders' }, data: [{ ordId: '1' }] };
    expect(orders.readSocketOrders(message)).toMatchObject({ ok: false, failure: { kind: 'bad-reply' } });
  });
});

describe('OKX balances', () => {
  const detail = { ccy: 'BTC', availBal: '0.9', availEq: '', frozenBal: '0.1' };
  const cases = [
    { name: 'spot mode', details: [detail], expected: [{ asset: 'BTC', free: '0.9', locked: '0.1' }] },
    {
      name: 'a mode that leaves availBal empty',
      details: [{ ...detail, availBal: '', availEq: '7' }],
      expected: [{ asset: 'BTC', free: '7', locked: '0.1' }],
    },
    { name: 'nothing held', details: [], expected: [] },
  ];
  for (const { name, details, expected } of cases) {
    it(`reads ${name}`, () => {
      expect(unwrap(orders.readBalances({ code: '0', data: [{ details }] }))).toEqual(expected);
      expect(unwrap(orders.readBalances({ arg: { channel: 'account' }, data: [{ details }] }))).toEqual(expected);
    });
  }

  it('refuses another shape', () => {
    expect(orders.readBalances({ code: '0', data: [{ details: [{ ccy: 'BTC', availBal: 'lots' }] }] })).toMatchObject({
      ok: false,
    });
  });
});

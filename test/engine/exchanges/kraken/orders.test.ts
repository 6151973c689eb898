import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decimal } from '../../../../shared/model/decimal.ts';
import type { Instrument } from '../../../../shared/model/instrument.ts';
import type { OrderTicket } from '../../../../shared/model/order.ts';
import { orders } from '../../../../electron/engine/exchanges/kraken/orders.ts';
import type { ExchangeRequest } from '../../../../electron/engine/http.ts';
import { post } from './recorded.ts';

const ID = '6d1b345e-2821-40e2-ad83-4ecb18a06876';
const stamp = { serverMs: 1_769_061_979_833, nonce: 1n, validForMs: 5_000 };
const DEADLINE = '2026-01-22T06:06:24.833Z';

const NONE = { min: null, max: null, step: null };
const instrument: Instrument = {
  symbol: 'XXBTZUSD',
  base: 'XXBT',
  quote: 'ZUSD',
  display: 'BTC/USD',
  isTrading: true,
  status: 'online',
  price: NONE,
  quantity: NONE,
  marketQuantity: NONE,
  notional: { min: null, max: null, appliesToMarket: true },
  priceBand: null,
  orderTypes: [],
  maxOpenOrders: null,
  extra: {},
};

const ticket: OrderTicket = {
  account: 'kraken-1',
  symbol: 'XXBTZUSD',
  side: 'buy',
  type: 'limit',
  quantity: decimal('1.25'),
  quantityUnit: 'base',
  price: decimal('37500'),
  stopPrice: null,
  timeInForce: 'gtc',
};

function form(request: ExchangeRequest): Readonly<Record<string, string>> {
  return Object.fromEntries(new URLSearchParams(request.body?.text ?? ''));
}

const common = { pair: 'XXBTZUSD', volume: '1.25', cl_ord_id: ID, deadline: DEADLINE };
const limit = { ...common, type: 'buy', ordertype: 'limit', price: '37500' };

const placed: readonly { name: string; change: Partial<OrderTicket>; sent: Readonly<Record<string, string>> }[] = [
  { name: 'a limit order', change: {}, sent: { ...limit, timeinforce: 'GTC' } },
  { name: 'immediate or cancel', change: { timeInForce: 'ioc' }, sent: { ...limit, timeinforce: 'IOC' } },
  {
    name: 'fill or kill',
    change: { timeInForce: 'fok', side: 'sell' },
    sent: { ...limit, type: 'sell', timeinforce: 'FOK' },
  },
  {
    name: 'a post-only order, which always rests',
    change: { type: 'post-only', timeInForce: 'ioc' },
    sent: { ...limit, oflags: 'post', timeinforce: 'GTC' },
  },
  {
    name: 'a stop with a limit: trigger first, limit second',
    change: { type: 'stop-limit', side: 'sell', stopPrice: decimal('36000'), price: decimal('35900') },
    sent: {
      ...common,
      type: 'sell',
      ordertype: 'stop-loss-limit',
      price: '36000',
      price2: '35900',
      timeinforce: 'GTC',
    },
  },
  {
    name: 'a market sale',
    change: { type: 'market', side: 'sell', price: null },
    sent: { ...common, type: 'sell', ordertype: 'market' },
  },
  {
    name: 'a market buy for an amount of quote currency',
    change: { type: 'market', price: null, quantity: decimal('50'), quantityUnit: 'quote' },
    sent: { ...common, volume: '50', type: 'buy', ordertype: 'market', oflags: 'viqc' },
  },
];

describe('AddOrder', () => {
  for (const { name, change, sent } of placed) {
    it(name, () => {
      const request = orders.place({ ...ticket, ...change }, instrument, ID, stamp);
      expect([request.method, request.path, request.query, request.body?.type]).toEqual([
        'POST',
        '/0/private/AddOrder',
        '',
        'form',
      ]);
      expect(form(request)).toEqual(sent);
    });
  }

  const deadlines = [
    { validForMs: 0, deadline: '2026-01-22T06:06:24.833Z' },
    { validForMs: 20_000, deadline: '2026-01-22T06:06:39.833Z' },
    { validForMs: 600_000, deadline: '2026-01-22T06:07:14.833Z' },
  ];
  for (const { validForMs, deadline } of deadlines) {
    it(`a validity of ${validForMs} ms gives a deadline within what the engine takes`, () =>
      expect(form(orders.place(ticket, instrument, ID, { ...stamp, validForMs }))['deadline']).toBe(deadline));
  }

  it('names the asset class of a tokenised pair', () => {
    const tokenised = { ...instrument, extra: { aclass_base: 'tokenized_asset' } };
    expect(form(orders.place(ticket, tokenised, ID, stamp))['asset_class']).toBe('tokenized_asset');
  });

  const impossible: readonly { name: string; change: Partial<OrderTicket> }[] = [
    { name: 'a limit order without a price', change: { price: null } },
    { name: 'a stop without a trigger', change: { type: 'stop-limit' } },
    { name: 'a sale of an amount of quote currency', change: { type: 'market', side: 'sell', quantityUnit: 'quote' } },
    { name: 'a limit order for an amount of quote currency', change: { quantityUnit: 'quote' } },
  ];
  for (const { name, change } of impossible) {
    it(`never sends ${name}`, () =>
      expect(() => orders.place({ ...ticket, ...change }, instrument, ID, stamp)).toThrow('passed preflight'));
  }
});

describe('the other calls', () => {
  const sentAtMs = 1_769_061_979_833;
  const question = { symbol: 'XXBTZUSD', clientOrderId: ID, exchangeOrderId: null, sentAtMs, nowMs: sentAtMs };
  it('cancel names the order by our id', () =>
    expect(orders.cancel('XXBTZUSD', ID)).toEqual(post('CancelOrder', `cl_ord_id=${ID}`)));
  it('a look-up asks for open orders, then for closed ones since a minute before', () =>
    expect(orders.lookUp(question).map(({ request }) => request)).toEqual([
      post('OpenOrders', `cl_ord_id=${ID}`),
      post('ClosedOrders', `cl_ord_id=${ID}&start=1769061919`),
    ]));
  it('a look-up of an order whose id is known asks for that', () =>
    expect(
      orders.lookUp({ ...question, exchangeOrderId: 'OABC12-34567-DEFGHI' }).map(({ request }) => request),
    ).toEqual([post('QueryOrders', 'txid=OABC12-34567-DEFGHI')]));
  it('open orders come for the whole account', () =>
    expect([orders.open('XXBTZUSD'), orders.open(null)]).toEqual([post('OpenOrders'), post('OpenOrders')]));
  it('balances come with what is held', () => expect(orders.balances()).toEqual(post('BalanceEx')));
});

it('an order id is a version 4 UUID of the bytes given', () => {
  expect(orders.newClientOrderId((size) => new Uint8Array(size))).toBe('00000000-0000-4000-8000-000000000000');
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 16, maxLength: 16 }), (bytes) => {
      expect(orders.newClientOrderId(() => bytes)).toMatch(
        /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
      );
    }),
  );
});

describe('BalanceEx', () => {
  const rows = [
    {
      name: 'text',
      entry: { balance: '14.50385601', hold_trade: '3.92433600' },
      free: '10.57952001',
      locked: '3.92433600',
    },
    { name: 'numbers', entry: { balance: 14.5, hold_trade: 4 }, free: '10.5', locked: '4' },
    {
      name: 'a credit line',
      entry: { balance: '1', hold_trade: '0.5', credit: '10', credit_used: '2' },
      free: '8.5',
      locked: '0.5',
    },
    { name: 'nothing held', entry: { balance: '0.0000000100' }, free: '0.00000001', locked: '0' },
  ];
  for (const { name, entry, free, locked } of rows) {
    it(name, () =>
      expect(orders.readBalances({ error: [], result: { X: entry } })).toEqual({
        ok: true,
        value: [{ asset: 'X', free, locked }],
      }),
    );
  }
  it('an empty list is an empty account', () =>
    expect(orders.readBalances({ error: [], result: [] })).toEqual({ ok: true, value: [] }));
  it('an error text is a failure', () =>
    expect(orders.readBalances({ error: ['EGeneral:Permission denied'] })).toMatchObject({
      failure: { kind: 'missing-permission' },
    }));
});

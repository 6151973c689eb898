import { describe, expect, it } from 'vitest';
import { OrderUpdate } from '../../../../shared/model/order.ts';
import { readOrders, readSocketOrders } from '../../../../electron/engine/exchanges/kraken/order-updates.ts';

const order = {
  refid: null,
  userref: null,
  cl_ord_id: 'aff1f7b04d000200',
  status: 'open',
  opentm: 1769057759.97471,
  descr: { pair: 'XBTUSDT', type: 'buy', ordertype: 'limit', price: '81818.0', price2: '0', leverage: 'none' },
  vol: '0.00010000',
  vol_exec: '0.00000000',
  cost: '0.00000',
  fee: '0.00000',
  price: '0.00000',
  misc: 'amended',
  oflags: 'fciq',
};

function updates(method: string, result: unknown): readonly OrderUpdate[] {
  const read = readOrders({ error: [], result }, { endpoint: `POST /0/private/${method}` });
  if (!read.ok) throw new Error(JSON.stringify(read.failure));
  return read.value.map((update) => OrderUpdate.parse(update));
}

function only(change: object): OrderUpdate {
  const [update] = updates('QueryOrders', { TXID: { ...order, ...change } });
  if (update === undefined) throw new Error('no order was read');
  return update;
}

describe('the order object', () => {
  it('is read whole', () =>
    expect(only({})).toEqual({
      symbol: 'XBTUSDT',
      clientOrderId: 'aff1f7b04d000200',
      exchangeOrderId: 'TXID',
      status: 'open',
      side: 'buy',
      type: 'limit',
      price: '81818.0',
      quantity: '0.00010000',
      filledQuantity: '0.00000000',
      filledQuote: '0.00000',
      averagePrice: null,
      fee: null,
      reason: null,
      // An amendment would not change it, so it is no time of this state.
      atMs: null,
      openedAtMs: 1_769_057_759_975,
    }));

  const filled = { vol_exec: '0.00004000', cost: '3.27272', price: '81818.0' };
  const states = [
    { name: 'pending', change: { status: 'pending' }, read: { status: 'pending', openedAtMs: 1_769_057_759_975 } },
    {
      name: 'partly filled',
      change: filled,
      read: { status: 'partially-filled', averagePrice: '81818.0', atMs: null },
    },
    {
      name: 'closed',
      change: { ...filled, status: 'closed', closetm: 1769057800 },
      read: { status: 'filled', atMs: 1_769_057_800_000 },
    },
    {
      name: 'cancelled after a part was filled',
      change: { ...filled, status: 'canceled', reason: 'User requested', closetm: '1769057800.5000' },
      read: { status: 'cancelled', filledQuantity: '0.00004000', reason: 'User requested', atMs: 1_769_057_800_500 },
    },
    { name: 'expired', change: { status: 'expired', closetm: 1769057800 }, read: { status: 'expired' } },
  ];
  for (const { name, change, read } of states) it(name, () => expect(only(change)).toMatchObject(read));

  const prices = [
    { ordertype: 'limit', price: '10', price2: '0', limit: '10' },
    { ordertype: 'iceberg', price: '10', price2: '0', limit: '10' },
    { ordertype: 'market', price: '0', price2: '0', limit: null },
    { ordertype: 'stop-loss', price: '9', price2: '0', limit: null },
    { ordertype: 'stop-loss-limit', price: '9', price2: '8', limit: '8' },
    { ordertype: 'trailing-stop-limit', price: '+5%', price2: '-1%', limit: null },
    { ordertype: 'limit', price: '#3', price2: '0', limit: null },
  ];
  for (const { limit, ...descr } of prices) {
    it(`${descr.ordertype} of ${descr.price} and ${descr.price2} has the limit ${limit}`, () =>
      expect(only({ descr: { ...order.descr, ...descr } }).price).toBe(limit));
  }

  it('does not call an amount of quote currency a quantity', () =>
    expect(only({ oflags: 'fciq,viqc' }).quantity).toBeNull());
});

describe('replies', () => {
  for (const [method, member] of [
    ['OpenOrders', 'open'],
    ['ClosedOrders', 'closed'],
  ] as const) {
    it(`${method} gives each order`, () =>
      expect(
        updates(method, { [member]: { A: order, B: order }, count: 2 }).map((update) => update.exchangeOrderId),
      ).toEqual(['A', 'B']));
    it(`${method} may be an empty list`, () => expect(updates(method, { [member]: [] })).toEqual([]));
  }
  it('QueryOrders may be an empty list', () => expect(updates('QueryOrders', [])).toEqual([]));

  const acknowledged: readonly { method: string; result: object; orders: readonly object[] }[] = [
    {
      method: 'AddOrder',
      result: { txid: ['A'], descr: { order: '' } },
      orders: [{ exchangeOrderId: 'A', status: 'pending' }],
    },
    { method: 'AddOrder', result: { descr: { order: '' } }, orders: [] },
    {
      method: 'AddOrderBatch',
      result: { orders: [{ txid: 'A' }, { error: 'EOrder:Insufficient funds' }] },
      orders: [
        { exchangeOrderId: 'A', status: 'pending', reason: null },
        { exchangeOrderId: null, status: 'rejected', reason: 'EOrder:Insufficient funds' },
      ],
    },
    {
      method: 'EditOrder',
      result: { status: 'ok', txid: 'B', originaltxid: 'A', orders_cancelled: 1, volume: '5.1', price: '0.89' },
      orders: [
        { exchangeOrderId: 'A', status: 'cancelled' },
        { exchangeOrderId: 'B', status: 'pending', quantity: '5.1', price: '0.89' },
      ],
    },
    {
      method: 'EditOrder',
      result: { status: 'err', error_message: 'no', originaltxid: 'A', orders_cancelled: 0 },
      orders: [],
    },
    { method: 'AmendOrder', result: { amend_id: 'T' }, orders: [] },
    { method: 'CancelOrder', result: { count: 1, pending: true }, orders: [] },
    { method: 'CancelOrderBatch', result: { count: 2 }, orders: [] },
    { method: 'CancelAll', result: { count: 4 }, orders: [] },
  ];
  for (const { method, result, orders } of acknowledged) {
    it(`${method} ${JSON.stringify(result)}`, () => {
      const read = updates(method, result);
      expect(read).toHaveLength(orders.length);
      expect(read).toMatchObject(orders);
    });
  }

  const failures = [
    { name: 'an error text', body: { error: ['EOrder:Unknown order'] }, method: 'CancelOrder', kind: 'unknown-order' },
    { name: 'no envelope', body: '<html>', method: 'OpenOrders', kind: 'bad-reply' },
    { name: 'a missing member', body: { error: [], result: {} }, method: 'OpenOrders', kind: 'bad-reply' },
    {
      name: 'a status nobody knows',
      body: { error: [], result: { A: { ...order, status: 'odd' } } },
      method: 'QueryOrders',
      kind: 'bad-reply',
    },
    { name: 'an endpoint without orders', body: { error: [], result: {} }, method: 'Balance', kind: 'invalid-input' },
  ];
  for (const { name, body, method, kind } of failures) {
    it(`${name} is a failure`, () =>
      expect(readOrders(body, { endpoint: `POST /0/private/${method}` })).toMatchObject({
        ok: false,
        failure: { kind },
      }));
  }
});

function report(change: object): unknown {
  const base = { order_id: 'O1', order_status: 'new', exec_type: 'new', timestamp: '2026-01-22T06:06:19.833306Z' };
  return { channel: 'executions', type: 'update', data: [{ ...base, ...change }], sequence: 2 };
}

describe('executions', () => {
  const statuses = {
    pending_new: 'pending',
    new: 'open',
    partially_filled: 'partially-filled',
    filled: 'filled',
    canceled: 'cancelled',
    expired: 'expired',
  };
  for (const [theirs, ours] of Object.entries(statuses)) {
    it(`${theirs} is ${ours}`, () =>
      expect(readSocketOrders(report({ order_status: theirs }))).toMatchObject({
        ok: true,
        value: [{ status: ours, symbol: null, side: null }],
      }));
  }

  it('takes no fee from a report that tells of no fill', () => {
    const read = readSocketOrders(report({ exec_type: 'filled', fees: [{ asset: 'USD', qty: 1 }] }));
    expect(read.ok && read.value[0]).not.toHaveProperty('fill');
  });

  const fees = [
    { name: 'none', fees: [], fee: null },
    { name: 'one', fees: [{ asset: 'USD', qty: 0.04051 }], fee: { asset: 'USD', amount: '0.04051' } },
    {
      name: 'two in one asset',
      fees: [
        { asset: 'USD', qty: 0.1 },
        { asset: 'USD', qty: 0.2 },
      ],
      fee: { asset: 'USD', amount: '0.3' },
    },
    {
      name: 'two in two assets',
      fees: [
        { asset: 'USD', qty: 0.1 },
        { asset: 'BTC', qty: 0.2 },
      ],
      fee: null,
    },
  ];
  for (const { name, fees: list, fee } of fees) {
    it(`a fill with a fee of ${name}`, () => {
      const trade = { exec_type: 'trade', exec_id: 'TABC', last_qty: 0.5, fees: list };
      const fill = { trade: 'TABC', quantity: '0.5', fee };
      // What one fill cost is not what the order cost.
      expect(readSocketOrders(report(trade))).toMatchObject({ value: [{ fee: null, fill }] });
    });
  }

  for (const message of [
    { channel: 'heartbeat' },
    { method: 'pong' },
    'text',
    null,
    [],
    { channel: 'balances', data: [] },
  ]) {
    it(`${JSON.stringify(message)} is about something else`, () =>
      expect(readSocketOrders(message)).toEqual({ ok: true, value: [] }));
  }
  for (const change of [{ order_status: 'odd' }, { timestamp: 'now' }, { order_id: null }, { order_qty: 'many' }]) {
    it(`${JSON.stringify(change)} is a failure`, () =>
      expect(readSocketOrders(report(change))).toMatchObject({ ok: false, failure: { kind: 'bad-reply' } }));
  }
});

import { describe, expect, it } from 'vitest';
import { kraken } from '../../../../electron/engine/exchanges/kraken/index.ts';
import { hasRecordings, recorded, withRecordings } from './recorded.ts';
import { executionsOf, ordersOf } from './recorded-kinds.ts';

const NOTHING = {
  symbol: null,
  side: null,
  type: null,
  price: null,
  quantity: null,
  filledQuantity: null,
  filledQuote: null,
  averagePrice: null,
  fee: null,
  reason: null,
};
const CHAIN = { ...NOTHING, clientOrderId: 'b17c7bb34d000200', exchangeOrderId: 'OVN7VD-7VYHS-APBKHA' };
const AMENDED = {
  ...CHAIN,
  status: 'open',
  price: '81818.0',
  filledQuantity: '0.00000000',
  reason: 'User requested',
  atMs: 1_769_061_987_552,
};

describe.skipIf(!hasRecordings)(withRecordings('live executions'), () => {
  const rows = [
    { name: 'ws_executions_chain_01_snapshot_empty_2026-01.json', updates: [] },
    {
      name: 'ws_executions_chain_02_pending_new_2026-01.json',
      updates: [
        {
          ...CHAIN,
          symbol: 'BTC/USDT',
          status: 'pending',
          side: 'buy',
          type: 'limit',
          price: '80000.0',
          quantity: '0.00010000',
          filledQuote: '0.00000',
          atMs: 1_769_061_979_833,
        },
      ],
    },
    {
      name: 'ws_executions_chain_03_new_2026-01.json',
      updates: [{ ...CHAIN, status: 'open', atMs: 1_769_061_979_833 }],
    },
    { name: 'ws_executions_chain_04_amended_price_2026-01.json', updates: [{ ...AMENDED, quantity: '0.00010000' }] },
    { name: 'ws_executions_chain_05_amended_qty_2026-01.json', updates: [{ ...AMENDED, quantity: '0.00005000' }] },
    {
      name: 'ws_executions_chain_06_canceled_2026-01.json',
      updates: [
        {
          ...CHAIN,
          status: 'cancelled',
          filledQuantity: '0.00000000',
          filledQuote: '0.00000',
          reason: 'User requested',
          atMs: 1_769_061_996_039,
        },
      ],
    },
    {
      name: 'ws_executions_trade_item_2026-04.json',
      updates: [
        {
          ...NOTHING,
          symbol: 'SOL/USDC',
          clientOrderId: null,
          exchangeOrderId: 'OV33EK-VOGHL-DB43VD',
          status: 'filled',
          side: 'sell',
          type: 'limit',
          fill: {
            trade: 'TBQGLU-646YF-3L6UC6',
            quantity: '0.00008528',
            fee: { asset: 'USDC', amount: '0.000015' },
          },
          atMs: 1_775_926_106_620,
        },
      ],
    },
  ];
  for (const { name, updates } of rows) it(name, () => expect(executionsOf(name)).toEqual(updates));

  const tiers = [
    { name: 'ws_sub_ack_executions_125_2026-01.json', engine: 125, perSecond: 2.34, rest: 20, restPerSecond: 0.5 },
    { name: 'ws_sub_ack_executions_180_2024-05.json', engine: 180, perSecond: 3.75, rest: 20, restPerSecond: 1 },
  ];
  for (const { name, engine, perSecond, rest, restPerSecond } of tiers) {
    it(name, () =>
      expect(kraken.readings.readSocket(recorded(name))).toEqual([
        {
          kind: 'capacity',
          bucket: 'engine',
          part: null,
          capacity: engine,
          window: { kind: 'decaying', perSecond },
          source: 'socket',
        },
        {
          kind: 'capacity',
          bucket: 'rest-counter',
          part: null,
          capacity: rest,
          window: { kind: 'decaying', perSecond: restPerSecond },
          source: 'socket',
        },
      ]),
    );
  }
});

describe.skipIf(!hasRecordings)(withRecordings('live orders'), () => {
  it('rest_OpenOrders_cl_ord_id_amended_2026-01.json', () =>
    expect(ordersOf('rest_OpenOrders_cl_ord_id_amended_2026-01.json')).toEqual([
      {
        symbol: 'XBTUSDT',
        clientOrderId: 'aff1f7b04d000200',
        exchangeOrderId: 'OFIYM3-N4EEJ-2O6UKI',
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
        atMs: null,
        openedAtMs: 1_769_057_759_975,
      },
      {
        symbol: 'XBTUSDT',
        clientOrderId: '9b80dfb04d000200',
        exchangeOrderId: 'OHSXMA-KHS6O-KYAGNK',
        status: 'open',
        side: 'buy',
        type: 'limit',
        price: '80000.0',
        quantity: '0.00010000',
        filledQuantity: '0.00000000',
        filledQuote: '0.00000',
        averagePrice: null,
        fee: null,
        reason: null,
        atMs: null,
        openedAtMs: 1_769_057_598_033,
      },
    ]));

  const rows = [
    {
      name: 'rest_QueryOrders_filled_market_sell_2017.json',
      first: {
        symbol: 'LTCUSD',
        exchangeOrderId: 'OHR2QC-2XDSQ-WHOFMW',
        status: 'filled',
        side: 'sell',
        type: 'market',
        price: null,
        quantity: '0.84962599',
        filledQuote: '221.09',
        averagePrice: '260.23',
        atMs: 1_515_442_633_024,
      },
    },
    {
      name: 'rest_OpenOrders_2017.json',
      first: {
        symbol: 'XRPXBT',
        clientOrderId: null,
        status: 'open',
        price: '0.00001000',
        quantity: '1000.00000000',
        atMs: null,
        openedAtMs: 1_499_872_460_257,
      },
    },
    {
      name: 'rest_QueryOrders_canceled_2023-11.json',
      first: {
        symbol: 'USDCUSD',
        status: 'cancelled',
        price: '0.9000',
        reason: 'Order replaced',
        atMs: 1_699_792_641_706,
      },
    },
    {
      name: 'rest_OpenOrders_partially_filled_docs_b.json',
      first: { status: 'partially-filled', filledQuantity: '0.37500000', averagePrice: '30010.0', atMs: null },
    },
    {
      name: 'rest_AddOrder_2014.json',
      first: { ...NOTHING, exchangeOrderId: 'OWQJ5O-ZWYC7-5R7POQ', status: 'pending' },
    },
  ];
  for (const { name, first } of rows) it(name, () => expect(ordersOf(name)[0]).toMatchObject(first));
});

import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { OrderUpdate } from '../../../../shared/model/order.ts';
import { binance } from '../../../../electron/engine/exchanges/binance/index.ts';
import { FOLDER, isThere, json, value } from './recorded.ts';

describe.runIf(isThere)('recorded orders', () => {
  const NEW = 'POST /api/v3/order';
  const zero = { filledQuantity: '0.00000000', averagePrice: null, fee: null };
  const rows: readonly { file: string; endpoint: string; expected: readonly object[] }[] = [
    {
      file: 'rest_order_new_buy_limit_2019.json',
      endpoint: NEW,
      expected: [
        {
          ...zero,
          symbol: 'LTCBTC',
          clientOrderId: '5ECa3zcoUxNqjygy7xbaQu',
          exchangeOrderId: '105880646',
          status: 'open',
          side: 'buy',
          type: 'LIMIT',
          price: '0.00700000',
          quantity: '0.20000000',
          atMs: 1553050540233,
        },
      ],
    },
    {
      file: 'rest_order_filled_buy_limit_2019-06.json',
      endpoint: NEW,
      expected: [
        {
          status: 'filled',
          filledQuantity: '0.20000000',
          filledQuote: '0.00295340',
          averagePrice: '0.014767',
          fee: { amount: '0.0002', asset: 'LTC' },
        },
      ],
    },
    {
      file: 'rest_order_expired_ioc_buy_2019-08.json',
      endpoint: NEW,
      expected: [{ ...zero, status: 'expired', exchangeOrderId: '227739311' }],
    },
    {
      file: 'rest_order_partially_filled_buy_limit_edited.json',
      endpoint: NEW,
      expected: [{ status: 'partially-filled', filledQuantity: '0.15000000' }],
    },
    { file: 'rest_order_test_commission_docs.json', endpoint: 'POST /api/v3/order/test', expected: [] },
    {
      file: 'rest_order_cancel_2019-06.json',
      endpoint: 'DELETE /api/v3/order',
      expected: [
        {
          ...zero,
          status: 'cancelled',
          clientOrderId: 'iNm6l78Ru9goUUlkU9e5wC',
          exchangeOrderId: '167958809',
          atMs: null,
        },
      ],
    },
    {
      file: 'rest_openOrders_cancelAll_one_2021.json',
      endpoint: 'DELETE /api/v3/openOrders',
      expected: [{ status: 'cancelled' }],
    },
    {
      file: 'rest_cancelReplace_success_2022.json',
      endpoint: 'POST /api/v3/order/cancelReplace',
      expected: [
        { status: 'cancelled', clientOrderId: 'CgAC6QMAAQAAvgAMirEt', exchangeOrderId: '12166372890' },
        { status: 'open', clientOrderId: 'gwAC6QMAAgAAXFo-irEt', price: '23144.46000000', atMs: 1659699751935 },
      ],
    },
    {
      file: 'err_cancelReplace_partially_failed_docs.json',
      endpoint: 'POST /api/v3/order/cancelReplace',
      expected: [{ status: 'cancelled', clientOrderId: '86M8erehfExV8z2RC8Zo8k' }],
    },
    {
      file: 'rest_order_amend_docs.json',
      endpoint: 'PUT /api/v3/order/amend/keepPriority',
      expected: [{ status: 'open', clientOrderId: '4d96324ff9d44481926157', atMs: 1684804350068 }],
    },
    {
      file: 'rest_allOrders_docs.json',
      endpoint: 'GET /api/v3/allOrders',
      expected: [{ status: 'open', clientOrderId: 'myOrder1', atMs: 1499827319559 }],
    },
    {
      file: 'rest_openOrders_one_2021.json',
      endpoint: 'GET /api/v3/openOrders',
      expected: [{ ...zero, status: 'open', exchangeOrderId: '778507063', atMs: 1634214384058 }],
    },
    {
      file: 'rest_order_query_filled_market_2019.json',
      endpoint: 'GET /api/v3/order',
      expected: [
        {
          status: 'filled',
          type: 'MARKET',
          side: 'sell',
          price: null,
          filledQuantity: '0.10700000',
          filledQuote: '0.00198847',
          atMs: 1566249504234,
        },
      ],
    },
  ];
  for (const { file, endpoint, expected } of rows) {
    it(file, () => {
      const updates = value(binance.orders.readOrders(json(file), { endpoint })).map((update) =>
        OrderUpdate.parse(update),
      );
      expect(updates).toHaveLength(expected.length);
      expect(updates).toMatchObject(expected);
    });
  }

  const live = { symbol: 'BTCUSDT', side: 'buy', price: '80000.00000000', quantity: '0.00010000', ...zero };
  const sockets: readonly { file: string; expected: readonly object[] }[] = [
    {
      file: 'wsapi_order_place_live_2026-01.json',
      expected: [
        {
          ...live,
          status: 'open',
          clientOrderId: '4AACYCgVtUwAAQAAAAAA',
          exchangeOrderId: '55471195855',
          atMs: 1768635167519,
        },
      ],
    },
    {
      file: 'wsapi_order_cancel_live_2026-01.json',
      expected: [
        {
          ...live,
          status: 'cancelled',
          clientOrderId: '4AACYCgVtUwAAQAAAAAA',
          exchangeOrderId: '55471195855',
          atMs: 1768635168620,
        },
      ],
    },
    {
      file: 'ws_executionReport_new_wrapped_live_2026-01.json',
      expected: [
        {
          ...live,
          status: 'open',
          clientOrderId: '1wAChGqJuEwAAQAAAAAA',
          exchangeOrderId: '55472337221',
          atMs: 1768640962931,
        },
      ],
    },
    {
      file: 'ws_executionReport_maker_new_2021.json',
      expected: [{ status: 'open', symbol: 'LTCUSDT', fee: null, atMs: 1634906177360 }],
    },
    {
      file: 'ws_executionReport_maker_filled_2021.json',
      expected: [
        {
          status: 'filled',
          filledQuantity: '0.10000000',
          filledQuote: '19.83000000',
          averagePrice: '198.3',
          fill: { quantity: '0.10000000', fee: { amount: '0.00003019', asset: 'BNB' } },
        },
      ],
    },
    {
      file: 'ws_execution_report_expired_docs.json',
      expected: [{ status: 'expired', reason: 'INSUFFICIENT_LIQUIDITY' }],
    },
    { file: 'ws_execution_report_stop_loss_docs.json', expected: [{ status: 'open', type: 'STOP_LOSS_LIMIT' }] },
  ];
  for (const { file, expected } of sockets) {
    it(file, () => {
      const updates = value(binance.orders.readSocketOrders(json(file))).map((update) => OrderUpdate.parse(update));
      expect(updates).toHaveLength(expected.length);
      expect(updates).toMatchObject(expected);
    });
  }

  it('are in no other socket message', () => {
    const own = new Set(sockets.map(({ file }) => file));
    const others = readdirSync(FOLDER).filter((file) => file.startsWith('ws') && !own.has(file));
    expect(others.length).toBeGreaterThan(20);
    for (const file of others)
      expect([file, binance.orders.readSocketOrders(json(file))]).toEqual([file, { ok: true, value: [] }]);
  });
});

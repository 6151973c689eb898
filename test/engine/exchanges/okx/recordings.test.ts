import { describe, expect, it } from 'vitest';
import { okx } from '../../../../electron/engine/exchanges/okx/index.ts';
import { Instrument } from '../../../../shared/model/instrument.ts';
import { KeyFacts } from '../../../../shared/model/key.ts';
import { Balance, OrderUpdate } from '../../../../shared/model/order.ts';
import {
  RECORDINGS,
  calling,
  hasRecordings,
  recorded,
  recordedRows,
  recordedText,
  recordingNames,
  replyOf,
  unwrap,
} from './support.ts';

const instrumentFiles = [
  'rest_instruments_BTC-USDT_demo_2026-09',
  'rest_instruments_margin_live_2026-04',
  'rest_instruments_spot_demo_2026-04',
  'rest_instruments_spot_live_2026-04',
];
const configFiles = ['rest_account_config_read_trade_live_2026', 'rest_account_config_withdraw_docs'];
const balanceFiles = [
  'rest_account_balance_live_2025-05',
  'rest_account_balance_spot_demo_2026-09',
  'ws_account_empty',
  'ws_account_spot_snapshot_demo_2026-09',
];

const orderFiles = [
  { file: 'rest_order_details_filled_spot_2024-02', call: 'GET /api/v5/trade/order' },
  { file: 'rest_orders_history_docs', call: 'GET /api/v5/trade/orders-history' },
  { file: 'rest_orders_history_live_2025-05_swap', call: 'GET /api/v5/trade/orders-history' },
  { file: 'rest_orders_pending_empty', call: 'GET /api/v5/trade/orders-pending' },
  { file: 'rest_orders_pending_spot_docs', call: 'GET /api/v5/trade/orders-pending' },
  { file: 'rest_fills_spot_live_2024-03', call: 'GET /api/v5/trade/fills' },
  { file: 'rest_order_placed_docs', call: 'POST /api/v5/trade/order' },
  { file: 'rest_order_subcode', call: 'POST /api/v5/trade/order' },
  { file: 'rest_order_rejected_51008_live_2025-08', call: 'POST /api/v5/trade/order' },
  { file: 'rest_batch_orders_placed_docs', call: 'POST /api/v5/trade/batch-orders' },
];
// Taken, and nothing said of the order's state.
const silentFiles = [
  { file: 'rest_amend_order_docs', call: 'POST /api/v5/trade/amend-order' },
  { file: 'rest_cancel_order_docs', call: 'POST /api/v5/trade/cancel-order' },
];
const socketOrderFiles = [
  'ws_op_order_placed_2021-12',
  'ws_op_order_rejected_51016_2021-12',
  'ws_orders_spot_filled_demo_2026-09',
  'ws_orders_spot_live_2023-11',
  'ws_orders_spot_market_01_live_2023-09',
  'ws_orders_spot_market_02_partially_filled_2023-09',
  'ws_orders_spot_market_03_filled_2023-09',
];

const json = (file: string): unknown => recorded(`${file}.json`);
const rows = (file: string) => recordedRows(`${file}.json`);

function readOrders(file: string, endpoint: string): readonly OrderUpdate[] {
  return unwrap(okx.orders.readOrders(json(file), { endpoint }));
}

describe.skipIf(!hasRecordings)(`OKX ${RECORDINGS}`, () => {
  for (const file of instrumentFiles) {
    it(`${file}: every row becomes an instrument with its own figures`, () => {
      const read = unwrap(okx.instruments.read(json(file)));
      expect(read.map(({ symbol, status }) => [symbol, status])).toEqual(
        rows(file).map((row) => [row['instId'], row['state']]),
      );
      for (const [index, found] of read.entries()) {
        const row = rows(file)[index];
        expect(Instrument.parse(found)).toEqual(found);
        expect([found.price.step, found.quantity.step, found.quantity.min]).toEqual([
          row?.['tickSz'],
          row?.['lotSz'],
          row?.['minSz'],
        ]);
        expect(found.quantity.max).toBe(row?.['maxLmtSz']);
        expect(found.marketQuantity.max).toBeNull();
      }
    });
  }

  for (const file of configFiles) {
    it(`${file}: the key's facts are well formed`, () => {
      const facts = unwrap(okx.permissions.read(json(file)));
      expect(KeyFacts.parse(facts)).toEqual(facts);
      expect(facts.accountRef).toBe(rows(file)[0]?.['uid']);
    });
  }

  for (const file of balanceFiles) {
    it(`${file}: every currency is there`, () => {
      const balances = unwrap(okx.orders.readBalances(json(file)));
      const details = (rows(file)[0] as unknown as { details: { ccy: string; availBal: string; frozenBal: string }[] })
        .details;
      expect(balances).toEqual(
        details.map(({ ccy, availBal, frozenBal }) => ({ asset: ccy, free: availBal, locked: frozenBal })),
      );
      for (const balance of balances) expect(Balance.safeParse(balance).success).toBe(true);
    });
  }

  for (const { file, call } of orderFiles) {
    it(`${file}: every order is there`, () => {
      const updates = readOrders(file, call);
      expect(updates.map(({ exchangeOrderId }) => exchangeOrderId)).toEqual(
        rows(file).map((row) => row['ordId'] || null),
      );
      for (const update of updates) expect(OrderUpdate.parse(update)).toEqual(update);
    });
  }

  for (const { file, call } of silentFiles) {
    it(`${file}: read, and no state of an order`, () => expect(readOrders(file, call)).toEqual([]));
  }

  for (const file of socketOrderFiles) {
    it(`${file}: the order is there`, () => {
      const updates = unwrap(okx.orders.readSocketOrders(json(file)));
      expect(updates.map(({ exchangeOrderId }) => exchangeOrderId)).toEqual(
        rows(file).map((row) => row['ordId'] || null),
      );
      for (const update of updates) expect(OrderUpdate.parse(update)).toEqual(update);
    });
  }

  it('finds orders in no other socket message', () => {
    const others = recordingNames().filter(
      (name) => name.startsWith('ws_') && !socketOrderFiles.includes(name.replace('.json', '')),
    );
    expect(others.length).toBeGreaterThan(20);
    for (const name of others)
      expect([name, okx.orders.readSocketOrders(recorded(name))]).toEqual([name, { ok: true, value: [] }]);
  });

  it('takes every recorded REST answer for a success but the refused orders', () => {
    const refused = recordingNames().filter((name) => {
      if (!/^rest_/.test(name)) return false;
      return okx.errors.outcome(replyOf(recordedText(name)), calling('POST /api/v5/trade/order')).kind === 'failure';
    });
    expect(refused).toEqual(['rest_order_rejected_51008_live_2025-08.json', 'rest_order_subcode.json']);
  });

  it('finds a capacity in account-rate-limit and in no other answer', () => {
    const call = calling('GET /api/v5/trade/account-rate-limit');
    const capacityOf = (file: string) => okx.readings.read(replyOf(recordedText(`${file}.json`)), call);
    expect(capacityOf('rest_account_rate_limit_empty_2024-02')).toMatchObject([
      { bucket: 'sub-account-orders', capacity: 1_000 },
    ]);
    expect(capacityOf('rest_account_rate_limit_docs')).toMatchObject([{ bucket: 'sub-account-orders', capacity: 100 }]);
    for (const name of recordingNames().filter(
      (name) => name.endsWith('.json') && !name.startsWith('rest_account_rate_limit'),
    )) {
      expect([name, okx.readings.read(replyOf(recordedText(name)), call)]).toEqual([name, []]);
    }
  });

  it('finds no rate header in a recorded list of headers', () => {
    const names = recordedText('hdr_batch_orders_demo_2023-10.txt')
      .split('\n')
      .map((line) => line.split(':')[0]?.toLowerCase() ?? '');
    expect(names).toContain('server');
    expect(names.filter((name) => /rate|limit|remaining|used|retry/.test(name))).toEqual([]);
  });
});

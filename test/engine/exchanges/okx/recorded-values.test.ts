import { describe, expect, it } from 'vitest';
import { okx } from '../../../../electron/engine/exchanges/okx/index.ts';
import type { Instrument } from '../../../../shared/model/instrument.ts';
import type { OrderUpdate } from '../../../../shared/model/order.ts';
import { calling, hasRecordings, RECORDINGS, recorded, recordedText, replyOf, unwrap } from './support.ts';

const json = (file: string): unknown => recorded(`${file}.json`);

function readOrders(file: string, endpoint: string): readonly OrderUpdate[] {
  return unwrap(okx.orders.readOrders(json(file), { endpoint }));
}

function socketOrder(file: string): OrderUpdate | undefined {
  return unwrap(okx.orders.readSocketOrders(json(file)))[0];
}

function instrument(file: string, symbol: string): Instrument | undefined {
  return unwrap(okx.instruments.read(json(file))).find((candidate) => candidate.symbol === symbol);
}

describe.skipIf(!hasRecordings)(`OKX live and demo values in ${RECORDINGS}`, () => {
  it('server time of 2026-09', () => {
    expect(okx.probes.readTime(json('rest_time_live_2026-09'))).toEqual({ ok: true, value: 1_790_439_440_699 });
  });

  it('BTC-USDT of demo trading, without a market cap', () => {
    const found = instrument('rest_instruments_BTC-USDT_demo_2026-09', 'BTC-USDT');
    expect(found).toMatchObject({
      display: 'BTC/USDT',
      isTrading: true,
      price: { step: '0.1' },
      quantity: { min: '0.00002', step: '0.00000001', max: '9999999999' },
      extra: {
        instIdCode: 3,
        maxMktAmt: '1000000',
        maxLmtAmt: '1000000',
        floatPxLmtPct: '0.005',
        tradeQuoteCcyList: ['USDT'],
        groupId: '12',
      },
    });
    expect(found?.extra).not.toHaveProperty('maxMktSz');
  });

  it('a demo pair in state test, with an id code above 32 bits', () => {
    const found = instrument('rest_instruments_spot_demo_2026-04', 'TESTPM-USDT');
    expect(found).toMatchObject({ isTrading: false, status: 'test', extra: { instIdCode: 2_021_032_621_930_734 } });
  });

  it('live spot pairs of 2026-04', () => {
    expect(instrument('rest_instruments_spot_live_2026-04', 'USDT-SGD')).toMatchObject({
      base: 'USDT',
      quote: 'SGD',
      isTrading: true,
      price: { step: '0.0001' },
      quantity: { min: '1', step: '0.001' },
      extra: { maxMktSz: '1000000', maxMktAmt: '71000' },
    });
  });

  it('the empty wallet and the demo wallet', () => {
    expect(unwrap(okx.orders.readBalances(json('ws_account_empty')))).toEqual([]);
    const balances = unwrap(okx.orders.readBalances(json('rest_account_balance_spot_demo_2026-09')));
    expect(balances).toHaveLength(6);
    expect(balances).toContainEqual({ asset: 'USDT', free: '5006.644535984', locked: '0' });
    const [usdt] = unwrap(okx.orders.readBalances(json('rest_account_balance_live_2025-05')));
    expect(usdt).toEqual({ asset: 'USDT', free: '94.42612990333333', locked: '5.468566666666667' });
  });

  it('a live key that reads and trades in spot mode', () => {
    const facts = unwrap(okx.permissions.read(json('rest_account_config_read_trade_live_2026')));
    const granted = facts.grants.filter(({ isGranted }) => isGranted === true).map(({ grant }) => grant);
    expect(granted).toEqual(['read', 'trade-spot', 'transfer', 'sub-account']);
    expect(facts).toMatchObject({
      label: 'BotV5-test',
      extra: { acctLv: '1', feeType: '0', autoLoan: 'false', settleCcy: 'USD' },
    });
  });

  it('a key that may withdraw, bound to two addresses', () => {
    const facts = unwrap(okx.permissions.read(json('rest_account_config_withdraw_docs')));
    expect(facts.grants).toContainEqual({ grant: 'withdraw', name: 'withdraw', isGranted: true });
    expect(facts.ipRestriction).toEqual({ kind: 'list', addresses: ['198.51.100.182', '198.51.100.13'] });
  });

  it('a spot fill of 2024-03', () => {
    expect(readOrders('rest_fills_spot_live_2024-03', 'GET /api/v5/trade/fills')).toMatchObject([
      {
        symbol: 'BTC-USDT',
        clientOrderId: '1229606897',
        exchangeOrderId: '688362711456706560',
        status: 'partially-filled',
        side: 'buy',
        filledQuantity: '0.001',
        filledQuote: '73.3978',
        averagePrice: '73397.8',
        fee: { amount: '0.000001', asset: 'BTC' },
        atMs: 1_710_390_459_574,
      },
    ]);
  });

  it('a filled swap order of 2025-05', () => {
    expect(readOrders('rest_orders_history_live_2025-05_swap', 'GET /api/v5/trade/orders-history')).toMatchObject([
      {
        symbol: 'BTC-USDT-SWAP',
        status: 'filled',
        type: 'market',
        quantity: '0.03',
        filledQuantity: '0.03',
        averagePrice: '103698.9',
        fee: { amount: '0.021776769', asset: 'USDT' },
      },
    ]);
  });

  it('a refused order of 2025-08', () => {
    const file = 'rest_order_rejected_51008_live_2025-08';
    const reply = replyOf(recordedText(`${file}.json`));
    const call = 'POST /api/v5/trade/order';
    expect(okx.errors.outcome(reply, calling(call))).toEqual({
      kind: 'failure',
      verdict: {
        failure: { kind: 'insufficient-funds', code: '51008' },
        execution: 'not-executed',
        retry: 'never',
        gate: null,
      },
    });
    expect(okx.readings.exchangeTimeMs(reply)).toBe(0.948);
    expect(readOrders(file, call)).toMatchObject([
      { status: 'rejected', reason: '51008 Order failed. Insufficient USDT margin in account' },
    ]);
  });

  it('the refusals at the door', () => {
    const limited = okx.errors.outcome(
      replyOf(recordedText('err_50011_http429_live_2024-02.json'), 429),
      calling('POST /api/v5/trade/order'),
    );
    expect(limited).toMatchObject({
      verdict: {
        failure: { kind: 'rate-limited', code: '50011' },
        execution: 'not-executed',
        gate: { scope: 'bucket' },
      },
    });
    const unknownKey = okx.errors.outcome(
      replyOf(recordedText('err_50119_http401_live_2023-11.json'), 401),
      calling('GET /api/v5/account/config'),
    );
    expect(unknownKey).toMatchObject({
      verdict: { failure: { kind: 'invalid-key', reason: 'unknown', code: '50119' }, retry: 'never' },
    });
    const login = json('ws_err_60032_login') as { code: string; msg: string };
    expect(okx.errors.classify(login.code, login.msg).failure).toEqual({
      kind: 'invalid-key',
      reason: 'unknown',
      code: '60032',
    });
    const notice = json('ws_notice_64008') as { code: string; msg: string };
    expect(okx.errors.classify(notice.code, notice.msg).failure).toEqual({ kind: 'maintenance', code: '64008' });
  });

  it('orders placed over the socket', () => {
    expect(socketOrder('ws_op_order_placed_2021-12')).toMatchObject({
      clientOrderId: 'abcABC123',
      exchangeOrderId: '393513242072608785',
      status: 'pending',
    });
    expect(socketOrder('ws_op_order_rejected_51016_2021-12')).toMatchObject({
      clientOrderId: 'abcABC125',
      exchangeOrderId: null,
      status: 'rejected',
      reason: '51016 Duplicated client order ID',
    });
  });

  it('a market sell over quote from open to filled', () => {
    const steps = ['01_live', '02_partially_filled', '03_filled'].map((step) =>
      socketOrder(`ws_orders_spot_market_${step}_2023-09`),
    );
    const done = {
      filledQuantity: '0.00038128',
      averagePrice: '26228.1',
      fee: { amount: '0.010000249968', asset: 'USDT' },
      atMs: 1_694_153_250_535,
    };
    expect(steps).toMatchObject([
      {
        status: 'open',
        quantity: null,
        filledQuantity: '0',
        averagePrice: null,
        fee: { amount: '0' },
        atMs: 1_694_153_250_532,
      },
      { status: 'partially-filled', ...done },
      { status: 'filled', ...done },
    ]);
  });

  it('a post-only sell of demo trading and a limit buy, pushed', () => {
    expect(socketOrder('ws_orders_spot_filled_demo_2026-09')).toMatchObject({
      clientOrderId: 'fm000500000025',
      exchangeOrderId: '3967288020668928000',
      status: 'filled',
      side: 'sell',
      type: 'post_only',
      price: '84019.4',
      quantity: '0.00002',
      filledQuantity: '0.00002',
      filledQuote: '1.680388',
      fee: { amount: '0.001680388', asset: 'USDT' },
      atMs: 1_790_736_801_442,
    });
    expect(socketOrder('ws_orders_spot_live_2023-11')).toMatchObject({
      status: 'open',
      side: 'buy',
      price: '34500',
      quantity: '0.0001',
      reason: null,
    });
  });
});

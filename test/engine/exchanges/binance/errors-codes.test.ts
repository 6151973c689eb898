import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Failure } from '../../../../shared/contract/failure.ts';
import type { Verdict } from '../../../../electron/engine/exchanges/definition.ts';
import { classify, documentedCodes } from '../../../../electron/engine/exchanges/binance/errors.ts';

describe('codes', () => {
  const rows: readonly (readonly [number, string, string, Verdict['execution'], Verdict['retry']])[] = [
    [-1000, 'An unknown error occurred while processing the request.', 'outcome-unknown', 'unknown', 'never'],
    [-1001, 'Internal error.', 'outcome-unknown', 'unknown', 'never'],
    [-1002, 'You are not authorized to execute this request.', 'invalid-key', 'not-executed', 'never'],
    [-1003, 'Too many requests queued.', 'rate-limited', 'not-executed', 'after-delay'],
    [-1006, 'An unexpected response was received.', 'outcome-unknown', 'unknown', 'never'],
    [-1007, 'Timeout waiting for response from backend server.', 'outcome-unknown', 'unknown', 'never'],
    [-1008, 'Server is currently overloaded.', 'busy', 'unknown', 'never'],
    [-1010, 'ERROR_MSG_RECEIVED', 'rejected', 'not-executed', 'never'],
    [-1013, 'Invalid quantity.', 'rejected', 'not-executed', 'never'],
    [-1014, 'Unsupported order combination.', 'rejected', 'not-executed', 'never'],
    [-1015, 'Too many new orders.', 'rate-limited', 'not-executed', 'after-delay'],
    [-1016, 'This service is no longer available.', 'maintenance', 'not-executed', 'never'],
    [-1020, 'This operation is not supported.', 'rejected', 'not-executed', 'never'],
    [
      -1021,
      'Timestamp for this request is outside of the recvWindow.',
      'clock-skew',
      'not-executed',
      'after-clock-sync',
    ],
    [-1022, 'Signature for this request is not valid.', 'invalid-key', 'not-executed', 'never'],
    [-1034, 'Too many concurrent connections.', 'rate-limited', 'not-executed', 'after-delay'],
    [-1111, 'Parameter has too much precision.', 'filter', 'not-executed', 'never'],
    [-2008, 'Invalid Api-Key ID.', 'invalid-key', 'not-executed', 'never'],
    [-2010, 'NEW_ORDER_REJECTED', 'rejected', 'not-executed', 'never'],
    [-2011, 'CANCEL_REJECTED', 'rejected', 'not-executed', 'never'],
    [-2013, 'Order does not exist.', 'unknown-order', 'not-executed', 'never'],
    [-2014, 'API-key format invalid.', 'invalid-key', 'not-executed', 'never'],
    [-2015, 'Invalid API-key, IP, or permissions for action.', 'invalid-key', 'not-executed', 'never'],
    [-2016, 'No trading window could be found for the symbol.', 'market-closed', 'not-executed', 'never'],
    [-2021, 'Order cancel-replace partially failed.', 'rejected', 'unknown', 'never'],
    [-2022, 'Order cancel-replace failed.', 'rejected', 'not-executed', 'never'],
    [
      -2026,
      'Order was canceled or expired with no executed qty over 90 days ago.',
      'unknown-order',
      'not-executed',
      'never',
    ],
    [-2035, 'User Data Stream subscription already active.', 'rejected', 'not-executed', 'never'],
    [-2036, 'User Data Stream subscription not active.', 'rejected', 'not-executed', 'never'],
    [-2038, 'Order amend rejected.', 'rejected', 'not-executed', 'never'],
    [-2039, 'Client order ID is not correct for this order ID.', 'rejected', 'not-executed', 'never'],
    [-2042, 'Too many subscription ids.', 'rejected', 'not-executed', 'never'],
    [-2043, 'Symbol has no reference price.', 'rejected', 'not-executed', 'never'],
    [0, 'Service unavailable from a restricted location.', 'restricted-location', 'not-executed', 'never'],
  ];
  for (const [code, message, kind, execution, retry] of rows) {
    it(`${code} is ${kind}`, () => {
      const verdict = classify(String(code), message);
      expect([verdict.failure.kind, verdict.execution, verdict.retry]).toEqual([kind, execution, retry]);
      expect(documentedCodes).toContain(String(code));
    });
  }

  const mistakes = documentedCodes.filter((code) => /^-1[12]\d\d$/.test(code) && code !== '-1111');
  it('knows every request mistake', () => expect(mistakes).toHaveLength(50));
  for (const code of mistakes) {
    it(`${code} is a mistake in the request`, () => {
      expect(classify(code, 'Illegal.')).toEqual({
        failure: { kind: 'rejected', code, detail: 'Illegal.' },
        execution: 'not-executed',
        retry: 'never',
        gate: null,
      });
    });
  }

  it('lists each code once', () => expect(new Set(documentedCodes).size).toBe(documentedCodes.length));

  it('tells what is wrong with a key as far as the code does', () => {
    const reasons = ['-1022', '-2014', '-2015'].map((code) => classify(code, '').failure);
    expect(reasons).toEqual([
      { kind: 'invalid-key', reason: 'signature', code: '-1022' },
      { kind: 'invalid-key', reason: 'malformed', code: '-2014' },
      { kind: 'invalid-key', reason: 'unknown', code: '-2015' },
    ]);
  });

  it('rejects by a code nobody documented, and cuts long texts', () => {
    const { failure } = classify('-9999', 'x'.repeat(10_000));
    expect(failure).toEqual({ kind: 'rejected', code: '-9999', detail: 'x'.repeat(200) });
  });

  it('always gives a failure of the contract', () => {
    fc.assert(
      fc.property(fc.constantFrom(...documentedCodes, '-7', 'toString'), fc.string(), (code, message) => {
        Failure.parse(classify(code, message).failure);
      }),
    );
  });
});

describe('texts of the matching engine', () => {
  const rows: readonly (readonly [string, Failure['kind']])[] = [
    ['Unknown order sent.', 'unknown-order'],
    ['Duplicate order sent.', 'duplicate-order'],
    ['Market is closed.', 'market-closed'],
    ['Account has insufficient balance for requested action.', 'insufficient-funds'],
    ['This action is disabled on this account.', 'account-blocked'],
    ['This account may not place or cancel orders.', 'account-blocked'],
    ['This symbol is not permitted for this account.', 'account-blocked'],
    ['This symbol is restricted for this account.', 'account-blocked'],
    ['Rest API trading is not enabled.', 'account-blocked'],
    ['Order would trigger immediately.', 'rejected'],
    ['Order would immediately match and take.', 'rejected'],
    ['Market orders are not supported for this symbol.', 'rejected'],
    ['Price * QTY is zero or less.', 'rejected'],
    ['IcebergQty exceeds QTY.', 'rejected'],
    ['Quote order qty market orders are not support for this symbol.', 'rejected'],
    ['Order was not canceled due to cancel restrictions.', 'rejected'],
    ['The requested action would change no state; rejecting', 'rejected'],
    ['toString', 'rejected'],
  ];
  for (const [message, kind] of rows) {
    for (const code of ['-1010', '-2010', '-2011', '-2038']) {
      it(`${code} ${message}`, () => {
        const { failure } = classify(code, message);
        expect(failure).toMatchObject({ kind, code });
        if (kind === 'rejected') expect(failure).toHaveProperty('detail', message);
      });
    }
  }

  it('has a duplicate looked up, since the open order may be the very one', () => {
    expect(classify('-2010', 'Duplicate order sent.').execution).toBe('unknown');
  });

  const filters =
    'PRICE_FILTER PERCENT_PRICE PERCENT_PRICE_BY_SIDE LOT_SIZE MARKET_LOT_SIZE MIN_NOTIONAL NOTIONAL ICEBERG_PARTS MAX_POSITION MAX_NUM_ORDER_AMENDS TRAILING_DELTA';
  for (const rule of filters.split(' ')) {
    it(`names the filter ${rule}`, () => {
      const detail = `Filter failure: ${rule}`;
      expect(classify('-1013', detail).failure).toEqual({ kind: 'filter', rule, code: '-1013', detail });
    });
  }

  const full =
    'MAX_NUM_ORDERS MAX_NUM_ALGO_ORDERS MAX_NUM_ICEBERG_ORDERS MAX_NUM_ORDER_LISTS EXCHANGE_MAX_NUM_ORDERS EXCHANGE_MAX_NUM_ALGO_ORDERS';
  for (const rule of full.split(' ')) {
    it(`says that too many orders are open for ${rule}`, () => {
      expect(classify('-1013', `Filter failure: ${rule}`).failure).toEqual({
        kind: 'too-many-open-orders',
        code: '-1013',
      });
    });
  }
});

import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { KeyFacts } from '../../../../shared/model/key.ts';
import type { Verdict } from '../../../../electron/engine/exchanges/definition.ts';
import { binance } from '../../../../electron/engine/exchanges/binance/index.ts';
import { contextOf } from './judge.ts';
import { FOLDER, isThere, json, replyOf, text, value } from './recorded.ts';

function outcomeOf(endpoint: string, status: number, file: string): Verdict | 'success' {
  const outcome = binance.errors.outcome(replyOf(status, text(file)), contextOf(endpoint));
  return outcome.kind === 'success' ? 'success' : outcome.verdict;
}

describe.runIf(isThere)('recorded refusals', () => {
  const rows: readonly { file: string; endpoint: string; status: number; expected: object }[] = [
    {
      file: 'err_1013_lot_size_2018.json',
      endpoint: 'POST /api/v3/order',
      status: 400,
      expected: { failure: { kind: 'filter', rule: 'LOT_SIZE' }, execution: 'not-executed', gate: null },
    },
    {
      file: 'err_1021_outside_recvWindow_2018.json',
      endpoint: 'GET /api/v3/account',
      status: 400,
      expected: { failure: { kind: 'clock-skew', code: '-1021' }, retry: 'after-clock-sync', gate: null },
    },
    {
      file: 'err_2011_unknown_order_2019-06.json',
      endpoint: 'DELETE /api/v3/order',
      status: 400,
      expected: { failure: { kind: 'unknown-order', code: '-2011' }, execution: 'not-executed' },
    },
    {
      file: 'err_2014_bad_key_format_2018.json',
      endpoint: 'GET /api/v3/account',
      status: 401,
      expected: { failure: { kind: 'invalid-key', reason: 'malformed' }, retry: 'never' },
    },
    {
      file: 'err_403_waf_cloudfront_2018.txt',
      endpoint: 'POST /api/v3/order',
      status: 403,
      expected: {
        failure: { kind: 'firewall', status: 403 },
        gate: { cause: 'firewall', scope: 'ip', forMs: 300_000 },
      },
    },
    {
      file: 'err_418_banned_2018.json',
      endpoint: 'GET /api/v3/account',
      status: 418,
      expected: { failure: { kind: 'banned', code: '-1003' }, gate: { cause: 'banned', scope: 'ip', forMs: 120_000 } },
    },
    {
      file: 'err_429_weight_sapi_2020.json',
      endpoint: 'POST /sapi/v1/margin/loan',
      status: 429,
      expected: {
        failure: { kind: 'rate-limited' },
        gate: { scope: 'bucket', forMs: null },
        execution: 'not-executed',
      },
    },
    {
      file: 'err_451_restricted_location_2024.json',
      endpoint: 'GET /api/v3/exchangeInfo',
      status: 451,
      expected: { failure: { kind: 'restricted-location', code: '0' }, retry: 'never' },
    },
    {
      file: 'err_cancelReplace_partially_failed_docs.json',
      endpoint: 'POST /api/v3/order/cancelReplace',
      status: 409,
      expected: { failure: { kind: 'rejected', code: '-2010' }, execution: 'unknown' },
    },
  ];
  for (const { file, endpoint, status, expected } of rows) {
    it(file, () => expect(outcomeOf(endpoint, status, file)).toMatchObject(expected));
  }

  it('reads the ban of 2018 as it was then', () => {
    const endMs = 1516180405741;
    const reply = replyOf(418, text('err_418_banned_2018.json'));
    const outcome = binance.errors.outcome(reply, { ...contextOf('GET /api/v3/account'), serverMs: endMs - 130_000 });
    expect(outcome).toMatchObject({ verdict: { failure: { untilMs: endMs }, gate: { forMs: 130_000 } } });
  });

  it('covers every recorded error', () => {
    const files = readdirSync(FOLDER).filter((file) => file.startsWith('err_'));
    expect(files.toSorted()).toEqual(rows.map(({ file }) => file).toSorted());
  });

  it('takes every recorded success for one', () => {
    const files = readdirSync(FOLDER).filter((file) => /^(rest|sapi)_.*\.json$/.test(file));
    expect(files.length).toBeGreaterThan(40);
    for (const file of files) expect([file, outcomeOf('GET /api/v3/account', 200, file)]).toEqual([file, 'success']);
  });
});

describe.runIf(isThere)('recorded accounts, keys and states', () => {
  const accounts = [
    { file: 'rest_account_2018.json', count: 15, found: { asset: 'BTC', free: '0.00020000', locked: '1.80000000' } },
    {
      file: 'wsapi_account_status_live_2026-01.json',
      count: 15,
      found: { asset: '币安人生', free: '0.00000000', locked: '0.00000000' },
    },
    {
      file: 'wsapi_account_status_demo_2026-09.json',
      count: 3,
      found: { asset: 'USDT', free: '3689.34023246', locked: '0.00000000' },
    },
  ];
  for (const { file, count, found } of accounts) {
    it(file, () => {
      const balances = value(binance.orders.readBalances(json(file)));
      expect(balances).toHaveLength(count);
      expect(balances).toContainEqual(found);
    });
  }

  it('sapi_apiRestrictions_readonly_docs.json', () => {
    const facts = KeyFacts.parse(value(binance.permissions.read(json('sapi_apiRestrictions_readonly_docs.json'))));
    expect(facts).toMatchObject({
      ipRestriction: { kind: 'none' },
      createdAtMs: 1698645219000,
      expiresAtMs: null,
      extra: {},
    });
    expect(facts.grants.filter(({ isGranted }) => isGranted).map(({ name }) => name)).toEqual([
      'enableReading',
      'enablePortfolioMarginTrading',
    ]);
    expect(facts.grants.filter(({ isGranted }) => isGranted === null).map(({ name }) => name)).toEqual([
      'enableFixApiTrade',
      'enableFixReadOnly',
    ]);
  });

  it('rest_time_testnet_2026-09.json', () => {
    expect(binance.probes.readTime(json('rest_time_testnet_2026-09.json'))).toEqual({ ok: true, value: 1789295119833 });
  });

  it('sapi_system_status_docs.json', () => {
    expect(binance.probes.readStatus(json('sapi_system_status_docs.json'))).toEqual({
      ok: true,
      value: { isUp: true, detail: 'normal' },
    });
  });
});

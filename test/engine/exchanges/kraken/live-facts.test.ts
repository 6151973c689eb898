import { describe, expect, it } from 'vitest';
import { KeyFacts } from '../../../../shared/model/key.ts';
import { kraken } from '../../../../electron/engine/exchanges/kraken/index.ts';
import { contextOf, hasRecordings, recorded, reply, withRecordings } from './recorded.ts';
import { SOCKET_ERRORS, members, named, pairsOf, resultOf, value } from './recorded-kinds.ts';

describe.skipIf(!hasRecordings)(withRecordings('live instruments'), () => {
  it('rest_AssetPairs_XBTUSDT_2025-11.json', () =>
    expect(pairsOf('rest_AssetPairs_XBTUSDT_2025-11.json')).toMatchObject([
      {
        symbol: 'XBTUSDT',
        base: 'XXBT',
        quote: 'USDT',
        display: 'BTC/USDT',
        isTrading: true,
        status: 'online',
        price: { min: null, max: null, step: '0.1' },
        quantity: { min: '0.00005', max: null, step: '0.00000001' },
        notional: { min: '0.5', max: null, appliesToMarket: true },
        extra: {
          altname: 'XBTUSDT',
          wsname: 'XBT/USDT',
          aclass_base: 'currency',
          leverage_buy: ['2', '3', '4', '5', '6', '7', '8', '9', '10'],
        },
      },
    ]));

  it('rest_AssetPairs_same_altname_twice_2026-09.json gives two instruments', () =>
    expect(pairsOf('rest_AssetPairs_same_altname_twice_2026-09.json')).toMatchObject([
      { symbol: 'AAOISPVUSD', display: 'AAOIx/USD', extra: { altname: 'AAOIxUSD', aclass_base: 'tokenized_asset' } },
      { symbol: 'AAOIxUSD', display: 'AAOIx/USD', extra: { altname: 'AAOIxUSD', aclass_base: 'tokenized_asset' } },
    ]));

  it('rest_AssetPairs_tokenized_2026-03.json', () =>
    expect(pairsOf('rest_AssetPairs_tokenized_2026-03.json')).toMatchObject([
      {
        symbol: 'AAPLxUSD',
        quantity: { min: '0.00000001' },
        price: { step: '0.01' },
        extra: { execution_venue: 'international' },
      },
    ]));

  it('rest_AssetPairs_12_pairs_2021-04.json, before status, tick and minimum cost', () => {
    const pairs = pairsOf('rest_AssetPairs_12_pairs_2021-04.json');
    expect(pairs).toHaveLength(12);
    expect(pairs[1]).toMatchObject({
      symbol: 'ADAUSD',
      isTrading: false,
      status: 'unknown',
      price: { step: '0.000001' },
      quantity: { min: '25', step: '0.00000001' },
      notional: { min: null },
    });
  });
});

describe.skipIf(!hasRecordings)(withRecordings('live answers of other kinds'), () => {
  it('rest_Time_2025-11.json', () =>
    expect(kraken.probes.readTime(recorded('rest_Time_2025-11.json'))).toEqual({ ok: true, value: 1_762_820_224_000 }));
  it('rest_SystemStatus_online_2025-11.json', () =>
    expect(kraken.probes.readStatus(recorded('rest_SystemStatus_online_2025-11.json'))).toEqual({
      ok: true,
      value: { isUp: true, detail: 'online' },
    }));

  it('rest_GetApiKeyInfo_snake_case.json', () => {
    const facts = value(kraken.permissions.read(recorded('rest_GetApiKeyInfo_snake_case.json')));
    expect(KeyFacts.parse(facts)).toMatchObject({
      ipRestriction: { kind: 'none' },
      label: 'TestKey',
      createdAtMs: 1_522_132_642_000,
      modifiedAtMs: 1_618_230_358_000,
      lastUsedAtMs: 1_774_350_056_000,
      expiresAtMs: null,
      accountRef: '123',
    });
    const granted = facts.grants.filter(({ isGranted }) => isGranted === true).map(({ name }) => name);
    expect(new Set(granted)).toEqual(
      new Set(resultOf('rest_GetApiKeyInfo_snake_case.json')['permissions'] as string[]),
    );
  });

  const errors = [
    { name: 'err_EQuery_Invalid_asset_pair_2026.json', kind: 'not-found' },
    { name: 'err_EGeneral_Too_many_requests_2025-12.json', kind: 'rate-limited' },
    { name: 'err_api_rate_limit.json', kind: 'rate-limited' },
    { name: 'err_rate_limit_lockout.json', kind: 'banned' },
    { name: 'err_internal_error.json', kind: 'busy' },
    { name: 'err_invalid_argument.json', kind: 'rejected' },
    { name: 'err_invalid_nonce.json', kind: 'invalid-nonce' },
    { name: 'err_invalid_signature.json', kind: 'invalid-key' },
    { name: 'err_permission_denied.json', kind: 'missing-permission' },
    { name: 'err_service_unavailable.json', kind: 'maintenance' },
    { name: 'err_unknown_asset_pair.json', kind: 'not-found' },
  ];
  for (const { name, kind } of errors) {
    it(name, () =>
      expect(kraken.errors.outcome(reply(JSON.stringify(recorded(name))), contextOf('Balance'))).toMatchObject({
        kind: 'failure',
        verdict: { failure: { kind } },
      }),
    );
  }

  const socketErrors = [
    { name: 'ws_add_order_volume_minimum_2026-01.json', kind: 'filter' },
    { name: 'ws_amend_order_unknown_2026-01.json', kind: 'unknown-order' },
    { name: 'ws_err_no_token_2024-05.json', kind: 'invalid-key' },
    { name: 'ws_err_permission_denied_2024-05.json', kind: 'missing-permission' },
    { name: 'ws_err_unsupported_event_2024-05.json', kind: 'rejected' },
    { name: 'ws_error_malformed_request_2026-01.json', kind: 'rejected' },
    { name: 'ws_sub_error_invalid_session_2023-04.json', kind: 'invalid-key' },
    { name: 'ws_sub_error_unsupported_field_2026-01.json', kind: 'rejected' },
  ];
  for (const { name, kind } of socketErrors) {
    it(name, () =>
      expect(kraken.errors.classify(String(members(recorded(name))['error']), '')).toMatchObject({
        failure: { kind },
        execution: 'not-executed',
      }),
    );
  }
  it('every refusal of a socket is in the list above', () =>
    expect(socketErrors.map(({ name }) => name).sort()).toEqual([...named(SOCKET_ERRORS)].sort()));
});

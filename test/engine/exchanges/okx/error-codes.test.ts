import { describe, expect, it } from 'vitest';
import { Failure } from '../../../../shared/contract/failure.ts';
import { classify, documentedCodes } from '../../../../electron/engine/exchanges/okx/errors.ts';

// "Error Code" (2026-08) by what follows for an order: refused before matching, or not to be told.
const refusedSurely = `
50000 50002 50005 50006 50007 50008 50009 50010 50011 50012 50014 50015 50016 50017 50018 50019 50020 50021 50022 50023
50024 50025 50027 50028 50029 50030 50032 50033 50035 50036 50037 50038 50039 50040 50041 50044 50045 50046 50047 50048
50049 50050 50051 50052 50053 50055 50056 50057 50058 50059 50060 50061 50062 50063 50064 50067 50069 50072 50100 50101
50102 50103 50104 50105 50106 50107 50108 50109 50110 50111 50112 50113 50114 50115 50116 50118 50119 50120 50121 50122
51000 51001 51003 51004 51005 51006 51007 51008 51009 51010 51020 51021 51022 51023 51024 51025 51027 51028 51029 51030
51071 51101 51102 51103 51111 51113 51115 51116 51120 51121 51124 51127 51131 51137 51138 51150 51155 51169 51170 51174
51201 51202 51203 51204 51406 51500 51501 51502 51511 51512 51513 51514 51734 52000 54004 54036 54084 54085 54094 54109
58102 59604 60004 60005 60006 60007 60008 60009 60011 60012 60013 60014 60018 60019 60023 60024 60027 60028 60031 60032
60033 64003 4001 4002 4003 4007 4008 4009 1009 1`;
const unclear = `
50001 50004 50013 50026 50042 50071 51016 51054 51149 51400 51404 51405 51407 51410 51412 51413 51416 51503 51603 63999
64007 64008 4004 4005 4006 2`;
const listed = (text: string) => text.trim().split(/\s+/);

describe('OKX codes', () => {
  it('knows every documented code', () => {
    expect([...documentedCodes].sort()).toEqual([...listed(refusedSurely), ...listed(unclear)].sort());
  });

  it('tells orders that surely were not placed from those to look for', () => {
    for (const code of listed(refusedSurely))
      expect([code, classify(code, '').execution]).toEqual([code, 'not-executed']);
    for (const code of listed(unclear)) expect([code, classify(code, '').execution]).toEqual([code, 'unknown']);
  });

  it('never invites to repeat an order whose outcome is unknown', () => {
    for (const code of listed(unclear)) expect([code, classify(code, '').retry]).toEqual([code, 'never']);
  });

  it('gives well-formed failures only', () => {
    for (const code of documentedCodes) expect(Failure.safeParse(classify(code, 'text').failure).success).toBe(true);
  });

  const kinds = [
    ['50001', { kind: 'maintenance', code: '50001' }],
    ['50004', { kind: 'outcome-unknown', detail: '50004 text' }],
    ['50011', { kind: 'rate-limited', code: '50011', retryAtMs: null }],
    ['50013', { kind: 'busy', code: '50013' }],
    ['50026', { kind: 'busy', code: '50026' }],
    ['50027', { kind: 'account-blocked', code: '50027', detail: 'text' }],
    ['50061', { kind: 'rate-limited', code: '50061', retryAtMs: null }],
    ['50071', { kind: 'duplicate-order', code: '50071' }],
    ['50101', { kind: 'invalid-key', reason: 'environment', code: '50101' }],
    ['50102', { kind: 'clock-skew', code: '50102' }],
    ['50105', { kind: 'invalid-key', reason: 'passphrase', code: '50105' }],
    ['50110', { kind: 'invalid-key', reason: 'ip', code: '50110' }],
    ['50113', { kind: 'invalid-key', reason: 'signature', code: '50113' }],
    ['50119', { kind: 'invalid-key', reason: 'unknown', code: '50119' }],
    ['50120', { kind: 'missing-permission', code: '50120' }],
    ['50121', { kind: 'restricted-location', code: '50121' }],
    ['51006', { kind: 'filter', rule: 'price-band', code: '51006', detail: 'text' }],
    ['51008', { kind: 'insufficient-funds', code: '51008' }],
    ['51008_1000', { kind: 'insufficient-funds', code: '51008_1000' }],
    ['51016', { kind: 'duplicate-order', code: '51016' }],
    ['51020', { kind: 'filter', rule: 'min-quantity', code: '51020', detail: 'text' }],
    ['51022', { kind: 'market-closed', code: '51022' }],
    ['51025', { kind: 'too-many-open-orders', code: '51025' }],
    ['51121', { kind: 'filter', rule: 'quantity-step', code: '51121', detail: 'text' }],
    ['51149', { kind: 'outcome-unknown', detail: '51149 text' }],
    ['51400', { kind: 'unknown-order', code: '51400' }],
    ['51603', { kind: 'unknown-order', code: '51603' }],
    ['60009', { kind: 'invalid-key', reason: 'session', code: '60009' }],
    ['99999', { kind: 'rejected', code: '99999', detail: 'text' }],
  ] as const;
  for (const [code, failure] of kinds) {
    it(`reads ${code} as ${failure.kind}`, () => expect(classify(code, ' text ').failure).toEqual(failure));
  }
});

import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { KeyAudit } from '../../../../shared/model/vault.ts';
import { exchange } from '../../../../electron/engine/exchanges/registry.ts';
import { parseJson } from '../../../../electron/engine/json.ts';
import { auditOf, codesOf } from './support.ts';

const FOLDER = '../shared/recordings';
const isThere = existsSync(FOLDER);

const cases = [
  {
    file: 'binance/sapi_apiRestrictions_readonly_docs.json',
    exchange: 'binance' as const,
    grade: 'C',
    // A right for portfolio margin is on in the sample, without an address list.
    codes: ['notice old-key', 'warning trade-without-ip-list'],
  },
  {
    file: 'okx/rest_account_config_read_trade_live_2026.json',
    exchange: 'okx' as const,
    grade: 'B',
    codes: ['notice sub-account-granted', 'notice trade-moves-funds'],
  },
  {
    file: 'okx/rest_account_config_withdraw_docs.json',
    exchange: 'okx' as const,
    grade: 'D',
    codes: [
      'critical can-withdraw',
      'critical egress-not-on-list',
      'notice sub-account-granted',
      'notice trade-moves-funds',
      'warning may-borrow',
    ],
  },
  {
    file: 'kraken/rest_GetApiKeyInfo_snake_case.json',
    exchange: 'kraken' as const,
    grade: 'F',
    codes: [
      'critical withdraw-without-ip-list',
      'notice nonce-window',
      'notice old-key',
      'notice transfer-granted',
      'warning trade-without-ip-list',
    ],
  },
];

describe.skipIf(!isThere)(
  `recorded replies about keys${isThere ? '' : ' (no recordings beside the repository)'}`,
  () => {
    for (const { file, exchange: id, grade, codes } of cases) {
      it(`${file}: ${grade}`, () => {
        const facts = exchange(id).permissions.read(parseJson(readFileSync(`${FOLDER}/${file}`, 'utf8')));
        if (!facts.ok) throw new Error(JSON.stringify(facts.failure));
        const audit = auditOf(facts.value, id, { egressAddress: '203.0.113.9' });
        expect(KeyAudit.parse(audit)).toEqual(audit);
        expect(audit.grade).toBe(grade);
        expect(codesOf(audit.advice)).toEqual(codes);
      });
    }
  },
);

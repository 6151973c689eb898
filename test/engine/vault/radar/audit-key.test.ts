import { describe, expect, it } from 'vitest';
import type { ExchangeId } from '../../../../shared/model/account.ts';
import type { KeyFacts } from '../../../../shared/model/key.ts';
import { AdviceCode, KeyAudit } from '../../../../shared/model/vault.ts';
import { auditKey, gradeRules } from '../../../../electron/engine/vault/radar/audit-key.ts';
import { type AuditInput, sightOf } from '../../../../electron/engine/vault/radar/sight.ts';
import { OPEN, reads, trades, calls } from './grading-support.ts';
import { lifeCases } from './life-cases.ts';
import { powerCases } from './power-cases.ts';
import { auditOf, codesOf, DAY_MS, factsWith, NOW_MS } from './support.ts';

const cases = [...powerCases, ...lifeCases];

describe('grade and advice', () => {
  for (const { name, on, facts, rest = {}, grade, codes, says } of cases) {
    it(`${name}: ${grade}`, () => {
      const audit = auditOf(facts, on, rest);
      expect(codesOf(audit.advice)).toEqual(codes);
      expect(audit.grade).toBe(grade);
      if (says !== undefined) expect(audit.advice).toContainEqual(says);
      expect(KeyAudit.parse(audit)).toEqual(audit);
    });
  }

  it('names the gravest first', () => {
    const audit = auditOf(factsWith([reads, trades, ['enableWithdrawals', 'withdraw']], OPEN), 'binance', {
      algorithm: 'hmac',
    });
    expect(audit.advice.map(({ severity }) => severity)).toEqual(['critical', 'warning', 'notice', 'notice']);
  });
});

describe('the grading table', () => {
  it('has a line for every code there is, and each line says when', () => {
    expect([...new Set(gradeRules.map(({ code }) => code))].sort()).toEqual([...AdviceCode.options].sort());
    expect(new Set(gradeRules.map(({ when }) => when)).size).toBe(gradeRules.length);
  });

  it('has no line that no case above meets, or that all of them meet', () => {
    const sights = cases.map(({ on, facts, rest = {} }) => sightOf(inputOf(facts, on, rest)));
    for (const rule of gradeRules) {
      const met = sights.filter((sight) => rule.find(sight).length > 0).length;
      expect(met, rule.when).toBeGreaterThan(0);
      expect(met, rule.when).toBeLessThan(sights.length / 2);
    }
  });

  it('caps no notice below B and no warning at A', () => {
    for (const { severity, cap, when } of gradeRules) {
      const allowed = { notice: ['A', 'B'], warning: ['B', 'C', 'D'], critical: ['D', 'F'] }[severity];
      expect(allowed, when).toContain(cap);
    }
  });
});

describe('the matrix', () => {
  it('keeps an untold key’s rows with nothing known', () => {
    const { matrix } = auditOf(null, 'okx');
    expect(matrix.map(({ grant }) => grant)).toEqual([
      'read',
      'trade-spot',
      'trade-margin',
      'trade-futures',
      'trade-options',
      'transfer',
      'withdraw',
      'sub-account',
    ]);
    expect(matrix.every(({ isGranted }) => isGranted === null)).toBe(true);
  });

  const merges = [
    { name: 'any yes is a yes', rows: [true, false], is: true },
    { name: 'a yes beside silence', rows: [null, true], is: true },
    { name: 'all no', rows: [false, false], is: false },
    { name: 'a no beside silence is not known', rows: [false, null], is: null },
  ];
  for (const { name, rows, is } of merges) {
    it(`two rights of one grant: ${name}`, () => {
      const [first = null, second = null] = rows;
      const facts = factsWith([
        ['enableInternalTransfer', 'transfer', first],
        ['permitsUniversalTransfer', 'transfer', second],
      ]);
      const row = auditOf(facts, 'binance').matrix.find(({ grant }) => grant === 'transfer');
      expect(row).toEqual({
        grant: 'transfer',
        names: ['enableInternalTransfer', 'permitsUniversalTransfer'],
        isGranted: is,
        calls: 0,
        lastUsedAtMs: null,
      });
    });
  }

  it('shows use beside the grant, and use of what no right is known for', () => {
    const use = [
      calls('read', 7),
      { grant: 'earn' as const, calls: 2, lastUsedAtMs: 9 },
      { grant: 'unknown' as const, calls: 1, lastUsedAtMs: 8 },
    ];
    const { matrix } = auditOf(factsWith([reads, ['enableLater', 'unknown']]), 'binance', { use });
    expect(matrix[0]).toEqual({ grant: 'read', names: ['enableReading'], isGranted: true, calls: 4, lastUsedAtMs: 7 });
    expect(matrix.slice(-3)).toEqual([
      {
        grant: 'socket',
        names: ['enableFixApiTrade', 'enableFixReadOnly'],
        isGranted: null,
        calls: 0,
        lastUsedAtMs: null,
      },
      { grant: 'unknown', names: ['enableLater'], isGranted: true, calls: 0, lastUsedAtMs: null },
      { grant: 'unknown', names: [], isGranted: null, calls: 1, lastUsedAtMs: 8 },
    ]);
    expect(matrix).toContainEqual({ grant: 'earn', names: [], isGranted: null, calls: 2, lastUsedAtMs: 9 });
  });
});

describe('deadlines', () => {
  it('come soonest first, and the advice to rotate counts from birth', () => {
    const facts = factsWith([['query-ledger', 'read']], { expiresAtMs: NOW_MS + 400 * DAY_MS });
    expect(auditOf(facts, 'kraken').deadlines).toEqual([
      { kind: 'rotation', atMs: NOW_MS + 170 * DAY_MS, isTold: false },
      { kind: 'expiry', atMs: NOW_MS + 400 * DAY_MS, isTold: true },
    ]);
  });
});

function inputOf(facts: KeyFacts | null, on: ExchangeId, rest: Partial<AuditInput>): AuditInput {
  return {
    facts,
    exchange: on,
    algorithm: on === 'binance' ? 'ed25519' : 'hmac',
    role: 'active',
    addedAtMs: NOW_MS - 10 * DAY_MS,
    checkedAtMs: NOW_MS,
    use: [],
    egressAddress: null,
    drift: null,
    checkFailure: null,
    nowMs: NOW_MS,
    ...rest,
  };
}

it('throws on nothing that the types allow', () => {
  for (const { on, facts, rest = {} } of cases)
    for (const checkFailure of [null, 'invalid-key', '', 'constructor'])
      expect(() => auditKey({ ...inputOf(facts, on, rest), checkFailure })).not.toThrow();
});

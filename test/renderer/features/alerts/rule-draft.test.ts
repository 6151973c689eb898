import { describe, expect, it } from 'vitest';
import { defaultRule } from '../../../../electron/engine/alerts/rules.ts';
import { draftOf, readDraft, type RuleDraft } from '../../../../renderer/features/alerts/rule-draft.ts';
import type { AlertKind } from '../../../../shared/model/alert.ts';
import { alertKinds, AlertRule } from '../../../../shared/model/alert.ts';

describe('a rule as it is typed', () => {
  for (const kind of alertKinds) {
    it(`${kind} reads back as a rule the contract takes`, () => {
      const rule = defaultRule(kind);
      const { rule: read, faults } = readDraft(rule, draftOf(rule));
      expect(faults).toBeNull();
      expect(AlertRule.parse(read)).toEqual({
        ...rule,
        threshold: rule.threshold === null ? null : expect.closeTo(rule.threshold, 3),
        clearAt: rule.clearAt === null ? null : expect.closeTo(rule.clearAt, 3),
      });
    });
  }

  it('has shares in percent and times in seconds', () => {
    expect(draftOf(defaultRule('headroom-low'))).toMatchObject({
      threshold: '15',
      clearAt: '30',
      hold: '3',
      cool: '300',
    });
    expect(draftOf(defaultRule('clock-wrong'))).toMatchObject({ threshold: '5000', clearAt: '4000' });
    expect(draftOf(defaultRule('banned'))).toMatchObject({ threshold: '', clearAt: '' });
  });

  it('makes one for an account out of the common one', () => {
    const rule = defaultRule('error-rate');
    const draft = { ...draftOf(rule), account: 'practice-okx', threshold: '35', severity: 'critical' as const };
    expect(readDraft(rule, draft).rule).toEqual({
      ...rule,
      account: 'practice-okx',
      severity: 'critical',
      threshold: 0.35,
    });
  });

  interface Case {
    readonly kind: AlertKind;
    readonly typed: Partial<RuleDraft>;
    readonly faults: object;
  }
  const cases: readonly Case[] = [
    { kind: 'headroom-low', typed: { threshold: '40' }, faults: { clearAt: 'clear-below' } },
    { kind: 'headroom-low', typed: { threshold: '30', clearAt: '30' }, faults: {} },
    {
      kind: 'headroom-low',
      typed: { threshold: '101', clearAt: '120' },
      faults: { threshold: 'share', clearAt: 'share' },
    },
    { kind: 'headroom-low', typed: { threshold: '' }, faults: { threshold: 'number' } },
    { kind: 'headroom-low', typed: { clearAt: 'a third' }, faults: { clearAt: 'number' } },
    { kind: 'dead-man-near', typed: { clearAt: '20' }, faults: { clearAt: 'clear-below' } },
    { kind: 'error-rate', typed: { clearAt: '21' }, faults: { clearAt: 'clear-above' } },
    { kind: 'error-rate', typed: { clearAt: '20' }, faults: {} },
    { kind: 'latency-drift', typed: { threshold: '250' }, faults: {} },
    {
      kind: 'clock-wrong',
      typed: { threshold: '-1', clearAt: '-2' },
      faults: { threshold: 'negative', clearAt: 'negative' },
    },
    { kind: 'clock-wrong', typed: { threshold: '1e999' }, faults: { threshold: 'number' } },
    { kind: 'offline', typed: { hold: '86401' }, faults: { hold: 'hold' } },
    { kind: 'offline', typed: { hold: '86400', cool: '604800' }, faults: {} },
    { kind: 'offline', typed: { hold: '', cool: '604801' }, faults: { hold: 'number', cool: 'cool' } },
    { kind: 'offline', typed: { cool: '-1' }, faults: { cool: 'cool' } },
  ];
  for (const { kind, typed, faults } of cases) {
    it(`${kind} with ${JSON.stringify(typed)}: ${JSON.stringify(faults)}`, () => {
      const rule = defaultRule(kind);
      const reading = readDraft(rule, { ...draftOf(rule), ...typed });
      expect(reading.faults ?? {}).toEqual(faults);
      expect(reading.rule === null).toBe(Object.keys(faults).length > 0);
    });
  }
});

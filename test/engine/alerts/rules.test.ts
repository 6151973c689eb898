import { describe, expect, it } from 'vitest';
import { defaultRule, defaultRules, faultOfRule, ruleInfo } from '../../../electron/engine/alerts/rules.ts';
import { alertKinds, AlertRule } from '../../../shared/model/alert.ts';
import { AlertRig } from './alert-rig.ts';

describe('every rule', () => {
  it('is there for each kind, in the contract’s bounds and without fault', () => {
    expect(defaultRules.map(({ kind }) => kind).toSorted()).toEqual([...alertKinds].toSorted());
    for (const rule of defaultRules) {
      expect(AlertRule.parse(rule)).toEqual(rule);
      expect(faultOfRule(rule)).toBeNull();
    }
  });

  for (const kind of alertKinds) {
    const { forS, coolDownS } = ruleInfo[kind];

    it(`${kind}: fires once after ${forS} s and clears once`, () => {
      const rig = new AlertRig();
      const [firing, clear] = rig.extremes(kind);
      rig.see(kind, clear);
      rig.see(kind, firing);
      if (forS > 0) {
        rig.clock.advance(forS * 1_000 - 1);
        expect(rig.list()).toEqual([]);
      }
      rig.clock.advance(1_000);
      rig.see(kind, firing);
      rig.clock.advance(1_000);
      rig.see(kind, firing);
      expect(rig.only()).toMatchObject({ kind, state: 'fired', repeats: 0, severity: ruleInfo[kind].severity });
      expect(rig.raised).toHaveLength(1);
      rig.see(kind, clear);
      rig.see(kind, clear);
      expect(rig.only()).toMatchObject({ state: 'cleared', clearedAtMs: rig.clock.now() });
      expect(rig.changed.filter(({ state }) => state === 'cleared')).toHaveLength(1);
      rig.clock.advance(Math.max(60, coolDownS) * 1_000);
      expect(rig.raised).toHaveLength(1);
    });

    it(`${kind}: is told again only after its cool-down`, () => {
      const rig = new AlertRig();
      const [firing, clear] = rig.extremes(kind);
      const fire = (): void => {
        rig.see(kind, firing);
        rig.clock.advance(forS * 1_000 + 300);
        rig.see(kind, clear);
      };
      fire();
      fire();
      expect(rig.raised).toHaveLength(1);
      expect(rig.only()).toMatchObject({ state: 'cleared', repeats: 1 });
      rig.clock.advance(Math.max(30, coolDownS) * 1_000);
      fire();
      expect(rig.raised).toHaveLength(2);
      expect(rig.list()).toHaveLength(2);
    });
  }

  it('holds within the hysteresis and forgets a must-hold time that was broken off', () => {
    const rig = new AlertRig();
    rig.see('headroom-low', 0.1);
    rig.clock.advance(2_900);
    rig.see('headroom-low', 0.2);
    rig.clock.advance(200);
    rig.see('headroom-low', 0.1);
    rig.clock.advance(2_900);
    expect(rig.list()).toEqual([]);
    rig.clock.advance(100);
    expect(rig.only().state).toBe('fired');
    rig.see('headroom-low', 0.2);
    expect(rig.only().state).toBe('fired');
    rig.see('headroom-low', 0.3);
    expect(rig.only().state).toBe('cleared');
  });

  const faults = [
    { name: 'an account where no alert is about one', rule: { ...defaultRule('offline'), account: 'acc-1' } },
    { name: 'a threshold where there is none', rule: { ...defaultRule('banned'), threshold: 1 } },
    { name: 'no threshold where one is needed', rule: { ...defaultRule('headroom-low'), threshold: null } },
    { name: 'clearing below the threshold that fires below', rule: { ...defaultRule('headroom-low'), clearAt: 0.1 } },
    { name: 'clearing above the threshold that fires above', rule: { ...defaultRule('error-rate'), clearAt: 0.5 } },
    { name: 'a negative measure', rule: { ...defaultRule('clock-wrong'), threshold: -1, clearAt: null } },
  ];
  for (const { name, rule } of faults) it(`refuses ${name}`, () => expect(faultOfRule(rule)).not.toBeNull());

  it('takes no notice of a measure that is no number', () => {
    const rig = new AlertRig();
    for (const value of [Number.NaN, Number.POSITIVE_INFINITY]) rig.see('error-rate', value);
    rig.clock.advance(10_000);
    expect(rig.list()).toEqual([]);
  });
});

import { describe, expect, it } from 'vitest';
import type { KeyFacts } from '../../../../shared/model/key.ts';
import { knownKeyFacts } from '../../../../electron/engine/desk/market/known-key-facts.ts';
import { judge, rulesOf } from './facts.ts';
import { factsFor } from './facts.ts';

const UNTOLD: KeyFacts = {
  grants: [],
  ipRestriction: { kind: 'unknown' },
  label: null,
  createdAtMs: null,
  modifiedAtMs: null,
  lastUsedAtMs: null,
  expiresAtMs: null,
  accountRef: null,
  extra: { acctLv: '2' },
};
const account = { ...factsFor('binance').account, environment: 'testnet' } as const;

describe('what a check of a key says about a ticket', () => {
  it('nothing, where there was none', () => expect(knownKeyFacts(null)).toBeNull());

  it('a key whose rights no call tells may place orders, with a warning', () => {
    const grants = knownKeyFacts(UNTOLD)?.grants ?? null;
    expect(rulesOf(judge('binance', {}, { account, grants }))).toEqual(['permission?']);
  });

  it('a key that was told not to trade may not', () => {
    const told = { grant: 'trade-spot', name: 'enableSpotAndMarginTrading', isGranted: false } as const;
    const read = { grant: 'read', name: 'enableReading', isGranted: true } as const;
    const grants = knownKeyFacts({ ...UNTOLD, grants: [told, read] })?.grants ?? null;
    expect(rulesOf(judge('binance', {}, { account, grants }))).toEqual(['permission']);
  });

  it('a Kraken key that can trade and not look its orders up is told of by name', () => {
    const right = (name: string, isGranted: boolean) => ({ grant: 'read', name, isGranted }) as const;
    const grants = [
      right('modify-trades', true),
      right('query-open-trades', true),
      right('query-closed-trades', false),
      right('query-funds', true),
    ];
    expect(judge('kraken', {}, { grants }).breaches).toMatchObject([
      { rule: 'look-up-permission', weight: 'warn', bound: 'query-closed-trades' },
    ]);
    const without = grants.map((one) => (one.name === 'modify-trades' ? { ...one, isGranted: false } : one));
    expect(rulesOf(judge('kraken', {}, { grants: without }))).toEqual(['permission', 'look-up-permission?']);
  });

  it('the settings of the account come with it', () =>
    expect(knownKeyFacts(UNTOLD)?.settings).toEqual({ acctLv: '2' }));
});

import { describe, expect, it } from 'vitest';
import { adviceText } from '../../../../renderer/features/keys/advice-text.ts';
import { reasonOf } from '../../../../renderer/ui/failure-text.ts';
import { jsonLines } from '../../../../renderer/features/keys/audit-export.ts';
import { failureHelp } from '../../../../renderer/features/keys/failure-help.ts';
import { lineOf } from '../../../../renderer/features/keys/import-flow.ts';
import { ageText, deadlineText, isAddress, urgencyOf } from '../../../../renderer/features/keys/key-words.ts';
import { groupsOf, worstReason } from '../../../../renderer/features/keys/order.ts';
import { passphraseTrouble } from '../../../../renderer/features/keys/passphrase-forms.tsx';
import { gravestKeys } from '../../../../renderer/stores/keys.ts';
import { Failure } from '../../../../shared/contract/failure.ts';
import { AdviceCode } from '../../../../shared/model/vault.ts';
import { advice, richKeys } from '../../../support/fake-key-views.ts';
import { NOW_MS } from '../../support.ts';

const DAY_MS = 86_400_000;
const FACTS = {
  names: 'enableX',
  name: 'enableX',
  address: '203.0.113.7',
  days: '12',
  rule: 'inactivity',
  failure: 'timeout',
};

describe('findings in words', () => {
  for (const code of AdviceCode.options) {
    it(`${code} says what it is and what to do`, () => {
      const { what, todo } = adviceText(advice(code, 'warning', FACTS));
      expect([what, todo].filter((text) => text === '' || /\{\{|advice\.|\(\)/.test(text))).toEqual([]);
    });
  }

  it('name the exchange’s own warning where there is one', () => {
    const told = adviceText(advice('trade-without-ip-list', 'warning', { ...FACTS, deletedBy: 'the key page' }));
    expect(told.what).toContain('deletes such keys');
  });

  it('give a reason for every kind of failure, without an empty bracket', () => {
    const kinds = Failure.options.map((option) => option.shape.kind.value);
    expect(kinds.map(reasonOf).filter((text) => text === '' || text.includes('()'))).toEqual([]);
  });
});

describe('what to do when a key is refused', () => {
  const cases: readonly (readonly [string, Failure, 'okx' | 'binance', string])[] = [
    ['OKX keys live on their site', { kind: 'invalid-key', reason: 'unknown', code: null }, 'okx', 'site that made it'],
    [
      'other exchanges have one site',
      { kind: 'invalid-key', reason: 'unknown', code: null },
      'binance',
      'copied all of it',
    ],
    [
      'the address seen is named',
      { kind: 'invalid-key', reason: 'ip', code: null, seenAddress: '192.0.2.1' },
      'okx',
      '192.0.2.1',
    ],
    [
      'the address is asked for when not seen',
      { kind: 'invalid-key', reason: 'ip', code: null },
      'okx',
      'address of this computer',
    ],
    [
      'an absent keychain leads to a file',
      { kind: 'secret-store', state: 'absent', detail: '' },
      'okx',
      'file under a passphrase',
    ],
    ['no answer is no verdict', { kind: 'timeout' }, 'okx', 'Nothing was kept'],
    ['anything else says so', { kind: 'maintenance', code: null }, 'okx', 'Nothing was kept'],
  ];
  for (const [name, failure, exchange, says] of cases) {
    it(name, () => expect(failureHelp(failure, exchange).todo).toContain(says));
  }
});

describe('the list of keys', () => {
  const keys = richKeys(NOW_MS);

  it('has real money first, the worst of it at the top, the key at work before others', () => {
    const groups = groupsOf(keys);
    expect(groups.map(({ environment }) => environment)).toEqual([
      'live',
      'live',
      'live',
      'live',
      'testnet',
      'practice',
      'practice',
      'practice',
    ]);
    expect(groups.slice(0, 2).map(({ label }) => label)).toEqual(['Main account', 'OKX grid bot']);
    expect(groups[1]?.keys.map(({ role }) => role)).toEqual(['active', 'candidate', 'retired']);
  });

  it('names the gravest reason, not the first', () => {
    expect(keys.slice(0, 1).map((key) => worstReason(key)?.code)).toEqual(['withdraw-without-ip-list']);
  });

  it('warns of keys that can withdraw from anywhere, in practice too, and of no others', () => {
    expect(gravestKeys(keys).map(({ label }) => label)).toEqual(['Main account']);
    const asPractice = keys.map((key) => ({ ...key, environment: 'practice' as const }));
    expect(gravestKeys(asPractice).map(({ label }) => label)).toEqual(['Main account']);
    const asRetired = keys.map((key) => ({ ...key, role: 'retired' as const }));
    expect(gravestKeys(asRetired)).toEqual([]);
  });
});

describe('times of a key', () => {
  const deadline = (days: number) => ({ kind: 'expiry', atMs: NOW_MS + days * DAY_MS, isTold: true }) as const;
  const cases = [
    { days: -1, urgency: 'past' },
    { days: 0, urgency: 'past' },
    { days: 13, urgency: 'soon' },
    { days: 14, urgency: 'calm' },
  ];
  for (const { days, urgency } of cases) {
    it(`${days} days away are ${urgency}`, () => expect(urgencyOf(deadline(days), NOW_MS)).toBe(urgency));
  }
  it('count down, then say since when', () => {
    expect([deadlineText(deadline(2), NOW_MS), ageText(NOW_MS - 3 * DAY_MS, NOW_MS)]).toEqual([
      'in 2 d 0 h',
      '3 days old',
    ]);
    expect(deadlineText(deadline(-2), NOW_MS)).toMatch(/^since /);
  });
});

describe('what is typed', () => {
  const addresses = [
    { text: '203.0.113.7', is: true },
    { text: '2001:db8::7', is: true },
    { text: '203.0.113.256', is: false },
    { text: '203.0.113', is: false },
    { text: 'my router', is: false },
  ];
  for (const { text, is } of addresses) it(`${text} as an address: ${is}`, () => expect(isAddress(text)).toBe(is));

  const passphrases = [
    { first: 'short', again: 'short', is: 'The passphrase needs at least 8 characters.' },
    { first: 'long enough', again: 'long enoug', is: 'The two are not the same.' },
    { first: 'long enough', again: 'long enough', is: null },
  ];
  for (const { first, again, is } of passphrases) {
    it(`${first} and ${again} as a passphrase`, () => expect(passphraseTrouble(first, again)).toBe(is));
  }
});

describe('an import', () => {
  const item = {
    index: 0,
    exchange: 'okx',
    exchangeName: 'okx',
    label: '',
    last4: 'aaaa',
    environment: null,
    problem: null,
  } as const;
  it('proposes a place where the file has none', () => {
    expect(lineOf(item).place).toEqual({
      exchange: 'okx',
      environment: 'live',
      region: 'global',
      label: 'okx',
      replaces: null,
    });
  });
  it('does not choose what cannot be taken', () => {
    expect(
      [lineOf({ ...item, problem: 'no-secret' }), lineOf({ ...item, exchange: null })].map(({ isChosen, place }) => [
        isChosen,
        place,
      ]),
    ).toEqual([
      [false, null],
      [false, null],
    ]);
  });
});

describe('the audit as lines', () => {
  it('is oldest first, one row a line', () => {
    const row = (seq: number) =>
      ({
        seq,
        atMs: 1,
        actor: 'user',
        verb: 'add-key',
        subject: 's',
        facts: {},
        result: 'done',
        hash: 'a'.repeat(64),
      }) as const;
    const lines = jsonLines([row(3), row(1), row(2)]).split('\n');
    expect(lines.slice(0, 3).map((line) => (JSON.parse(line) as { seq: number }).seq)).toEqual([1, 2, 3]);
    expect(lines.slice(3)).toEqual(['']);
  });
});

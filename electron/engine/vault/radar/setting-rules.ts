import type { AccountStanding } from '../../../../shared/model/vault.ts';
import { type Finding, type GradeRule, NOTHING, found } from './grade-rule.ts';
import type { Sight } from './sight.ts';

/** Settings of key and account that are no rights and yet change what a call does or shows. */
export const settingRules: readonly GradeRule[] = [
  {
    code: 'account-restricted',
    severity: 'critical',
    cap: 'D',
    when: 'The exchange takes no orders of the account by its API for now.',
    find: ({ standing }) => (standing?.isTradingLocked === true ? restricted(standing) : NOTHING),
  },
  {
    code: 'account-restricted',
    severity: 'warning',
    cap: 'C',
    when: 'The exchange gives the account another word than its normal one.',
    find: ({ standing }) =>
      standing?.isTradingLocked === false && standing.status !== null ? restricted(standing) : NOTHING,
  },
  {
    code: 'may-borrow',
    severity: 'warning',
    cap: 'C',
    when: 'The key may trade, and the account is set to borrow for orders by itself (OKX).',
    find: (sight) =>
      [...sight.granted.values()].some((grants) => grants.includes('trade-spot'))
        ? named(sight, 'may-borrow')
        : NOTHING,
  },
  {
    code: 'nonce-window',
    severity: 'notice',
    cap: 'B',
    when: 'The key takes nonces out of their order, so that a call that was sent twice may be done twice (Kraken).',
    find: (sight) => named(sight, 'nonce-window'),
  },
  {
    code: 'history-window',
    severity: 'notice',
    cap: 'B',
    when: 'The key sees what happened in a certain time alone; history looks cut off and no error says so (Kraken).',
    find: (sight) => named(sight, 'history-window'),
  },
];

function restricted({ status, recoversAtMs }: AccountStanding): readonly Finding[] {
  return found(status === null ? {} : { status }, recoversAtMs);
}

type Setting = 'may-borrow' | 'nonce-window' | 'history-window';

function named({ rules, facts }: Sight, means: Setting): readonly Finding[] {
  const told = facts?.extra ?? {};
  const names = Object.entries(rules.settings)
    .filter(([name, setting]) => setting.means === means && setting.isSet.test(told[name] ?? ''))
    .map(([name]) => name);
  return names.length === 0 ? NOTHING : found({ names: names.join(', ') });
}

import { describe, expect, it } from 'vitest';
import type { Account } from '../../../shared/model/account.ts';
import { AccountBook } from '../../../electron/engine/accounts/account-book.ts';
import { AccountRunner } from '../../../electron/engine/accounts/account-runner.ts';

function account(id: string, exchange: Account['exchange'] = 'binance'): Account {
  return { id, exchange, environment: 'live', label: id, region: 'global', egress: 'default' };
}

const [A, B, C] = [account('a'), account('b'), account('c')];
const K = account('k', 'kraken');

describe('the book of accounts', () => {
  it('tells what was added, changed and removed, once each, until disposed', () => {
    const book = new AccountBook([A]);
    const told: string[] = [];
    const stop = book.onChange(({ kind, account: { id, label } }) => told.push(`${kind} ${id} ${label}`));
    book.put(B);
    book.put({ ...B, label: 'new' });
    book.remove('b');
    book.remove('b');
    stop();
    book.put(C);
    expect(told).toEqual(['added b b', 'changed b new', 'removed b new']);
    expect(book.list().map(({ id }) => id)).toEqual(['a', 'c']);
  });
});

function runner(): { steps: string[]; runner: AccountRunner } {
  const steps: string[] = [];
  const step =
    (what: string) =>
    ({ id }: Account) => {
      steps.push(`+${what} ${id}`);
      return () => void steps.push(`-${what} ${id}`);
    };
  return {
    steps,
    runner: new AccountRunner({
      startAccount: step('account'),
      startRealm: step('realm'),
      endRealm: ({ id }) => void steps.push(`end ${id}`),
    }),
  };
}

function play(work: AccountRunner, act: string): void {
  const [verb, id] = act.split(' ');
  const one = [A, B, C, K].find((candidate) => candidate.id === id) ?? A;
  if (verb === 'run') work.run(one);
  else if (verb === 'halt') work.halt(one);
  else work.restart(one);
}

describe('the work of accounts', () => {
  const cases: readonly (readonly [name: string, acts: readonly string[], steps: readonly string[]])[] = [
    ['begins with the realm', ['run a'], ['+realm a', '+account a']],
    ['begins once', ['run a', 'run a'], ['+realm a', '+account a']],
    ['shares a realm', ['run a', 'run b'], ['+realm a', '+account a', '+account b']],
    ['has a realm for each exchange', ['run a', 'run k'], ['+realm a', '+account a', '+realm k', '+account k']],
    [
      'begins anew with another key, its realm goes on',
      ['run a', 'restart a'],
      ['+realm a', '+account a', '-account a', '+account a'],
    ],
    ['begins with a restart where it did not run', ['restart a'], ['+realm a', '+account a']],
    ['ends with its realm', ['run a', 'halt a'], ['+realm a', '+account a', '-account a', '-realm a', 'end a']],
    [
      'hands the realm over',
      ['run a', 'run b', 'halt a'],
      ['+realm a', '+account a', '+account b', '-account a', '-realm a', '+realm b'],
    ],
    [
      'keeps the realm while its worker stays',
      ['run a', 'run b', 'halt b'],
      ['+realm a', '+account a', '+account b', '-account b'],
    ],
    ['of nobody is not ended', ['halt a'], []],
  ];
  for (const [name, acts, expected] of cases) {
    it(name, () => {
      const { steps, runner: work } = runner();
      for (const act of acts) play(work, act);
      expect(steps).toEqual(expected);
    });
  }

  it('hands the realm on from worker to worker until nobody is left', () => {
    const { steps, runner: work } = runner();
    for (const one of [A, B, C]) work.run(one);
    for (const one of [A, B, C]) work.halt(one);
    expect(steps.filter((step) => step.includes('realm'))).toEqual([
      '+realm a',
      '-realm a',
      '+realm b',
      '-realm b',
      '+realm c',
      '-realm c',
    ]);
  });

  it('is all ended by a stop, and can begin again', () => {
    const { steps, runner: work } = runner();
    for (const one of [A, B, K]) work.run(one);
    work.stop();
    expect(steps.filter((step) => step.startsWith('-')).sort()).toEqual([
      '-account a',
      '-account b',
      '-account k',
      '-realm a',
      '-realm k',
    ]);
    work.run(A);
    expect(steps.slice(-2)).toEqual(['+realm a', '+account a']);
  });
});

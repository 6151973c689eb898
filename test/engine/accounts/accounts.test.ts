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
  return { steps, runner: new AccountRunner({ startAccount: step('account'), startRealm: step('realm') }) };
}

describe('the work of accounts', () => {
  const cases: readonly (readonly [name: string, act: (runner: AccountRunner) => void, steps: readonly string[]])[] = [
    ['begins with the realm', (work) => work.run(A), ['+realm a', '+account a']],
    ['begins once', (work) => (work.run(A), work.run(A)), ['+realm a', '+account a']],
    ['shares a realm', (work) => (work.run(A), work.run(B)), ['+realm a', '+account a', '+account b']],
    ['has a realm for each exchange', (work) => (work.run(A), work.run(K)), ['+realm a', '+account a', '+realm k', '+account k']],
    ['begins anew with another key, its realm goes on', (work) => (work.run(A), work.restart(A)), ['+realm a', '+account a', '-account a', '+account a']],
    ['begins with a restart where it did not run', (work) => work.restart(A), ['+realm a', '+account a']],
    ['ends with its realm', (work) => (work.run(A), work.halt(A)), ['+realm a', '+account a', '-account a', '-realm a']],
    ['hands the realm over', (work) => (work.run(A), work.run(B), work.halt(A)), ['+realm a', '+account a', '+account b', '-account a', '-realm a', '+realm b']],
    ['keeps the realm while its worker stays', (work) => (work.run(A), work.run(B), work.halt(B)), ['+realm a', '+account a', '+account b', '-account b']],
    ['of nobody is not ended', (work) => work.halt(A), []],
  ];
  for (const [name, act, expected] of cases) {
    it(name, () => {
      const { steps, runner: work } = runner();
      act(work);
      expect(steps).toEqual(expected);
    });
  }

  it('hands the realm on from worker to worker until nobody is left', () => {
    const { steps, runner: work } = runner();
    for (const one of [A, B, C]) work.run(one);
    for (const one of [A, B, C]) work.halt(one);
    expect(steps.filter((step) => step.includes('realm'))).toEqual(['+realm a', '-realm a', '+realm b', '-realm b', '+realm c', '-realm c']);
  });

  it('is all ended by a stop, and can begin again', () => {
    const { steps, runner: work } = runner();
    for (const one of [A, B, K]) work.run(one);
    work.stop();
    expect(steps.filter((step) => step.startsWith('-')).sort()).toEqual(['-account a', '-account b', '-account k', '-realm a', '-realm k']);
    work.run(A);
    expect(steps.slice(-2)).toEqual(['+realm a', '+account a']);
  });
});

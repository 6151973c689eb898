import { describe, expect, it } from 'vitest';
import type { Environment } from '../../../shared/model/account.ts';
import { confirmed } from '../../../electron/engine/desk/live-word.ts';
import { ownIdOf } from '../../../electron/engine/desk/own-id.ts';
import { accountOf, orderOf } from '../../support/desk-bench.ts';

describe('real money', () => {
  const rows: readonly (readonly [Environment, string, boolean])[] = [
    ['live', 'Main', true],
    ['live', ' Main ', true],
    ['live', 'main', false],
    ['live', '', false],
    ['testnet', '', true],
    ['practice', '', true],
  ];
  for (const [environment, typed, is] of rows)
    it(`${environment}, "${typed}" typed: ${is ? 'goes' : 'stays'}`, () =>
      expect(confirmed({ ...accountOf('binance'), environment }, typed).ok).toBe(is));
});

describe('a client order id of one’s own', () => {
  const free = { match: () => undefined };
  it('must be of the exchange’s form', () => {
    expect(ownIdOf(accountOf('okx'), 'my-order', free)).toMatchObject({
      ok: false,
      failure: { kind: 'filter', rule: 'client-order-id' },
    });
    expect(ownIdOf(accountOf('okx'), 'myorder', free)).toEqual({ ok: true, value: 'myorder' });
    expect(ownIdOf(accountOf('binance'), 'my-order', free).ok).toBe(true);
  });
  it('must be new to the account', () =>
    expect(ownIdOf(accountOf('binance'), 'hr-1', { match: () => orderOf() })).toMatchObject({
      ok: false,
      failure: { kind: 'duplicate-order' },
    }));
});

import { describe, expect, it } from 'vitest';
import { kindOf } from '../../../electron/engine/desk/order-words.ts';
import { decimal } from '../../../shared/model/decimal.ts';
import type { DeskOrder } from '../../../shared/model/desk.ts';
import { fakeAccounts } from '../../support/fake-accounts.ts';
import { orderOf } from '../../support/fake-order-parts.ts';

const [account] = fakeAccounts;
if (account === undefined) throw new Error('no account');
const ORDER: DeskOrder = orderOf('intent-0000000000000000', account, {
  account: account.id,
  symbol: 'BTCUSDT',
  side: 'buy',
  type: 'limit',
  quantity: decimal('3'),
  quantityUnit: 'base',
  price: decimal('1'),
  stopPrice: null,
  timeInForce: 'gtc',
});

function filled(text: string | null): DeskOrder {
  return { ...ORDER, filledQuantity: text === null ? null : decimal(text) };
}

describe('the kind of a step', () => {
  const cases = [
    { name: 'a first word of "none yet" is no fill', from: null, to: '0.00000000', is: 'told' },
    { name: 'none in other digits is no fill', from: '0', to: '0.00', is: 'told' },
    { name: 'the same fill in other digits is no fill', from: '1.5', to: '1.50', is: 'told' },
    { name: 'the first fill', from: null, to: '0.1', is: 'filled' },
    { name: 'another fill', from: '0.1', to: '0.2', is: 'filled' },
    { name: 'nothing told of fills', from: '0.1', to: null, is: 'told' },
  ];
  for (const { name, from, to, is } of cases) it(name, () => expect(kindOf(filled(from), filled(to), 'told')).toBe(is));
  it('an answer stays an answer', () => expect(kindOf(filled(null), filled('1'), 'acknowledged')).toBe('acknowledged'));
});

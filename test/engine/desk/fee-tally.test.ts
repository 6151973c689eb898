import { describe, expect, it } from 'vitest';
import { decimal } from '../../../shared/model/decimal.ts';
import type { DeskOrder } from '../../../shared/model/desk.ts';
import type { OrderUpdate } from '../../../shared/model/order.ts';
import { counted, feeOf, tallyOf } from '../../../electron/engine/desk/fee-tally.ts';
import { updateOf } from '../../support/desk-bench.ts';

const fee = (amount: string, asset = 'BNB') => ({ amount: decimal(amount), asset });

/** A message of one fill, with how much was filled by then. */
function fill(trade: string, filled: string, amount: string, asset = 'BNB', quantity = '1'): OrderUpdate {
  const single = { trade, quantity: decimal(quantity), fee: fee(amount, asset) };
  return updateOf({ filledQuantity: decimal(filled), fill: single });
}

const whole = (filled: string, amount: string): OrderUpdate =>
  updateOf({ filledQuantity: decimal(filled), fee: fee(amount) });
const kept = (filled: string | null, amount: string | null): Pick<DeskOrder, 'fee' | 'filledQuantity'> => ({
  filledQuantity: filled === null ? null : decimal(filled),
  fee: amount === null ? null : fee(amount),
});

const rows = [
  { name: 'of each fill, once', told: [fill('1', '1', '0.1'), fill('2', '2', '0.2')], filled: '2', sum: '0.3' },
  { name: 'of a fill told twice', told: [fill('1', '1', '0.1'), fill('1', '1', '0.1')], filled: '1', sum: '0.1' },
  {
    name: 'of fills that overtook each other',
    told: [fill('2', '2', '2'), fill('1', '1', '1')],
    filled: '2',
    sum: '3',
  },
  { name: 'told whole, whatever came before', told: [fill('1', '1', '9'), whole('2', '0.5')], filled: '2', sum: '0.5' },
  { name: 'of a fill within the whole', told: [whole('2', '0.5'), fill('2', '2', '0.2')], filled: '2', sum: '0.5' },
  { name: 'of a fill after the whole', told: [whole('2', '0.5'), fill('3', '3', '0.2')], filled: '3', sum: '0.7' },
  { name: 'by an older whole', told: [whole('2', '0.5'), whole('1', '0.2')], filled: '2', sum: '0.5' },
  { name: 'while a fill was told without its fee', told: [fill('2', '2', '0.2')], filled: '2', sum: null },
  { name: 'in two assets', told: [fill('1', '1', '1'), fill('2', '2', '1', 'USDT')], filled: '2', sum: null },
] as const;

describe('the fee of an order', () => {
  for (const { name, told, filled, sum } of rows) {
    it(name, () => {
      const tally = told.reduce(counted, tallyOf(kept(null, null)));
      expect(feeOf(tally, decimal(filled))?.amount ?? null).toBe(sum);
    });
  }

  it('goes on from what was kept, which covers what was filled then', () => {
    const tally = counted(tallyOf(kept('2', '0.5')), fill('3', '3', '0.2'));
    expect(feeOf(counted(tally, fill('2', '2', '0.4')), decimal('3'))?.amount).toBe('0.7');
    expect(feeOf(counted(tallyOf(kept('2', null)), fill('3', '3', '0.2')), decimal('3'))).toBeNull();
  });
});

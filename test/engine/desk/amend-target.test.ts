import { describe, expect, it } from 'vitest';
import { decimal } from '../../../shared/model/decimal.ts';
import type { DeskOrder } from '../../../shared/model/desk.ts';
import { amendmentOf } from '../../../electron/engine/desk/amend-target.ts';
import { instrumentOf, orderOf } from '../../support/desk-bench.ts';

const d = decimal;
const SAME = { price: null, quantity: null };

function made(order: Partial<DeskOrder>, change: Partial<{ price: string; quantity: string }>) {
  const { price, quantity } = change;
  const asked = { price: price === undefined ? null : d(price), quantity: quantity === undefined ? null : d(quantity) };
  const made = amendmentOf(orderOf(order, 'okx'), instrumentOf('BTC-USDT'), asked);
  if (!made.ok) return made.failure.kind;
  const { ticket, change: sent } = made.value;
  return [ticket.quantity, ticket.price, sent.quantity, sent.price];
}

describe('what a change makes of an order', () => {
  it('keeps what is not asked for', () => {
    expect(made({}, { price: '21000' })).toEqual(['0.01', '21000', null, '21000']);
    expect(made({}, { quantity: '0.02' })).toEqual(['0.02', '20000', '0.02', null]);
  });

  const sized = { quantityUnit: 'quote', quantity: d('200') } as const;
  it('turns an amount in quote into base, at the price it would have', () => {
    expect(made(sized, { price: '25000' })).toEqual(['0.008', '25000', '0.008', '25000']);
    expect(made(sized, { quantity: '300' })).toEqual(['0.015', '20000', '0.015', null]);
  });

  it('leaves what is filled as it was paid', () => {
    const part = { ...sized, filledQuantity: d('0.005'), filledQuote: d('100') };
    expect(made(part, { price: '25000' })).toEqual(['0.009', '25000', '0.009', '25000']);
    expect(made({ ...part, filledQuote: null }, { price: '25000' })).toBe('unavailable');
  });

  const unfit: readonly Partial<DeskOrder>[] = [
    { side: null },
    { type: null, typeWord: 'trailing-stop' },
    { quantity: null },
    { type: 'market', price: null },
    { price: null },
  ];
  for (const order of unfit)
    it(`refuses ${JSON.stringify(order)}`, () => expect(made(order, { quantity: '0.02' })).toBe('unavailable'));

  it('reads the type of an order placed elsewhere by its exchange’s word', () => {
    const order = orderOf({ type: null, typeWord: 'LIMIT_MAKER', timeInForce: null });
    expect(amendmentOf(order, instrumentOf(), SAME)).toMatchObject({
      ok: true,
      value: { ticket: { type: 'post-only', timeInForce: 'gtc' } },
    });
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decimal } from '../../../shared/model/decimal.ts';
import { DeskStatus, FINAL_STATUSES } from '../../../shared/model/desk.ts';
import { OrderStatus } from '../../../shared/model/order.ts';
import { afterUpdate, isFinal, toDoubted, toEnded, toUnknown } from '../../../electron/engine/desk/order-state.ts';
import { orderOf, updateOf } from '../../support/desk-bench.ts';

const TIMEOUT = { kind: 'timeout' } as const;

// Rows: what we have. Columns: what is said. Cells: what we have then.
const said = ['pending', 'open', 'partially-filled', 'filled', 'cancelled', 'rejected', 'expired'] as const;
const table: Readonly<Record<DeskStatus, string>> = {
  journaled: 'pending open partially-filled filled cancelled rejected expired',
  sending: 'pending open partially-filled filled cancelled rejected expired',
  unknown: 'pending open partially-filled filled cancelled rejected expired',
  pending: 'pending open partially-filled filled cancelled rejected expired',
  open: 'open open partially-filled filled cancelled rejected expired',
  'partially-filled': 'partially-filled partially-filled partially-filled filled cancelled rejected expired',
  filled: 'filled filled filled filled filled filled filled',
  cancelled: 'cancelled cancelled cancelled filled cancelled cancelled cancelled',
  expired: 'expired expired expired filled expired expired expired',
  // Named by the exchange: its own refusal. Nameless ones are below.
  rejected: 'rejected rejected rejected filled rejected rejected rejected',
  'not-placed': 'pending open partially-filled filled cancelled rejected expired',
};

describe('every status meets every message', () => {
  for (const status of DeskStatus.options) {
    it(`${status}`, () => {
      const order = orderOf({ status, exchangeOrderId: status === 'rejected' ? '77' : null });
      const after = said.map((word) => afterUpdate(order, updateOf({ status: word }), 2_000).status);
      expect(after.join(' ')).toBe(table[status]);
    });
  }
});

describe('messages that overtake each other', () => {
  it('never shrinks a fill', () => {
    const order = orderOf({ status: 'partially-filled', filledQuantity: decimal('0.5'), exchangeOrderId: '77' });
    const late = afterUpdate(order, updateOf({ status: 'partially-filled', filledQuantity: decimal('0.2') }), 2_000);
    expect(late.filledQuantity).toBe('0.5');
    expect(late.updatedAtMs).toBe(order.updatedAtMs);
  });

  it('takes a fill that is told after the cancel', () => {
    const order = orderOf({ status: 'cancelled', filledQuantity: decimal('0'), exchangeOrderId: '77' });
    const partly = afterUpdate(
      order,
      updateOf({ status: 'partially-filled', filledQuantity: decimal('0.004') }),
      2_000,
    );
    expect(partly).toMatchObject({ status: 'cancelled', filledQuantity: '0.004' });
    const whole = afterUpdate(partly, updateOf({ status: 'filled', filledQuantity: decimal('0.01') }), 3_000);
    expect(whole).toMatchObject({ status: 'filled', filledQuantity: '0.01' });
  });

  it('lets proof of life beat a refusal that named no order, and only that', () => {
    const nameless = orderOf({
      status: 'rejected',
      exchangeOrderId: null,
      failure: { kind: 'rejected', code: null, detail: '' },
    });
    expect(afterUpdate(nameless, updateOf({ status: 'open' }), 2_000)).toMatchObject({ status: 'open', failure: null });
    expect(afterUpdate(nameless, updateOf({ status: 'open', exchangeOrderId: null }), 2_000).status).toBe('rejected');
  });

  it('comes to the same end in whatever order the messages come', () => {
    const life = [
      updateOf({ status: 'pending' }),
      updateOf({ status: 'open', filledQuantity: decimal('0') }),
      updateOf({ status: 'partially-filled', filledQuantity: decimal('0.004') }),
      updateOf({ status: 'filled', filledQuantity: decimal('0.01') }),
    ];
    fc.assert(
      fc.property(fc.shuffledSubarray(life, { minLength: life.length }), (messages) => {
        const end = messages.reduce(
          (order, update) => afterUpdate(order, update, 2_000),
          orderOf({ status: 'sending' }),
        );
        expect(end).toMatchObject({ status: 'filled', filledQuantity: '0.01' });
      }),
    );
  });

  it('never leaves a final state but for a fill, once the exchange named the order', () => {
    const update = fc.constantFrom(...OrderStatus.options).map((status) => updateOf({ status }));
    fc.assert(
      fc.property(fc.array(update, { maxLength: 12 }), (updates) => {
        let order = orderOf({ status: 'sending' });
        for (const one of updates) {
          const next = afterUpdate(order, one, 2_000);
          if (isFinal(order)) expect([order.status, 'filled']).toContain(next.status);
          order = next;
        }
      }),
    );
  });
});

describe('what we conclude ourselves', () => {
  const early = new Set<DeskStatus>(['journaled', 'sending', 'unknown']);
  for (const status of DeskStatus.options) {
    it(`${status}: lost or ended without an order only before the exchange said anything`, () => {
      const order = orderOf({ status });
      expect(toUnknown(order, TIMEOUT, 2_000).status).toBe(early.has(status) ? 'unknown' : status);
      expect(toEnded(order, 'not-placed', TIMEOUT, 2_000).status).toBe(early.has(status) ? 'not-placed' : status);
      expect(toDoubted(order, 2_000).status).toBe(FINAL_STATUSES.has(status) ? status : 'unknown');
    });
  }
});

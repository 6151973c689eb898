import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { decimal } from '../../../shared/model/decimal.ts';
import type { DeskOrder } from '../../../shared/model/desk.ts';
import type { OrderUpdate } from '../../../shared/model/order.ts';
import { OrderNews } from '../../../electron/engine/desk/order-news.ts';
import { afterUpdate } from '../../../electron/engine/desk/order-state.ts';
import { orderOf, updateOf } from '../../support/desk-bench.ts';

describe('news of an order, by the time of what it describes', () => {
  let news: OrderNews;
  let order: DeskOrder;

  beforeEach(() => {
    news = new OrderNews();
    order = orderOf({ status: 'sending' });
  });

  function hear(change: Partial<OrderUpdate>, askedMs: number | null = null): DeskOrder {
    const update = updateOf(change);
    order = afterUpdate(order, update, 5_000, news.hear(order, update, askedMs));
    return order;
  }

  const priced = (price: string, quantity: string, atMs: number | null) =>
    ({ price: decimal(price), quantity: decimal(quantity), atMs }) as const;

  it('older news sets neither price nor quantity, and its fill counts', () => {
    hear(priced('101', '2', 20_000));
    expect(hear({ ...priced('100', '3', 10_000), filledQuantity: decimal('1') })).toMatchObject({
      price: '101',
      quantity: '2',
      filledQuantity: '1',
    });
    expect(hear(priced('102', '2', 20_000)).price).toBe('102');
  });

  it('an answer counts from its question on, less what clocks may differ by', () => {
    hear(priced('101', '2', 20_000));
    expect(hear(priced('100', '3', null), 21_000).price).toBe('101');
    expect(hear(priced('100', '3', null), 23_000).price).toBe('100');
    expect(hear(priced('99', '3', 10_000), 30_000).price).toBe('99');
  });

  it('older news of resting does not undo a doubt, newer does', () => {
    hear({ status: 'open', atMs: 20_000 });
    order = { ...order, status: 'unknown' };
    expect(hear({ status: 'open', atMs: 10_000 }).status).toBe('unknown');
    expect(hear({ status: 'open', atMs: 21_000 }).status).toBe('open');
  });

  it('an order of others that ended comes back with newer news of resting alone', () => {
    order = orderOf({ key: 'orphan-x', status: 'open' });
    hear({ status: 'cancelled', atMs: 20_000 });
    expect(hear({ status: 'open', atMs: 19_000 }).status).toBe('cancelled');
    expect(hear({ status: 'open', atMs: null }).status).toBe('cancelled');
    expect(hear({ status: 'open', atMs: 21_000 }).status).toBe('open');
  });

  it('ends with the newest price whatever the order of messages', () => {
    const life = [10_000, 20_000, 30_000].map((atMs) => priced(String(atMs / 100), '2', atMs));
    fc.assert(
      fc.property(fc.shuffledSubarray(life, { minLength: life.length }), (messages) => {
        news = new OrderNews();
        order = orderOf({ status: 'sending' });
        for (const message of messages) hear(message);
        expect(order.price).toBe('300');
      }),
    );
  });

  it('adds up what the fills cost', () => {
    const fill = (trade: string, filled: string): Partial<OrderUpdate> => ({
      status: 'partially-filled',
      filledQuantity: decimal(filled),
      fill: { trade, quantity: decimal('0.004'), fee: { amount: decimal('0.01'), asset: 'BNB' } },
    });
    hear(fill('1', '0.004'));
    hear(fill('1', '0.004'));
    expect(hear(fill('2', '0.008')).fee).toEqual({ amount: '0.02', asset: 'BNB' });
    // A look-up that names no fee: what is shown would be that of a part.
    expect(hear({ filledQuantity: decimal('0.01') }).fee).toBeNull();
  });

  it('forgets those heard of longest ago', () => {
    hear(priced('101', '2', 20_000));
    for (let number = 0; number < 5_000; number += 1) {
      news.hear(orderOf({ key: `orphan-${number}` }), updateOf({}), null);
    }
    expect(hear(priced('100', '3', 10_000)).price).toBe('100');
  });
});

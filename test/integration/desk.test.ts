import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { exchangeIds } from '../../shared/model/account.ts';
import { decimal } from '../../shared/model/decimal.ts';
import type { DeskOrder } from '../../shared/model/desk.ts';
import type { OrderTicket } from '../../shared/model/order.ts';
import { exchange } from '../../electron/engine/exchanges/registry.ts';
import { DeskWorld } from '../support/desk-world.ts';

describe('a ticket becomes at most one order', () => {
  let rig: DeskWorld;

  beforeEach(async () => {
    rig = new DeskWorld({ seed: 'desk', isMoving: false });
    await rig.ready();
  });

  afterEach(() => rig.close());

  async function placed(ticket: OrderTicket, intent = rig.intent()): Promise<DeskOrder> {
    const review = rig.service.desk.review(intent, ticket);
    if (!review.ok) throw new Error(`review: ${JSON.stringify(review.failure)}`);
    const result = await rig.world.until(rig.service.desk.place(intent, review.value.hash));
    if (!result.ok) throw new Error(`place: ${JSON.stringify(result.failure)}`);
    return result.value;
  }

  function statusOf(order: DeskOrder): string | undefined {
    return rig.service.book.find(order.key)?.status;
  }

  for (const id of exchangeIds) {
    it(`${id}: places, knows it open, cancels, and knows it cancelled`, async () => {
      const order = await placed(rig.ticket(id));
      await rig.world.run(5_000);
      expect(statusOf(order)).toBe('open');
      const cancelled = await rig.world.until(rig.service.changing.cancel(order.key));
      expect(cancelled.ok).toBe(true);
      await rig.world.run(5_000);
      expect(statusOf(order)).toBe('cancelled');
      const kinds = rig.service.book.steps(order.key).map(({ kind }) => kind);
      expect(kinds.slice(0, 3)).toEqual(['journaled', 'sent', 'acknowledged']);
    });

    it(`${id}: fills a market order`, async () => {
      const order = await placed(rig.ticket(id, { type: 'market', price: null }));
      await rig.world.run(5_000);
      expect(statusOf(order)).toBe('filled');
      expect(Number(rig.service.book.find(order.key)?.filledQuantity)).toBe(0.01);
    });

    it(`${id}: an answer that is lost leaves it unknown, and the look-up finds it`, async () => {
      const origin = rig.world.origin(id);
      let cut = 1;
      const { transport } = rig.world;
      transport.tampers.set(origin, (reply) => {
        cut -= 1;
        return cut === 0 ? { ...reply, body: reply.body.slice(0, 5) } : reply;
      });
      const order = await placed(rig.ticket(id));
      expect(order.status).toBe('unknown');
      transport.tampers.delete(origin);
      await rig.world.run(3_000);
      expect(statusOf(order)).toBe('open');
    });
  }

  it('answers the same intent with the same order, however often it is confirmed', async () => {
    const intent = rig.intent();
    const review = rig.service.desk.review(intent, rig.ticket('binance'));
    if (!review.ok) throw new Error('no review');
    const { desk } = rig.service;
    const all = await rig.world.until(Promise.all([1, 2, 3].map(() => desk.place(intent, review.value.hash))));
    const again = await rig.world.until(desk.place(intent, review.value.hash));
    const ids = [...all, again].map((result) => (result.ok ? result.value.clientOrderId : result.failure.kind));
    expect(new Set(ids).size).toBe(1);
    const account = rig.world.account('binance');
    const request = exchange('binance').orders.open(null);
    const open = await rig.world.until(
      rig.world.engine.client.send({ account, request, caller: 'app', lane: 'account', withinMs: null }),
    );
    expect(open.ok && open.value.reply.json).toHaveLength(1);
  });

  it('refuses a confirm after 15 s and one for another hash', async () => {
    const intent = rig.intent();
    const review = rig.service.desk.review(intent, rig.ticket('okx'));
    if (!review.ok) throw new Error('no review');
    const wrong = await rig.service.desk.place(intent, '0'.repeat(64));
    expect(wrong).toMatchObject({ ok: false, failure: { kind: 'review-void' } });
    await rig.world.run(15_100);
    const late = await rig.service.desk.place(intent, review.value.hash);
    expect(late).toMatchObject({ ok: false, failure: { kind: 'review-void', why: 'expired' } });
    expect(rig.service.book.list().filter(({ key }) => key.startsWith('intent-'))).toEqual([]);
  });

  it('lets nothing leave once halted, and cancels what rests', async () => {
    const order = await placed(rig.ticket('kraken'));
    await rig.world.run(2_000);
    const intent = rig.intent();
    const review = rig.service.desk.review(intent, rig.ticket('kraken', { price: decimal('19000') }));
    if (!review.ok) throw new Error('no review');
    rig.service.halt.halt('user');
    const refused = await rig.service.desk.place(intent, review.value.hash);
    expect(refused).toMatchObject({ ok: false, failure: { kind: 'halted' } });
    await rig.world.run(10_000);
    await rig.world.until(rig.service.cancelAll(rig.world.account('kraken').id, null));
    await rig.world.run(5_000);
    expect(statusOf(order)).toBe('cancelled');
    expect(rig.service.halt.resume('resume').ok).toBe(true);
  });

  it('knows after a crash before the sending that nothing was sent, and looks for what was under way', async () => {
    const { transport } = rig.world;
    transport.latency = { minMs: 2_000, maxMs: 2_000 };
    const intent = rig.intent();
    const review = rig.service.desk.review(intent, rig.ticket('binance'));
    if (!review.ok) throw new Error('no review');
    void rig.service.desk.place(intent, review.value.hash);
    await rig.world.run(500);
    expect(rig.service.book.find(intent)?.status).toBe('sending');
    rig.restartDesk();
    expect(rig.service.book.find(intent)?.status).toBe('unknown');
    transport.latency = { minMs: 5, maxMs: 60 };
    await rig.world.run(10_000);
    expect(rig.service.book.find(intent)?.status).toBe('open');
  });
});

import { beforeEach, describe, expect, it } from 'vitest';
import { fail, ok } from '../../../shared/contract/failure.ts';
import { decimal } from '../../../shared/model/decimal.ts';
import {
  accountOf,
  binanceOrder,
  DeskBench,
  INTENT,
  stepAt,
  UNKNOWN_ORDER,
  updateOf,
} from '../../support/desk-bench.ts';
import { ticketOf } from '../../support/desk-world.ts';

const REJECTED = { kind: 'insufficient-funds', code: '-2010' } as const;

describe('from ticket to order', () => {
  let bench: DeskBench;

  beforeEach(() => {
    bench = new DeskBench();
    // The answer bears the id that was asked for.
    bench.client.say = ({ request }) =>
      ok(binanceOrder({ clientOrderId: /(?:new|orig)ClientOrderId=([^&]+)/.exec(request.query)?.[1] }));
  });

  it('a ticket that the exchange has no such order for is refused in words, not thrown', async () => {
    const ticket = ticketOf(accountOf('okx'), { type: 'stop-limit', stopPrice: decimal('1') });
    expect(bench.service.desk.review(INTENT, ticket)).toMatchObject({ ok: false, failure: { kind: 'invalid-input' } });
    expect(bench.service.desk.review(INTENT, { ...ticketOf(accountOf('binance')), price: null })).toMatchObject({
      ok: false,
      failure: { kind: 'invalid-input' },
    });
  });

  it('answers three confirms within 5 ms and one after 5 s with one order, sent once', async () => {
    const review = bench.service.desk.review(INTENT, ticketOf(accountOf('binance')));
    if (!review.ok) throw new Error('no review');
    const confirm = () => bench.service.desk.place(INTENT, review.value.hash);
    const first = await Promise.all([confirm(), confirm(), confirm()]);
    await bench.clock.run(5_000);
    const all = [...first, await confirm()];
    expect(new Set(all.map((result) => (result.ok ? result.value.clientOrderId : result.failure.kind))).size).toBe(1);
    expect(bench.sent().filter((call) => call === 'POST /api/v3/order')).toHaveLength(1);
  });

  it('tells of its answer how long it waited, travelled and was at the exchange', async () => {
    await bench.place();
    const acknowledged = bench.service.book.steps(INTENT).find(({ kind }) => kind === 'acknowledged');
    expect(acknowledged).toMatchObject({ queueMs: 1, networkMs: 3, exchangeMs: 2 });
  });

  it('an instrument that is gone, or an account, voids the review', async () => {
    const review = bench.service.desk.review(INTENT, ticketOf(accountOf('binance')));
    if (!review.ok) throw new Error('no review');
    bench.market.instrument = () => null;
    expect(await bench.service.desk.place(INTENT, review.value.hash)).toEqual(
      fail({ kind: 'review-void', why: 'changed' }),
    );
    expect(bench.sent()).toEqual([]);
  });

  it('a market that moved since the review voids it', async () => {
    const review = bench.service.desk.review(INTENT, ticketOf(accountOf('binance')));
    if (!review.ok) throw new Error('no review');
    bench.market.isMoved = true;
    expect(await bench.service.desk.place(INTENT, review.value.hash)).toEqual(
      fail({ kind: 'review-void', why: 'moved' }),
    );
    bench.market.isMoved = false;
    expect((await bench.service.desk.place(INTENT, review.value.hash)).ok).toBe(true);
  });

  it('goes out under an id of its user’s own, of which there can be one', async () => {
    const ticket = ticketOf(accountOf('binance'));
    const review = bench.service.desk.review(INTENT, ticket, 'mine-1');
    if (!review.ok) throw new Error('no review');
    expect(await bench.service.desk.place(INTENT, review.value.hash)).toMatchObject({
      ok: true,
      value: { clientOrderId: 'mine-1', status: 'open' },
    });
    expect(bench.service.desk.review('intent-0000000000000009', ticket, 'mine-1')).toEqual(
      fail({ kind: 'duplicate-order', code: null }),
    );
  });

  it('what an exchange refuses is told to whoever keeps its rules', async () => {
    bench.client.say = () => fail({ kind: 'filter', rule: 'LOT_SIZE', code: '-1013', detail: '' });
    await bench.place();
    expect(bench.market.refusals).toMatchObject([{ code: '-1013' }]);
  });

  const closed = [
    { name: 'halted', close: () => void bench.service.halt.halt('user'), failure: { kind: 'halted' } },
    { name: 'locked', close: () => bench.lock(), failure: { kind: 'app-locked' } },
  ];
  for (const { name, close, failure } of closed) {
    it(`${name} between confirm and sending: not placed, and nothing left`, async () => {
      const send = bench.client.send.bind(bench.client);
      bench.client.send = async (call) => {
        if (call.request.path === '/api/v3/order') close();
        return await send(call);
      };
      expect(await bench.place()).toMatchObject({ ok: true, value: { status: 'not-placed', failure } });
      expect(bench.sent()).not.toContain('POST /api/v3/order');
    });
  }

  it('is told by the stream before the answer comes', async () => {
    bench.client.say = ({ request }) => {
      const id = /newClientOrderId=([^&]+)/.exec(request.query)?.[1] ?? '';
      bench.service.heard(accountOf('binance'), [
        updateOf({ clientOrderId: id, status: 'filled', filledQuantity: decimal('0.01') }),
      ]);
      return fail({ kind: 'outcome-unknown', detail: 'timeout' });
    };
    expect(await bench.place()).toMatchObject({ ok: true, value: { status: 'filled' } });
    await bench.clock.run(60_000);
    expect(bench.sent()).toHaveLength(1);
  });

  it('a state that cannot be written is told all the same, with an alarm, and stays ours', async () => {
    const say = bench.client.say;
    bench.client.say = (call) => {
      bench.isBroken = true;
      return say(call);
    };
    const placed = await bench.place();
    expect(placed).toMatchObject({ ok: true, value: { status: 'open' } });
    expect(bench.troubles).toEqual(['journal.db']);
    expect(bench.service.book.list().map(({ key }) => key)).toEqual([INTENT]);
    bench.isBroken = false;
    bench.restart();
    // What was on disk says that it may be out there.
    expect(bench.statusOf()).toBe('unknown');
    await bench.clock.run(2_000);
    expect(bench.statusOf()).toBe('open');
  });
});

describe('what is not known', () => {
  let bench: DeskBench;

  beforeEach(() => {
    bench = new DeskBench();
    bench.client.say = ({ request }) =>
      request.method === 'POST' ? fail({ kind: 'outcome-unknown', detail: 'timeout' }) : fail(UNKNOWN_ORDER);
  });

  it('is not placed only with proof, and never sent again', async () => {
    await bench.place();
    expect(bench.statusOf()).toBe('unknown');
    await bench.clock.run(40_000);
    expect(bench.statusOf()).toBe('unknown');
    await bench.clock.run(10_000);
    expect(bench.statusOf()).toBe('not-placed');
    expect(bench.sent().filter((call) => call.startsWith('POST'))).toHaveLength(1);
  });

  it('shown by the exchange only after 12 s: unknown until then, and never called failed', async () => {
    const told: string[] = [];
    bench.service.book.onChange(({ status }) => void told.push(status));
    await bench.place();
    const id = bench.service.book.find(INTENT)?.clientOrderId;
    const atMs = bench.clock.monotonic() + 12_000;
    bench.client.say = () =>
      bench.clock.monotonic() < atMs ? fail(UNKNOWN_ORDER) : ok(binanceOrder({ clientOrderId: id }));
    await bench.clock.run(20_000);
    expect(bench.statusOf()).toBe('open');
    expect(told.filter((status) => status === 'not-placed' || status === 'rejected')).toEqual([]);
  });

  it('proof of life after “not placed” is believed', async () => {
    await bench.place();
    await bench.clock.run(60_000);
    const clientOrderId = bench.service.book.find(INTENT)?.clientOrderId ?? null;
    bench.service.heard(accountOf('binance'), [
      updateOf({ clientOrderId, status: 'filled', filledQuantity: decimal('0.01') }),
    ]);
    expect(bench.statusOf()).toBe('filled');
  });

  it('a refusal that was meant for another order is found out by a second look', async () => {
    bench.client.say = ({ request }) => (request.method === 'POST' ? fail(REJECTED) : fail(UNKNOWN_ORDER));
    await bench.place();
    expect(bench.statusOf()).toBe('rejected');
    const clientOrderId = bench.service.book.find(INTENT)?.clientOrderId;
    bench.client.say = () => ok(binanceOrder({ clientOrderId }));
    bench.restart();
    await bench.clock.run(25_000);
    expect(bench.statusOf()).toBe('open');
  });

  it('a refusal that was meant stays one, after one look', async () => {
    bench.client.say = ({ request }) => (request.method === 'POST' ? fail(REJECTED) : fail(UNKNOWN_ORDER));
    await bench.place();
    await bench.clock.run(300_000);
    expect(bench.statusOf()).toBe('rejected');
    expect(bench.sent().filter((call) => call.startsWith('GET'))).toHaveLength(1);
  });

  it('an open order that can nowhere be found is a person’s affair, not “not placed”', async () => {
    const order = bench.given({ status: 'open' });
    await bench.clock.run(600_000);
    expect(bench.service.book.find(order.key)).toMatchObject({ status: 'unknown', lookUp: { wantsHuman: true } });
    const looked = bench.sent().length;
    await bench.clock.run(600_000);
    expect(bench.sent().length - looked).toBeLessThanOrEqual(10);
  });

  it('a person’s word: placed or not, and only of what is unknown', () => {
    const order = bench.given({
      status: 'unknown',
      exchangeOrderId: null,
      lookUp: { tries: 12, nextAtMs: null, wantsHuman: true },
    });
    expect(bench.service.desk.decide(order.key, 'not-placed')).toMatchObject({
      ok: true,
      value: { status: 'not-placed' },
    });
    expect(bench.service.desk.decide(order.key, 'placed').ok).toBe(false);
    expect(bench.kinds().at(-1)).toBe('decided');
  });
});

describe('after a start', () => {
  const lives = [
    { status: 'journaled', comesTo: 'not-placed' },
    { status: 'sending', comesTo: 'unknown' },
    { status: 'unknown', comesTo: 'unknown' },
    { status: 'open', comesTo: 'open' },
    { status: 'filled', comesTo: 'filled' },
    { status: 'not-placed', comesTo: 'not-placed' },
  ] as const;
  for (const { status, comesTo } of lives) {
    it(`${status}: ${comesTo}`, () => {
      const bench = new DeskBench();
      bench.given({ status, exchangeOrderId: null });
      expect(bench.statusOf()).toBe(comesTo);
    });
  }

  it('nobody cancels or amends any more what was being cancelled or amended', () => {
    const bench = new DeskBench();
    bench.given({ status: 'open', isCancelling: true, isAmending: true });
    expect(bench.service.book.find(INTENT)).toMatchObject({ isCancelling: false, isAmending: false });
  });

  it('an order of an account that is gone is a person’s affair at once, and decided by them', async () => {
    const bench = new DeskBench();
    bench.accounts.remove(accountOf('binance').id);
    bench.given({ status: 'open' });
    const gone = { status: 'unknown', failure: { kind: 'not-found' }, lookUp: { wantsHuman: true } };
    expect(bench.service.book.find(INTENT)).toMatchObject(gone);
    const steps = bench.kinds().length;
    bench.restart();
    expect(bench.kinds()).toHaveLength(steps);
    // It was seen, so that it was placed, whatever became of it.
    expect(bench.service.desk.decide(INTENT, 'not-placed')).toMatchObject({ ok: true, value: { status: 'cancelled' } });
    await bench.clock.run(60_000);
    expect(bench.sent()).toEqual([]);
  });

  it('an account that is removed and comes back has its orders looked for again', async () => {
    const bench = new DeskBench();
    bench.client.say = () => ok(binanceOrder());
    bench.given({ status: 'open' });
    await bench.clock.run(2_000);
    bench.accounts.remove(accountOf('binance').id);
    expect(bench.statusOf()).toBe('unknown');
    bench.accounts.put(accountOf('binance'));
    await bench.clock.run(2_000);
    expect(bench.statusOf()).toBe('open');
  });

  it('a key that could not be read is no question for a person, and is asked with at once when it can', async () => {
    const bench = new DeskBench();
    bench.client.say = () => fail({ kind: 'secret-store', state: 'locked', detail: '' });
    bench.given({ status: 'unknown', exchangeOrderId: null });
    await bench.clock.run(3_600_000);
    expect(bench.service.book.find(INTENT)).toMatchObject({ status: 'unknown', lookUp: { wantsHuman: false } });
    bench.client.say = () => ok(binanceOrder());
    const stop = bench.service.run(accountOf('binance'));
    await bench.clock.run(10);
    expect(bench.statusOf()).toBe('open');
    stop();
  });

  it('says of an intent that cannot be read that somebody must look', () => {
    const bench = new DeskBench();
    bench.given({ status: 'sending' });
    bench.memory.db.exec("UPDATE intents SET intent = '{}'");
    bench.restart();
    expect(bench.troubles).toHaveLength(1);
  });

  it('an intent on disk whose writing was said to have failed is never sent, and says so when confirmed again', async () => {
    const bench = new DeskBench();
    const review = bench.service.desk.review(INTENT, ticketOf(accountOf('binance')));
    if (!review.ok) throw new Error('no review');
    const order = bench.given({ status: 'journaled', exchangeOrderId: null });
    bench.memory.journal.update({ ...order, status: 'journaled' }, stepAt(3, order));
    expect(await bench.service.desk.place(INTENT, review.value.hash)).toMatchObject({
      ok: true,
      value: { status: 'not-placed' },
    });
    expect(bench.sent()).toEqual([]);
  });
});

import { beforeEach, describe, expect, it } from 'vitest';
import { fail, ok } from '../../../shared/contract/failure.ts';
import { decimal } from '../../../shared/model/decimal.ts';
import { accountOf, binanceOrder, DeskBench, INTENT, type Said, updateOf } from '../../support/desk-bench.ts';

const account = accountOf('binance');
const LIST = 'GET /api/v3/openOrders';
const LOOK = 'GET /api/v3/order';

describe('what we think is open, held against what is', () => {
  let bench: DeskBench;
  let open: string;
  let order: string;

  beforeEach(() => {
    bench = new DeskBench();
    open = '[]';
    order = binanceOrder();
    bench.client.say = ({ request }) => (request.path.endsWith('/openOrders') ? ok(open) : ok(order));
  });

  const orphans = () => bench.service.book.list().filter(({ key }) => key.startsWith('orphan-'));

  it('asks soon after the start, each minute while something rests without a feed, and every ten with one', async () => {
    bench.service.heard(account, [updateOf({ clientOrderId: 'theirs', exchangeOrderId: '5' })]);
    open = `[${binanceOrder({ clientOrderId: 'theirs', orderId: 5 })}]`;
    const stop = bench.service.reconciler.watch(account);
    await bench.clock.run(61_500);
    expect(bench.sent()).toEqual([LIST, LIST]);
    bench.service.feedChanged(account, 'live');
    await bench.clock.run(0);
    expect(bench.sent()).toHaveLength(3);
    await bench.clock.run(10 * 60_000);
    expect(bench.sent()).toHaveLength(4);
    stop();
    await bench.clock.run(30 * 60_000);
    expect(bench.sent()).toHaveLength(4);
  });

  it('looks rarely where nothing rests, and within a minute once something does or the feed is lost', async () => {
    bench.service.reconciler.watch(account);
    await bench.clock.run(120_000);
    expect(bench.sent()).toEqual([LIST]);
    bench.service.heard(account, [updateOf({ clientOrderId: 'theirs', exchangeOrderId: '5' })]);
    await bench.clock.run(60_000);
    expect(bench.sent()).toEqual([LIST, LIST]);
    bench.service.feedChanged(account, 'live');
    await bench.clock.run(10);
    bench.service.feedChanged(account, 'down');
    await bench.clock.run(60_000);
    expect(bench.sent()).toHaveLength(4);
  });

  it('each beginning of a feed is a gap that is looked into', async () => {
    bench.service.reconciler.watch(account);
    await bench.clock.run(2_000);
    for (const state of ['live', 'connecting', 'live'] as const) {
      bench.service.feedChanged(account, state);
      await bench.clock.run(10);
    }
    expect(bench.sent()).toEqual([LIST, LIST, LIST]);
  });

  it('looks up ours that is missing from the list', async () => {
    bench.given({ status: 'open' });
    await bench.clock.run(15_000);
    bench.client.calls.length = 0;
    order = binanceOrder({ status: 'FILLED', executedQty: '0.01', cummulativeQuoteQty: '200' });
    expect(await bench.service.reconciler.ask(account)).toBe(true);
    await bench.clock.run(1_100);
    expect(bench.sent()).toEqual([LIST, LOOK]);
    expect(bench.statusOf()).toBe('filled');
  });

  it('does not miss one that was acknowledged just now', async () => {
    bench.given({ status: 'open', updatedAtMs: bench.clock.now() - 5_000 });
    await bench.clock.run(1_500);
    bench.client.calls.length = 0;
    await bench.service.reconciler.ask(account);
    await bench.clock.run(5_000);
    expect(bench.sent()).toEqual([LIST]);
  });

  const unread: readonly { readonly name: string; readonly said: Said }[] = [
    { name: 'a failure', said: fail({ kind: 'timeout' }) },
    { name: 'a page', said: ok('<html>') },
    { name: 'half a list', said: ok('[{"orderId":1') },
    { name: 'a list of something else', said: ok('[{"a":1}]') },
  ];
  for (const { name, said } of unread) {
    it(`concludes nothing from ${name}`, async () => {
      bench.given({ status: 'open' });
      await bench.clock.run(15_000);
      bench.service.heard(account, [updateOf({ clientOrderId: 'theirs', exchangeOrderId: '5' })]);
      bench.client.say = () => said;
      expect(await bench.service.reconciler.ask(account)).toBe(false);
      expect(bench.statusOf()).toBe('open');
      expect(orphans().map(({ status }) => status)).toEqual(['open']);
    });
  }

  it('shows orders of others, and lets go of them when they are no longer open', async () => {
    open = `[${binanceOrder({ clientOrderId: 'theirs', orderId: 5 })}]`;
    await bench.service.reconciler.ask(account);
    expect(orphans()).toMatchObject([{ clientOrderId: 'theirs', status: 'open' }]);
    open = '[]';
    await bench.clock.run(15_000);
    await bench.service.reconciler.ask(account);
    expect(orphans()).toMatchObject([{ status: 'cancelled', reason: 'no longer open' }]);
  });

  it('knows Kraken’s one pair under each of its names', () => {
    const kraken = accountOf('kraken');
    const ids = { clientOrderId: null, exchangeOrderId: 'OABC12-34567-DEFGHI' };
    bench.service.heard(kraken, [updateOf({ ...ids, symbol: 'BTC/USD' })]);
    bench.service.heard(kraken, [updateOf({ ...ids, symbol: 'XBTUSD' })]);
    expect(orphans().map(({ symbol }) => symbol)).toEqual(['XXBTZUSD']);
  });

  it('the end of an order nobody here ever saw is no news', () => {
    bench.service.heard(account, [updateOf({ clientOrderId: 'theirs', exchangeOrderId: '5', status: 'cancelled' })]);
    expect(orphans()).toEqual([]);
  });

  it('takes what a feed told in whatever order, a fill after the cancel included', () => {
    bench.given({ status: 'open' });
    bench.service.heard(account, [
      updateOf({ status: 'cancelled', filledQuantity: decimal('0.004') }),
      updateOf({ status: 'open', filledQuantity: decimal('0') }),
      updateOf({ status: 'partially-filled', filledQuantity: decimal('0.004') }),
    ]);
    expect(bench.service.book.find(INTENT)).toMatchObject({ status: 'cancelled', filledQuantity: '0.004' });
  });

  it('a burst of orders of a bot does not grow the memory', () => {
    for (let number = 0; number < 3_000; number += 1) {
      const ids = { clientOrderId: `w-${number}`, exchangeOrderId: `${number}` };
      bench.service.heard(account, [updateOf(ids), updateOf({ ...ids, status: 'filled' })]);
    }
    expect(bench.service.book.list().length).toBeLessThanOrEqual(1_100);
  });
});

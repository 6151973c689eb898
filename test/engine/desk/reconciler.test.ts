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
    open = `[${binanceOrder({ clientOrderId: 'theirs', orderId: 5 })}]`;
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
    bench.given({ status: 'open' });
    await bench.clock.run(15_000);
    bench.service.heard(account, [updateOf({ filledQuantity: decimal('0.001'), status: 'partially-filled' })]);
    // A wall clock that is set does not make it old.
    bench.clock.stepWall(3_600_000);
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

  describe('an order of others that is not open any more', () => {
    const theirs = { clientOrderId: 'theirs', orderId: 5 };

    beforeEach(async () => {
      open = `[${binanceOrder({ ...theirs, executedQty: '0.004', cummulativeQuoteQty: '80' })}]`;
      await bench.service.reconciler.ask(account);
      expect(orphans()).toMatchObject([{ clientOrderId: 'theirs', status: 'open', filledQuantity: '0.004' }]);
      open = '[]';
      await bench.clock.run(15_000);
      bench.client.calls.length = 0;
    });

    it('is looked up by the exchange’s id before its end is named', async () => {
      order = binanceOrder({ ...theirs, status: 'FILLED', executedQty: '0.01', cummulativeQuoteQty: '200' });
      await bench.service.reconciler.ask(account);
      expect(orphans()).toMatchObject([{ status: 'unknown', lookUp: { wantsHuman: false } }]);
      await bench.clock.run(10);
      expect(bench.client.calls.at(-1)?.request.query).toContain('orderId=5');
      expect(orphans()).toMatchObject([{ status: 'filled', filledQuantity: '0.01', failure: null }]);
    });

    it('keeps an end that is not known, asks a few times, and comes alive again with news of it', async () => {
      bench.client.say = ({ request }) =>
        request.path.endsWith('/openOrders') ? ok(open) : fail({ kind: 'unknown-order', code: '-2013' });
      await bench.service.reconciler.ask(account);
      await bench.clock.run(7_200_000);
      expect(orphans()).toMatchObject([{ status: 'unknown', lookUp: { tries: 5, nextAtMs: null, wantsHuman: true } }]);
      expect(bench.sent().filter((call) => call === LOOK)).toHaveLength(5);
      bench.service.heard(account, [updateOf({ clientOrderId: 'theirs', exchangeOrderId: '5' })]);
      expect(orphans()).toMatchObject([{ status: 'open', lookUp: null }]);
    });
  });

  it('a list that was made before its order ended does not bring it back', async () => {
    const ids = { clientOrderId: 'theirs', exchangeOrderId: '5' };
    bench.service.heard(account, [updateOf({ ...ids, atMs: 1_000 })]);
    bench.client.say = () => {
      bench.service.heard(account, [updateOf({ ...ids, status: 'cancelled', atMs: bench.clock.now() })]);
      return ok(`[${binanceOrder({ clientOrderId: 'theirs', orderId: 5, price: '19000' })}]`);
    };
    await bench.service.reconciler.ask(account);
    expect(orphans()).toMatchObject([{ status: 'cancelled', price: null }]);
  });

  it('orders of two symbols with one id are two', () => {
    const ids = { clientOrderId: null, exchangeOrderId: '5' };
    bench.service.heard(account, [updateOf(ids), updateOf({ ...ids, symbol: 'ETHUSDT' })]);
    bench.service.heard(account, [updateOf({ ...ids, symbol: 'ETHUSDT', status: 'cancelled' })]);
    expect(orphans().map(({ symbol, status }) => `${symbol} ${status}`)).toEqual(['BTCUSDT open', 'ETHUSDT cancelled']);
  });

  it('an id given again to the next order is another order', () => {
    bench.service.heard(account, [
      updateOf({ clientOrderId: 'same', exchangeOrderId: '5' }),
      updateOf({ clientOrderId: 'same', exchangeOrderId: '5', status: 'filled' }),
      updateOf({ clientOrderId: 'same', exchangeOrderId: '6' }),
    ]);
    expect(orphans().map(({ status }) => status)).toEqual(['filled', 'open']);
  });

  it('OKX: reads its list to the end, and takes nothing for missing that is on a later page', async () => {
    const okx = accountOf('okx');
    const row = (number: number) => ({
      instType: number === 0 ? 'SWAP' : 'SPOT',
      instId: number === 0 ? 'BTC-USDT-SWAP' : 'BTC-USDT',
      ordId: String(1_000 - number),
      clOrdId: `bot${number}`,
      side: 'buy',
      ordType: 'limit',
      state: 'live',
      px: '20000',
      sz: '1',
      accFillSz: '0',
    });
    const rows = Array.from({ length: 130 }, (_, number) => row(number));
    bench.client.say = ({ request }) => {
      const from = new URLSearchParams(request.query).get('after') === null ? 0 : 100;
      return ok(JSON.stringify({ code: '0', data: rows.slice(from, from + 100) }));
    };
    await bench.service.reconciler.ask(okx);
    await bench.clock.run(15_000);
    bench.client.calls.length = 0;
    expect(await bench.service.reconciler.ask(okx)).toBe(true);
    await bench.clock.run(1_000);
    expect(bench.client.calls.map(({ request }) => request.query)).toEqual(['', 'after=901']);
    expect(orphans().map(({ status }) => status)).toEqual(Array.from({ length: 130 }, () => 'open'));
    expect(orphans()[0]).toMatchObject({ symbol: 'BTC-USDT-SWAP', quantityUnit: 'contracts' });
  });

  it('comes back ever later to a list that cannot be had, and much later where asking changes nothing', async () => {
    bench.client.say = () => fail({ kind: 'timeout' });
    const stop = bench.service.reconciler.watch(account);
    await bench.clock.run(3_600_000);
    const tries = bench.client.calls.length;
    expect(tries).toBeGreaterThan(10);
    expect(tries).toBeLessThan(30);
    bench.client.say = () => fail({ kind: 'invalid-key', reason: 'unknown', code: '-2015' });
    await bench.clock.run(3_600_000);
    expect(bench.client.calls.length - tries).toBeLessThan(5);
    stop();
  });

  it('a list that lacks what changed just now is asked for again when that must be in it', async () => {
    order = binanceOrder({ status: 'FILLED', executedQty: '0.01', cummulativeQuoteQty: '200' });
    bench.given({ status: 'sending' });
    bench.service.reconciler.watch(account);
    bench.service.feedChanged(account, 'live');
    bench.service.heard(account, [updateOf({})]);
    // Its fill was told while nobody heard.
    await bench.clock.run(0);
    expect(bench.sent()).toEqual([LIST]);
    await bench.clock.run(15_000);
    expect(bench.statusOf()).toBe('filled');
    const calls = bench.sent().length;
    await bench.clock.run(120_000);
    expect(bench.sent()).toHaveLength(calls);
  });

  it('a gap in the feed while a list is on its way is looked into at once', async () => {
    bench.service.reconciler.watch(account);
    let isFirst = true;
    bench.client.say = () => {
      if (isFirst) bench.service.feedChanged(account, 'live');
      isFirst = false;
      return ok(open);
    };
    await bench.clock.run(1_100);
    expect(bench.sent()).toEqual([LIST, LIST]);
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

import { beforeEach, describe, expect, it } from 'vitest';
import { fail, ok } from '../../../shared/contract/failure.ts';
import {
  accountOf,
  binanceOrder,
  DeskBench,
  INTENT,
  type Said,
  UNKNOWN_ORDER,
  updateOf,
} from '../../support/desk-bench.ts';
import { flush } from '../../support/fake-clock.ts';

const account = accountOf('binance');
const PLACE = 'POST /api/v3/order';
const CANCEL = 'DELETE /api/v3/order';

describe('an order whose cancel was asked for before it rested', () => {
  let bench: DeskBench;
  let answers: Record<string, Said>;
  let release: () => void;

  beforeEach(() => {
    bench = new DeskBench();
    answers = { DELETE: fail(UNKNOWN_ORDER), GET: fail(UNKNOWN_ORDER) };
    bench.client.say = ({ request: { method } }) => answers[method] ?? fail({ kind: 'outcome-unknown', detail: '' });
    bench.client.queue = new Promise((resolve) => {
      release = resolve;
    });
  });

  const own = (change: Parameters<typeof binanceOrder>[0]): Said =>
    ok(binanceOrder({ clientOrderId: bench.service.book.find(INTENT)?.clientOrderId, ...change }));
  const count = (call: string): number => bench.sent().filter((one) => one === call).length;

  it('does not leave any more while it waits to', async () => {
    const placing = bench.place();
    await flush();
    expect(bench.statusOf()).toBe('journaled');
    expect(await bench.service.changing.cancel(INTENT)).toMatchObject({ ok: true, value: { isCancelling: true } });
    release();
    expect(await placing).toMatchObject({ ok: true, value: { status: 'not-placed', failure: { kind: 'aborted' } } });
    expect(bench.service.book.find(INTENT)).toMatchObject({ isCancelling: false, isCancelWanted: false });
    expect(bench.sent()).toEqual([]);
  });

  const gone = [
    { name: 'its account is removed', lose: () => bench.accounts.remove(account.id) },
    { name: 'its key is gone', lose: () => Object.assign(bench, { hasKey: false }) },
  ];
  for (const { name, lose } of gone) {
    it(`does not leave once ${name}`, async () => {
      const placing = bench.place();
      await flush();
      lose();
      release();
      expect(await placing).toMatchObject({ ok: true, value: { status: 'not-placed' } });
      expect(bench.sent()).toEqual([]);
    });
  }

  it('is cancelled again when it comes to rest after all, until it does not rest', async () => {
    release();
    answers['POST'] = 'never';
    void bench.place();
    await flush();
    expect(bench.statusOf()).toBe('sending');
    // The exchange does not know it yet.
    expect(await bench.service.changing.cancel(INTENT)).toMatchObject({ ok: true, value: { status: 'sending' } });
    expect(count(CANCEL)).toBe(1);
    const { clientOrderId = null } = bench.service.book.find(INTENT) ?? {};
    bench.service.heard(account, [updateOf({ clientOrderId })]);
    answers['GET'] = own({});
    await bench.clock.run(10);
    expect(count(CANCEL)).toBe(2);
    await bench.clock.run(60_000);
    expect(count(CANCEL)).toBeGreaterThan(3);
    answers['DELETE'] = own({ status: 'CANCELED' });
    await bench.clock.run(60_000);
    expect(bench.service.book.find(INTENT)).toMatchObject({ status: 'cancelled', isCancelWanted: false });
    const cancels = count(CANCEL);
    await bench.clock.run(600_000);
    expect([count(CANCEL), count(PLACE)]).toEqual([cancels, 1]);
  });

  it('is cancelled when it comes to rest in another life of the app', async () => {
    bench.given({ status: 'unknown', exchangeOrderId: null, isCancelWanted: true });
    answers = { GET: ok(binanceOrder()), DELETE: ok(binanceOrder({ status: 'CANCELED' })) };
    release();
    await bench.clock.run(2_000);
    expect(bench.statusOf()).toBe('cancelled');
  });

  it('a wish outlives what keeps it from being carried out', async () => {
    answers = { GET: ok(binanceOrder()), DELETE: fail({ kind: 'unreachable', detail: '' }) };
    release();
    bench.given({ status: 'open', isCancelWanted: true });
    await bench.clock.run(300_000);
    expect(bench.service.book.find(INTENT)).toMatchObject({ status: 'open', isCancelWanted: true });
    const tries = count(CANCEL);
    expect(tries).toBeGreaterThan(5);
    answers['DELETE'] = fail({ kind: 'invalid-key', reason: 'unknown', code: '-2015' });
    await bench.clock.run(3_600_000);
    expect(count(CANCEL) - tries).toBeLessThan(10);
    answers['DELETE'] = ok(binanceOrder({ status: 'CANCELED' }));
    await bench.clock.run(600_000);
    expect(bench.statusOf()).toBe('cancelled');
  });

  it('a plain refusal of one that rests ends the wish', async () => {
    release();
    bench.given({ status: 'open' });
    answers['GET'] = ok(binanceOrder());
    answers['DELETE'] = fail({ kind: 'missing-permission', code: '-2015' });
    await bench.clock.run(2_000);
    expect((await bench.service.changing.cancel(INTENT)).ok).toBe(false);
    await bench.clock.run(600_000);
    expect(count(CANCEL)).toBe(1);
    expect(bench.service.book.find(INTENT)).toMatchObject({ isCancelling: false, isCancelWanted: false });
  });

  it('cancelling all of a symbol reaches those on their way', async () => {
    answers['DELETE'] = ok('[]');
    answers['GET'] = ok('[]');
    const placing = bench.place();
    await flush();
    await bench.service.cancelAll(account.id, 'ETHUSDT');
    expect(bench.service.book.find(INTENT)?.isCancelWanted).not.toBe(true);
    await bench.service.cancelAll(account.id, 'BTCUSDT');
    release();
    expect(await placing).toMatchObject({ ok: true, value: { status: 'not-placed' } });
    expect(count(PLACE)).toBe(0);
  });
});

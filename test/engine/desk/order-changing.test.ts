import { beforeEach, describe, expect, it } from 'vitest';
import { type Failure, fail, ok } from '../../../shared/contract/failure.ts';
import { decimal } from '../../../shared/model/decimal.ts';
import type { IntentId } from '../../../shared/model/desk.ts';
import {
  accountOf,
  binanceOrder,
  DeskBench,
  INTENT,
  type Said,
  UNKNOWN_ORDER,
  updateOf,
} from '../../support/desk-bench.ts';
import { exchange } from '../../../electron/engine/exchanges/registry.ts';
import { flush } from '../../support/fake-clock.ts';

const AMEND: IntentId = 'intent-amend-00000000000001';
const SMALLER = decimal('0.005');
const amended = JSON.stringify({
  transactTime: 5,
  executionId: 1,
  amendedOrder: JSON.parse(binanceOrder({ origQty: '0.005', qty: '0.005' })),
});

describe('changing what rests', () => {
  let bench: DeskBench;
  let answers: Record<string, Said>;

  beforeEach(async () => {
    bench = new DeskBench();
    answers = { GET: ok(binanceOrder()) };
    bench.client.say = ({ request }) => answers[request.method] ?? fail({ kind: 'timeout' });
    bench.given({ status: 'open' });
    await bench.clock.run(2_000);
    bench.client.calls.length = 0;
  });

  const cancel = () => bench.service.changing.cancel(INTENT);
  const amend = (id = AMEND, quantity = SMALLER) => bench.service.changing.amend(id, INTENT, null, quantity);

  it('cancels, and a second cancel of what is cancelled sends nothing', async () => {
    answers['DELETE'] = ok(binanceOrder({ status: 'CANCELED', origClientOrderId: 'hr-1', clientOrderId: 'c1' }));
    expect(await cancel()).toMatchObject({ ok: true, value: { status: 'cancelled', isCancelling: false } });
    expect((await cancel()).ok).toBe(false);
    expect(bench.sent()).toEqual(['DELETE /api/v3/order']);
  });

  it('a cancel that comes too late shows the fill', async () => {
    answers['DELETE'] = fail({ kind: 'unknown-order', code: '-2011' });
    answers['GET'] = ok(binanceOrder({ status: 'FILLED', executedQty: '0.01', cummulativeQuoteQty: '200' }));
    expect(await cancel()).toMatchObject({ ok: true, value: { isCancelling: false } });
    await bench.clock.run(2_000);
    expect(bench.service.book.find(INTENT)).toMatchObject({ status: 'filled', filledQuantity: '0.01' });
  });

  it('a fill that overtakes the cancel’s answer stays filled', async () => {
    bench.client.say = () => {
      bench.service.heard(accountOf('binance'), [updateOf({ status: 'filled', filledQuantity: decimal('0.01') })]);
      return fail({ kind: 'unknown-order', code: '-2011' });
    };
    expect(await cancel()).toMatchObject({ ok: true, value: { status: 'filled' } });
  });

  it('a cancel whose answer is lost is looked up', async () => {
    answers['DELETE'] = fail({ kind: 'outcome-unknown', detail: '' });
    answers['GET'] = ok(binanceOrder({ status: 'CANCELED' }));
    await cancel();
    await bench.clock.run(2_000);
    expect(bench.statusOf()).toBe('cancelled');
  });

  it('a cancel works while halted and locked', async () => {
    bench.service.halt.halt('sleep');
    bench.isLocked = true;
    answers['DELETE'] = ok(binanceOrder({ status: 'CANCELED' }));
    expect((await cancel()).ok).toBe(true);
  });

  it('amends once for each intent, under the id it has', async () => {
    answers['PUT'] = ok(amended);
    const [first, again] = await Promise.all([amend(), amend()]);
    expect(first).toMatchObject({ ok: true, value: { quantity: '0.005', isAmending: false } });
    expect(again).toBe(first);
    expect(await amend()).toBe(first);
    const puts = bench.client.calls.filter(({ request }) => request.method === 'PUT');
    expect(puts).toHaveLength(1);
    // Without it Binance draws another id, under which nobody would find the order.
    expect(new URLSearchParams(puts[0]?.request.query).get('newClientOrderId')).toBe('hr-1');
  });

  const unsure: readonly Failure[] = [
    { kind: 'outcome-unknown', detail: '' },
    { kind: 'unknown-order', code: '-2038' },
  ];
  for (const failure of unsure) {
    it(`an amendment that ends with ${failure.kind} is looked up, and what is found is shown`, async () => {
      answers['PUT'] = fail(failure);
      answers['GET'] = ok(binanceOrder({ origQty: '0.005' }));
      expect(await amend()).toEqual(fail(failure));
      await bench.clock.run(2_000);
      expect(bench.service.book.find(INTENT)).toMatchObject({ quantity: '0.005', isAmending: false });
      expect(bench.sent().filter((call) => call.startsWith('PUT'))).toHaveLength(1);
    });
  }

  describe('OKX, whose good answer means only that the wish was taken', () => {
    const okx = accountOf('okx');
    const row = { instId: 'BTC-USDT', ordId: '77', clOrdId: 'hr-1', side: 'buy', ordType: 'limit', state: 'live' };
    const push = (change: object) =>
      exchange('okx').orders.readSocketOrders({ arg: { channel: 'orders' }, data: [{ ...row, ...change }] });
    const taken = ok('{"code":"0","data":[{"ordId":"77","clOrdId":"hr-1","sCode":"0"}]}');
    const key = 'intent-0000000000000003';

    beforeEach(async () => {
      const order = { key, account: okx.id, exchange: 'okx', symbol: 'BTC-USDT', status: 'open' } as const;
      bench.client.say = ({ request: { path } }) => {
        if (path.endsWith('/amend-order')) return taken;
        return path.endsWith('/order') ? ok(JSON.stringify({ code: '0', data: [row] })) : ok('{"code":"0","data":[]}');
      };
      bench.given({ ...order, clientOrderId: 'hr-1' });
      await bench.clock.run(2_000);
    });

    const amendOkx = () => bench.service.changing.amend(AMEND, key, decimal('21000'), null);
    const told = (change: object): void => {
      const read = push(change);
      if (read.ok) bench.service.heard(okx, read.value);
    };

    it('stays as it was, and changing, until the feed tells the new figures', async () => {
      expect(await amendOkx()).toMatchObject({ ok: true, value: { isAmending: true, price: '20000' } });
      told({ px: '21000', amendResult: '0' });
      expect(bench.service.book.find(key)).toMatchObject({ isAmending: false, price: '21000' });
      expect(bench.kinds(key)).toContain('amended');
    });

    it('tells of a refusal that comes later', async () => {
      await amendOkx();
      told({ px: '20000', amendResult: '-1', code: '51503', msg: 'filled or canceled' });
      expect(bench.service.book.find(key)).toMatchObject({ isAmending: false, price: '20000' });
      expect(bench.service.book.steps(key).at(-1)).toMatchObject({
        kind: 'amend-refused',
        detail: expect.stringContaining('51503'),
      });
    });

    it('is looked up where no feed tells of it', async () => {
      await amendOkx();
      await bench.clock.run(2_000);
      expect(bench.service.book.find(key)?.isAmending).toBe(false);
    });

    for (const code of ['51404', '51410', '51416']) {
      it(`a cancel refused with ${code} says nothing of the order, which is looked up`, async () => {
        const { failure } = exchange('okx').errors.classify(code, 'x');
        bench.client.say = ({ request: { path } }) =>
          path.endsWith('/cancel-order')
            ? fail(failure)
            : ok(JSON.stringify({ code: '0', data: [{ ...row, state: 'filled', sz: '1', accFillSz: '1' }] }));
        expect((await bench.service.changing.cancel(key)).ok).toBe(true);
        await bench.clock.run(2_000);
        expect(bench.statusOf(key)).toBe('filled');
      });
    }
  });

  it('is not sent while halted', async () => {
    bench.service.halt.halt('sleep');
    expect(await amend()).toEqual(fail({ kind: 'halted' }));
    expect(bench.sent()).toEqual([]);
    expect(bench.service.book.find(INTENT)?.isAmending).toBe(false);
  });

  it('an amendment the exchange has not is refused before anything is sent', async () => {
    expect(await amend(AMEND, decimal('0.02'))).toMatchObject({ ok: false, failure: { kind: 'unavailable' } });
    expect(bench.sent()).toEqual([]);
  });

  it('remembers no more than so many amendments', async () => {
    answers['PUT'] = fail(UNKNOWN_ORDER);
    for (let number = 0; number < 501; number += 1) await amend(`intent-amend-${String(number).padStart(14, '0')}`);
    const before = bench.client.calls.length;
    await amend('intent-amend-00000000000500');
    expect(bench.client.calls.length).toBe(before);
    await amend('intent-amend-00000000000000');
    expect(bench.client.calls.length).toBe(before + 1);
    await flush();
  });

  it('an answer that names nothing is not taken for one about an order without an id', async () => {
    bench.given({ key: 'intent-0000000000000002', clientOrderId: 'hr-2', exchangeOrderId: null, status: 'open' });
    answers['DELETE'] = ok(binanceOrder({ clientOrderId: 'other', orderId: 5, status: 'CANCELED' }));
    await bench.service.changing.cancel('intent-0000000000000002');
    expect(bench.statusOf('intent-0000000000000002')).toBe('open');
  });
});

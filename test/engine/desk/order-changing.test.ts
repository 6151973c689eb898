import { beforeEach, describe, expect, it } from 'vitest';
import { fail, ok } from '../../../shared/contract/failure.ts';
import { decimal } from '../../../shared/model/decimal.ts';
import { exchange } from '../../../electron/engine/exchanges/registry.ts';
import { accountOf, binanceOrder, DeskBench, INTENT, type Said, updateOf } from '../../support/desk-bench.ts';

describe('cancelling what rests', () => {
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

  describe('OKX, where a cancel may find the order in any state', () => {
    const okx = accountOf('okx');
    const key = 'intent-0000000000000003';
    const filled = { instId: 'BTC-USDT', ordId: '77', clOrdId: 'hr-1', side: 'buy', ordType: 'limit', state: 'filled' };

    for (const code of ['51404', '51410', '51416']) {
      it(`a cancel refused with ${code} says nothing of the order, which is looked up`, async () => {
        const { failure } = exchange('okx').errors.classify(code, 'x');
        bench.client.say = ({ request: { path } }) =>
          path.endsWith('/cancel-order')
            ? fail(failure)
            : ok(JSON.stringify({ code: '0', data: [{ ...filled, sz: '1', accFillSz: '1' }] }));
        const order = { key, account: okx.id, exchange: 'okx', symbol: 'BTC-USDT', status: 'open' } as const;
        bench.given({ ...order, clientOrderId: 'hr-1' });
        expect((await bench.service.changing.cancel(key)).ok).toBe(true);
        await bench.clock.run(2_000);
        expect(bench.statusOf(key)).toBe('filled');
      });
    }
  });

  it('an answer that names nothing is not taken for one about an order without an id', async () => {
    bench.given({ key: 'intent-0000000000000002', clientOrderId: 'hr-2', exchangeOrderId: null, status: 'open' });
    answers['DELETE'] = ok(binanceOrder({ clientOrderId: 'other', orderId: 5, status: 'CANCELED' }));
    await bench.service.changing.cancel('intent-0000000000000002');
    expect(bench.statusOf('intent-0000000000000002')).toBe('open');
  });
});

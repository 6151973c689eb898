import { beforeEach, describe, expect, it } from 'vitest';
import { type Failure, fail, ok } from '../../../shared/contract/failure.ts';
import { type Decimal, decimal } from '../../../shared/model/decimal.ts';
import type { IntentId, Review } from '../../../shared/model/desk.ts';
import { exchange } from '../../../electron/engine/exchanges/registry.ts';
import { refusal, warning } from '../../../electron/engine/desk/market/breach.ts';
import { accountOf, binanceOrder, DeskBench, INTENT, type Said, updateOf } from '../../support/desk-bench.ts';

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
    answers = { GET: ok(binanceOrder()), PUT: ok(amended) };
    bench.client.say = ({ request }) => answers[request.method] ?? fail({ kind: 'timeout' });
    bench.given({ status: 'open' });
    await bench.clock.run(2_000);
    bench.client.calls.length = 0;
  });

  const ask = (quantity: Decimal | null = SMALLER, price: Decimal | null = null, id = AMEND) =>
    bench.service.amending.review(id, INTENT, { price, quantity });
  function reviewed(...asked: Parameters<typeof ask>): Review {
    const review = ask(...asked);
    if (!review.ok) throw new Error(review.failure.kind);
    return review.value;
  }
  const amend = (hash = reviewed().hash, id = AMEND) => bench.service.amending.amend(id, INTENT, hash);
  const puts = () => bench.client.calls.filter(({ request }) => request.method === 'PUT');

  it('shows the exact request and the order as it would be, before anything is sent', () => {
    const review = reviewed();
    expect(review).toMatchObject({
      method: 'PUT',
      path: '/api/v3/order/amend/keepPriority',
      ticket: { side: 'buy', type: 'limit', quantity: '0.005', price: '20000.00', quantityUnit: 'base' },
    });
    // Without it Binance draws another id, under which nobody would find the order.
    expect(review.params).toContainEqual({ name: 'newClientOrderId', value: 'hr-1' });
    expect(bench.sent()).toEqual([]);
  });

  it('a change that was refused is told as refused again, and is not sent again', async () => {
    answers['PUT'] = fail({ kind: 'rejected', code: '-2038', detail: '' });
    const { hash } = reviewed();
    const first = await amend(hash);
    expect(first).toMatchObject({ ok: false, failure: { kind: 'rejected' } });
    expect(await amend(hash)).toEqual(first);
    expect(puts()).toHaveLength(1);
  });

  it('is judged as what the order would become, with the order it is', () => {
    reviewed();
    expect(bench.market.judged.at(-1)).toMatchObject({
      ticket: { quantity: '0.005', price: '20000.00' },
      amending: { order: { key: INTENT, quantity: '0.01' } },
    });
  });

  it('a change that breaks a rule is refused, at the review and again at the confirm', async () => {
    const { hash } = reviewed();
    bench.market.preflight = { ...bench.market.preflight, breaches: [refusal('own-price-band', { bound: '62000' })] };
    const told = { ok: false, failure: { kind: 'filter', rule: 'own-price-band', detail: '62000' } };
    expect(await amend(hash)).toMatchObject(told);
    expect(ask()).toMatchObject(told);
    expect(bench.sent()).toEqual([]);
    expect(bench.service.book.find(INTENT)?.isAmending).toBe(false);
  });

  it('a warning is shown and stops nothing', async () => {
    bench.market.preflight = { ...bench.market.preflight, breaches: [warning('would-take')] };
    const review = reviewed();
    expect(review.preflight.breaches).toHaveLength(1);
    expect((await amend(review.hash)).ok).toBe(true);
  });

  it('leaves once for each intent, whoever asks and however often', async () => {
    const { hash } = reviewed();
    const [first, again] = await Promise.all([amend(hash), amend(hash)]);
    expect(first).toMatchObject({ ok: true, value: { quantity: '0.005', isAmending: false } });
    expect(again).toBe(first);
    expect(await amend(hash)).toMatchObject({ ok: true, value: { quantity: '0.005' } });
    expect(puts()).toHaveLength(1);
  });

  it('is written down before it is sent, so that another life does not send it again', async () => {
    const { hash } = reviewed();
    bench.client.say = ({ request }) => (request.method === 'PUT' ? 'never' : ok(binanceOrder()));
    void amend(hash);
    await bench.clock.run(10);
    expect(bench.memory.journal.findAmend(AMEND)?.detail).toBe(`${INTENT} quantity 0.005`);
    bench.restart();
    expect(await amend(hash)).toMatchObject({ ok: true, value: { key: INTENT } });
    expect(ask()).toEqual(fail({ kind: 'review-void', why: 'changed' }));
    expect(puts()).toHaveLength(1);
  });

  it('one that cannot be written down is not sent', async () => {
    const { hash } = reviewed();
    bench.isBroken = true;
    expect(await amend(hash)).toMatchObject({ ok: false, failure: { kind: 'storage' } });
    expect(bench.sent()).toEqual([]);
  });

  const voids: readonly { readonly name: string; readonly act: () => void; readonly why: string }[] = [
    { name: 'too old', act: () => bench.clock.advance(15_001), why: 'expired' },
    {
      name: 'the market has moved',
      act: () => {
        bench.market.isMoved = true;
      },
      why: 'moved',
    },
    {
      name: 'the order was changed elsewhere',
      act: () => bench.service.heard(accountOf('binance'), [updateOf({ quantity: decimal('0.008') })]),
      why: 'changed',
    },
  ];
  for (const { name, act, why } of voids) {
    it(`a review is void: ${name}`, async () => {
      const { hash } = reviewed();
      act();
      expect(await amend(hash)).toEqual(fail({ kind: 'review-void', why }));
      expect(bench.sent()).toEqual([]);
    });
  }

  it('a hash of something else, or of another order, sends nothing', async () => {
    reviewed();
    expect(await amend('0'.repeat(64))).toMatchObject({ ok: false, failure: { kind: 'review-void' } });
    expect(bench.sent()).toEqual([]);
  });

  it('a fill in between does not void it', async () => {
    const { hash } = reviewed();
    bench.service.heard(accountOf('binance'), [
      updateOf({ status: 'partially-filled', filledQuantity: decimal('0.001') }),
    ]);
    expect((await amend(hash)).ok).toBe(true);
  });

  const unsure: readonly Failure[] = [
    { kind: 'outcome-unknown', detail: '' },
    { kind: 'unknown-order', code: '-2038' },
  ];
  for (const failure of unsure) {
    it(`one that ends with ${failure.kind} is looked up, and what is found is shown`, async () => {
      const { hash } = reviewed();
      answers['PUT'] = fail(failure);
      answers['GET'] = ok(binanceOrder({ origQty: '0.005' }));
      expect(await amend(hash)).toEqual(fail(failure));
      await bench.clock.run(2_000);
      expect(bench.service.book.find(INTENT)).toMatchObject({ quantity: '0.005', isAmending: false });
      expect(puts()).toHaveLength(1);
    });
  }

  it('is not sent while halted', async () => {
    const { hash } = reviewed();
    bench.service.halt.halt('sleep');
    expect(await amend(hash)).toEqual(fail({ kind: 'halted' }));
    expect(bench.sent()).toEqual([]);
    expect(bench.service.book.find(INTENT)?.isAmending).toBe(false);
  });

  it('a change the exchange has not is refused before anything is sent', () => {
    expect(ask(decimal('0.02'))).toMatchObject({ ok: false, failure: { kind: 'unavailable' } });
  });

  it('a second change waits for the first', async () => {
    const { hash } = reviewed();
    bench.client.say = ({ request }) => (request.method === 'PUT' ? 'never' : ok(binanceOrder()));
    void amend(hash);
    await bench.clock.run(10);
    expect(ask(SMALLER, null, 'intent-amend-00000000000002')).toMatchObject({
      ok: false,
      failure: { kind: 'unavailable' },
    });
  });

  describe('at OKX, whose good answer means only that the wish was taken', () => {
    const okx = accountOf('okx');
    const key = 'intent-0000000000000003';
    const row = { instId: 'BTC-USDT', ordId: '77', clOrdId: 'hr-1', side: 'buy', ordType: 'limit', state: 'live' };
    const taken = ok('{"code":"0","data":[{"ordId":"77","clOrdId":"hr-1","sCode":"0"}]}');

    beforeEach(async () => {
      const order = { key, account: okx.id, exchange: 'okx', symbol: 'BTC-USDT', status: 'open' } as const;
      bench.client.say = ({ request: { path } }) => {
        if (path.endsWith('/amend-order')) return taken;
        return path.endsWith('/order') ? ok(JSON.stringify({ code: '0', data: [row] })) : ok('{"code":"0","data":[]}');
      };
      bench.given({ ...order, clientOrderId: 'hr-1' });
      await bench.clock.run(2_000);
    });

    async function amendOkx() {
      const review = bench.service.amending.review(AMEND, key, { price: decimal('21000'), quantity: null });
      if (!review.ok) throw new Error(review.failure.kind);
      return bench.service.amending.amend(AMEND, key, review.value.hash);
    }
    function told(change: object): void {
      const read = exchange('okx').orders.readSocketOrders({
        arg: { channel: 'orders' },
        data: [{ ...row, ...change }],
      });
      if (read.ok) bench.service.heard(okx, read.value);
    }

    it('stays as it was, and changing, until the feed tells the new figures', async () => {
      expect(await amendOkx()).toMatchObject({ ok: true, value: { isAmending: true, price: '20000' } });
      told({ px: '21000', amendResult: '0' });
      expect(bench.service.book.find(key)).toMatchObject({ isAmending: false, price: '21000' });
      expect(bench.kinds(key)).toContain('amended');
    });

    it('tells of a refusal that comes later', async () => {
      await amendOkx();
      told({ px: '20000.00', amendResult: '-1', code: '51503', msg: 'filled or canceled' });
      expect(bench.service.book.find(key)).toMatchObject({ isAmending: false, price: '20000.00' });
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
  });
});

it('an OKX order sized in quote is sized in base from its first change on, as the exchange tells it', async () => {
  const bench = new DeskBench();
  const okx = accountOf('okx');
  const key = 'intent-0000000000000003';
  const row = { instId: 'BTC-USDT', ordId: '77', clOrdId: 'hr1', side: 'buy', ordType: 'limit', state: 'live' };
  const now = { ...row, px: '20000', sz: '0.01' };
  bench.client.say = ({ request: { path, body } }) => {
    if (path.endsWith('/amend-order')) {
      now.sz = (JSON.parse(body?.text ?? '{}') as { readonly newSz?: string }).newSz ?? now.sz;
      return ok('{"code":"0","data":[{"ordId":"77","clOrdId":"hr1","sCode":"0"}]}');
    }
    return ok(JSON.stringify({ code: '0', data: [now] }));
  };
  const size = { price: decimal('20000'), quantity: decimal('200'), quantityUnit: 'quote' } as const;
  const names = { account: okx.id, exchange: 'okx', symbol: 'BTC-USDT', clientOrderId: 'hr1' } as const;
  bench.given({ key, ...names, ...size, status: 'open', side: 'buy', type: 'limit' });
  await bench.clock.run(2_000);
  const review = bench.service.amending.review(AMEND, key, { price: null, quantity: decimal('9000') });
  if (!review.ok) throw new Error(review.failure.kind);
  await bench.service.amending.amend(AMEND, key, review.value.hash);
  const message = {
    arg: { channel: 'orders' },
    data: [{ ...now, amendResult: '0', uTime: String(bench.clock.now()) }],
  };
  const heard = exchange('okx').orders.readSocketOrders(message);
  if (!heard.ok) throw new Error(heard.failure.kind);
  bench.service.heard(okx, heard.value);
  await bench.clock.run(30_000);
  expect(now.sz).toBe('0.45');
  expect(bench.service.book.find(key)).toMatchObject({ quantity: '0.45', quantityUnit: 'base', isAmending: false });
});

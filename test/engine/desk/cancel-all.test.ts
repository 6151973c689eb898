import { beforeEach, describe, expect, it } from 'vitest';
import { type Failure, fail, ok } from '../../../shared/contract/failure.ts';
import type { DeskOrder } from '../../../shared/model/desk.ts';
import type { ExchangeId } from '../../../shared/model/account.ts';
import { cancelAll, type CancelledAll, type CancelWish } from '../../../electron/engine/desk/cancel-all.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { accountOf, binanceOrder, orderOf, SaidClient, UNKNOWN_ORDER } from '../../support/desk-bench.ts';

const PAGE = 100;
const DONE = '{"code":"0","msg":"","data":[{"ordId":"1","clOrdId":"","sCode":"0","sMsg":""}]}';
const THROTTLED: Failure = { kind: 'rate-limited', code: null, retryAtMs: null };
const TAKEN = '{"error":[],"result":{"count":1}}';

describe('cancelling everything', () => {
  let clock: FakeClock;
  let client: SaidClient;
  let open: string[];
  let known: DeskOrder[];

  beforeEach(() => {
    clock = new FakeClock();
    client = new SaidClient(clock);
    open = [];
    known = [];
    client.say = ({ request }) => {
      if (request.path.endsWith('/orders-pending')) return ok(okxList(pageAfter(request.query)));
      open = open.filter((id) => !(request.body?.text.includes(`"${id}"`) ?? false));
      return ok(DONE);
    };
  });

  async function cancelled(id: ExchangeId, wish: Partial<CancelWish> = {}): Promise<CancelledAll> {
    const parts = { clock, client, resting: () => known };
    const done = cancelAll(parts, accountOf(id), { symbol: null, isHalted: true, ...wish });
    await clock.run(60_000);
    return await done;
  }

  function pageAfter(query: string): readonly string[] {
    const after = new URLSearchParams(query).get('after');
    const from = after === null ? 0 : open.indexOf(after) + 1;
    return open.slice(from, from + PAGE);
  }

  const asked = (): string[] => client.calls.map(({ request }) => `${request.method} ${request.path}`);

  it('OKX: reads page after page, cancels twenty at a time, of every kind of instrument', async () => {
    open = Array.from({ length: 250 }, (_one, index) => String(1_000 + index));
    expect(await cancelled('okx')).toEqual(ok({ asked: 250 }));
    expect(open).toEqual([]);
    const lists = client.calls.filter(({ request }) => request.method === 'GET');
    expect(lists.map(({ request }) => request.query)).toEqual([
      'limit=100',
      'after=1099&limit=100',
      'after=1199&limit=100',
      'limit=100',
    ]);
    expect(asked().filter((call) => call.endsWith('/cancel-batch-orders'))).toHaveLength(13);
  });

  it('is done when nothing is listed any more, not when a cancel was taken', async () => {
    const say = client.say;
    let lists = 0;
    client.say = (call) => {
      if (!call.request.path.endsWith('/orders-pending')) return say(call);
      lists += 1;
      return ok(okxList(lists < 3 ? ['1', '2'] : []));
    };
    expect(await cancelled('okx')).toEqual(ok({ asked: 2 }));
    expect(lists).toBe(3);
    client.say = (call) => (call.request.path.endsWith('/orders-pending') ? ok(okxList(['1', '2'])) : say(call));
    expect(await cancelled('okx')).toMatchObject({ ok: false, failure: { kind: 'outcome-unknown' } });
  });

  it('is not done while a cancel fails or the list cannot be had', async () => {
    open = ['1'];
    const say = client.say;
    client.say = (call) => (call.request.path.includes('/cancel-') ? fail({ kind: 'timeout' }) : say(call));
    expect(await cancelled('okx')).toMatchObject({ ok: false, failure: { kind: 'timeout' } });
    client.say = () => fail({ kind: 'busy', code: null });
    expect((await cancelled('okx')).ok).toBe(false);
    client.say = () => ok('<html>');
    expect((await cancelled('okx')).ok).toBe(false);
  });

  it('an order that is gone by then was wanted gone', async () => {
    client.say = ({ request }) =>
      request.method === 'GET' ? ok(client.calls.length === 1 ? `[${binanceOrder()}]` : '[]') : fail(UNKNOWN_ORDER);
    expect(await cancelled('binance')).toEqual(ok({ asked: 1 }));
  });

  it('reads of an order only what it is cancelled by: an odd field keeps nothing alive', async () => {
    const odd = binanceOrder({ status: 'A_NEW_WORD', type: 'PEGGED', origQty: 'much' });
    client.say = ({ request }) => ok(request.method === 'GET' && client.calls.length === 1 ? `[${odd}]` : '[]');
    expect(await cancelled('binance')).toEqual(ok({ asked: 1 }));
    expect(asked()).toEqual(['GET /api/v3/openOrders', 'DELETE /api/v3/openOrders', 'GET /api/v3/openOrders']);
  });

  it('lists in no lane that passes gates, and cancels in the one that does', async () => {
    open = ['1'];
    await cancelled('okx');
    expect(client.calls.map(({ lane }) => lane)).toEqual(['account', 'cancel', 'account']);
  });

  describe('where the list cannot be had', () => {
    beforeEach(() => {
      known = [
        orderOf({ status: 'open', exchangeOrderId: '7' }),
        orderOf({ status: 'open', exchangeOrderId: '8' }),
        orderOf({ status: 'unknown', symbol: 'ETHUSDT' }),
      ];
    });

    it('at least what is known goes, a whole symbol in one call', async () => {
      client.say = ({ request }) => (request.method === 'GET' ? fail({ kind: 'timeout' }) : ok('[]'));
      expect(await cancelled('binance')).toMatchObject({ ok: false, failure: { kind: 'timeout' } });
      const cancels = client.calls.filter(({ request }) => request.method === 'DELETE');
      expect(cancels.map(({ request }) => `${request.path}?${request.query}`)).toEqual([
        '/api/v3/openOrders?symbol=BTCUSDT',
        '/api/v3/openOrders?symbol=ETHUSDT',
      ]);
    });

    it('and the cancels are refused as well, the first refusal is the last call', async () => {
      client.say = () => fail(THROTTLED);
      expect(await cancelled('binance')).toMatchObject({ ok: false, failure: { kind: 'rate-limited' } });
      expect(asked()).toEqual(['GET /api/v3/openOrders', 'DELETE /api/v3/openOrders']);
    });
  });

  describe('Kraken', () => {
    const list = (...orders: readonly (readonly [txid: string, pair: string, opentm: number])[]): string => {
      const open = orders.map(([txid, pair, opentm]) => [txid, { opentm, status: 'open', descr: { pair } }]);
      return JSON.stringify({ error: [], result: { open: Object.fromEntries(open) } });
    };

    it('is cancelled by the one call there is, and on a halt that is looked at', async () => {
      client.say = ({ request }) => ok(request.path.endsWith('CancelAll') ? TAKEN : list());
      expect(await cancelled('kraken', { isHalted: false })).toEqual(ok({ asked: null }));
      expect(asked()).toEqual(['POST /0/private/CancelAll']);
      expect(await cancelled('kraken')).toEqual(ok({ asked: null }));
      expect(asked().slice(1)).toEqual(['POST /0/private/CancelAll', 'POST /0/private/OpenOrders']);
    });

    it('outside a halt takes nothing that was placed after the press, where there is no call for all of it', async () => {
      const nowS = clock.now() / 1_000;
      client.say = ({ request }) => {
        if (!request.path.endsWith('OpenOrders')) return ok(TAKEN);
        const isFirst = client.calls.filter((call) => call.request.path.endsWith('OpenOrders')).length === 1;
        return ok(
          isFirst ? list(['OLD', 'XBTUSD', nowS - 60], ['NEW', 'XBTUSD', nowS + 5]) : list(['NEW', 'XBTUSD', nowS + 5]),
        );
      };
      expect(await cancelled('kraken', { symbol: 'XBTUSD', isHalted: false })).toEqual(ok({ asked: 1 }));
      const names = client.calls.filter(({ request }) => request.path.endsWith('CancelOrder'));
      expect(names.map(({ request }) => request.body?.text)).toEqual(['txid=OLD']);
    });

    it('while the clock is in doubt takes every order for an old one', async () => {
      client.isTrusted = false;
      const nowS = clock.now() / 1_000;
      client.say = ({ request }) => {
        if (!request.path.endsWith('OpenOrders')) return ok(TAKEN);
        return ok(client.calls.length === 1 ? list(['A', 'XBTUSD', nowS + 5]) : list());
      };
      expect(await cancelled('kraken', { symbol: 'XBTUSD', isHalted: false })).toEqual(ok({ asked: 1 }));
    });

    it('outside a halt is asked once, and after a lost answer only what is older goes by name', async () => {
      const nowS = clock.now() / 1_000;
      known = [];
      client.say = ({ request }) => {
        if (request.path.endsWith('CancelAll')) return fail({ kind: 'outcome-unknown', detail: 'timeout' });
        if (request.path.endsWith('OpenOrders'))
          return ok(list(['OLD', 'XBTUSD', nowS - 60], ['NEW', 'XBTUSD', nowS + 5]));
        return ok(TAKEN);
      };
      await cancelled('kraken', { isHalted: false });
      const [first, ...others] = client.calls;
      expect([first?.request.path, first?.attempts]).toEqual(['/0/private/CancelAll', 1]);
      const names = others.filter(({ request }) => request.path.endsWith('CancelOrder')).map((call) => call.request);
      expect(new Set(names.map(({ body }) => body?.text))).toEqual(new Set(['txid=OLD']));
    });

    for (const symbol of ['XXBTZUSD', 'XBTUSD', 'BTC/USD']) {
      it(`all of ${symbol} are those of the pair, whatever it is called`, async () => {
        client.say = ({ request }) => {
          if (!request.path.endsWith('OpenOrders')) return ok(TAKEN);
          return ok(client.calls.length === 1 ? list(['A', 'XBTUSD', 1], ['B', 'ETHUSD', 1]) : list());
        };
        known = [orderOf({ symbol: 'XXBTZUSD', exchangeOrderId: 'C', clientOrderId: 'c', status: 'open' }, 'kraken')];
        expect(await cancelled('kraken', { symbol, isHalted: false })).toEqual(ok({ asked: 2 }));
        const names = client.calls.flatMap(({ request }) => (request.path.endsWith('CancelOrder') ? [request] : []));
        expect(names.map(({ body }) => body?.text)).toEqual(['txid=A', 'txid=C']);
      });
    }
  });
});

function okxList(ids: readonly string[]): string {
  const rows = ids.map((ordId) => ({ instId: 'BTC-USDT-SWAP', ordId, clOrdId: '', cTime: '1782864000000' }));
  return JSON.stringify({ code: '0', msg: '', data: rows });
}

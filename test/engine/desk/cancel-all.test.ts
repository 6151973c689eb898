import { beforeEach, describe, expect, it } from 'vitest';
import { fail, ok } from '../../../shared/contract/failure.ts';
import { cancelAll } from '../../../electron/engine/desk/cancel-all.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { accountOf, binanceOrder, SaidClient, UNKNOWN_ORDER } from '../../support/desk-bench.ts';

const okx = accountOf('okx');
const PAGE = 100;

describe('cancelling everything', () => {
  let client: SaidClient;
  let open: string[];

  beforeEach(() => {
    client = new SaidClient(new FakeClock());
    open = [];
    client.say = ({ request }) => {
      if (request.path.endsWith('/orders-pending')) return ok(okxList(open.slice(0, PAGE)));
      open = open.filter((id) => !(request.body?.text.includes(`"${id}"`) ?? false));
      return ok('{"code":"0","msg":"","data":[{"ordId":"1","clOrdId":"","sCode":"0","sMsg":""}]}');
    };
  });

  it('asks page after page until nothing is left', async () => {
    open = Array.from({ length: 250 }, (_one, index) => String(1_000 + index));
    expect(await cancelAll(client, okx, null)).toEqual(ok({ asked: 250 }));
    expect(open).toEqual([]);
  });

  it('ends when what is listed was asked for already', async () => {
    const say = client.say;
    client.say = (call) => (call.request.path.endsWith('/orders-pending') ? ok(okxList(['1', '2'])) : say(call));
    expect(await cancelAll(client, okx, null)).toEqual(ok({ asked: 2 }));
  });

  it('is not done while a cancel fails or the list cannot be had', async () => {
    open = ['1'];
    const say = client.say;
    client.say = (call) => (call.request.path.endsWith('/cancel-order') ? fail({ kind: 'timeout' }) : say(call));
    expect(await cancelAll(client, okx, null)).toMatchObject({ ok: false, failure: { kind: 'timeout' } });
    client.say = () => fail({ kind: 'busy', code: null });
    expect((await cancelAll(client, okx, null)).ok).toBe(false);
    client.say = () => ok('<html>');
    expect((await cancelAll(client, okx, null)).ok).toBe(false);
  });

  it('an order that is gone by then was wanted gone', async () => {
    client.say = ({ request }) =>
      request.method === 'GET' && client.calls.length === 1
        ? ok(`[${binanceOrder()}]`)
        : request.method === 'GET'
          ? ok('[]')
          : fail(UNKNOWN_ORDER);
    expect(await cancelAll(client, accountOf('binance'), null)).toEqual(ok({ asked: 1 }));
  });

  it('uses the one call where there is one, in the cancels’ own lane', async () => {
    client.say = () => ok('{"error":[],"result":{"count":3}}');
    expect(await cancelAll(client, accountOf('kraken'), null)).toEqual(ok({ asked: null }));
    expect(client.calls.map(({ request, lane }) => `${request.path} ${lane}`)).toEqual(['/0/private/CancelAll cancel']);
  });
});

function okxList(ids: readonly string[]): string {
  const rows = ids.map((ordId) => ({
    instId: 'BTC-USDT',
    ordId,
    clOrdId: '',
    tag: '',
    px: '1',
    sz: '1',
    ordType: 'limit',
    side: 'buy',
    tdMode: 'cash',
    accFillSz: '0',
    fillPx: '',
    tradeId: '',
    fillSz: '0',
    fillTime: '',
    avgPx: '',
    state: 'live',
    lever: '',
    feeCcy: 'BTC',
    fee: '0',
    rebateCcy: '',
    rebate: '',
    source: '',
    pnl: '0',
    category: 'normal',
    uTime: '1782864000000',
    cTime: '1782864000000',
    tgtCcy: '',
    cancelSource: '',
    cancelSourceReason: '',
  }));
  return JSON.stringify({ code: '0', msg: '', data: rows });
}

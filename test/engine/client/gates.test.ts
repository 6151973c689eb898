import { describe, expect, it } from 'vitest';
import { get } from '../../../electron/engine/http.ts';
import { ClientRig, orderReplies, orderRequests, post } from '../../support/client-rig.ts';
import { json, text } from '../../support/scripted-transport.ts';

const depth = get('/api/v3/depth', { symbol: 'BTCUSDT' });
const HOUR_MS = 3_600_000;

function gateOf(rig: ClientRig): { readonly key: string; readonly cause: string; readonly forMs: number }[] {
  return rig.limiter.gates().map(({ key, cause, untilMs }) => ({ key, cause, forMs: untilMs - rig.clock.now() }));
}

describe('a refusal', () => {
  it('of one bucket closes that one alone', async () => {
    const rig = new ClientRig();
    const refused = { code: -1015, msg: 'Too many new orders; current limit is 50 orders per 10 SECOND.' };
    rig.transport.once(/order/, json(refused, 429, { 'retry-after': ['4'] }));
    await rig.sent('binance', orderRequests.binance);
    expect(gateOf(rig)).toEqual([
      { key: 'binance/live|orders-10s|account=binance-a', cause: 'rate-limited', forMs: 4_000 },
    ]);
    rig.transport.once(/depth/, json({ lastUpdateId: 1 }));
    expect((await rig.sent('binance', depth)).result).toMatchObject({ ok: true });
  });

  const strangers = [
    ['the public limit', get('/0/public/Ticker', { pair: 'XBTUSD' }), 'kraken/live|public|ip=default'],
    ['the REST counter', post('/0/private/Balance', {}, 'form'), 'kraken/live|rest-counter|key='],
  ] as const;
  for (const [name, request, key] of strangers)
    it(`of ${name} of Kraken holds no order, which has counters of its own`, async () => {
      const rig = new ClientRig();
      rig.transport
        .once(/Ticker|Balance/, json({ error: ['EAPI:Rate limit exceeded'] }))
        .always(/AddOrder/, json(orderReplies.kraken));
      await rig.sent('kraken', request, { withinMs: 100 });
      expect(gateOf(rig)).toMatchObject([{ key: expect.stringContaining(key), forMs: 5_000 }]);
      expect((await rig.sent('kraken', orderRequests.kraken)).result).toMatchObject({ ok: true });
    });

  it('of OKX’s edge holds everything for a while but a cancel', async () => {
    const rig = new ClientRig();
    rig.transport
      .once(/ticker/, text('<html>403</html>', 403))
      .always(/cancel-order/, json({ code: '0', msg: '', data: [] }));
    await rig.sent('okx', get('/api/v5/market/ticker', { instId: 'BTC-USDT' }), { withinMs: 100 });
    expect(gateOf(rig)).toMatchObject([{ key: 'okx/live|ip=default', cause: 'firewall', forMs: 30_000 }]);
    const order = await rig.sent('okx', orderRequests.okx, { withinMs: 100 }, 200);
    const cancel = await rig.sent(
      'okx',
      post('/api/v5/trade/cancel-order', { instId: 'BTC-USDT', ordId: '1' }, 'json'),
    );
    expect([order.result?.ok, cancel.result?.ok]).toEqual([false, true]);
  });

  it('of the day closes the day until midnight UTC on the exchange’s clock', async () => {
    const rig = new ClientRig({ offsetMs: -HOUR_MS });
    rig.transport.once(
      /order/,
      json({ code: -1015, msg: 'Too many new orders; current limit is 160000 orders per 1 DAY.' }, 400),
    );
    await rig.sent('binance', orderRequests.binance);
    // Local midnight is 23:00 of the day before at the exchange; 1 ms for what the sample leaves open.
    expect(gateOf(rig)).toEqual([
      { key: 'binance/live|orders-1d|account=binance-a', cause: 'rate-limited', forMs: HOUR_MS + 1 },
    ]);
  });

  it('without a time closes to the end of the minute as the exchange counts it', async () => {
    const rig = new ClientRig({ offsetMs: 20_000 });
    rig.transport.once(/depth/, json({ code: -1003, msg: 'Too much request weight used' }, 429));
    const sent = await rig.sent('binance', depth, { withinMs: 1_000 }, 0);
    expect(gateOf(rig)).toEqual([{ key: 'binance/live|ip=default', cause: 'rate-limited', forMs: 40_001 }]);
    await rig.run(1_001);
    expect(sent.result).toMatchObject({ failure: { kind: 'rate-limited' } });
  });

  it('without a time and a clock closes for a whole window', async () => {
    const rig = new ClientRig({ isClockKnown: false });
    rig.transport.once(/depth/, json({ code: -1003, msg: 'Too much request weight used' }, 429));
    await rig.sent('binance', depth, { withinMs: 1_000 }, 0);
    expect(gateOf(rig)).toMatchObject([{ forMs: 60_000 }]);
  });

  it('tells its end in local time, wherever the local clock stands', async () => {
    for (const offsetMs of [-HOUR_MS, 0, HOUR_MS]) {
      const rig = new ClientRig({ offsetMs });
      const untilMs = rig.clock.now() + offsetMs + 600_000;
      rig.transport.once(
        /depth/,
        json({ code: -1003, msg: `Way too many requests; IP banned until ${untilMs}.` }, 418),
      );
      const sent = await rig.sent('binance', depth, { withinMs: 1_000 }, 1_001);
      expect(sent.result).toEqual({
        ok: false,
        failure: { kind: 'banned', code: '-1003', untilMs: rig.clock.now() - 1_001 + 600_000 },
      });
      expect(rig.limiter.gates()).toMatchObject([{ cause: 'banned', untilMs: rig.clock.now() - 1_001 + 600_000 }]);
    }
  });

  it('that is a storm makes one pause for all: nothing leaves inside the window', async () => {
    const rig = new ClientRig();
    const atMs: number[] = [];
    rig.transport.always(/depth/, () => {
      atMs.push(rig.clock.monotonic());
      return json({ code: -1003, msg: 'Too many requests' }, 429, { 'retry-after': ['20'] });
    });
    const first = rig.start('binance', depth, { withinMs: 30_000 });
    await rig.run(0);
    const rest = Array.from({ length: 40 }, () => rig.start('binance', depth, { withinMs: 15_000 }));
    await rig.run(19_999);
    expect(atMs).toEqual([0]);
    expect(rest.every(({ result }) => result?.ok === false && result.failure.kind === 'held')).toBe(true);
    await rig.run(2);
    expect(atMs).toEqual([0, 20_000]);
    await rig.run(60_000);
    expect(first.result).toMatchObject({ failure: { kind: 'rate-limited' } });
  });

  it('keeps back what waits for a socket: it leaves when the gate opens', async () => {
    const rig = new ClientRig();
    const leftMs: number[] = [];
    let free: () => void = () => undefined;
    rig.transport.socket = ({ request }) => {
      const isFirst = rig.transport.arrivals.length === 1;
      if (isFirst || !request.target.includes('depth')) return null;
      return new Promise((resolve) => {
        free = resolve;
      });
    };
    rig.transport
      .once(/depth/, json({ code: -1003, msg: 'Too many requests' }, 429, { 'retry-after': ['5'] }))
      .once(/depth/, () => {
        leftMs.push(rig.clock.monotonic());
        return json({ lastUpdateId: 1 });
      });
    const first = rig.start('binance', depth, { withinMs: 30_000, attempts: 1 });
    const second = rig.start('binance', depth, { withinMs: 30_000 });
    await rig.run(10);
    expect(first.result).toMatchObject({ failure: { kind: 'rate-limited' } });
    // A socket comes free while the gate is closed.
    free();
    await rig.run(4_000);
    expect([leftMs, second.result]).toEqual([[], null]);
    await rig.run(1_500);
    free();
    await rig.run(10);
    expect(leftMs).toHaveLength(1);
    expect(second.result).toMatchObject({ ok: true });
  });

  it('keeps back an order that waits for a socket, and after its time it has surely not left', async () => {
    const rig = new ClientRig();
    let free: () => void = () => undefined;
    let left = 0;
    rig.transport.socket = ({ request }) => {
      if (request.method !== 'POST') return null;
      return new Promise((resolve) => {
        free = resolve;
      });
    };
    rig.transport
      .always(/depth/, json({ code: -1003, msg: 'Too many requests' }, 429, { 'retry-after': ['20'] }))
      .always(/order/, () => {
        left += 1;
        return json(orderReplies.binance);
      });
    const order = rig.start('binance', orderRequests.binance, { withinMs: 3_000 });
    await rig.run(10);
    await rig.sent('binance', depth, { withinMs: 100, attempts: 1 });
    free();
    await rig.run(3_100);
    expect([order.result, left]).toMatchObject([{ ok: false, failure: { kind: 'held' } }, 0]);
  });

  const hostile = ['5, -1', '-1', 'NaN', '1e9', '', '0x10', '2147483648', 'Wed, 21 Oct 2015 07:28:00 GMT', '0'];
  for (const value of hostile) {
    it(`with Retry-After "${value}" never means at once`, async () => {
      const rig = new ClientRig();
      rig.transport.always(/depth/, json({ code: -1003, msg: 'Too many requests' }, 429, { 'retry-after': [value] }));
      await rig.sent('binance', depth, { withinMs: 500 }, 999);
      expect(rig.transport.arrivals).toHaveLength(1);
      const [gate] = rig.limiter.gates();
      expect((gate?.untilMs ?? 0) - (gate?.sinceMs ?? 0)).toBeGreaterThanOrEqual(1_000);
      expect((gate?.untilMs ?? 0) - (gate?.sinceMs ?? 0)).toBeLessThanOrEqual(72 * HOUR_MS);
    });
  }

  it('of a firewall holds cancels too', async () => {
    const rig = new ClientRig();
    rig.transport.once(/depth/, text('<html>403</html>', 403));
    await rig.sent('binance', depth, { withinMs: 1_000 }, 0);
    const cancel = { method: 'DELETE', path: '/api/v3/order', query: 'symbol=BTCUSDT&orderId=1', body: null } as const;
    await rig.sent('binance', cancel, { withinMs: 1_000 }, 2_000);
    expect(rig.transport.arrivals).toHaveLength(1);
  });

  it('of one OKX endpoint and pair leaves the other pair alone', async () => {
    const rig = new ClientRig();
    rig.transport.once(/order/, json({ code: '50011', msg: 'Too Many Requests', data: [] }, 429));
    await rig.sent('okx', orderRequests.okx);
    const other = post(
      '/api/v5/trade/order',
      { instId: 'ETH-USDT', tdMode: 'cash', side: 'buy', ordType: 'limit', sz: '1', px: '9' },
      'json',
    );
    rig.transport.once(/order/, json(orderReplies.okx));
    const blocked = rig.start('okx', orderRequests.okx, { withinMs: 100 });
    const gates = rig.limiter.gates().map(({ key }) => key);
    expect(gates.length).toBeGreaterThan(0);
    expect(gates.every((key) => /endpoint|instrument|account/.test(key))).toBe(true);
    await rig.run(101);
    expect(blocked.result).toMatchObject({ failure: { kind: 'held' } });
    await rig.sent('okx', other, {}, 3_000);
    rig.transport.verify();
  });
});

describe('readings', () => {
  // Away from the edge of a minute, where a reading may belong to either.
  async function midMinute(): Promise<ClientRig> {
    const rig = new ClientRig();
    await rig.run(5_000);
    return rig;
  }

  it('of an answer reach the counters, also those of other people', async () => {
    const rig = await midMinute();
    rig.transport.once(/depth/, json({ lastUpdateId: 1 }, 200, { 'x-mbx-used-weight-1m': ['4321'] }));
    await rig.sent('binance', depth);
    expect(rig.limiter.snapshot().find(({ bucket }) => bucket.id === 'ip-weight')).toMatchObject({ used: 4_321 });
  });

  it('that are hostile never lower a counter', async () => {
    const rig = await midMinute();
    rig.transport.once(/depth/, json({ lastUpdateId: 1 }, 200, { 'x-mbx-used-weight-1m': ['4321'] }));
    await rig.sent('binance', depth);
    for (const value of ['NaN', '-5', '', '0', '1e400', '４３']) {
      rig.transport.once(/depth/, json({ lastUpdateId: 1 }, 200, { 'x-mbx-used-weight-1m': [value] }));
      await rig.sent('binance', depth);
      const view = rig.limiter.snapshot().find(({ bucket }) => bucket.id === 'ip-weight');
      expect(view?.used ?? 0, value).toBeGreaterThanOrEqual(4_321);
    }
  });
});

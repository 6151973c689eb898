import { describe, expect, it } from 'vitest';
import { get } from '../../../electron/engine/http.ts';
import { ClientRig, orderRequests, post } from '../../support/client-rig.ts';
import { json, later, notSent, reset, text, timedOut } from '../../support/scripted-transport.ts';

const depth = get('/api/v3/depth', { symbol: 'BTCUSDT' });
const binanceAccount = get('/api/v3/account');
const cancelBinance = {
  method: 'DELETE',
  path: '/api/v3/order',
  query: 'symbol=BTCUSDT&orderId=28',
  body: null,
} as const;
const cancelOkx = post('/api/v5/trade/cancel-order', { instId: 'BTC-USDT', ordId: '1' }, 'json');
const cancelKraken = post('/0/private/CancelOrder', { txid: 'OUF4EM-FRGI2-MQMWZD' }, 'form');
const late = { code: -1021, msg: 'Timestamp for this request is outside of the recvWindow.' };
const okxThrottled = { code: '50011', msg: 'Too Many Requests', data: [] };

describe('a read', () => {
  for (const [name, first] of Object.entries({ timedOut, reset, notSent, busy: text('<html>', 503) })) {
    it(`is repeated after ${name}, not before a pause`, async () => {
      const rig = new ClientRig();
      rig.transport.once(/depth/, first).once(/depth/, json({ lastUpdateId: 1 }));
      const sent = await rig.sent('binance', depth, {}, 124);
      expect(rig.transport.arrivals).toHaveLength(1);
      await rig.run(1);
      expect(sent.result).toMatchObject({ ok: true });
      rig.transport.verify();
    });
  }

  it('is tried three times at most, ever more slowly', async () => {
    const rig = new ClientRig();
    const atMs: number[] = [];
    rig.transport.always(/depth/, () => {
      atMs.push(rig.clock.monotonic());
      return timedOut;
    });
    const sent = await rig.sent('binance', depth, {}, 60_000);
    expect(sent.result).toEqual({ ok: false, failure: { kind: 'timeout' } });
    expect(atMs).toEqual([0, 125, 375]);
  });

  it('is not repeated past its deadline, nor after its caller gave up', async () => {
    const rig = new ClientRig();
    rig.transport.once(/depth/, timedOut).once(/depth/, timedOut);
    expect((await rig.sent('binance', depth, { withinMs: 100 }, 1_000)).result?.ok).toBe(false);
    const abort = new AbortController();
    const given = await rig.sent('binance', depth, { signal: abort.signal }, 50);
    abort.abort();
    await rig.run(1_000);
    expect(given.result?.ok).toBe(false);
    rig.transport.verify();
    expect(rig.transport.arrivals).toHaveLength(2);
  });

  it('is not repeated when the answer was a redirect or too large', async () => {
    const rig = new ClientRig();
    rig.transport.once(/depth/, {
      ok: false,
      failure: { kind: 'bad-reply', status: 302, detail: 'a redirect' },
      timing: { queueMs: 0, connectMs: 0, firstByteMs: 0, bodyMs: 0 },
    });
    const sent = await rig.sent('binance', depth, {}, 60_000);
    expect(sent.result).toEqual({ ok: false, failure: { kind: 'bad-reply', status: 302, detail: 'a redirect' } });
    expect(rig.transport.arrivals).toHaveLength(1);
  });

  it('that was refused tells so, although its repeat was held back', async () => {
    const rig = new ClientRig();
    rig.transport.once(
      /depth/,
      json({ code: -1003, msg: 'Too much request weight used' }, 429, { 'retry-after': ['30'] }),
    );
    const sent = await rig.sent('binance', depth, { withinMs: 5_000 }, 10_000);
    const retryAtMs = rig.clock.now() - 10_000 + 30_000;
    expect(sent.result).toEqual({ ok: false, failure: { kind: 'rate-limited', code: '-1003', retryAtMs } });
    expect(rig.transport.arrivals).toHaveLength(1);
  });
});

describe('a refused timestamp', () => {
  it('makes a read wait for the clock, then go out once more with the right time', async () => {
    const rig = new ClientRig();
    rig.transport.once(/account/, json(late, 400)).once(/account/, json({}));
    const asked: boolean[] = [];
    rig.client.peers
      .clockOf({ exchange: 'binance', environment: 'live' })
      .onChange((isTrusted) => asked.push(isTrusted));
    const sent = await rig.sent('binance', binanceAccount, {}, 500);
    expect(rig.transport.arrivals).toHaveLength(1);
    expect(asked).toEqual([false]);
    rig.measure('binance', 7_000);
    await rig.run(0);
    expect(sent.result).toMatchObject({ ok: true });
    const stamps = rig.transport.arrivals.map(({ request }) => Number(/timestamp=(\d+)/.exec(request.target)?.[1]));
    expect((stamps[1] ?? 0) - (stamps[0] ?? 0)).toBe(7_500);
  });

  it('is cured once or not at all: no loop', async () => {
    const rig = new ClientRig();
    rig.transport.always(/account/, json(late, 400));
    const serverClock = rig.client.peers.clockOf({ exchange: 'binance', environment: 'live' });
    // A prober that answers every doubt at once.
    serverClock.onChange(
      (isTrusted) => !isTrusted && rig.clock.wakeAt(rig.clock.monotonic(), () => rig.measure('binance', 0)),
    );
    const sent = await rig.sent('binance', binanceAccount, {}, 60_000);
    expect(sent.result).toEqual({ ok: false, failure: { kind: 'clock-skew', code: '-1021' } });
    expect(rig.transport.arrivals).toHaveLength(2);
  });

  it('without anybody to measure the clock fails after 3 s', async () => {
    const rig = new ClientRig();
    rig.transport.always(/account/, json(late, 400));
    const sent = await rig.sent('binance', binanceAccount, {}, 2_999);
    expect(sent.result).toBeNull();
    await rig.run(1);
    expect(sent.result).toMatchObject({ failure: { kind: 'clock-skew' } });
    expect(rig.transport.arrivals).toHaveLength(1);
  });

  it('never repeats an order', async () => {
    const rig = new ClientRig();
    rig.transport.always(/order/, json(late, 400));
    rig.client.peers.clockOf({ exchange: 'binance', environment: 'live' }).onChange((isTrusted) => {
      if (!isTrusted) rig.clock.wakeAt(rig.clock.monotonic(), () => rig.measure('binance', 0));
    });
    const sent = await rig.sent('binance', orderRequests.binance, {}, 60_000);
    expect(sent.result).toEqual({ ok: false, failure: { kind: 'clock-skew', code: '-1021' } });
    expect(rig.transport.arrivals).toHaveLength(1);
  });

  it('of a nonce is tried once more with a larger one', async () => {
    const rig = new ClientRig();
    rig.transport.always(/Balance/, json({ error: ['EAPI:Invalid nonce'] }));
    const sent = await rig.sent('kraken', post('/0/private/Balance', {}, 'form'), {}, 60_000);
    expect(sent.result).toMatchObject({ failure: { kind: 'invalid-nonce' } });
    expect(rig.transport.arrivals).toHaveLength(2);
  });

  for (const isFirstUse of [true, false]) {
    it(`of a nonce ${isFirstUse ? 'goes on in nanoseconds' : 'stays in microseconds'} where ${isFirstUse ? 'nobody here' : 'the app'} has used the key`, async () => {
      const rig = new ClientRig();
      rig.transport.always(/Balance/, json({ error: ['EAPI:Invalid nonce'] }));
      const lent = rig.vault.lend('kraken-a');
      if (!lent.ok) throw new Error('no key');
      const call = { isFirstUse, lent: lent.value };
      await rig.sent('kraken', post('/0/private/Balance', {}, 'form'), call, 60_000);
      const nonces = rig.transport.arrivals.map(({ request }) => /nonce=(\d+)/.exec(request.body ?? '')?.[1] ?? '');
      expect(nonces.map(({ length }) => length)).toEqual([16, isFirstUse ? 19 : 16]);
    });
  }
});

describe('a cancel', () => {
  it('that is throttled passes its own gate only after a pause of one window', async () => {
    const rig = new ClientRig();
    const atMs: number[] = [];
    rig.transport.always(/cancel-order/, () => {
      atMs.push(rig.clock.monotonic());
      return json(okxThrottled, 429);
    });
    const sent = await rig.sent('okx', cancelOkx, {}, 60_000);
    expect(sent.result).toMatchObject({ failure: { kind: 'rate-limited', code: '50011' } });
    expect(atMs).toEqual([0, 2_000, 4_000]);
  });

  it('that is throttled for a told time is repeated after all of it, or not at all', async () => {
    for (const [withinMs, times] of [
      [null, [0, 60_000]],
      [15_000, [0]],
    ] as const) {
      const rig = new ClientRig();
      const atMs: number[] = [];
      rig.transport.always(/order/, () => {
        atMs.push(rig.clock.monotonic());
        return json({ code: -1003, msg: 'Too much request weight used' }, 429, { 'retry-after': ['60'] });
      });
      await rig.sent('binance', cancelBinance, { withinMs }, 60_001);
      expect(atMs).toEqual(times);
    }
  });

  it('passes no gate as a read in its lane: the list of what could be cancelled waits', async () => {
    const rig = new ClientRig();
    const throttled = json({ code: -1003, msg: 'Too much request weight used' }, 429, { 'retry-after': ['60'] });
    rig.transport.always(/openOrders/, throttled);
    const open = get('/api/v3/openOrders');
    for (let call = 0; call < 5; call += 1) await rig.sent('binance', open, { lane: 'cancel', withinMs: 5_000 }, 6_000);
    expect(rig.transport.arrivals).toHaveLength(1);
  });

  it('leaves the list of an account with thousands of open orders its size, in whatever lane it is asked for', async () => {
    for (const lane of ['cancel', 'order', 'account'] as const) {
      const rig = new ClientRig();
      rig.transport.always(/openOrders/, json([]));
      await rig.sent('binance', get('/api/v3/openOrders'), { lane });
      expect(rig.transport.arrivals[0]?.options.maxBodyBytes).toBe(8 * 1024 * 1024);
    }
  });

  it('may be allowed one attempt alone', async () => {
    const rig = new ClientRig();
    rig.transport.always(/order/, timedOut);
    await rig.sent('binance', cancelBinance, { attempts: 1 }, 60_000);
    expect(rig.transport.arrivals).toHaveLength(1);
  });

  it('is not repeated while its address is banned', async () => {
    const rig = new ClientRig();
    rig.transport.always(/order/, json({ code: -1003, msg: 'banned' }, 418, { 'retry-after': ['600'] }));
    await rig.sent('binance', cancelBinance, { withinMs: 300_000 }, 300_001);
    expect(rig.transport.arrivals).toHaveLength(1);
  });

  it('whose answers are all lost is unknown, not failed', async () => {
    const rig = new ClientRig();
    rig.transport.once(/order/, timedOut).once(/order/, notSent).once(/order/, notSent);
    const sent = await rig.sent('binance', cancelBinance, {}, 60_000);
    expect(sent.result).toEqual({ ok: false, failure: { kind: 'outcome-unknown', detail: 'unreachable' } });
  });

  it('that never left was surely not done', async () => {
    const rig = new ClientRig();
    rig.transport.always(/order/, notSent);
    const sent = await rig.sent('binance', cancelBinance, {}, 60_000);
    expect(sent.result).toMatchObject({ failure: { kind: 'unreachable' } });
  });

  it('whose repeat finds no order says that', async () => {
    const rig = new ClientRig();
    rig.transport.once(/order/, timedOut).once(/order/, json({ code: -2011, msg: 'Unknown order sent.' }, 400));
    const sent = await rig.sent('binance', cancelBinance, {}, 60_000);
    expect(sent.result).toEqual({ ok: false, failure: { kind: 'unknown-order', code: '-2011' } });
  });
});

describe('what a cancel costs at Kraken', () => {
  const engineUse = (rig: ClientRig): number =>
    rig.limiter.snapshot().find(({ bucket, part }) => bucket.id === 'engine' && part === 'BTC/USD')?.used ?? Number.NaN;

  // "Spot Trading Limits", 2026-05: 8 under 5 s, 6 under 10 s, 5, 4, 2, 1 under 300 s, then nothing.
  const ages = [
    { ageMs: 4_000, cost: 8 },
    { ageMs: 6_000, cost: 6 },
    { ageMs: 100_000, cost: 1 },
    { ageMs: 400_000, cost: 0 },
  ];
  for (const name of ['txid', 'cl_ord_id'] as const) {
    for (const { ageMs, cost } of ages) {
      it(`is ${cost} for an order of ${ageMs} ms named by ${name}, on its own pair`, async () => {
        const rig = new ClientRig();
        rig.transport.once(/AddOrder/, json({ error: [], result: { txid: ['OUF4EM-FRGI2-MQMWZD'] } }));
        await rig.sent('kraken', orderRequests.kraken, {}, ageMs);
        const before = engineUse(rig);
        const cancelled = later();
        rig.transport.once(/CancelOrder/, cancelled.answer);
        const request = post(
          '/0/private/CancelOrder',
          { [name]: name === 'txid' ? 'OUF4EM-FRGI2-MQMWZD' : 'mine-1' },
          'form',
        );
        await rig.sent('kraken', request);
        const taken = rig.attempts.length;
        cancelled.reply(json({ error: [], result: { count: 1 } }));
        await rig.run(0);
        expect(engineUse(rig) - before).toBeCloseTo(cost, 6);
        expect(rig.attempts.length - taken).toBe(1);
      });
    }
  }

  it('is dear again after an amend, by whatever name the order is cancelled', async () => {
    const rig = new ClientRig();
    rig.transport.once(/AddOrder/, json({ error: [], result: { txid: ['OUF4EM-FRGI2-MQMWZD'] } }));
    await rig.sent('kraken', orderRequests.kraken, {}, 400_000);
    rig.transport.once(/AmendOrder/, json({ error: [], result: { amend_id: 'TXX' } }));
    await rig.sent(
      'kraken',
      post('/0/private/AmendOrder', { txid: 'OUF4EM-FRGI2-MQMWZD', limit_price: '8' }, 'form'),
      {},
      1_000,
    );
    const before = engineUse(rig);
    rig.transport.once(/CancelOrder/, json({ error: [], result: { count: 1 } }));
    await rig.sent('kraken', post('/0/private/CancelOrder', { cl_ord_id: 'mine-1' }, 'form'));
    expect(engineUse(rig) - before).toBeCloseTo(8, 6);
  });

  it('is known for an order whose answer was lost', async () => {
    const rig = new ClientRig();
    rig.transport.once(/AddOrder/, timedOut);
    await rig.sent('kraken', orderRequests.kraken, {}, 4_000);
    const before = engineUse(rig);
    rig.transport.once(/CancelOrder/, json({ error: [], result: { count: 1 } }));
    await rig.sent('kraken', post('/0/private/CancelOrder', { cl_ord_id: 'mine-1' }, 'form'));
    expect(engineUse(rig) - before).toBeCloseTo(8, 6);
  });

  it('is the dearest for an order nobody saw being made', async () => {
    const rig = new ClientRig();
    rig.transport.once(/CancelOrder/, json({ error: [], result: { count: 1 } }));
    await rig.sent('kraken', cancelKraken);
    expect(rig.limiter.snapshot().find(({ bucket }) => bucket.id === 'engine')?.used).toBe(8);
  });
});

import { describe, expect, it } from 'vitest';
import { get } from '../../../electron/engine/http.ts';
import { ClientRig, orderReplies, orderRequests, post } from '../../support/client-rig.ts';
import { endless, json, later, notSent, text, timedOut } from '../../support/scripted-transport.ts';

const balance = post('/0/private/Balance', {}, 'form');
const cancelKraken = post('/0/private/CancelOrder', { cl_ord_id: 'mine-1' }, 'form');
const time = get('/api/v3/time');
const down = text('down', 503);

function nonceOf(body: string | null): bigint {
  return BigInt(new URLSearchParams(body ?? '').get('nonce') ?? '0');
}

describe('the turn of a key whose nonces must arrive in order', () => {
  it('lets one call out at a time, the most urgent lane next, nonces rising', async () => {
    const rig = new ClientRig();
    const first = later();
    rig.transport.once(/Balance/, first.answer);
    rig.transport.always(/./, json({ error: [], result: {} }));
    rig.start('kraken', balance);
    await rig.run(0);
    rig.start('kraken', post('/0/private/TradesHistory', {}, 'form'));
    rig.start('kraken', orderRequests.kraken);
    rig.start('kraken', cancelKraken);
    await rig.run(100);
    expect(rig.transport.arrivals).toHaveLength(1);
    first.reply(json({ error: [], result: {} }));
    await rig.run(0);
    const targets = rig.transport.arrivals.map(({ request }) => request.target);
    expect(targets).toEqual(
      ['Balance', 'CancelOrder', 'AddOrder', 'TradesHistory'].map((name) => `/0/private/${name}`),
    );
    const nonces = rig.transport.arrivals.map(({ request }) => nonceOf(request.body));
    expect(nonces).toEqual([...nonces].sort((left, right) => (left < right ? -1 : 1)));
    expect(new Set(nonces).size).toBe(4);
  });

  it('does not outlast the deadline of a call, and what it held is given back', async () => {
    const rig = new ClientRig();
    const first = later();
    rig.transport.once(/Balance/, first.answer);
    rig.start('kraken', balance);
    await rig.run(0);
    const late = await rig.sent('kraken', orderRequests.kraken, { withinMs: 2_000 }, 1_999);
    expect(late.result).toBeNull();
    await rig.run(2);
    expect(late.result).toEqual({ ok: false, failure: { kind: 'held', blockedBy: 'turn', untilMs: null } });
    expect(rig.limiter.snapshot().find(({ bucket }) => bucket.id === 'engine')).toMatchObject({ used: 0, inFlight: 0 });
    first.reply(json({ error: [], result: {} }));
    await rig.run(60_000);
    rig.transport.verify();
    expect(rig.transport.arrivals).toHaveLength(1);
  });

  it('is left by an aborted call without blocking the next', async () => {
    const rig = new ClientRig();
    const first = later();
    rig.transport.once(/Balance/, first.answer);
    rig.transport.once(/AddOrder/, json(orderReplies.kraken));
    rig.start('kraken', balance);
    await rig.run(0);
    const abort = new AbortController();
    const given = rig.start('kraken', cancelKraken, { signal: abort.signal });
    const kept = rig.start('kraken', orderRequests.kraken);
    await rig.run(10);
    abort.abort();
    await rig.run(0);
    expect(given.result).toEqual({ ok: false, failure: { kind: 'aborted' } });
    first.reply(json({ error: [], result: {} }));
    await rig.run(0);
    expect(kept.result).toMatchObject({ ok: true });
    rig.transport.verify();
  });

  it('passes on after a signature that failed', async () => {
    let isBroken = true;
    const store = {
      load: () => null,
      save: () => {
        if (isBroken) throw new Error('disk full');
      },
    };
    const rig = new ClientRig({ nonces: store });
    rig.transport.once(/AddOrder/, json(orderReplies.kraken));
    const refused = await rig.sent('kraken', orderRequests.kraken);
    expect(refused.result).toMatchObject({ ok: false, failure: { kind: 'storage' } });
    const again = await rig.sent('kraken', orderRequests.kraken);
    expect(again.result).toMatchObject({ ok: false, failure: { kind: 'storage' } });
    expect(rig.transport.arrivals).toHaveLength(0);
    isBroken = false;
    expect((await rig.sent('kraken', orderRequests.kraken)).result).toMatchObject({ ok: true });
  });

  for (const [name, urgent, isCutShort] of [
    ['a cancel', cancelKraken, true],
    ['an order', orderRequests.kraken, true],
    ['another read', post('/0/private/TradesHistory', {}, 'form'), false],
  ] as const) {
    it(`of a read under way ${isCutShort ? 'is given up for' : 'is kept before'} ${name}`, async () => {
      const rig = new ClientRig();
      rig.transport.once(/Balance/, endless).always(/./, json({ error: [], result: { txid: ['O'] } }));
      const read = rig.start('kraken', balance);
      await rig.run(10);
      const other = await rig.sent('kraken', urgent, { withinMs: 5_000 }, 980);
      // So long it may not even have arrived, and its nonce would come after the next one.
      expect(other.result).toBeNull();
      await rig.run(20);
      expect(other.result?.ok ?? null).toBe(isCutShort ? true : null);
      await rig.run(2_000);
      // What was cut short is asked again, and its exchange is not called ill for it.
      expect(read.result?.ok ?? null).toBe(isCutShort ? true : null);
      expect(rig.limiter.gates()).toEqual([]);
    });
  }

  it('of an order or a cancel under way is given up for nothing', async () => {
    for (const request of [orderRequests.kraken, cancelKraken]) {
      const rig = new ClientRig();
      rig.transport.once(/Order/, endless);
      rig.start('kraken', request);
      await rig.run(0);
      await rig.sent('kraken', cancelKraken, { withinMs: 1_000 }, 900);
      expect(rig.transport.arrivals.map(({ options }) => options.signal?.aborted ?? false)).toEqual([false]);
    }
  });

  it('does not let a call out behind a gate that closed while it waited', async () => {
    const rig = new ClientRig();
    const first = later();
    rig.transport.once(/Balance/, first.answer);
    rig.start('kraken', balance, { withinMs: 1_000 });
    await rig.run(0);
    const queued = rig.start('kraken', orderRequests.kraken, { withinMs: 2_000 });
    await rig.run(0);
    first.reply(json({ error: ['EService:Throttled'] }));
    await rig.run(2_001);
    expect(queued.result).toMatchObject({ ok: false, failure: { kind: 'held' } });
    expect(rig.transport.arrivals).toHaveLength(1);
  });
});

describe('the circuit', () => {
  it('takes "busy" for no answer, whatever status it comes with', async () => {
    const rig = new ClientRig();
    rig.transport.always(/ticker/, json({ code: '50013', msg: 'Systems are busy' }, 429));
    for (let call = 0; call < 5; call += 1)
      await rig.sent('okx', get('/api/v5/market/ticker', { instId: 'BTC-USDT' }), { withinMs: 100 }, 200);
    expect(rig.limiter.gates()).toMatchObject([{ cause: 'circuit' }]);
  });

  async function opened(): Promise<ClientRig> {
    const rig = new ClientRig();
    for (let call = 0; call < 5; call += 1) {
      rig.transport.once(/time/, timedOut);
      await rig.sent('binance', time, { withinMs: 1 });
    }
    expect(rig.limiter.gates()).toMatchObject([{ cause: 'circuit' }]);
    return rig;
  }

  it('opens after five calls without answer and then holds everything but cancels', async () => {
    const rig = await opened();
    const before = rig.transport.arrivals.length;
    const held = rig.start('binance', time, { withinMs: 400 });
    const order = rig.start('binance', orderRequests.binance, { withinMs: 400 });
    rig.transport.once(/^DELETE/, json({}));
    const cancel = { method: 'DELETE', path: '/api/v3/order', query: 'symbol=BTCUSDT&orderId=1', body: null } as const;
    rig.start('binance', cancel);
    await rig.run(401);
    expect(held.result).toMatchObject({ failure: { kind: 'held' } });
    expect(order.result).toMatchObject({ failure: { kind: 'held' } });
    expect(rig.transport.arrivals.slice(before).map(({ request }) => request.method)).toEqual(['DELETE']);
  });

  it('lets exactly one through when the pause is over, and everybody once that one is answered', async () => {
    const rig = await opened();
    const probe = later();
    rig.transport.once(/time/, probe.answer);
    rig.transport.always(/time/, json({ serverTime: 1 }));
    const before = rig.transport.arrivals.length;
    const calls = [1, 2, 3, 4].map(() => rig.start('binance', time));
    await rig.run(5_000);
    expect(rig.transport.arrivals.length - before).toBe(1);
    probe.reply(json({ serverTime: 1 }));
    await rig.run(0);
    expect(calls.map(({ result }) => result?.ok)).toEqual([true, true, true, true]);
  });

  it('opens again for longer when the probe fails', async () => {
    const rig = await opened();
    const before = rig.transport.arrivals.length;
    rig.transport.always(/time/, down);
    rig.start('binance', time, { withinMs: 10_000 });
    await rig.run(1_000);
    expect(rig.transport.arrivals.length - before).toBe(1);
    const [gate] = rig.limiter.gates();
    expect((gate?.untilMs ?? 0) - rig.clock.now()).toBeGreaterThanOrEqual(1_000);
  });

  const silences = [
    {
      name: 'is aborted before it is answered',
      run: async (rig: ClientRig) => {
        const abort = new AbortController();
        rig.transport.once(
          /time/,
          () =>
            new Promise((resolve) => {
              abort.signal.addEventListener('abort', () => resolve(timedOut));
            }),
        );
        const sent = rig.start('binance', time, { signal: abort.signal });
        await rig.run(2_000);
        abort.abort();
        await rig.run(0);
        expect(sent.result).toEqual({ ok: false, failure: { kind: 'aborted' } });
      },
    },
    {
      name: 'cannot be signed',
      run: async (rig: ClientRig) => {
        rig.vault.forget('binance-a');
        const sent = await rig.sent('binance', get('/api/v3/account'), {}, 2_000);
        expect(sent.result).toMatchObject({ failure: { kind: 'not-found' } });
      },
    },
    {
      name: 'gets an answer over a cap',
      run: async (rig: ClientRig) => {
        rig.transport.once(/time/, {
          ok: false,
          failure: { kind: 'bad-reply', status: 200, detail: 'too large' },
          timing: { queueMs: 0, connectMs: 0, firstByteMs: 0, bodyMs: 0 },
        });
        expect((await rig.sent('binance', time, {}, 2_000)).result).toMatchObject({ failure: { kind: 'bad-reply' } });
      },
    },
  ];
  for (const { name, run } of silences) {
    it(`is not stuck when the probe ${name}`, async () => {
      const rig = await opened();
      await run(rig);
      rig.transport.once(/time/, json({ serverTime: 1 }));
      const next = await rig.sent('binance', time, {}, 1_000);
      expect(next.result).toMatchObject({ ok: true });
      rig.transport.verify();
    });
  }

  it('honours deadlines and aborts of calls that wait for the probe', async () => {
    const rig = await opened();
    const probe = later();
    rig.transport.once(/time/, probe.answer);
    rig.start('binance', time);
    await rig.run(2_000);
    const abort = new AbortController();
    const late = rig.start('binance', time, { withinMs: 500 });
    const gone = rig.start('binance', time, { signal: abort.signal });
    await rig.run(400);
    expect([late.result, gone.result]).toEqual([null, null]);
    abort.abort();
    await rig.run(101);
    expect(late.result).toMatchObject({ failure: { kind: 'held' } });
    expect(gone.result).toEqual({ ok: false, failure: { kind: 'aborted' } });
    expect(rig.limiter.snapshot().every(({ inFlight }) => inFlight <= 1)).toBe(true);
  });

  it('is not opened by callers who give up', async () => {
    const rig = new ClientRig();
    for (let call = 0; call < 10; call += 1) {
      const abort = new AbortController();
      rig.transport.once(/time/, () => {
        abort.abort();
        return timedOut;
      });
      await rig.sent('binance', time, { signal: abort.signal });
    }
    expect(rig.limiter.gates()).toEqual([]);
  });

  it('stands apart for each exchange', async () => {
    const rig = await opened();
    rig.transport.once(/public\/time/, json({ code: '0', msg: '', data: [{ ts: '1' }] }));
    expect((await rig.sent('okx', get('/api/v5/public/time'))).result).toMatchObject({ ok: true });
  });

  it('gives up its attempts on an exchange that cannot be reached, without hammering', async () => {
    const rig = new ClientRig();
    rig.fraction = 0.5;
    rig.transport.always(/time/, notSent);
    const sent = await rig.sent('binance', time, {}, 10_000);
    expect(sent.result).toEqual({ ok: false, failure: { kind: 'unreachable', detail: 'ECONNREFUSED' } });
    expect(rig.transport.arrivals).toHaveLength(3);
  });
});

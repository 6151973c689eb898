import { describe, expect, it } from 'vitest';
import { get } from '../../../electron/engine/http.ts';
import type { ServerClock } from '../../../electron/engine/client/server-clock.ts';
import { probeClock } from '../../../electron/engine/probes/clock-probe.ts';
import { ClientRig, accountOf } from '../../support/client-rig.ts';
import { broken, json, later, timedOut } from '../../support/scripted-transport.ts';

const HOUR_MS = 3_600_000;

function serverClock(rig: ClientRig): ServerClock {
  return rig.client.peers.clockOf({ exchange: 'binance', environment: 'live' });
}

/** An exchange whose clock is off by this much, answering each call at once. */
function timeAt(rig: ClientRig, offsetMs: () => number): void {
  rig.transport.always(/v3\/time/, () => json({ serverTime: Math.floor(rig.clock.now() + offsetMs()) }));
}

function probed(offsetMs: () => number): { readonly rig: ClientRig; readonly stop: () => void } {
  const rig = new ClientRig({ isClockKnown: false });
  timeAt(rig, offsetMs);
  return { rig, stop: probeClock(accountOf('binance'), rig.client, serverClock(rig), rig.clock) };
}

describe('the clock probe', () => {
  it('measures thrice at start and then each minute', async () => {
    const { rig } = probed(() => -HOUR_MS);
    await rig.run(0);
    expect([rig.transport.arrivals.length, serverClock(rig).wallOffsetMs()]).toEqual([1, -HOUR_MS]);
    await rig.run(2_000);
    expect(rig.transport.arrivals).toHaveLength(3);
    await rig.run(59_999);
    expect(rig.transport.arrivals).toHaveLength(3);
    await rig.run(120_001);
    expect(rig.transport.arrivals).toHaveLength(6);
  });

  it('tries again soon while the exchange does not answer', async () => {
    const rig = new ClientRig({ isClockKnown: false });
    rig.transport
      .once(/v3\/time/, timedOut)
      .once(/v3\/time/, timedOut)
      .once(/v3\/time/, timedOut);
    timeAt(rig, () => 0);
    probeClock(accountOf('binance'), rig.client, serverClock(rig), rig.clock);
    await rig.run(10_000);
    expect(serverClock(rig).isTrusted).toBe(true);
  });

  it('measures at once after a refused timestamp, not once for each refusal', async () => {
    let offsetMs = 0;
    const { rig } = probed(() => offsetMs);
    await rig.run(30_000);
    offsetMs = 5_000;
    const before = rig.transport.arrivals.length;
    for (let refusal = 0; refusal < 20; refusal += 1) serverClock(rig).distrust();
    await rig.run(0);
    expect(rig.transport.arrivals.length - before).toBe(1);
    expect(serverClock(rig).wallOffsetMs()).toBe(5_000);
    serverClock(rig).distrust();
    await rig.run(499);
    expect(rig.transport.arrivals.length - before).toBe(1);
    await rig.run(1);
    expect(rig.transport.arrivals.length - before).toBe(2);
  });

  it('cures a jump of the exchange’s clock with one repeat and no loop', async () => {
    let offsetMs = 0;
    const { rig } = probed(() => offsetMs);
    await rig.run(30_000);
    offsetMs = 5_000;
    rig.transport.always(/account/, ({ request }) => {
      const stamp = Number(/timestamp=(\d+)/.exec(request.target)?.[1]);
      const isRight = Math.abs(stamp - rig.clock.now() - offsetMs) <= 1_000;
      return isRight ? json({}) : json({ code: -1021, msg: 'Timestamp outside' }, 400);
    });
    const sent = await rig.sent('binance', get('/api/v3/account'), {}, 1_000);
    expect(sent.result).toMatchObject({ ok: true });
    expect(rig.transport.arrivals.filter(({ request }) => request.target.includes('account'))).toHaveLength(2);
  });

  it('measures again as soon as a call finds that the machine slept', async () => {
    const { rig } = probed(() => 0);
    await rig.run(10_000);
    rig.clock.sleep(8 * HOUR_MS);
    rig.transport.once(/account/, json({}));
    const before = rig.transport.arrivals.length;
    const sent = await rig.sent('binance', get('/api/v3/account'), {}, 0);
    expect(sent.result).toMatchObject({ ok: true });
    expect(rig.transport.arrivals.slice(before).map(({ request }) => request.target.split('?')[0])).toEqual([
      '/api/v3/time',
      '/api/v3/account',
    ]);
    // Less the millisecond that a sample of a clock of whole milliseconds leaves open.
    expect(Number(/timestamp=(\d+)/.exec(rig.transport.arrivals.at(-1)?.request.target ?? '')?.[1])).toBe(
      rig.clock.now() - 1,
    );
  });

  it('measures again when it was doubted while an answer was under way', async () => {
    const rig = new ClientRig({ isClockKnown: false });
    const slow = later();
    rig.transport.once(/v3\/time/, slow.answer);
    timeAt(rig, () => 9_000);
    probeClock(accountOf('binance'), rig.client, serverClock(rig), rig.clock);
    await rig.run(100);
    rig.clock.sleep(HOUR_MS);
    serverClock(rig).check();
    const timing = { queueMs: 0, connectMs: 0, firstByteMs: 100, bodyMs: 0 };
    const text = JSON.stringify({ serverTime: rig.clock.now() });
    slow.reply({ ok: true, reply: { status: 200, headers: {}, text, timing } });
    await rig.run(600);
    expect(serverClock(rig).wallOffsetMs()).toBe(9_000);
  });

  it('does not count the wait in our queue or for a connection', async () => {
    const rig = new ClientRig({ isClockKnown: false });
    const timing = { queueMs: 0, connectMs: 700, firstByteMs: 40, bodyMs: 10 };
    rig.transport.always(/v3\/time/, async () => {
      const readAtMs = rig.clock.now() + 720;
      await new Promise<void>((resolve) => rig.clock.wakeAt(rig.clock.monotonic() + 750, () => resolve()));
      return { ok: true, reply: { status: 200, headers: {}, text: JSON.stringify({ serverTime: readAtMs }), timing } };
    });
    probeClock(accountOf('binance'), rig.client, serverClock(rig), rig.clock);
    await rig.run(760);
    expect(serverClock(rig).estimate?.uncertaintyMs).toBeLessThanOrEqual(21);
    expect(Math.abs(serverClock(rig).wallOffsetMs() ?? Number.NaN)).toBeLessThanOrEqual(21);
  });

  it('takes nothing from an answer that is no time', async () => {
    const rig = new ClientRig({ isClockKnown: false });
    rig.transport.always(/v3\/time/, json({ serverTime: 'now' }));
    probeClock(accountOf('binance'), rig.client, serverClock(rig), rig.clock);
    await rig.run(20_000);
    expect([serverClock(rig).estimate, serverClock(rig).isTrusted]).toEqual([null, false]);
    expect(rig.transport.arrivals.length).toBeLessThan(10);
  });

  it('stops, also while an answer is under way', async () => {
    const rig = new ClientRig({ isClockKnown: false });
    const slow = later();
    rig.transport.once(/v3\/time/, slow.answer);
    const stop = probeClock(accountOf('binance'), rig.client, serverClock(rig), rig.clock);
    await rig.run(10);
    stop();
    slow.reply(broken({ kind: 'bad-reply', status: 200, detail: 'x' }));
    await rig.run(300_000);
    serverClock(rig).distrust();
    await rig.run(300_000);
    expect(rig.transport.arrivals).toHaveLength(1);
    expect(rig.clock.pending).toBe(0);
  });
});

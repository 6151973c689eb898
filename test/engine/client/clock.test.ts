import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addSample, estimateOffset, isConsistent, noSamples } from '../../../electron/engine/client/clock-offset.ts';
import { ServerClock } from '../../../electron/engine/client/server-clock.ts';
import { get } from '../../../electron/engine/http.ts';
import { ClientRig, orderRequests } from '../../support/client-rig.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { json } from '../../support/scripted-transport.ts';

const HOUR_MS = 3_600_000;
const account = get('/api/v3/account');
/** What even a perfect sample of a clock of whole milliseconds leaves open; signatures are late rather than early. */
const LEFT_OPEN_MS = 1;

function stampOf(rig: ClientRig, index: number): number {
  return Number(/timestamp=(\d+)/.exec(rig.transport.arrivals[index]?.request.target ?? '')?.[1]);
}

describe('the estimate of an offset', () => {
  it('always holds the truth within its uncertainty, however lopsided the way', () => {
    const way = fc.integer({ min: 0, max: 3_000 });
    fc.assert(
      fc.property(
        fc.integer({ min: -HOUR_MS, max: HOUR_MS }),
        fc.constantFrom(1, 1_000),
        fc.array(fc.record({ gap: fc.integer({ min: 1, max: 60_000 }), out: way, back: way }), {
          minLength: 1,
          maxLength: 30,
        }),
        (offsetMs, resolutionMs, ways) => {
          let nowMs = 1_800_000_000_000;
          let estimator = noSamples;
          for (const { gap, out, back } of ways) {
            const sentAtMs = nowMs + gap;
            const serverMs = Math.floor((sentAtMs + out + offsetMs) / resolutionMs) * resolutionMs;
            nowMs = sentAtMs + out + back;
            estimator = addSample(estimator, { sentAtMs, receivedAtMs: nowMs, serverMs, resolutionMs });
          }
          const estimate = estimateOffset(estimator);
          expect(isConsistent(estimator)).toBe(true);
          expect(Math.abs((estimate?.offsetMs ?? Number.NaN) - offsetMs)).toBeLessThanOrEqual(
            (estimate?.uncertaintyMs ?? -1) + 1,
          );
        },
      ),
    );
  });

  it('of a clock of whole seconds grows finer with every sample', () => {
    const sample = (sentAtMs: number) => ({
      sentAtMs,
      receivedAtMs: sentAtMs + 10,
      serverMs: Math.floor(sentAtMs / 1_000) * 1_000,
      resolutionMs: 1_000,
    });
    const one = addSample(noSamples, sample(100_000));
    const many = [1_250, 2_600, 3_900, 7_990].reduce(
      (estimator, atMs) => addSample(estimator, sample(100_000 + atMs)),
      one,
    );
    expect(estimateOffset(one)?.uncertaintyMs).toBe(505);
    expect(estimateOffset(many)?.uncertaintyMs).toBeLessThanOrEqual(20);
  });

  it('drops a sample whose times run backwards or are none', () => {
    for (const bad of [
      { sentAtMs: 5, receivedAtMs: 4, serverMs: 1, resolutionMs: 1 },
      { sentAtMs: 1, receivedAtMs: 2, serverMs: Number.NaN, resolutionMs: 1 },
    ]) {
      expect(addSample(noSamples, bad)).toBe(noSamples);
    }
    expect(estimateOffset(noSamples)).toBeNull();
  });
});

describe('the clock of an exchange', () => {
  function measured(offsetMs: number): {
    readonly clock: FakeClock;
    readonly server: ServerClock;
    readonly measure: (now: number) => void;
  } {
    const clock = new FakeClock();
    const server = new ServerClock(clock);
    const measure = (serverMs: number): void => {
      const nowMs = server.steadyMs();
      server.add({ sentAtMs: nowMs, receivedAtMs: nowMs, serverMs, resolutionMs: 1 });
    };
    measure(clock.now() + offsetMs);
    return { clock, server, measure };
  }

  it('is the local one before the first sample, and not trusted', () => {
    const clock = new FakeClock();
    const server = new ServerClock(clock);
    clock.stepWall(HOUR_MS);
    expect([server.serverMs() - clock.now(), server.wallOffsetMs(), server.isTrusted]).toEqual([0, null, false]);
  });

  for (const stepMs of [HOUR_MS, -HOUR_MS]) {
    it(`does not move with a wall clock set by ${stepMs / HOUR_MS} h, but asks to be measured`, () => {
      const { clock, server, measure } = measured(-2_000);
      const before = server.serverMs();
      const asked: boolean[] = [];
      server.onChange((isTrusted) => asked.push(isTrusted));
      clock.stepWall(stepMs);
      server.check();
      expect([server.serverMs() - before, server.isTrusted, asked]).toEqual([0, false, [false]]);
      measure(before);
      expect([server.isTrusted, server.wallOffsetMs()]).toEqual([true, -2_000 - stepMs]);
    });
  }

  it('jumps to the right time with the first sample after a sleep of 8 h', () => {
    const { clock, server, measure } = measured(500);
    clock.sleep(8 * HOUR_MS);
    server.check();
    expect(server.isTrusted).toBe(false);
    measure(clock.now() + 500);
    expect([server.isTrusted, Math.round(server.wallOffsetMs() ?? 0)]).toEqual([true, 500]);
  });

  it('does not believe a sample that was under way while the machine slept', () => {
    const { clock, server } = measured(0);
    const sentAtMs = server.steadyMs();
    clock.advance(50);
    clock.sleep(8 * HOUR_MS);
    server.add({ sentAtMs, receivedAtMs: server.steadyMs(), serverMs: sentAtMs + 20, resolutionMs: 1 });
    expect(server.isTrusted).toBe(false);
  });

  it('starts afresh when the exchange sets its clock', () => {
    const { clock, server, measure } = measured(0);
    clock.advance(60_000);
    measure(clock.now() + 5_000);
    expect(server.wallOffsetMs()).toBe(5_000);
    expect(server.estimate?.samples).toBe(1);
  });

  it('does not take the slow drift of a crystal for a step', () => {
    const { clock, server, measure } = measured(0);
    for (let minute = 1; minute <= 60; minute += 1) {
      clock.advance(60_000);
      measure(clock.now() + minute * 1.2);
      expect(Math.abs((server.wallOffsetMs() ?? Number.NaN) - minute * 1.2)).toBeLessThanOrEqual(
        (server.estimate?.uncertaintyMs ?? 0) + 1,
      );
    }
    expect(server.estimate?.samples).toBeGreaterThan(5);
  });
});

describe('a signature', () => {
  it('is never ahead of the exchange’s clock, however lopsided the way of the samples, nor a second behind', () => {
    const way = fc.integer({ min: 0, max: 3_000 });
    fc.assert(
      fc.property(way, way, fc.integer({ min: -HOUR_MS, max: HOUR_MS }), (outMs, backMs, offsetMs) => {
        const clock = new FakeClock();
        const server = new ServerClock(clock);
        const sentAtMs = server.steadyMs();
        clock.advanceTo(clock.monotonic() + outMs);
        const serverMs = clock.now() + offsetMs;
        clock.advanceTo(clock.monotonic() + backMs);
        server.add({ sentAtMs, receivedAtMs: server.steadyMs(), serverMs, resolutionMs: 1 });
        const aheadMs = server.leastServerMs() - (clock.now() + offsetMs);
        expect(aheadMs).toBeLessThanOrEqual(Math.max(0, (outMs + backMs) / 2 - 1_000) + 1);
        expect(server.serverMs() - server.leastServerMs()).toBeLessThanOrEqual(1_000);
      }),
    );
  });

  for (const code of ['50036', '50112'])
    it(`is doubted when OKX says ${code}, which is not repeated`, async () => {
      const rig = new ClientRig();
      rig.transport.once(/order/, json({ code, msg: 'expired', data: [] }));
      await rig.sent('okx', orderRequests.okx);
      const clock = rig.client.peers.clockOf({ exchange: 'okx', environment: 'live' });
      expect([clock.isTrusted, rig.transport.arrivals.length]).toEqual([false, 1]);
    });

  it('goes by the clock of its own site', async () => {
    const rig = new ClientRig();
    const clockOf = (region: string) =>
      rig.client.peers.clockOf({ exchange: 'binance', environment: 'testnet', region });
    const [site, demo] = [clockOf('global'), clockOf('demo')];
    const nowMs = site.steadyMs();
    site.add({ sentAtMs: nowMs, receivedAtMs: nowMs, serverMs: rig.clock.now() + HOUR_MS, resolutionMs: 1 });
    expect([site.isTrusted, demo.isTrusted, clockOf('global') === site]).toEqual([true, false, true]);
  });

  it('is half a second late where nothing was measured', () => {
    const clock = new FakeClock();
    expect(new ServerClock(clock).leastServerMs()).toBe(clock.now() - 500);
  });

  it('carries the exchange’s time although the local clock is wrong by an hour', async () => {
    const rig = new ClientRig({ offsetMs: HOUR_MS });
    rig.transport.once(/account/, json({}));
    await rig.sent('binance', account);
    expect(stampOf(rig, 0)).toBe(rig.clock.now() + HOUR_MS - LEFT_OPEN_MS);
  });

  it('waits for the first sample, for 3 s at most', async () => {
    const rig = new ClientRig({ isClockKnown: false });
    rig.transport.always(/account/, json({}));
    rig.start('binance', account);
    await rig.run(1_000);
    expect(rig.transport.arrivals).toHaveLength(0);
    rig.measure('binance', -HOUR_MS);
    await rig.run(0);
    expect(stampOf(rig, 0)).toBe(rig.clock.now() - HOUR_MS - LEFT_OPEN_MS);
    const other = new ClientRig({ isClockKnown: false });
    other.transport.always(/account/, json({}));
    other.start('binance', account);
    await other.run(3_000);
    expect(stampOf(other, 0)).toBe(other.clock.now() - 500);
    await other.sent('binance', account);
    expect(other.transport.arrivals).toHaveLength(2);
  });

  it('of an order waits after a sleep until the time is known again', async () => {
    const rig = new ClientRig();
    rig.transport.once(/order/, json({}));
    rig.clock.sleep(8 * HOUR_MS);
    rig.start('binance', orderRequests.binance);
    await rig.run(200);
    expect(rig.transport.arrivals).toHaveLength(0);
    rig.measure('binance', 0);
    await rig.run(0);
    expect(stampOf(rig, 0)).toBe(rig.clock.now() - LEFT_OPEN_MS);
  });

  it('does not move with the wall clock while it waits, and gives up at its deadline', async () => {
    const rig = new ClientRig();
    rig.clock.stepWall(-HOUR_MS);
    const sent = await rig.sent('binance', orderRequests.binance, { withinMs: 1_000 }, 1_001);
    expect(sent.result).toMatchObject({ failure: { kind: 'held' } });
    expect(rig.transport.arrivals).toHaveLength(0);
  });

  it('is not needed by public calls, which measure the clock', async () => {
    const rig = new ClientRig({ isClockKnown: false });
    rig.transport.once(/time/, json({ serverTime: 1 }));
    expect((await rig.sent('binance', get('/api/v3/time'))).result).toMatchObject({ ok: true });
  });
});

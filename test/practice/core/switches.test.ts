import type { PracticeRandom } from '../../../electron/practice/core/random.ts';
import { describe, expect, it } from 'vitest';
import { ManualPracticeClock } from '../../../electron/practice/core/clock.ts';
import { Neighbour } from '../../../electron/practice/core/neighbour.ts';
import { createRandom } from '../../../electron/practice/core/random.ts';
import type { PracticeOutcome } from '../../../electron/practice/core/request.ts';
import { jsonReply, practiceRequest } from '../../../electron/practice/core/request.ts';
import type { Fault } from '../../../electron/practice/core/switches.ts';
import { PracticeSwitches, withSwitches } from '../../../electron/practice/core/switches.ts';
import { FixedWindow } from '../../../electron/practice/core/windows.ts';

function rig() {
  const clock = new ManualPracticeClock(0);
  const switches = new PracticeSwitches();
  let served = 0;
  const dialect = {
    timeoutReply: () => jsonReply(504, { code: 'timeout' }),
    maintenanceReply: ({ path }: { path: string }) =>
      path === '/status' ? null : jsonReply(503, { code: 'maintenance' }),
    useOf: () => 0.5,
  };
  const handle = withSwitches(
    () => {
      served += 1;
      return Promise.resolve(jsonReply(200, {}));
    },
    switches,
    dialect,
    clock,
    createRandom('x'),
  );
  return { clock, switches, handle, served: () => served };
}

const statusOf = (outcome: PracticeOutcome): number | 'drop' => (outcome === 'drop' ? 'drop' : outcome.status);

describe('switches', () => {
  const cases: readonly { fault: Fault; status: number | 'drop'; served: number }[] = [
    { fault: { kind: 'drop-before' }, status: 'drop', served: 0 },
    { fault: { kind: 'drop-after-accept' }, status: 'drop', served: 1 },
    { fault: { kind: 'status', status: 418, body: '{}' }, status: 418, served: 0 },
    { fault: { kind: 'html', status: 502 }, status: 502, served: 0 },
    { fault: { kind: 'timeout-answer', isPlaced: true }, status: 504, served: 1 },
    { fault: { kind: 'timeout-answer', isPlaced: false }, status: 504, served: 0 },
  ];
  for (const { fault, status, served } of cases) {
    it(`${fault.kind} answers ${status}, works ${served} times, and is gone after one request`, async () => {
      const { switches, handle, served: count } = rig();
      switches.queue(fault);
      expect(statusOf(await handle(practiceRequest('GET', '/')))).toBe(status);
      expect(count()).toBe(served);
      expect(statusOf(await handle(practiceRequest('GET', '/')))).toBe(200);
    });
  }

  it('hits only the request a fault was meant for', async () => {
    const { switches, handle } = rig();
    switches.queue({ kind: 'drop-before' }, ({ method }) => method === 'POST');
    expect(statusOf(await handle(practiceRequest('GET', '/')))).toBe(200);
    expect(statusOf(await handle(practiceRequest('POST', '/')))).toBe('drop');
  });

  it('serves only what is open during maintenance', async () => {
    const { switches, handle } = rig();
    switches.isInMaintenance = true;
    expect(statusOf(await handle(practiceRequest('GET', '/x')))).toBe(503);
    expect(statusOf(await handle(practiceRequest('GET', '/status')))).toBe(200);
  });

  it('holds answers for the latency, longer the more of the limit is used', async () => {
    const { switches, handle, clock } = rig();
    switches.latency = { minMs: 100, maxMs: 100 };
    switches.slowdownRatio = 2;
    let isDone = false;
    const pending = handle(practiceRequest('GET', '/')).then(() => (isDone = true));
    await Promise.resolve();
    await new Promise((resolve) => setImmediate(resolve));
    clock.advance(249);
    await new Promise((resolve) => setImmediate(resolve));
    expect(isDone).toBe(false);
    clock.advance(1);
    await pending;
    expect(isDone).toBe(true);
  });

  it('slows down although no latency was asked for, and not at all while it is off', () => {
    const { switches } = rig();
    const random = { fraction: () => 0.5 } as PracticeRandom;
    expect([switches.holdMs(random, 0), switches.holdMs(random, 1)]).toEqual([0, 0]);
    switches.slowdownRatio = 1.5;
    expect([switches.holdMs(random, 0), switches.holdMs(random, 1)]).toEqual([20, 80]);
  });

  it('hides the next order for a while', () => {
    const { switches } = rig();
    switches.queueDelayedVisibility(500);
    switches.orderPlaced(7, 1000);
    switches.orderPlaced(8, 1000);
    expect([switches.isHidden(7, 1499), switches.isHidden(7, 1500), switches.isHidden(8, 1000)]).toEqual([
      true,
      false,
      false,
    ]);
  });
});

describe('neighbour', () => {
  const MINUTE = 60_000;

  for (const pattern of ['steady', 'bursty', 'on-off'] as const) {
    it(`${pattern}: its record is exactly what left the bucket, window by window`, () => {
      const clock = new ManualPracticeClock(0);
      const window = new FixedWindow(1_000_000, MINUTE);
      const seen = new Map<number, number>();
      const spend = (_who: string, amount: number): void => {
        window.add(amount, clock.now());
        seen.set(window.startMs(clock.now()), window.used(clock.now()));
      };
      const neighbour = new Neighbour(clock, () => clock.now(), createRandom('n'), {
        weight: { windowMs: MINUTE, spend },
      });
      const stop = neighbour.start({ target: 'weight', who: '10.0.0.1', pattern, perWindow: 1234 });
      clock.advance(6 * MINUTE);
      stop();
      clock.advance(MINUTE);
      const record = neighbour.record('weight', '10.0.0.1');
      expect(record.map(({ windowStartMs, spent }) => [windowStartMs, spent])).toEqual([...seen]);
      const total = record.reduce((sum, { spent }) => sum + spent, 0);
      expect(total).toBeGreaterThan(1234);
      expect(total).toBeLessThanOrEqual(6 * 1234);
      expect(neighbour.spentIn('weight', '10.0.0.1', MINUTE)).toBe(seen.get(MINUTE) ?? 0);
    });
  }

  it('steady spends what it was told in each whole window', () => {
    const clock = new ManualPracticeClock(0);
    const neighbour = new Neighbour(clock, () => clock.now(), createRandom('n'), {
      weight: { windowMs: MINUTE, spend: () => {} },
    });
    neighbour.start({ target: 'weight', who: 'ip', pattern: 'steady', perWindow: 600 });
    clock.advance(3 * MINUTE - 1);
    expect(
      neighbour
        .record('weight', 'ip')
        .slice(1)
        .map(({ spent }) => spent),
    ).toEqual([600, 600]);
  });
});

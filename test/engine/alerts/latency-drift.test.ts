import { expect, it } from 'vitest';
import { throttleObservations } from '../../../electron/engine/alerts/sources/throttling.ts';
import { ThrottleDetector } from '../../../electron/engine/alerts/throttling/detector.ts';

it('drifting latency is over when nothing is asked any more', () => {
  const detector = new ThrottleDetector();
  let nowMs = 0;
  const drift = () => throttleObservations(detector, nowMs).find(({ kind }) => kind === 'latency-drift')?.value;
  const ask = (firstByteMs: number, untilMs: number): void => {
    for (; nowMs < untilMs; nowMs += 500) {
      detector.note({ realm: 'binance/live', lane: 'market', endpoint: 'GET /x', firstByteMs }, nowMs);
      if (nowMs % 1_000 === 0) drift();
    }
  };
  ask(50, 600_000);
  ask(100, 720_000);
  expect(drift()).toBeGreaterThan(0.5);
  nowMs += 65_000;
  expect(drift()).toBe(0);
});

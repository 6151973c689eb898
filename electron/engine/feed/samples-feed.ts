import type { Limiter } from '../limiter/types.ts';
import type { Clock, Disposer } from '../ports.ts';
import type { Recorder } from '../recorder/types.ts';
import type { Publisher } from './publisher.ts';

const SECOND_MS = 1_000;

/** Once a second: bucket use into the rollups, and the second's latency to the pages. Returns what stops it. */
export function feedSamples(limiter: Limiter, recorder: Recorder, publisher: Publisher, clock: Clock): Disposer {
  let cancel = clock.wakeAt(clock.monotonic() + SECOND_MS, tick);

  function tick(): void {
    // Set before the work, so that one sample that fails does not end them all.
    cancel = clock.wakeAt(clock.monotonic() + SECOND_MS, tick);
    const atMs = clock.now();
    recorder.sampleUse(limiter.snapshot(), atMs);
    const points = recorder.takeLatencySample(atMs);
    if (points.length > 0) publisher.publish('latency.sampled', { points: [...points] });
  }

  return () => cancel();
}

import type { Clock, Disposer } from '../ports.ts';
import type { Recorder, RetentionPolicy } from './types.ts';

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
// The first minute belongs to the start: its windows, probes and charts.
const FIRST_AFTER_MS = MINUTE_MS;
const EVERY_MS = 15 * MINUTE_MS;

/** What is kept when nobody says otherwise: 30 days, at most 2 GiB. */
export const DEFAULT_RETENTION: RetentionPolicy = { maxAgeMs: 30 * DAY_MS, maxBytes: 2 * 1024 ** 3 };

/**
 * Prunes the store a minute after now and then every 15 minutes, one run at a time, until disposed. A failed run is told
 * by the recorder and tried again at the next turn.
 */
export function keepRetention(recorder: Pick<Recorder, 'prune'>, policy: RetentionPolicy, clock: Clock): Disposer {
  let isStopped = false;
  let cancel = clock.wakeAt(clock.monotonic() + FIRST_AFTER_MS, prune);

  function prune(): void {
    recorder.prune(policy, clock.now()).then(again, again);
  }

  function again(): void {
    if (!isStopped) cancel = clock.wakeAt(clock.monotonic() + EVERY_MS, prune);
  }

  return () => {
    isStopped = true;
    cancel();
  };
}

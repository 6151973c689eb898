import type { Log } from '../log.ts';
import type { Clock, Disposer } from '../ports.ts';
import type { AlertStore } from './store.ts';

const DAY_MS = 86_400_000;
const FIRST_AFTER_MS = 60_000;
const EVERY_MS = 6 * 3_600_000;

export const KEPT_DAYS = 90;
export const KEPT_ALERTS = 5_000;
export const KEPT_STEPS = 100_000;

/** Keeps the history of alerts small: a minute after the start, then every six hours, until disposed. */
export function keepAlerts(store: Pick<AlertStore, 'prune'>, clock: Clock, log: Log): Disposer {
  let cancel = clock.wakeAt(clock.monotonic() + FIRST_AFTER_MS, prune);

  function prune(): void {
    cancel = clock.wakeAt(clock.monotonic() + EVERY_MS, prune);
    try {
      store.prune({ beforeMs: clock.now() - KEPT_DAYS * DAY_MS, maxAlerts: KEPT_ALERTS, maxSteps: KEPT_STEPS });
    } catch (error) {
      log.warn('old alerts not removed', { detail: String(error).slice(0, 200) });
    }
  }

  return () => cancel();
}

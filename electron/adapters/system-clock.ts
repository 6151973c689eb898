import { randomBytes } from 'node:crypto';
import type { Clock, Random } from '../engine/ports.ts';

// Node fires a longer timer at once instead of late.
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** The machine's clocks and timers. A wake-up far away is set again in steps; none keeps the process alive. */
export const systemClock: Clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  wakeAt(monotonicMs, action) {
    // Node would fire at once, and a pause that is none becomes a hammer.
    if (Number.isNaN(monotonicMs)) throw new RangeError('A wake-up needs a time');
    let timer: NodeJS.Timeout;
    const arm = (): void => {
      const restMs = monotonicMs - performance.now();
      if (restMs <= 0) {
        timer = setTimeout(action, 0);
      } else {
        timer = setTimeout(
          () => (monotonicMs > performance.now() ? arm() : action()),
          Math.min(Math.ceil(restMs), LONGEST_TIMER_MS),
        );
      }
      timer.unref();
    };
    arm();
    return () => clearTimeout(timer);
  },
};

export const systemRandom: Random = {
  fraction: () => Math.random(),
  bytes: (size) => randomBytes(size),
};

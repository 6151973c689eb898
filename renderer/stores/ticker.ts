import type { Ticker } from './context.ts';

export interface TickerTimers {
  now(): number;
  every(ms: number, action: () => void): () => void;
}

/** One timer for all countdowns; it rests while nobody watches. */
export function createTicker(timers: TickerTimers, periodMs: number): Ticker {
  const listeners = new Set<() => void>();
  let nowMs = timers.now();
  let stop: (() => void) | null = null;

  function tick(): void {
    nowMs = timers.now();
    for (const listener of listeners) listener();
  }

  return {
    now: () => nowMs,
    subscribe(listener) {
      listeners.add(listener);
      stop ??= timers.every(periodMs, tick);
      return () => {
        listeners.delete(listener);
        if (listeners.size > 0) return;
        stop?.();
        stop = null;
      };
    },
  };
}

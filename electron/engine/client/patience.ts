import type { Clock, Disposer } from '../ports.ts';

/** How long a call may wait before it leaves, and who may call it back. */
export interface Patience {
  /** Monotonic ms; null: for ever. */
  readonly deadlineMs: number | null;
  readonly signal: AbortSignal | undefined;
}

/** Why a wait ended. */
export type Woken = 'woken' | 'late' | 'aborted';

/** Waits until the `wake` that `start` was given is called. `start` returns what takes the wake-up back. */
export type Wait = (start: (wake: () => void) => Disposer) => Promise<Woken>;

/** A wait that ends at the call's deadline or when its caller gives up, whichever comes first. */
export function waitWithin(clock: Clock, patience: Patience): Wait {
  return (start) => new Promise((resolve) => begin(clock, patience, start, resolve));
}

/** Waits until a monotonic time. */
export function pauseUntil(clock: Clock, atMs: number, wait: Wait): Promise<Woken> {
  return wait((wake) => clock.wakeAt(atMs, wake));
}

function begin(
  clock: Clock,
  { deadlineMs, signal }: Patience,
  start: (wake: () => void) => Disposer,
  resolve: (woken: Woken) => void,
): void {
  if (signal?.aborted === true) return resolve('aborted');
  const disposers: Disposer[] = [];
  let isOver = false;
  const end = (woken: Woken): void => {
    if (isOver) return;
    isOver = true;
    for (const dispose of disposers.splice(0)) dispose();
    resolve(woken);
  };
  const onAbort = (): void => end('aborted');
  signal?.addEventListener('abort', onAbort, { once: true });
  disposers.push(() => signal?.removeEventListener('abort', onAbort));
  if (deadlineMs !== null) disposers.push(clock.wakeAt(deadlineMs, () => end('late')));
  disposers.push(start(() => end('woken')));
}

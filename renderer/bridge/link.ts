import { type Bridge, connectContract } from '../../shared/contract/client.ts';
import type { Opened } from './socket-pipe.ts';
import type { Timers } from './timers.ts';

export type LinkEvent =
  | { readonly kind: 'open'; readonly bridge: Bridge }
  | { readonly kind: 'lost'; readonly retryAtMs: number }
  | { readonly kind: 'trying' }
  | { readonly kind: 'refused' };

export interface LinkOptions {
  readonly open: () => Promise<Opened>;
  readonly newId: () => string;
  readonly timers: Timers;
  /** 0 ≤ x < 1: spreads the attempts of many pages after one restart. */
  readonly random: () => number;
  readonly onEvent: (event: LinkEvent) => void;
}

export interface Link {
  retryNow(): void;
  stop(): void;
}

const FIRST_DELAY_MS = 500;
const LONGEST_DELAY_MS = 10_000;
/** A link that lived this long proves the host is well: the next loss starts from the shortest wait. */
const PROVEN_AFTER_MS = 5_000;

/** Wait before attempt `attempt` (from 0), ms: doubles up to ten seconds, half of it left to chance. */
export function delayBefore(attempt: number, random: number): number {
  const full = Math.min(LONGEST_DELAY_MS, FIRST_DELAY_MS * 2 ** Math.min(attempt, 10));
  return Math.round(full / 2 + (full / 2) * random);
}

/** Keeps one bridge open: a new one after every loss, until the host refuses us or `stop` is called. */
export function keepLinked(options: LinkOptions): Link {
  const { timers, onEvent } = options;
  let attempt = 0;
  let cancelWait: (() => void) | null = null;
  let isStopped = false;
  let isTrying = false;
  let closePipe: (() => void) | null = null;

  async function tryNow(): Promise<void> {
    if (isStopped || isTrying) return;
    cancelWait?.();
    cancelWait = null;
    isTrying = true;
    onEvent({ kind: 'trying' });
    const opened = await options.open();
    isTrying = false;
    if (isStopped) return closeUnused(opened);
    take(opened);
  }

  function take(opened: Opened): void {
    if (opened.kind === 'refused') return onEvent({ kind: 'refused' });
    if (opened.kind === 'unreachable') return waitThenTry();
    const openedAtMs = timers.now();
    const bridge = connectContract(opened.pipe, options.newId);
    closePipe = () => opened.pipe.close();
    bridge.onClose(() => {
      closePipe = null;
      if (timers.now() - openedAtMs >= PROVEN_AFTER_MS) attempt = 0;
      if (!isStopped) waitThenTry();
    });
    onEvent({ kind: 'open', bridge });
  }

  function waitThenTry(): void {
    const delayMs = delayBefore(attempt, options.random());
    attempt += 1;
    cancelWait = timers.after(delayMs, () => void tryNow());
    onEvent({ kind: 'lost', retryAtMs: timers.now() + delayMs });
  }

  void tryNow();
  return {
    retryNow: () => void (closePipe === null && tryNow()),
    stop() {
      isStopped = true;
      cancelWait?.();
      closePipe?.();
    },
  };
}

function closeUnused(opened: Opened): void {
  if (opened.kind === 'open') opened.pipe.close();
}

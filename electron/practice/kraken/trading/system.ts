import type { MarketStatus } from '../../core/market-state.ts';
import type { PracticeSwitches } from '../../core/switches.ts';
import { type Answer, done, ERRORS, refused } from '../errors.ts';

/** What SystemStatus and the `status` channel report (REST reference, 2026-05). */
export type SystemStatus = 'online' | 'maintenance' | 'cancel_only' | 'post_only';

/** The exchange's own state, which tests flip while clients run. */
export class SystemState {
  readonly #switches: PracticeSwitches;
  #status: SystemStatus = 'online';
  readonly #listeners = new Set<() => void>();

  constructor(switches: PracticeSwitches) {
    this.#switches = switches;
  }

  /** The maintenance switch, which every exchange has, wins; only `set` tells the sockets. */
  get status(): SystemStatus {
    return this.#switches.isInMaintenance ? 'maintenance' : this.#status;
  }

  set(status: SystemStatus): void {
    if (status === this.#status) return;
    this.#status = status;
    for (const listener of [...this.#listeners]) listener();
  }

  on(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
}

const PAIR_STATUS: Readonly<Record<MarketStatus, SystemStatus>> = {
  trading: 'online',
  'post-only': 'post_only',
  'cancel-only': 'cancel_only',
  halted: 'cancel_only',
};

/** Pair status as AssetPairs and `instrument` write it. */
export function pairStatus(status: MarketStatus): SystemStatus {
  return PAIR_STATUS[status];
}

/** Whether new orders are let in at this status. */
export function admitsOrder(status: SystemStatus, isPostOnly: boolean): Answer<null> {
  if (status === 'maintenance') return refused(ERRORS.unavailable);
  if (status === 'cancel_only') return refused(ERRORS.cancelOnly);
  if (status === 'post_only' && !isPostOnly) return refused(ERRORS.postOnlyMode);
  return done(null);
}

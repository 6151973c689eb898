import type { WindowRule } from '../../shared/model/bucket.ts';

/** One limit of a server, as everybody who shares it is told of it. */
export interface Limit {
  readonly capacity: number;
  readonly window: WindowRule;
  /** Does the server say in its answers how much is used? */
  readonly isRead: boolean;
}

/** The period in which a whole capacity comes back, ms. */
export function periodOf({ capacity, window }: Pick<Limit, 'capacity' | 'window'>): number {
  return window.kind === 'decaying' ? (capacity / window.perSecond) * 1_000 : window.periodMs;
}

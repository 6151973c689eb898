import type { BucketView, Gate } from '../../../shared/model/bucket.ts';
import type { DeskState } from '../../../shared/model/desk.ts';
import type { TrayState } from './drawing/glyphs.ts';

/** What the shell draws, as the engine last said it. */
export interface ShellFacts {
  readonly buckets: readonly BucketView[];
  readonly gates: readonly Gate[];
  /** Null: not known yet. */
  readonly desk: Pick<DeskState, 'halt' | 'cause'> | null;
  /** Alerts from warnings up that nobody has acknowledged. */
  readonly unacknowledged: number;
}

export const NO_FACTS: ShellFacts = { buckets: [], gates: [], desk: null, unacknowledged: 0 };

/** Under half used is calm, under four fifths warm, above is hot: as on the Overview page. */
const WARM_FROM = 0.5;
const HOT_FROM = 0.8;

/** Share of a bucket that cannot be spent any more, 0 to 1. */
export function shareUsed({ headroom, capacity }: Pick<BucketView, 'headroom' | 'capacity'>): number {
  return capacity > 0 ? Math.min(1, Math.max(0, 1 - headroom / capacity)) : 0;
}

/** The fullest first, at most so many; equal ones in the order of their keys, so that the list keeps still. */
export function tightest(buckets: readonly BucketView[], count: number): readonly BucketView[] {
  return [...buckets].sort((a, b) => shareUsed(b) - shareUsed(a) || (a.key < b.key ? -1 : 1)).slice(0, count);
}

/** Gates that are closed now; a halt is told by the desk. `nowMs`: wall time. */
export function closedGates(gates: readonly Gate[], nowMs: number): readonly Gate[] {
  return gates
    .filter(({ cause, untilMs }) => cause !== 'halt' && untilMs > nowMs)
    .sort((a, b) => a.untilMs - b.untilMs);
}

/** One state for all that is shown; the gravest counts. `nowMs`: wall time. */
export function trayStateOf({ buckets, gates, desk }: ShellFacts, nowMs: number): TrayState {
  if (desk?.halt === 'halted') return 'halted';
  const isHeld = closedGates(gates, nowMs).length > 0 || buckets.some(({ status }) => status === 'held');
  if (isHeld) return 'held';
  const [first] = tightest(buckets, 1);
  const share = first === undefined ? 0 : shareUsed(first);
  if (share >= HOT_FROM) return 'hot';
  return share >= WARM_FROM ? 'warm' : 'calm';
}

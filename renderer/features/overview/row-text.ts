import type { BucketView } from '../../../shared/model/bucket.ts';
import { t } from '../../i18n/i18n.ts';
import { formatLeft, formatTime } from '../../ui/format.ts';

/** Shares of a capacity, 0 … 1. */
export interface BarShares {
  readonly own: number;
  readonly foreign: number;
  readonly inFlight: number;
}

/** The exchange's own name, with the instrument or endpoint where it counts one. */
export function nameOf(view: BucketView): string {
  return view.part === null ? view.bucket.name : `${view.bucket.name} · ${view.part}`;
}

/** When it will be empty again, as people say it. */
export function countdownText(view: BucketView, nowMs: number): string {
  if (view.status === 'stale') return t('bucket.stale-since', { time: formatTime(view.readingAtMs ?? view.atMs) });
  if (view.used <= 0 || view.emptyAtMs === null) return t('bucket.empty');
  const time = formatLeft(view.emptyAtMs - nowMs);
  return view.bucket.window.kind === 'fixed' ? t('bucket.resets', { time }) : t('bucket.empties', { time });
}

/** Shares of the capacity, cut so that together they never pass it. */
export function sharesOf(view: BucketView): BarShares {
  const share = (amount: number): number => Math.min(1, Math.max(0, amount / view.capacity));
  const foreign = share(Math.min(view.foreign, view.used));
  const own = share(view.used - Math.min(view.foreign, view.used));
  return {
    own,
    foreign: Math.min(foreign, 1 - own),
    inFlight: Math.min(share(view.inFlight), 1 - own - Math.min(foreign, 1 - own)),
  };
}

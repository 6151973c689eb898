import type { BucketView } from '../../../../shared/model/bucket.ts';
import type { Observation } from '../observation.ts';

/** Smaller limits are always full or empty: there is nothing to warn of. */
const LEAST_CAPACITY = 10;
/** Our own pace is that of the last so many ms in short windows, and that of the whole window so far in long ones. */
const PACE_MS = 10_000;
const SHORT_WINDOW_MS = 300_000;
/** Where no window turns, it is looked ahead for so long. */
const AHEAD_MS = 30_000;
/** Before this share of a window its pace says little. */
const LEAST_ELAPSED = 0.2;
const MOST_BUCKETS = 2_000;

interface Point {
  readonly atMs: number;
  /** Our own use of the window, and what is used by all. */
  readonly own: number;
  readonly used: number;
  /** What we spent since the first point ever, whatever drained or left the window meanwhile. */
  readonly spent: number;
}

/** What each bucket's view means for `headroom-low` and `limit-ahead`. Remembers a few seconds of each. */
export class HeadroomSource {
  readonly #paces = new Map<string, Point[]>();

  /** `nowMs` wall ms. Buckets that are gone are full of room. */
  observe(views: readonly BucketView[], nowMs: number): readonly Observation[] {
    const wide = views.filter(
      ({ capacity, used, key }) => capacity >= LEAST_CAPACITY && (used > 0 || this.#paces.has(key)),
    );
    const present = new Set(views.map(({ key }) => key));
    const gone = [...this.#paces.keys()].filter((key) => !present.has(key));
    for (const key of gone) this.#paces.delete(key);
    return [...wide.flatMap((view) => this.#ofView(view, nowMs)), ...gone.flatMap(ofGone)];
  }

  #ofView(view: BucketView, nowMs: number): readonly Observation[] {
    this.#note(view, nowMs);
    const share = view.headroom / view.capacity;
    const low: Observation = { ...about(view, share), kind: 'headroom-low', value: share };
    const ahead = this.#shareAhead(view, nowMs);
    if (ahead === null) return [low];
    return [low, { ...about(view, ahead), kind: 'limit-ahead', value: ahead }];
  }

  #note(view: BucketView, nowMs: number): void {
    const points = this.#paces.get(view.key) ?? [];
    const last = points.at(-1);
    const more = Math.max(0, view.own - (last?.own ?? view.own));
    // The window turned: what was before says nothing of this one.
    if (view.bucket.window.kind === 'fixed' && last !== undefined && last.own > view.own) points.length = 0;
    points.push({ atMs: nowMs, own: view.own, used: view.used, spent: (last?.spent ?? 0) + more });
    while ((points[1]?.atMs ?? nowMs) <= nowMs - PACE_MS) points.shift();
    if (this.#paces.size < MOST_BUCKETS || this.#paces.has(view.key)) this.#paces.set(view.key, points);
  }

  /** Share that will be used when the window turns, or in a while; null: not to be told. */
  #shareAhead(view: BucketView, nowMs: number): number | null {
    switch (view.bucket.window.kind) {
      case 'fixed':
        return this.#atTheTurn(view, view.bucket.window.periodMs, nowMs);
      case 'sliding':
        return this.#ofFullWindow(view, view.bucket.window.periodMs);
      case 'decaying':
        return this.#inAWhile(view);
    }
  }

  // What drains meanwhile is in its rise already. One burst is no pace: it must have risen in both halves of the time.
  #inAWhile(view: BucketView): number | null {
    const points = this.#paces.get(view.key) ?? [];
    const [first, last] = [points[0], points.at(-1)];
    if (first === undefined || last === undefined || last.atMs - first.atMs < 0.8 * PACE_MS) return null;
    const middle = points.find(({ atMs }) => atMs >= (first.atMs + last.atMs) / 2) ?? last;
    const rise = Math.min(riseOf(first, middle), riseOf(middle, last));
    return Math.max(0, view.used + view.inFlight + rise * AHEAD_MS) / view.capacity;
  }

  // In a window shorter than what a pace is taken from, the pace is what is used of it: nothing lies ahead.
  #ofFullWindow(view: BucketView, periodMs: number): number | null {
    if (periodMs <= PACE_MS) return null;
    const points = this.#paces.get(view.key) ?? [];
    const [first, last] = [points[0], points.at(-1)];
    if (first === undefined || last === undefined || last.atMs - first.atMs < PACE_MS / 2) return null;
    const perMs = (last.spent - first.spent) / (last.atMs - first.atMs);
    return (perMs * periodMs + view.foreign + view.foreignForecast) / view.capacity;
  }

  #atTheTurn(view: BucketView, periodMs: number, nowMs: number): number | null {
    if (view.emptyAtMs === null) return view.used === 0 ? 0 : null;
    const restMs = Math.min(periodMs, Math.max(0, view.emptyAtMs - nowMs));
    const elapsedMs = periodMs - restMs;
    if (elapsedMs < LEAST_ELAPSED * periodMs) return null;
    const perMs = periodMs > SHORT_WINDOW_MS ? view.own / elapsedMs : this.#pace(view.key);
    return (view.used + view.inFlight + view.foreignForecast + perMs * restMs) / view.capacity;
  }

  #pace(key: string): number {
    const points = this.#paces.get(key) ?? [];
    const [first] = points;
    const last = points.at(-1);
    if (first === undefined || last === undefined || last.atMs - first.atMs < PACE_MS / 2) return 0;
    return (last.own - first.own) / (last.atMs - first.atMs);
  }
}

function riseOf(from: Point, to: Point): number {
  return to.atMs <= from.atMs ? 0 : (to.used - from.used) / (to.atMs - from.atMs);
}

function about(view: BucketView, share: number): Omit<Observation, 'kind' | 'value'> {
  const [account, ...others] = view.accounts;
  const facts = { bucket: view.bucket.name, environment: view.environment, share: `${Math.round(share * 100)}` };
  return {
    subject: view.key,
    exchange: view.exchange,
    account: others.length === 0 ? (account ?? null) : null,
    facts: view.part === null ? facts : { ...facts, part: view.part },
    endsAtMs: null,
  };
}

function ofGone(subject: string): readonly Observation[] {
  const nothing = { subject, exchange: null, account: null, facts: {}, endsAtMs: null };
  return [
    { ...nothing, kind: 'headroom-low', value: 1 },
    { ...nothing, kind: 'limit-ahead', value: 0 },
  ];
}

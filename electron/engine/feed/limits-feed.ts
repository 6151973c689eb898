import type { BucketView } from '../../../shared/model/bucket.ts';
import type { Limiter } from '../limiter/types.ts';
import type { Clock, Disposer } from '../ports.ts';
import type { Publisher } from './publisher.ts';

/** At most ten batches a second leave for the pages. */
const BATCH_MS = 100;

/**
 * Publishes the buckets that changed, coalesced. Time alone also empties buckets, so after the last change one more
 * batch goes out each second while anything is draining. Returns what stops it.
 */
export function feedLimits(limiter: Limiter, publisher: Publisher, clock: Clock): Disposer {
  const changed = new Set<string>();
  let known = new Set<string>();
  let lastMs = Number.NEGATIVE_INFINITY;
  let wake: { readonly atMs: number; readonly cancel: Disposer } | null = null;

  const stop = limiter.onChange((keys) => {
    for (const key of keys) changed.add(key);
    schedule(Math.max(clock.monotonic(), lastMs + BATCH_MS));
  });

  function schedule(atMs: number): void {
    if (wake !== null && wake.atMs <= atMs) return;
    wake?.cancel();
    const cancel = clock.wakeAt(atMs, () => {
      wake = null;
      flush();
    });
    wake = { atMs, cancel };
  }

  function flush(): void {
    lastMs = clock.monotonic();
    const views = limiter.snapshot();
    const buckets = views.filter((view) => changed.has(view.key) || !known.has(view.key));
    const present = new Set(views.map((view) => view.key));
    const removed = [...known].filter((key) => !present.has(key));
    changed.clear();
    known = present;
    if (buckets.length > 0 || removed.length > 0) publisher.publish('limits.changed', { buckets, removed });
    for (const view of views) if (isDraining(view)) changed.add(view.key);
    if (changed.size > 0) schedule(lastMs + 10 * BATCH_MS);
  }

  return () => {
    stop();
    wake?.cancel();
  };
}

function isDraining(view: BucketView): boolean {
  return view.used > 0 || view.inFlight > 0;
}

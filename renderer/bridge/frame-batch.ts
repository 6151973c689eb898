import type { BucketView } from '../../shared/model/bucket.ts';

export interface BucketBatch {
  readonly buckets: readonly BucketView[];
  readonly removed: readonly string[];
}

export interface FrameBatch {
  add(batch: BucketBatch): void;
  /** Forgets what waits: a snapshot has overtaken it. */
  clear(): void;
}

/** Gathers batches until the next frame and hands on only the newest view of each bucket: one store write per frame. */
export function frameBatch(nextFrame: (action: () => void) => void, write: (batch: BucketBatch) => void): FrameBatch {
  let views = new Map<string, BucketView>();
  let removed = new Set<string>();
  let isAsked = false;

  function flush(): void {
    isAsked = false;
    if (views.size === 0 && removed.size === 0) return;
    const batch = { buckets: [...views.values()], removed: [...removed] };
    views = new Map();
    removed = new Set();
    write(batch);
  }

  return {
    add(batch) {
      for (const view of batch.buckets) {
        views.set(view.key, view);
        removed.delete(view.key);
      }
      for (const key of batch.removed) {
        views.delete(key);
        removed.add(key);
      }
      if (isAsked) return;
      isAsked = true;
      nextFrame(flush);
    },
    clear() {
      views.clear();
      removed.clear();
    },
  };
}

const HIDDEN_FRAME_MS = 1_000;

/** The next animation frame, or a second at most: a page in the background gets no frames but must not fall behind. */
export function nextFrameOrSecond(action: () => void): void {
  let isDone = false;
  const once = (): void => {
    if (isDone) return;
    isDone = true;
    cancelAnimationFrame(frame);
    clearTimeout(timer);
    action();
  };
  const frame = requestAnimationFrame(once);
  const timer = setTimeout(once, HIDDEN_FRAME_MS);
}

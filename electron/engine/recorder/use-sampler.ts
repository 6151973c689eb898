import type { BucketView } from '../../../shared/model/bucket.ts';
import type { UseSample } from './store.ts';

const SECOND_MS = 1_000;

/**
 * Picks what is worth keeping of a look at all buckets. A bucket at rest would fill the store with zeros, so only the
 * first zero is kept: it ends the line on a chart, and the gap after it reads as zero.
 */
export class UseSampler {
  readonly #busy = new Set<string>();

  /** Samples for the second that holds `atMs`. */
  sample(views: readonly BucketView[], atMs: number): readonly UseSample[] {
    const secondMs = Math.floor(atMs / SECOND_MS) * SECOND_MS;
    return views.filter((view) => this.#isWorthKeeping(view)).map((view) => sampleOf(view, secondMs));
  }

  #isWorthKeeping(view: BucketView): boolean {
    if (view.used <= 0 && view.inFlight <= 0) return this.#busy.delete(view.key);
    this.#busy.add(view.key);
    return true;
  }
}

function sampleOf(view: BucketView, atMs: number): UseSample {
  const { key, used, foreign, inFlight, capacity } = view;
  return { key, atMs, used, foreign, inFlight, capacity };
}

import type { Alert } from '../../../shared/model/alert.ts';

type Point = Alert['evidence']['points'][number];

const MOST_POINTS = 240;
const STEP_MS = 2_000;

/** The measures of the last minutes, thinned to one each two seconds: why an alert fired. */
export class Trail {
  #points: Point[] = [];

  add(atMs: number, value: number): void {
    const last = this.#points.at(-1);
    if (last !== undefined && atMs - last.atMs < STEP_MS && atMs >= last.atMs) return;
    this.#points.push({ atMs, value });
    // Cut in halves rather than one by one: it is asked for rarely and added to all the time.
    if (this.#points.length >= 2 * MOST_POINTS) this.#points = this.#points.slice(-MOST_POINTS);
  }

  /** The newest points and the one that is being judged, even when it was too close to be kept. */
  points(atMs: number, value: number): Point[] {
    const last = this.#points.at(-1);
    const all = last?.atMs === atMs ? this.#points : [...this.#points, { atMs, value }];
    return all.slice(-MOST_POINTS);
  }
}

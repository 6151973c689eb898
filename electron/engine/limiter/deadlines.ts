import { Line } from './line.ts';
import type { Job } from './queue.ts';

/** Everybody who waits with a deadline, the next one first. */
export class Deadlines {
  readonly #line = new Line<Job>(
    (left, right) => left.deadlineMs < right.deadlineMs,
    (job, place) => {
      job.timedPlace = place;
    },
  );

  add(job: Job): void {
    if (job.deadlineMs === Infinity) return;
    job.isTimed = true;
    this.#line.push(job);
  }

  remove(job: Job): void {
    if (!job.isTimed) return;
    job.isTimed = false;
    this.#line.remove(job.timedPlace);
  }

  /** The first whose deadline has come. */
  due(nowMs: number): Job | undefined {
    const job = this.#line.peek();
    return job !== undefined && job.deadlineMs <= nowMs ? job : undefined;
  }

  /** Monotonic ms of the next deadline; Infinity: nobody has one. */
  nextMs(): number {
    return this.#line.peek()?.deadlineMs ?? Infinity;
  }
}

import type { Demand } from './limiter.ts';
import { type Job, isBefore } from './queue.ts';
import type { Counter } from './state.ts';

/** Found another bucket full this often, a call's charges are kept free until it has them all. */
const CLAIM_AFTER_MOVES = 4;

/** Room kept for calls that need several buckets and would otherwise always find one of them taken. */
export class Claims {
  readonly #byCounter = new Map<Counter, Job>();

  /** Room on the counter that this call must leave to another one that goes first. */
  before(job: Job, counter: Counter): number {
    if (this.#byCounter.size === 0) return 0;
    const claimer = this.#byCounter.get(counter);
    if (claimer === undefined || claimer === job || isBefore(job, claimer)) return 0;
    return this.on(counter);
  }

  /** The demands of a call, with the room that others who go first claim there. */
  demandsOf(job: Job): readonly Demand[] {
    if (this.#byCounter.size === 0) return job.charges;
    return job.charges.map((charge) => ({ ...charge, claimed: this.before(job, charge.counter) }));
  }

  on(counter: Counter): number {
    const claimer = this.#byCounter.get(counter);
    return claimer?.charges.find((charge) => charge.counter === counter)?.cost ?? 0;
  }

  /** Counts one more vain move, and claims when it was one too many. */
  moved(job: Job): void {
    job.moves += 1;
    if (job.moves < CLAIM_AFTER_MOVES || job.charges.length < 2 || job.hasClaim) return;
    job.hasClaim = true;
    for (const { counter } of job.charges) {
      const claimer = this.#byCounter.get(counter);
      if (claimer === undefined || isBefore(job, claimer)) this.#byCounter.set(counter, job);
    }
  }

  /** Gives the claims up; the counters on which others may now have room. */
  drop(job: Job): readonly Counter[] {
    if (!job.hasClaim) return [];
    job.hasClaim = false;
    const freed = job.charges.map(({ counter }) => counter).filter((counter) => this.#byCounter.get(counter) === job);
    for (const counter of freed) this.#byCounter.delete(counter);
    return freed;
  }
}

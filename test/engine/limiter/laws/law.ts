import fc from 'fast-check';
import { it } from 'vitest';

/** Runs per law; FUZZ_RUNS=100000 for a long search. FUZZ_SEED (test/support/fixed-seed.ts) chooses where it looks. */
const RUNS = Number(process.env['FUZZ_RUNS'] ?? 2000);
/** Generous: a law that hangs should say so, a slow machine should not. */
const MS_PER_RUN = 20;

/** A law of the limiter: holds for everything that `cases` can draw. A failure names its seed, path and case. */
export function law<Case>(name: string, cases: fc.Arbitrary<Case>, check: (one: Case) => Promise<void>): void {
  const property = fc.asyncProperty(cases, check);
  it(name, () => fc.assert(property, { numRuns: RUNS, endOnFailure: false }), 10_000 + RUNS * MS_PER_RUN);
}

/** The seed of a small generator: cheaper to draw than all that is drawn from it. */
export const anySeed = fc.integer({ min: 1, max: 0x7fffffff });

/** Small deterministic draws for what happens inside one case. */
export class Dice {
  #state: number;

  constructor(seed: number) {
    this.#state = seed >>> 0;
  }

  fraction(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }

  between(low: number, high: number): number {
    return low + this.fraction() * (high - low);
  }

  /** A whole number from `low` to `high`, both included. */
  whole(low: number, high: number): number {
    return Math.floor(this.between(low, high + 1));
  }

  isLucky(share: number): boolean {
    return this.fraction() < share;
  }

  pick<Item>(items: readonly Item[]): Item {
    const item = items[this.whole(0, items.length - 1)];
    if (item === undefined) throw new Error('nothing to pick from');
    return item;
  }
}

import { toNumber } from '../../../shared/model/decimal.ts';
import type { Market } from './markets.ts';
import type { PracticeRandom } from './random.ts';

/** How strongly a second pulls the price back to its mean. */
const PULL_PER_SECOND = 0.002;

/**
 * The middle price as a mean-reverting random walk on the tick grid. Floats inside; what leaves is a whole number of
 * ticks, so that every price in the book is exact.
 */
export class PriceProcess {
  readonly #market: Market;
  readonly #random: PracticeRandom;
  readonly #tick: number;
  #mean: number;
  #log: number;

  constructor(market: Market, random: PracticeRandom) {
    this.#market = market;
    this.#random = random;
    this.#tick = toNumber(market.tick);
    this.#mean = Math.log(toNumber(market.startPrice));
    this.#log = this.#mean;
  }

  /** Middle price in ticks. */
  ticks(): number {
    return Math.max(2, Math.round(Math.exp(this.#log) / this.#tick));
  }

  /** Moves on by `ms` and gives the new middle price in ticks. */
  step(ms: number): number {
    const seconds = ms / 1000;
    const pull = (this.#mean - this.#log) * Math.min(1, PULL_PER_SECOND * seconds);
    this.#log += pull + this.#market.volatility * Math.sqrt(seconds) * this.#random.gaussian();
    return this.ticks();
  }

  /** Puts the price, and the mean it returns to, at this many ticks. */
  moveTo(ticks: number): void {
    this.#mean = Math.log(ticks * this.#tick);
    this.#log = this.#mean;
  }
}

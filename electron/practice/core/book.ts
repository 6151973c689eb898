import type { Decimal } from '../../../shared/model/decimal.ts';
import {
  add,
  compare,
  decimal,
  divide,
  floorToStep,
  fromNumber,
  isPositive,
  minimum,
  multiply,
  roundToStep,
  subtract,
  toNumber,
  ZERO,
} from '../../../shared/model/decimal.ts';
import type { Market } from './markets.ts';
import type { OrderSide } from './order.ts';
import { hashFraction } from './random.ts';

export interface Level {
  readonly price: Decimal;
  readonly quantity: Decimal;
}

/** Levels on each side of the made-up book. */
const LEVELS = 100;
/** Distances as fractions of the start price. */
const HALF_SPREAD = 0.000005;
const SPACING = 0.00001;
/** Quote value of a typical level near the middle. */
const LEVEL_VALUE = 4000;

/**
 * The made-up liquidity of one market: a ladder around the middle price whose sizes follow from seed, price and epoch
 * alone. What takers eat is remembered and comes back by halves at each step.
 */
export class SyntheticBook {
  readonly #market: Market;
  readonly #seed: number;
  readonly #halfTicks: number;
  readonly #spacingTicks: number;
  readonly #baseSize: number;
  readonly #eaten = new Map<string, Decimal>();
  /** The untouched ladder of this epoch, made when first asked for. */
  #ladders: { readonly buy: readonly Level[]; readonly sell: readonly Level[] } | null = null;
  #midTicks: number;
  #epoch = 0;

  constructor(market: Market, seed: number) {
    this.#market = market;
    this.#seed = seed;
    const startTicks = toNumber(divide(market.startPrice, market.tick));
    this.#midTicks = Math.round(startTicks);
    this.#halfTicks = Math.max(1, Math.round(startTicks * HALF_SPREAD));
    this.#spacingTicks = Math.max(1, Math.round(startTicks * SPACING));
    const quoteScale = toNumber(market.minNotional) / 5;
    this.#baseSize = (LEVEL_VALUE * quoteScale) / toNumber(market.startPrice);
  }

  /** Moves the ladder and lets half of what was eaten grow back. */
  recentre(midTicks: number): void {
    this.#midTicks = midTicks;
    this.#epoch += 1;
    this.#ladders = null;
    const half = decimal('0.5');
    for (const [price, eaten] of this.#eaten) {
      const left = floorToStep(multiply(eaten, half), this.#market.step);
      if (isPositive(left)) this.#eaten.set(price, left);
      else this.#eaten.delete(price);
    }
  }

  midTicks(): number {
    return this.#midTicks;
  }

  /** Middle price as a price. */
  mid(): Decimal {
    return this.#priceOf(this.#midTicks);
  }

  /** Best price on the side that shows these orders: `buy` is the bid. Present even when it is eaten up. */
  touch(side: OrderSide): Decimal {
    return this.#priceOf(this.#ticksOf(side, 0));
  }

  /** Best first, empty levels left out. */
  levels(side: OrderSide, count: number = LEVELS): readonly Level[] {
    this.#ladders ??= { buy: this.#ladder('buy'), sell: this.#ladder('sell') };
    const ladder = this.#ladders[side];
    if (this.#eaten.size === 0) return ladder.slice(0, count);
    return ladder
      .map((level) => this.#rest(level))
      .filter((level) => isPositive(level.quantity))
      .slice(0, count);
  }

  /** Takes liquidity away at one price. */
  eat(price: Decimal, quantity: Decimal): void {
    this.#eaten.set(price, add(this.#eaten.get(price) ?? ZERO, quantity));
  }

  /** Size of one burst of flow, in base units on the step grid: `share` of a level near the middle. */
  flow(share: number): Decimal {
    return this.#sized(this.#baseSize * share);
  }

  #ladder(side: OrderSide): readonly Level[] {
    const levels: Level[] = [];
    for (let depth = 0; depth < LEVELS && this.#ticksOf(side, depth) >= 1; depth += 1) {
      const ticks = this.#ticksOf(side, depth);
      levels.push({
        price: this.#priceOf(ticks),
        quantity: this.#sized(this.#baseSize * this.#shape(side, ticks, depth)),
      });
    }
    return levels;
  }

  #rest(level: Level): Level {
    const eaten = this.#eaten.get(level.price);
    if (eaten === undefined) return level;
    return { price: level.price, quantity: subtract(level.quantity, minimum(level.quantity, eaten)) };
  }

  #shape(side: OrderSide, ticks: number, depth: number): number {
    const draw = hashFraction(this.#seed, side === 'buy' ? 1 : 2, ticks, Math.floor(this.#epoch / 10));
    return (0.3 + 1.4 * draw) * (1 + depth / 8);
  }

  #sized(size: number): Decimal {
    const rounded = floorToStep(fromNumber(size, 12), this.#market.step);
    return compare(rounded, this.#market.minQuantity) < 0 ? this.#market.minQuantity : rounded;
  }

  #ticksOf(side: OrderSide, depth: number): number {
    const away = this.#halfTicks + depth * this.#spacingTicks;
    return side === 'buy' ? this.#midTicks - away : this.#midTicks + away;
  }

  #priceOf(ticks: number): Decimal {
    return multiply(decimal(String(ticks)), this.#market.tick);
  }
}

/** Nearest whole number of ticks, for moving the middle price to a given one. */
export function ticksOf(market: Market, price: Decimal): number {
  return toNumber(divide(roundToStep(price, market.tick), market.tick));
}

// Answer times as exchanges give them, made from a seed: a heavy tail, times of day, bursts, outliers, and now and then
// a slow network of our own that all exchanges share.
import { createRandom, type PracticeRandom } from '../../electron/practice/core/random.ts';

export interface LatencyWorldOptions {
  readonly seed: string;
  readonly realms: readonly string[];
}

export interface Answer {
  readonly realm: string;
  readonly endpoint: string;
  readonly ms: number;
  /** Within the second, ms. */
  readonly offsetMs: number;
}

const DAY_S = 86_400;
const DIURNAL = 0.2;
const TAIL_SIGMA = 0.35;
const OUTLIER_SHARE = 0.002;
const OUTLIER_MS = 2_000;
const BURSTS_PER_S = 1 / 1_200;
const NETWORK_PER_S = 1 / DAY_S;
const RATE = { min: 1, max: 8 } as const;
const ENDPOINTS = [
  { name: 'GET /time', baseMs: 40 },
  { name: 'GET /depth', baseMs: 70 },
  { name: 'GET /tickers', baseMs: 150 },
] as const;

interface Stretch {
  untilS: number;
  factor: number;
}

interface Realm {
  readonly name: string;
  readonly phaseS: number;
  readonly burst: Stretch;
  rate: number;
  /** Set from outside: what throttling does. */
  factor: number;
}

/** Several exchanges seen from one machine, second by second. */
export class LatencyWorld {
  readonly #random: PracticeRandom;
  readonly #realms: readonly Realm[];
  readonly #network: Stretch = { untilS: 0, factor: 1 };

  constructor({ seed, realms }: LatencyWorldOptions) {
    this.#random = createRandom(seed);
    this.#realms = realms.map((name) => ({
      name,
      phaseS: this.#random.fraction() * DAY_S,
      burst: { untilS: 0, factor: 1 },
      rate: RATE.min,
      factor: 1,
    }));
  }

  /** From now on this exchange takes so many times as long. */
  slow(name: string, factor: number): void {
    for (const realm of this.#realms) if (realm.name === name) realm.factor = factor;
  }

  /** Answers of one second, in order of time within each exchange. */
  second(atS: number, take: (answer: Answer) => void): void {
    this.#turn(this.#network, atS, NETWORK_PER_S, 30, 120, 1.4, 2);
    for (const realm of this.#realms) this.#secondOf(realm, atS, take);
  }

  #secondOf(realm: Realm, atS: number, take: (answer: Answer) => void): void {
    this.#turn(realm.burst, atS, BURSTS_PER_S, 1, 8, 1.5, 3);
    if (atS % 60 === 0) realm.rate = RATE.min + (RATE.max - RATE.min) * this.#random.fraction();
    const day = 1 + DIURNAL * Math.sin(((atS + realm.phaseS) / DAY_S) * 2 * Math.PI);
    const factor = day * realm.burst.factor * this.#network.factor * realm.factor;
    const count = Math.floor(realm.rate + this.#random.fraction());
    for (let index = 0; index < count; index += 1) {
      const endpoint = ENDPOINTS[Math.floor(this.#random.fraction() * ENDPOINTS.length)] ?? ENDPOINTS[0];
      const tail = Math.exp(TAIL_SIGMA * this.#normal());
      const isOutlier = this.#random.fraction() < OUTLIER_SHARE;
      const ms = isOutlier ? OUTLIER_MS : endpoint.baseMs * factor * tail;
      take({ realm: realm.name, endpoint: endpoint.name, ms, offsetMs: (1_000 * index) / count });
    }
  }

  #turn(stretch: Stretch, atS: number, perS: number, minS: number, maxS: number, low: number, high: number): void {
    if (atS >= stretch.untilS) stretch.factor = 1;
    if (stretch.factor !== 1 || this.#random.fraction() >= perS) return;
    stretch.untilS = atS + Math.round(minS + (maxS - minS) * this.#random.fraction());
    stretch.factor = low + (high - low) * this.#random.fraction();
  }

  #normal(): number {
    const radius = Math.sqrt(-2 * Math.log(1 - this.#random.fraction()));
    return radius * Math.cos(2 * Math.PI * this.#random.fraction());
  }
}

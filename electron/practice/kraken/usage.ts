import type { NeighbourTarget } from '../core/neighbour.ts';
import type { KeyStates } from './access/keys.ts';
import type { PublicLimiter } from './limits/public-limiter.ts';
import type { Floor } from './trading/floor.ts';

export interface CounterUse {
  readonly level: number;
  readonly maximum: number;
}

/** The true state of every limit, which Kraken itself hardly shows. */
export class Usage {
  readonly #keys: KeyStates;
  readonly #floor: Floor;
  readonly #publicLimiter: PublicLimiter;

  constructor(keys: KeyStates, floor: Floor, publicLimiter: PublicLimiter) {
    this.#keys = keys;
    this.#floor = floor;
    this.#publicLimiter = publicLimiter;
  }

  /** REST call counter of a key. */
  rest(apiKey: string): CounterUse {
    const { counter } = this.#keys.of(apiKey);
    return { level: counter.level(this.#floor.clock.now()), maximum: counter.maximum };
  }

  /** Matching-engine counter of an account and a pair, by the pair's REST id. */
  engine(accountId: string, pairId: string): CounterUse {
    const level = this.#floor.counters.level(accountId, pairId, this.#floor.clock.now());
    return { level, maximum: this.#floor.limitsOf(accountId).engineMaximum };
  }

  openOrders(accountId: string, pairId: string): CounterUse {
    return {
      level: this.#floor.journal.open(accountId, pairId).length,
      maximum: this.#floor.limitsOf(accountId).openOrdersPerPair,
    };
  }

  /** Public levels by address, or address, method and pair. */
  public(): Readonly<Record<string, number>> {
    return this.#publicLimiter.levels(this.#floor.clock.now());
  }
}

/** Drains have no window, so the neighbour's record is kept by the minute. */
const RECORD_MS = 60_000;

/**
 * What a foreign program may spend: `rest` of a key, `engine` of `account pair`, `public` of an address. Engine points
 * come as new orders would; beyond the maximum nothing more is taken.
 */
export function neighbourTargets(
  keys: KeyStates,
  floor: Floor,
  publicLimiter: PublicLimiter,
): Readonly<Record<string, NeighbourTarget>> {
  const repeat = (amount: number, spendOne: () => void): void => {
    for (let spent = 0; spent < amount; spent += 1) spendOne();
  };
  return {
    rest: {
      windowMs: RECORD_MS,
      spend: (apiKey, amount) => repeat(amount, () => void keys.of(apiKey).counter.take(1, floor.clock.now())),
    },
    engine: {
      windowMs: RECORD_MS,
      spend: (who, amount) => {
        const [accountId = '', pairId = ''] = who.split(' ');
        repeat(amount, () => void floor.counters.takeAdd(accountId, pairId, floor.clock.now()));
      },
    },
    public: {
      windowMs: RECORD_MS,
      spend: (address, amount) => repeat(amount, () => void publicLimiter.take('Time', address, '', floor.clock.now())),
    },
  };
}

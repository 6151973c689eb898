import { CallCounter } from './counter.ts';

export interface PublicRules {
  /** One a second is the only published figure (support "What are the API rate limits"); the burst is a guess. */
  readonly perSecond: number;
  readonly burst: number;
}

// Trades and OHLC are counted for each address and pair, all other public methods for each address alone
// (support "What are the API rate limits").
const PER_PAIR: ReadonlySet<string> = new Set(['Trades', 'OHLC']);

/** Limits public calls by address, and by address and pair for Trades and OHLC. */
export class PublicLimiter {
  readonly #rules: PublicRules;
  readonly #counters = new Map<string, CallCounter>();

  constructor(rules: PublicRules) {
    this.#rules = rules;
  }

  take(method: string, address: string, pair: string, nowMs: number): boolean {
    return this.#counter(keyOf(method, address, pair)).take(1, nowMs);
  }

  /** Levels by `address` or `address method pair`. */
  levels(nowMs: number): Readonly<Record<string, number>> {
    return Object.fromEntries([...this.#counters].map(([key, counter]) => [key, counter.level(nowMs)]));
  }

  #counter(key: string): CallCounter {
    const known = this.#counters.get(key);
    if (known !== undefined) return known;
    const { burst, perSecond } = this.#rules;
    const rules = {
      maximum: burst,
      decayPerSecond: perSecond,
      model: 'refuse-crossing',
      stepMs: 0,
      countsRefused: true,
    } as const;
    const counter = new CallCounter(rules);
    this.#counters.set(key, counter);
    return counter;
  }
}

function keyOf(method: string, address: string, pair: string): string {
  return PER_PAIR.has(method) ? `${address} ${method} ${pair}` : address;
}

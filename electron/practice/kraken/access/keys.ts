import { CallCounter, type CounterRules } from '../limits/counter.ts';
import { KeyNonces, type NonceReuse } from './nonces.ts';

export interface KeyState {
  readonly nonces: KeyNonces;
  readonly nonceWindow: bigint;
  readonly counter: CallCounter;
}

export interface KeyRules {
  /** Counter rules of a key by its id, as its account's tier has them. */
  readonly counterOf: (apiKey: string) => CounterRules;
  /** Windows that key owners have set; 0 elsewhere. */
  readonly nonceWindows: Readonly<Record<string, bigint>>;
  readonly nonceReuse: NonceReuse;
}

/** Nonces and REST counters, one of each for every key. */
export class KeyStates {
  readonly #rules: KeyRules;
  readonly #states = new Map<string, KeyState>();

  constructor(rules: KeyRules) {
    this.#rules = rules;
  }

  of(apiKey: string): KeyState {
    const known = this.#states.get(apiKey);
    if (known !== undefined) return known;
    const nonceWindow = this.#rules.nonceWindows[apiKey] ?? 0n;
    const nonces = new KeyNonces(nonceWindow, this.#rules.nonceReuse);
    const state = { nonces, nonceWindow, counter: new CallCounter(this.#rules.counterOf(apiKey)) };
    this.#states.set(apiKey, state);
    return state;
  }
}

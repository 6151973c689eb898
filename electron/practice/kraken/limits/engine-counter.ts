import { CallCounter, type OverrunModel } from './counter.ts';
import { type AgedTransaction, agePenalty, FIXED_COST, type TierLimits } from './tables.ts';

export interface EngineRules {
  readonly model: OverrunModel;
  readonly stepMs: number;
}

/**
 * The matching engine's rate counters: one for each account and pair, shared by all keys and both doors
 * (Spot Trading Limits, 2026-05). Fixed parts are charged on receipt, also when the transaction then fails.
 */
export class EngineCounters {
  readonly #rules: EngineRules;
  readonly #limitsOf: (accountId: string) => TierLimits;
  readonly #counters = new Map<string, CallCounter>();

  constructor(rules: EngineRules, limitsOf: (accountId: string) => TierLimits) {
    this.#rules = rules;
    this.#limitsOf = limitsOf;
  }

  level(accountId: string, pairId: string, nowMs: number): number {
    return this.#counter(accountId, pairId).level(nowMs);
  }

  /** Levels of one account by pair. */
  levels(accountId: string, nowMs: number): Readonly<Record<string, number>> {
    const own = [...this.#counters].filter(([key]) => key.startsWith(`${accountId} `));
    return Object.fromEntries(own.map(([key, counter]) => [key.slice(accountId.length + 1), counter.level(nowMs)]));
  }

  /** One new order, or `cost` points for a batch of them. */
  takeAdd(accountId: string, pairId: string, nowMs: number, cost: number = FIXED_COST.add): boolean {
    return this.#counter(accountId, pairId).take(cost, nowMs);
  }

  /** An amend, edit or single cancel of an order that is `ageMs` old: fixed part and penalty together. */
  takeAged(accountId: string, pairId: string, transaction: AgedTransaction, ageMs: number, nowMs: number): boolean {
    return this.#counter(accountId, pairId).take(FIXED_COST[transaction] + agePenalty(transaction, ageMs), nowMs);
  }

  /** A cancel of many orders: accepted even where its cost overshoots, then the level stays at the maximum. */
  takeCancels(accountId: string, pairId: string, agesMs: readonly number[], nowMs: number): boolean {
    const cost = agesMs.reduce((sum, ageMs) => sum + agePenalty('cancel', ageMs), 0);
    return this.#counter(accountId, pairId).takeCapped(cost, nowMs);
  }

  /** A charge that nothing can refuse, such as the cancel penalty of an amend below the filled part. */
  charge(accountId: string, pairId: string, cost: number, nowMs: number): void {
    this.#counter(accountId, pairId).add(cost, nowMs);
  }

  #counter(accountId: string, pairId: string): CallCounter {
    const key = `${accountId} ${pairId}`;
    const known = this.#counters.get(key);
    if (known !== undefined) return known;
    const { engineMaximum, engineDecayPerSecond } = this.#limitsOf(accountId);
    const counter = new CallCounter({
      ...this.#rules,
      maximum: engineMaximum,
      decayPerSecond: engineDecayPerSecond,
      countsRefused: false,
    });
    this.#counters.set(key, counter);
    return counter;
  }
}

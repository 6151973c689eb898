import { DecayingCounter } from '../../core/windows.ts';

/**
 * What happens to the call that would cross the line; Kraken does not say.
 * `refuse-crossing`: refused when level + cost is above the maximum.
 * `refuse-after`: accepted while the level is not above the maximum, so one call may cross.
 */
export type OverrunModel = 'refuse-crossing' | 'refuse-after';

export interface CounterRules {
  readonly maximum: number;
  readonly decayPerSecond: number;
  readonly model: OverrunModel;
  /** 0 decays continuously; otherwise the level drops only at whole multiples of this many milliseconds. */
  readonly stepMs: number;
  /** A refused call adds its cost all the same, up to the maximum (older support text says so). */
  readonly countsRefused: boolean;
}

/** A counter that calls raise and time lowers, with Kraken's open questions as rules. Levels are points. */
export class CallCounter {
  readonly #rules: CounterRules;
  readonly #counter: DecayingCounter;

  constructor(rules: CounterRules) {
    this.#rules = rules;
    this.#counter = new DecayingCounter(rules.maximum, rules.decayPerSecond);
  }

  get maximum(): number {
    return this.#rules.maximum;
  }

  level(nowMs: number): number {
    return this.#counter.used(this.#stepped(nowMs));
  }

  /** Takes `cost` if the model allows it; a cost of 0 always passes. */
  take(cost: number, nowMs: number): boolean {
    if (cost === 0) return true;
    const accepted = this.#fits(cost, nowMs);
    if (accepted) this.add(cost, nowMs);
    else if (this.#rules.countsRefused) this.#addCapped(cost, nowMs);
    return accepted;
  }

  /** Takes `cost` whatever it is, but never beyond the maximum; refused only at or above the maximum. */
  takeCapped(cost: number, nowMs: number): boolean {
    if (cost > 0 && this.level(nowMs) >= this.maximum) return false;
    this.#addCapped(cost, nowMs);
    return true;
  }

  /** Adds without asking, as for a charge on receipt. */
  add(cost: number, nowMs: number): void {
    this.#counter.add(cost, this.#stepped(nowMs));
  }

  #addCapped(cost: number, nowMs: number): void {
    const level = this.level(nowMs);
    if (level > this.maximum) return;
    this.add(cost, nowMs);
    this.#counter.cap(this.maximum, this.#stepped(nowMs));
  }

  #fits(cost: number, nowMs: number): boolean {
    if (this.#rules.model === 'refuse-after') return this.level(nowMs) <= this.maximum;
    return this.#counter.fitsAt(cost, this.#stepped(nowMs)) <= this.#stepped(nowMs);
  }

  #stepped(nowMs: number): number {
    const { stepMs } = this.#rules;
    return stepMs === 0 ? nowMs : Math.floor(nowMs / stepMs) * stepMs;
  }
}

export interface LockoutRules {
  /** Consecutive invalid keys from one address; Kraken names no number. */
  readonly afterInvalidKeys: number;
  /** About 15 minutes in the older support text, "a few minutes" in the newer one. */
  readonly durationMs: number;
}

/** Locks an address out after too many calls in a row with an invalid key. */
export class Lockout {
  readonly #rules: LockoutRules;
  readonly #invalid = new Map<string, number>();
  readonly #untilMs = new Map<string, number>();

  constructor(rules: LockoutRules) {
    this.#rules = rules;
  }

  isLocked(address: string, nowMs: number): boolean {
    return nowMs < (this.#untilMs.get(address) ?? 0);
  }

  countInvalidKey(address: string, nowMs: number): void {
    const count = (this.#invalid.get(address) ?? 0) + 1;
    this.#invalid.set(address, count);
    if (count < this.#rules.afterInvalidKeys) return;
    this.#invalid.delete(address);
    this.#untilMs.set(address, nowMs + this.#rules.durationMs);
  }

  countValidKey(address: string): void {
    this.#invalid.delete(address);
  }
}

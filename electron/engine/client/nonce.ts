import type { Clock } from '../ports.ts';

/** Where a nonce ceiling outlives the process. */
export interface NonceStore {
  /** The value below which every nonce of the key may have been used; null for a key never seen. */
  load(keyId: string): bigint | null;
  save(keyId: string, ceiling: bigint): void;
}

// Nonces are handed out up to a stored ceiling, so a crash or a clock set back never repeats one, and the store is
// written once in a while instead of once a call.
const AHEAD_MICROS = 60_000_000n;
// A day: what a clock that is wrong may have been ahead, and far from a number after which no other could follow.
const AHEAD_NANOS = 86_400_000_000_000n;

/**
 * The one owner of a key's nonces: strictly rising, in microseconds since 1970 (one unit per key for ever: Kraken
 * "Spot REST Authentication", 2026-05), also over restarts and clock steps.
 */
export class NonceOwner {
  readonly #keyId: string;
  readonly #store: NonceStore;
  readonly #clock: Clock;
  #last: bigint;
  #ceiling: bigint;

  /** Throws when the store cannot be read. */
  constructor(keyId: string, store: NonceStore, clock: Clock) {
    this.#keyId = keyId;
    this.#store = store;
    this.#clock = clock;
    this.#ceiling = store.load(keyId) ?? 0n;
    this.#last = this.#ceiling;
  }

  /** Throws when the store cannot keep the ceiling: a nonce that may repeat must not be signed. */
  next(): bigint {
    const now = BigInt(Math.floor(this.#clock.now())) * 1_000n;
    const nonce = now > this.#last ? now : this.#last + 1n;
    if (nonce >= this.#ceiling) this.#raiseCeiling(nonce + AHEAD_MICROS);
    this.#last = nonce;
    return nonce;
  }

  /** The key was used with larger numbers elsewhere: continue above them. One that no clock could have made is ignored. */
  raiseTo(floor: bigint): void {
    if (floor > this.#last && floor <= this.#nowNanos() + AHEAD_NANOS) this.#last = floor;
  }

  /** Above whoever counted in nanoseconds, the finest unit in use (Kraken facts 1.5: once, on a key's first refusal). */
  raiseToNanos(): void {
    this.raiseTo(this.#nowNanos());
  }

  #nowNanos(): bigint {
    return BigInt(Math.floor(this.#clock.now())) * 1_000_000n;
  }

  // Counts as raised only once it is kept, so that every call after a failed save tries again.
  #raiseCeiling(ceiling: bigint): void {
    this.#store.save(this.#keyId, ceiling);
    this.#ceiling = ceiling;
  }
}

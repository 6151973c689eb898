/** Whether a nonce already used may be used again inside the key's window; the documents do not say. */
export type NonceReuse = 'refuse' | 'accept';

const LARGEST = 2n ** 64n - 1n;

/** A nonce is an unsigned 64-bit whole number; null when the text is not one. */
export function readNonce(text: string): bigint | null {
  if (!/^\d{1,20}$/.test(text)) return null;
  const value = BigInt(text);
  return value <= LARGEST ? value : null;
}

/**
 * The highest nonce that one key has used. A nonce must be above it, or no further below than the window, which is
 * counted in the nonce's own unit and is 0 unless its owner set it (support "What is a nonce window").
 */
export class KeyNonces {
  readonly #window: bigint;
  readonly #reuse: NonceReuse;
  #highest = 0n;
  #used: bigint[] = [];

  constructor(window: bigint, reuse: NonceReuse) {
    this.#window = window;
    this.#reuse = reuse;
  }

  get highest(): bigint {
    return this.#highest;
  }

  accept(nonce: bigint): boolean {
    if (!this.#isAcceptable(nonce)) return false;
    if (nonce > this.#highest) this.#highest = nonce;
    if (this.#window > 0n) this.#remember(nonce);
    return true;
  }

  #isAcceptable(nonce: bigint): boolean {
    if (nonce > this.#highest) return true;
    if (this.#window === 0n || nonce < this.#highest - this.#window) return false;
    return this.#reuse === 'accept' || !this.#used.includes(nonce);
  }

  #remember(nonce: bigint): void {
    const lowest = this.#highest - this.#window;
    this.#used = [...this.#used.filter((used) => used >= lowest), nonce];
  }
}

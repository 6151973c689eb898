import type { Clock, Disposer, Random } from '../../ports.ts';

/** Things that wait at the same time; the oldest makes room for one more. */
const MOST = 50;

interface Waiting<Value> {
  readonly value: Value;
  readonly cancel: Disposer;
}

/** Things that wait for their user's next word, for a while; each is taken once. */
export class Pending<Value> {
  readonly #waiting = new Map<string, Waiting<Value>>();
  readonly #clock: Clock;
  readonly #random: Random;
  readonly #keepMs: number;
  readonly #onLapse: (value: Value) => void;

  /** `onLapse` is told of what nobody took in time, or what had to make room. */
  constructor(clock: Clock, random: Random, keepMs: number, onLapse: (value: Value) => void = () => undefined) {
    this.#clock = clock;
    this.#random = random;
    this.#keepMs = keepMs;
    this.#onLapse = onLapse;
  }

  /** Keeps it until it is taken, too old, or one too many. */
  put(value: Value): string {
    const id = `pending-${hexOf(this.#random.bytes(12))}`;
    const cancel = this.#clock.wakeAt(this.#clock.monotonic() + this.#keepMs, () => this.#lapse(id));
    this.#waiting.set(id, { value, cancel });
    const [oldest] = this.#waiting.keys();
    if (this.#waiting.size > MOST && oldest !== undefined) this.#lapse(oldest);
    return id;
  }

  peek(id: string): Value | null {
    return this.#waiting.get(id)?.value ?? null;
  }

  take(id: string): Value | null {
    const waiting = this.#waiting.get(id);
    waiting?.cancel();
    this.#waiting.delete(id);
    return waiting?.value ?? null;
  }

  /** Forgets them all without a word. */
  stop(): void {
    for (const id of [...this.#waiting.keys()]) this.take(id);
  }

  #lapse(id: string): void {
    const value = this.take(id);
    if (value !== null) this.#onLapse(value);
  }
}

export function hexOf(bytes: Uint8Array): string {
  return [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

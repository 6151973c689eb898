import type { Clock, Random } from '../../ports.ts';

interface Waiting<Value> {
  readonly value: Value;
  readonly untilMs: number;
}

/** Things that wait for their user's next word, for a while; each is taken once. */
export class Pending<Value> {
  readonly #waiting = new Map<string, Waiting<Value>>();
  readonly #clock: Clock;
  readonly #random: Random;
  readonly #keepMs: number;
  readonly #onLapse: (value: Value) => void;

  constructor(clock: Clock, random: Random, keepMs: number, onLapse: (value: Value) => void = () => undefined) {
    this.#clock = clock;
    this.#random = random;
    this.#keepMs = keepMs;
    this.#onLapse = onLapse;
  }

  /** Keeps it until it is taken, dropped or too old. */
  put(value: Value): string {
    const id = `pending-${hexOf(this.#random.bytes(12))}`;
    const untilMs = this.#clock.monotonic() + this.#keepMs;
    this.#waiting.set(id, { value, untilMs });
    this.#clock.wakeAt(untilMs, () => this.#lapse(id));
    return id;
  }

  peek(id: string): Value | null {
    return this.#waiting.get(id)?.value ?? null;
  }

  take(id: string): Value | null {
    const value = this.peek(id);
    this.#waiting.delete(id);
    return value;
  }

  #lapse(id: string): void {
    const value = this.take(id);
    if (value !== null) this.#onLapse(value);
  }
}

export function hexOf(bytes: Uint8Array): string {
  return [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

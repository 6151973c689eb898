import { inspect } from 'node:util';

/**
 * Holds a secret text. Printing, spreading and serialising show nothing; `use` is the only way in. It is kept as bytes
 * outside the script heap, so that a snapshot of that heap holds it only while somebody uses it.
 */
export class Secret {
  readonly #bytes: Buffer;

  constructor(value: string) {
    const length = Buffer.byteLength(value, 'utf8');
    // A buffer of its own: the shared pool would keep it beside what is none of its business.
    this.#bytes = Buffer.allocUnsafeSlow(length);
    this.#bytes.write(value, 'utf8');
  }

  use<Output>(action: (value: string) => Output): Output {
    return action(this.#bytes.toString('utf8'));
  }

  /** Bytes it takes in UTF-8. */
  get size(): number {
    return this.#bytes.length;
  }

  /** Overwrites it; whoever still holds it reads zeros. */
  wipe(): void {
    this.#bytes.fill(0);
  }

  toJSON(): string {
    return '[secret]';
  }

  toString(): string {
    return '[secret]';
  }

  [inspect.custom](): string {
    return '[secret]';
  }
}

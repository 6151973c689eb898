import { inspect } from 'node:util';

/** Holds a secret text. Printing, spreading and serialising show nothing; `use` is the only way in. */
export class Secret {
  readonly #value: string;

  constructor(value: string) {
    this.#value = value;
  }

  use<Output>(action: (value: string) => Output): Output {
    return action(this.#value);
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

/** Any two-way channel for plain messages: IPC, a WebSocket, two arrays in a test. */
export interface Pipe {
  post(message: unknown): void;
  /** Replaces the listener; messages that came before the first one was set are delivered to it. */
  onMessage(listener: (message: unknown) => void): void;
  /** Called once when the other side is gone. */
  onClose(listener: () => void): void;
  close(): void;
}

/** Two joined pipes within one process; delivery is asynchronous and in order, values are cloned as a real pipe would. */
export function pipePair(): readonly [Pipe, Pipe] {
  const left = new HalfPipe();
  const right = new HalfPipe();
  left.join(right);
  right.join(left);
  return [left, right];
}

class HalfPipe implements Pipe {
  #other: HalfPipe | null = null;
  #listener: ((message: unknown) => void) | null = null;
  #closeListener: (() => void) | null = null;
  #isClosed = false;
  readonly #early: unknown[] = [];

  join(other: HalfPipe): void {
    this.#other = other;
  }

  post(message: unknown): void {
    const other = this.#other;
    if (this.#isClosed || other === null) return;
    const copy: unknown = JSON.parse(JSON.stringify(message));
    void Promise.resolve().then(() => other.#deliver(copy));
  }

  onMessage(listener: (message: unknown) => void): void {
    this.#listener = listener;
    for (const message of this.#early.splice(0)) listener(message);
  }

  onClose(listener: () => void): void {
    this.#closeListener = listener;
  }

  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#closeListener?.();
    this.#other?.close();
  }

  #deliver(message: unknown): void {
    if (this.#isClosed) return;
    if (this.#listener === null) this.#early.push(message);
    else this.#listener(message);
  }
}

import type { Pipe } from '../../../shared/contract/pipe.ts';

/** A page that stopped reading costs no more than this many messages; what it misses it sees as a gap. */
export const MAX_UNREAD = 1_000;

/** What may wait for the engine to start. */
const MAX_EARLY = 256;

export interface PagePipeOptions {
  readonly send: (text: string) => void;
}

/** The host's end of one document's pipe: JSON text both ways, as over a socket, so that nothing but plain data passes. */
export class PagePipe implements Pipe {
  readonly #send: (text: string) => void;
  readonly #early: unknown[] = [];
  #listener: ((message: unknown) => void) | null = null;
  #onClosed: (() => void) | null = null;
  #isClosed = false;
  #sent = 0;
  #read = 0;

  constructor({ send }: PagePipeOptions) {
    this.#send = send;
  }

  post(message: unknown): void {
    if (this.#isClosed || this.#sent - this.#read >= MAX_UNREAD) return;
    this.#sent += 1;
    this.#send(JSON.stringify(message));
  }

  onMessage(listener: (message: unknown) => void): void {
    this.#listener = listener;
    for (const message of this.#early.splice(0)) listener(message);
  }

  onClose(listener: () => void): void {
    this.#onClosed = listener;
    if (this.#isClosed) listener();
  }

  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#onClosed?.();
  }

  deliver(message: unknown): void {
    if (this.#isClosed) return;
    if (this.#listener !== null) this.#listener(message);
    else if (this.#early.length < MAX_EARLY) this.#early.push(message);
  }

  /** The page has read so many messages since it was loaded. */
  acknowledge(count: number): void {
    this.#read = Math.min(this.#sent, Math.max(this.#read, count));
  }
}

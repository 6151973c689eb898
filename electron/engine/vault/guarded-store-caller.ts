import type { Clock } from '../ports.ts';
import type { RawDone, RawRead, RawStore, Trouble } from './guarded-store-ports.ts';
import type { Turns } from './guarded-store-turns.ts';
import type { Secret } from './secret.ts';

/** The system may have asked its user during a call this long; a program answers sooner. */
export const MAY_HAVE_ASKED_MS = 1_000;

const CLOSED: Trouble = { kind: 'trouble', state: 'failed', detail: 'The store is closed.' };
const FAILED: Trouble = { kind: 'trouble', state: 'failed', detail: 'The store failed without saying why.' };

/** The raw store's calls, watched and timed; what it throws becomes a value without its text. */
export class Caller {
  readonly raw: RawStore;
  readonly #clock: Clock;
  readonly #turns: Turns;
  #lastTookMs = 0;
  #isClosed = false;

  constructor(raw: RawStore, clock: Clock, turns: Turns) {
    this.raw = raw;
    this.#clock = clock;
    this.#turns = turns;
  }

  /** The last call took so long that its user may have been asked, and may have said no. */
  get mayHaveAsked(): boolean {
    return this.raw.asksUser && this.#lastTookMs >= MAY_HAVE_ASKED_MS;
  }

  /** No call begins any more, also of a job that has begun. */
  close(): void {
    this.#isClosed = true;
    this.raw.close?.();
  }

  get(name: string): Promise<RawRead> {
    return this.#timed<RawRead>(() => this.raw.get(name));
  }

  set(name: string, value: Secret): Promise<RawDone> {
    return this.#timed<RawDone>(() => this.raw.set(name, value));
  }

  remove(name: string): Promise<RawDone> {
    return this.#timed<RawDone>(() => this.raw.remove(name));
  }

  async #timed<Output>(action: () => Promise<Output>): Promise<Output | Trouble> {
    if (this.#isClosed) return CLOSED;
    let startMs = this.#clock.monotonic();
    try {
      return await this.#turns.call(async () => {
        await this.raw.prepare?.();
        startMs = this.#clock.monotonic();
        return await action();
      });
    } catch {
      return FAILED;
    } finally {
      this.#lastTookMs = this.#clock.monotonic() - startMs;
    }
  }
}

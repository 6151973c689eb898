import type { Clock, Disposer } from '../ports.ts';

/** A job's view of its own turn. */
export interface Turn {
  /** True once its caller was answered because a call took too long. */
  isLate(): boolean;
}

interface Waiting {
  isLate: boolean;
  start(): Promise<void>;
  answerLate(): void;
}

export interface TurnEvents {
  /** A call has taken longer than the soft timeout; it still runs. */
  onStall(): void;
  /** The job that stalled has ended. */
  onFreed(): void;
}

/**
 * Runs jobs one after another, each of one call after another: a hung keychain can so hold one thread of the pool at
 * most. A call that takes too long keeps its place until it returns; whoever waits is answered meanwhile.
 */
export class Turns {
  readonly #clock: Clock;
  readonly #softTimeoutMs: number;
  readonly #events: TurnEvents;
  #waiting: Waiting[] = [];
  #current: Waiting | null = null;
  #isStalled = false;
  #isCalling = false;

  constructor(clock: Clock, softTimeoutMs: number, events: TurnEvents) {
    this.#clock = clock;
    this.#softTimeoutMs = softTimeoutMs;
    this.#events = events;
  }

  /** A call is under way that has not answered in time. */
  get isStalled(): boolean {
    return this.#isStalled;
  }

  get isCalling(): boolean {
    return this.#isCalling;
  }

  /** `late` is what the caller hears when it would wait too long; a job that has begun goes on without it. */
  run<Output>(job: (turn: Turn) => Promise<Output>, late: () => Output): Promise<Output> {
    if (this.#isStalled) return Promise.resolve(late());
    return new Promise((resolve, reject) => {
      const waiting: Waiting = {
        isLate: false,
        start: () => job({ isLate: () => waiting.isLate }).then(resolve, reject),
        answerLate: () => {
          waiting.isLate = true;
          resolve(late());
        },
      };
      this.#waiting.push(waiting);
      this.#next();
    });
  }

  /** One call of the job whose turn it is. */
  async call<Output>(action: () => Promise<Output>): Promise<Output> {
    const stopWatching = this.#watch();
    this.#isCalling = true;
    try {
      return await action();
    } finally {
      this.#isCalling = false;
      stopWatching();
    }
  }

  #watch(): Disposer {
    return this.#clock.wakeAt(this.#clock.monotonic() + this.#softTimeoutMs, () => this.#stall());
  }

  #stall(): void {
    this.#isStalled = true;
    const unstarted = this.#waiting;
    this.#waiting = [];
    this.#events.onStall();
    this.#current?.answerLate();
    for (const waiting of unstarted) waiting.answerLate();
  }

  #next(): void {
    if (this.#current !== null) return;
    const waiting = this.#waiting.shift();
    if (waiting === undefined) return;
    this.#current = waiting;
    waiting.start().then(
      () => this.#end(),
      () => this.#end(),
    );
  }

  #end(): void {
    this.#current = null;
    if (this.#isStalled) {
      this.#isStalled = false;
      this.#events.onFreed();
    }
    this.#next();
  }
}

import type { SocketPing } from '../exchanges/socket-feed.ts';
import type { Clock, Disposer } from '../ports.ts';

export interface WatchHooks {
  /** Sends a ping; false when it could not leave, which says nothing about the other side. */
  ping(): Promise<boolean>;
  dead(): void;
}

/** Notices a connection that went silent: asks for a sign of life, and calls it dead when none comes. */
export class Watch {
  readonly #clock: Clock;
  readonly #rule: Pick<SocketPing, 'idleMs' | 'answerWithinMs'>;
  readonly #hooks: WatchHooks;
  #heardAtMs: number;
  #heard = 0;
  #cancel: Disposer = () => undefined;
  #isOver = false;

  constructor(clock: Clock, rule: Pick<SocketPing, 'idleMs' | 'answerWithinMs'>, hooks: WatchHooks) {
    this.#clock = clock;
    this.#rule = rule;
    this.#hooks = hooks;
    this.#heardAtMs = clock.monotonic();
    this.#wakeAt(this.#heardAtMs + rule.idleMs, () => void this.#idle());
  }

  heard(): void {
    this.#heardAtMs = this.#clock.monotonic();
    this.#heard += 1;
  }

  stop(): void {
    this.#isOver = true;
    this.#cancel();
  }

  // Messages move no timer: it is set again when it finds that there were some.
  async #idle(): Promise<void> {
    const { idleMs, answerWithinMs } = this.#rule;
    const dueMs = this.#heardAtMs + idleMs;
    if (this.#clock.monotonic() < dueMs) return this.#wakeAt(dueMs, () => void this.#idle());
    const heardBefore = this.#heard;
    const isSent = await this.#hooks.ping();
    const next = isSent ? (): void => this.#judge(heardBefore) : (): void => void this.#idle();
    this.#wakeAt(this.#clock.monotonic() + answerWithinMs, next);
  }

  #judge(heardBefore: number): void {
    if (this.#heard === heardBefore) this.#hooks.dead();
    else void this.#idle();
  }

  #wakeAt(atMs: number, action: () => void): void {
    if (this.#isOver) return;
    this.#cancel = this.#clock.wakeAt(atMs, action);
  }
}

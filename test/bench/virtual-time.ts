import type { World } from './world.ts';

type Action = () => void;

/** Stands in for Node's timer object. */
class VirtualTimer {
  atMs: number;
  readonly order: number;
  readonly action: Action;
  readonly everyMs: number | null;
  isOn = true;

  constructor(atMs: number, order: number, action: Action, everyMs: number | null) {
    this.atMs = atMs;
    this.order = order;
    this.action = action;
    this.everyMs = everyMs;
  }

  ref(): this {
    return this;
  }

  unref(): this {
    return this;
  }

  hasRef(): boolean {
    return true;
  }
}

const real = {
  setTimeout: globalThis.setTimeout,
  clearTimeout: globalThis.clearTimeout,
  setInterval: globalThis.setInterval,
  clearInterval: globalThis.clearInterval,
  setImmediate: globalThis.setImmediate,
  Date: globalThis.Date,
  performanceNow: performance.now.bind(performance),
};

/** Real milliseconds, also while time is virtual. */
export const realMs = real.performanceNow;

let present: VirtualTime | null = null;
let isInstalled = false;

/**
 * Time that jumps from timer to timer. While it is entered, `setTimeout`, `setInterval`, `Date` and `performance.now`
 * of the whole process follow it, so limiters that know nothing of it run in it as they are.
 */
export class VirtualTime implements World {
  /** How often timers of the libraries under test have fired; those of the run itself (`at`) are not counted. */
  wakes = 0;
  readonly isVirtual = true;
  #nowMs: number;
  #order = 0;
  readonly #startMs: number;
  readonly #heap: VirtualTimer[] = [];

  constructor(epochMs: number) {
    this.#nowMs = epochMs;
    this.#startMs = epochMs;
  }

  /** Runs the action in a new virtual time; real time is back when it settles. */
  static async within<Value>(epochMs: number, action: (time: VirtualTime) => Promise<Value>): Promise<Value> {
    if (present !== null) throw new Error('virtual time is entered already');
    install();
    const time = new VirtualTime(epochMs);
    present = time;
    try {
      return await action(time);
    } finally {
      present = null;
    }
  }

  nowMs(): number {
    return this.#nowMs;
  }

  passedMs(): number {
    return this.#nowMs - this.#startMs;
  }

  at(epochMs: number, action: Action): void {
    this.#push(new VirtualTimer(Math.max(this.#nowMs, epochMs), this.#nextOrder(), action, null));
  }

  async runTo(epochMs: number): Promise<void> {
    await settled();
    for (let timer = this.#heap[0]; timer !== undefined && timer.atMs <= epochMs; timer = this.#heap[0]) {
      this.#pop();
      if (!timer.isOn) continue;
      this.#nowMs = Math.max(this.#nowMs, timer.atMs);
      timer.action();
      if (timer.everyMs !== null && timer.isOn) {
        timer.atMs = this.#nowMs + timer.everyMs;
        this.#push(timer);
      }
      await settled();
    }
    this.#nowMs = epochMs;
  }

  /** As Node does: whole milliseconds, one at least. */
  start(action: Action, delayMs: number, repeats: boolean): VirtualTimer {
    const waitMs = Math.max(1, Math.trunc(Number.isFinite(delayMs) ? delayMs : 1));
    const fire = (): void => {
      this.wakes += 1;
      action();
    };
    const timer = new VirtualTimer(this.#nowMs + waitMs, this.#nextOrder(), fire, repeats ? waitMs : null);
    this.#push(timer);
    return timer;
  }

  #nextOrder(): number {
    this.#order += 1;
    return this.#order;
  }

  #push(timer: VirtualTimer): void {
    const heap = this.#heap;
    let place = heap.length;
    heap.push(timer);
    while (place > 0) {
      const parent = (place - 1) >> 1;
      const above = heap[parent];
      if (above === undefined || !isBefore(timer, above)) break;
      heap[place] = above;
      place = parent;
    }
    heap[place] = timer;
  }

  #pop(): void {
    const heap = this.#heap;
    const last = heap.pop();
    if (last === undefined || heap.length === 0) return;
    let place = 0;
    for (;;) {
      const [left, right] = [heap[2 * place + 1], heap[2 * place + 2]];
      const isRight = left !== undefined && right !== undefined && isBefore(right, left);
      const child = isRight ? right : left;
      if (child === undefined || !isBefore(child, last)) break;
      heap[place] = child;
      place = 2 * place + (isRight ? 2 : 1);
    }
    heap[place] = last;
  }
}

function isBefore(left: VirtualTimer, right: VirtualTimer): boolean {
  return left.atMs < right.atMs || (left.atMs === right.atMs && left.order < right.order);
}

// One turn of the real event loop: every promise that can settle has settled then.
function settled(): Promise<void> {
  return new Promise((resolve) => void real.setImmediate(resolve));
}

/** Must run before the libraries are loaded that keep a reference to the timers. */
export function install(): void {
  if (isInstalled) return;
  isInstalled = true;
  const starter =
    (fallback: typeof real.setTimeout | typeof real.setInterval, repeats: boolean) =>
    (action: (...rest: unknown[]) => void, delayMs = 1, ...rest: unknown[]): unknown =>
      present === null
        ? fallback(action, delayMs, ...rest)
        : present.start(() => action(...rest), Number(delayMs), repeats);
  const stopper =
    (fallback: (timer?: NodeJS.Timeout) => void) =>
    (timer?: unknown): void => {
      if (timer instanceof VirtualTimer) timer.isOn = false;
      else fallback(timer as NodeJS.Timeout | undefined);
    };
  class PresentDate extends real.Date {
    constructor(...parts: unknown[]) {
      if (parts.length === 0) super(PresentDate.now());
      else super(...(parts as [number]));
    }

    static override now(): number {
      return present === null ? real.Date.now() : Math.floor(present.nowMs());
    }
  }
  Object.assign(globalThis, {
    setTimeout: starter(real.setTimeout, false),
    setInterval: starter(real.setInterval, true),
    clearTimeout: stopper(real.clearTimeout),
    clearInterval: stopper(real.clearInterval),
    Date: PresentDate,
  });
  performance.now = () => (present === null ? real.performanceNow() : present.passedMs());
}

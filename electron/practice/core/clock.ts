/** Time as the practice exchanges see it, so that tests move it by hand. */
export interface PracticeClock {
  /** Epoch ms. */
  now(): number;
  /** Calls `action` once, `delayMs` from now; the returned function cancels. */
  after(delayMs: number, action: () => void): () => void;
}

/** The machine's clock. Its timers never keep the process alive by themselves. */
export function systemPracticeClock(): PracticeClock {
  return {
    now: () => Date.now(),
    after(delayMs, action) {
      const timer = setTimeout(action, Math.max(0, delayMs));
      timer.unref();
      return () => clearTimeout(timer);
    },
  };
}

/** Repeats until cancelled; each next round is booked before the action runs, so the action may cancel it. */
export function every(clock: PracticeClock, periodMs: number, action: () => void): () => void {
  let cancel = clock.after(periodMs, round);
  function round(): void {
    cancel = clock.after(periodMs, round);
    action();
  }
  return () => cancel();
}

/** Resolves after `delayMs`; at once for 0, so that a manual clock does not have to move for it. */
export function pause(clock: PracticeClock, delayMs: number): Promise<void> {
  if (delayMs <= 0) return Promise.resolve();
  return new Promise((resolve) => {
    clock.after(delayMs, resolve);
  });
}

interface Alarm {
  readonly id: number;
  readonly atMs: number;
  readonly action: () => void;
}

/** Stands still until told to move. */
export class ManualPracticeClock implements PracticeClock {
  #nowMs: number;
  #nextId = 1;
  #alarms: Alarm[] = [];

  constructor(startMs: number) {
    this.#nowMs = startMs;
  }

  now(): number {
    return this.#nowMs;
  }

  after(delayMs: number, action: () => void): () => void {
    const id = this.#nextId++;
    this.#alarms.push({ id, atMs: this.#nowMs + Math.max(0, delayMs), action });
    return () => {
      this.#alarms = this.#alarms.filter((alarm) => alarm.id !== id);
    };
  }

  /** Moves forward and runs everything that falls due, in order, each at its own time. */
  advance(byMs: number): void {
    const endMs = this.#nowMs + byMs;
    for (let alarm = this.#takeDue(endMs); alarm !== undefined; alarm = this.#takeDue(endMs)) {
      this.#nowMs = Math.max(this.#nowMs, alarm.atMs);
      alarm.action();
    }
    this.#nowMs = endMs;
  }

  /** Moves forward at one stroke: whatever was due on the way runs once, at the end. For jumps over hours. */
  jump(byMs: number): void {
    this.#nowMs += byMs;
    const due = this.#alarms.filter((alarm) => alarm.atMs <= this.#nowMs);
    this.#alarms = this.#alarms.filter((alarm) => alarm.atMs > this.#nowMs);
    for (const alarm of due.sort(byTime)) alarm.action();
  }

  #takeDue(endMs: number): Alarm | undefined {
    const [first] = this.#alarms.filter((alarm) => alarm.atMs <= endMs).sort(byTime);
    if (first !== undefined) this.#alarms = this.#alarms.filter((alarm) => alarm !== first);
    return first;
  }
}

function byTime(left: Alarm, right: Alarm): number {
  return left.atMs - right.atMs || left.id - right.id;
}

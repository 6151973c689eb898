/** A counter on the server's side. All are exact: costs are whole numbers or carried in millionths. */
export interface ServerWindow {
  readonly capacity: number;
  /** What counts at `nowMs`. */
  used(nowMs: number): number;
  /** Counts without asking; a negative cost gives back, never below zero. */
  add(cost: number, nowMs: number): void;
  /** Counts only if it fits wholly; false and nothing counted otherwise. */
  take(cost: number, nowMs: number): boolean;
  /** Earliest time at which `cost` would fit, if nothing else is counted; Infinity when it never can. */
  fitsAt(cost: number, nowMs: number): number;
}

/** Counts per stretch of `periodMs`, starting at multiples of it on the UTC clock; zero again at each boundary. */
export class FixedWindow implements ServerWindow {
  readonly capacity: number;
  readonly periodMs: number;
  #startMs = Number.NEGATIVE_INFINITY;
  #used = 0;

  constructor(capacity: number, periodMs: number) {
    this.capacity = capacity;
    this.periodMs = periodMs;
  }

  startMs(nowMs: number): number {
    return Math.floor(nowMs / this.periodMs) * this.periodMs;
  }

  endMs(nowMs: number): number {
    return this.startMs(nowMs) + this.periodMs;
  }

  used(nowMs: number): number {
    this.#turn(nowMs);
    return this.#used;
  }

  add(cost: number, nowMs: number): void {
    this.#turn(nowMs);
    this.#used = Math.max(0, this.#used + cost);
  }

  take(cost: number, nowMs: number): boolean {
    if (this.used(nowMs) + cost > this.capacity) return false;
    this.#used += cost;
    return true;
  }

  fitsAt(cost: number, nowMs: number): number {
    if (cost > this.capacity) return Number.POSITIVE_INFINITY;
    return this.used(nowMs) + cost <= this.capacity ? nowMs : this.endMs(nowMs);
  }

  #turn(nowMs: number): void {
    const startMs = this.startMs(nowMs);
    if (startMs === this.#startMs) return;
    this.#startMs = startMs;
    this.#used = 0;
  }
}

/** Counts what happened in the last `periodMs`; an entry leaves exactly `periodMs` after it came. */
export class SlidingWindow implements ServerWindow {
  readonly capacity: number;
  readonly periodMs: number;
  #entries: { readonly atMs: number; readonly cost: number }[] = [];

  constructor(capacity: number, periodMs: number) {
    this.capacity = capacity;
    this.periodMs = periodMs;
  }

  used(nowMs: number): number {
    this.#entries = this.#entries.filter((entry) => entry.atMs + this.periodMs > nowMs);
    return Math.max(
      0,
      this.#entries.reduce((sum, entry) => sum + entry.cost, 0),
    );
  }

  add(cost: number, nowMs: number): void {
    this.#entries.push({ atMs: nowMs, cost });
  }

  take(cost: number, nowMs: number): boolean {
    if (this.used(nowMs) + cost > this.capacity) return false;
    this.add(cost, nowMs);
    return true;
  }

  fitsAt(cost: number, nowMs: number): number {
    if (cost > this.capacity) return Number.POSITIVE_INFINITY;
    let used = this.used(nowMs);
    if (used + cost <= this.capacity) return nowMs;
    for (const entry of this.#entries) {
      used -= entry.cost;
      if (used + cost <= this.capacity) return entry.atMs + this.periodMs;
    }
    return nowMs + this.periodMs;
  }
}

const MILLIONTHS = 1_000_000;

/** Rises by cost and drains steadily, by `perSecond` each second, never below zero. */
export class DecayingCounter implements ServerWindow {
  readonly capacity: number;
  readonly perSecond: number;
  readonly #drainPerMs: number;
  #level = 0;
  #atMs = Number.NEGATIVE_INFINITY;

  constructor(capacity: number, perSecond: number) {
    this.capacity = capacity;
    this.perSecond = perSecond;
    this.#drainPerMs = Math.round((perSecond * MILLIONTHS) / 1000);
  }

  used(nowMs: number): number {
    return this.#drained(nowMs) / MILLIONTHS;
  }

  add(cost: number, nowMs: number): void {
    this.#level = Math.max(0, this.#drained(nowMs) + Math.round(cost * MILLIONTHS));
  }

  take(cost: number, nowMs: number): boolean {
    if (this.#drained(nowMs) + Math.round(cost * MILLIONTHS) > this.capacity * MILLIONTHS) return false;
    this.add(cost, nowMs);
    return true;
  }

  /** Cuts the level to at most `level`, for counters that stop rising at their maximum. */
  cap(level: number, nowMs: number): void {
    this.#level = Math.min(this.#drained(nowMs), Math.round(level * MILLIONTHS));
  }

  fitsAt(cost: number, nowMs: number): number {
    if (cost > this.capacity) return Number.POSITIVE_INFINITY;
    const over = this.#drained(nowMs) + Math.round(cost * MILLIONTHS) - this.capacity * MILLIONTHS;
    return over <= 0 ? nowMs : nowMs + Math.ceil(over / this.#drainPerMs);
  }

  #drained(nowMs: number): number {
    if (nowMs > this.#atMs) {
      const drained = this.#level === 0 ? 0 : this.#level - this.#drainPerMs * (nowMs - this.#atMs);
      this.#level = Math.max(0, drained);
      this.#atMs = nowMs;
    }
    return this.#level;
  }
}

/** One window per key (an ip, an account, an account and pair), made when first asked for. */
export class WindowsBy<Window extends ServerWindow> {
  readonly #make: (key: string) => Window;
  readonly #windows = new Map<string, Window>();

  constructor(make: (key: string) => Window) {
    this.#make = make;
  }

  of(key: string): Window {
    const known = this.#windows.get(key);
    if (known !== undefined) return known;
    const made = this.#make(key);
    this.#windows.set(key, made);
    return made;
  }

  keys(): readonly string[] {
    return [...this.#windows.keys()];
  }
}

/** What may come with hidden throttling besides slowness. */
export type Sign = 'reconnect' | 'gap' | 'refusal-without-code' | 'stale-data';

/** So many of one sign within so long are more than chance. */
const BOUNDS: Readonly<Record<Sign, { readonly count: number; readonly withinMs: number }>> = {
  reconnect: { count: 4, withinMs: 300_000 },
  gap: { count: 5, withinMs: 60_000 },
  'refusal-without-code': { count: 5, withinMs: 60_000 },
  'stale-data': { count: 5, withinMs: 60_000 },
};
const MOST_KEPT = 50;

/** Counts signs of one exchange. Times are monotonic ms. */
export class Signs {
  readonly #times = new Map<Sign, number[]>();

  note(sign: Sign, nowMs: number): void {
    const times = this.#times.get(sign) ?? [];
    times.push(nowMs);
    this.#times.set(sign, times.slice(-MOST_KEPT));
  }

  /** Signs that came often enough to tell something. */
  telling(nowMs: number): readonly Sign[] {
    return (Object.keys(BOUNDS) as Sign[]).filter((sign) => this.#recent(sign, nowMs) >= BOUNDS[sign].count);
  }

  /** True when it came at all within its time: then it is not one exchange's alone. */
  has(sign: Sign, nowMs: number): boolean {
    return this.#recent(sign, nowMs) > 0;
  }

  #recent(sign: Sign, nowMs: number): number {
    const { withinMs } = BOUNDS[sign];
    return (this.#times.get(sign) ?? []).filter((atMs) => nowMs - atMs <= withinMs).length;
  }
}

import type { Account } from '../../shared/model/account.ts';
import type { ActivityFilter, ActivityHistogram, HistogramBar } from '../../shared/model/activity-query.ts';
import type { ActivityRow } from '../../shared/model/activity.ts';
import { CALLERS, CALLS, callOf, codeOf, type Line, noiseOf, OUTCOMES, rowOf } from './fake-log-rows.ts';

/** A row comes every so many ms. */
export const EVERY_MS = 90;
const SWELL_ROWS = 60_000;
/** Failures come in bursts, as they do. */
const BURST_ROWS = 90_000;
const BURST_LENGTH = 6_000;
const ROOM_TO_GROW = 100_000;
/** So many steps to round to make a histogram a long one. */
const LONG_STEPS = 10;

/** A log of any size in memory, newest row last; `id` is its place from 1. Rows go on coming as time does. */
export class FakeLog {
  readonly #accounts: readonly Account[];
  readonly #atMs: Float64Array;
  readonly #call: Uint8Array;
  readonly #outcome: Uint8Array;
  readonly #caller: Uint8Array;
  #count = 0;
  #lastMs: number;
  /** No rows come any more. */
  isQuiet = false;
  /** Longer histograms have their ends and steps rounded to so many ms, as those read from rollups do; 0: none are. */
  roundsToMs = 0;

  constructor(accounts: readonly Account[], count: number, endMs: number) {
    const room = count + ROOM_TO_GROW;
    this.#accounts = accounts;
    this.#atMs = new Float64Array(room);
    this.#call = new Uint8Array(room);
    this.#outcome = new Uint8Array(room);
    this.#caller = new Uint8Array(room);
    for (let index = 0; index < count; index += 1) {
      const backMs = (count - index) * EVERY_MS;
      // A slow swell in how close together they come; its slope stays under that of time.
      const swellMs =
        0.7 * EVERY_MS * (SWELL_ROWS / (2 * Math.PI)) * Math.sin((2 * Math.PI * (count - index)) / SWELL_ROWS);
      this.#add(Math.round(endMs - backMs + swellMs));
    }
    this.#lastMs = endMs;
  }

  get count(): number {
    return this.#count;
  }

  growTo(nowMs: number): void {
    if (this.isQuiet) this.#lastMs = nowMs;
    for (; this.#lastMs + EVERY_MS <= nowMs; this.#lastMs += EVERY_MS) this.#add(this.#lastMs + EVERY_MS);
  }

  query(filter: ActivityFilter, before: number | null, limit: number): { rows: ActivityRow[]; next: number | null } {
    const fits = this.#fitting(filter);
    const rows: ActivityRow[] = [];
    let index = Math.min(this.#count, (before ?? Number.POSITIVE_INFINITY) - 1) - 1;
    for (; index >= 0 && rows.length < limit; index -= 1)
      if (fits(index)) rows.push(rowOf(this.#line(index), this.#accounts));
    while (index >= 0 && !fits(index)) index -= 1;
    return { rows, next: index >= 0 ? (rows.at(-1)?.id ?? null) : null };
  }

  histogram(filter: ActivityFilter, points: number): ActivityHistogram {
    const firstMs = this.#atMs[0] ?? 0;
    const lastMs = this.#atMs[this.#count - 1] ?? 0;
    const fromMs = Math.max(filter.fromMs ?? firstMs, firstMs);
    const untilMs = Math.max(fromMs + 1, Math.min(filter.untilMs ?? lastMs + 1, lastMs + 1));
    const isRounded = this.roundsToMs > 0 && untilMs - fromMs > LONG_STEPS * this.roundsToMs;
    const unitMs = isRounded ? this.roundsToMs : 1;
    const stepMs = Math.max(1, Math.ceil((untilMs - fromMs) / (points - 1) / unitMs)) * unitMs;
    const ends = isRounded
      ? { fromMs: Math.floor(fromMs / unitMs) * unitMs, untilMs: Math.ceil(untilMs / unitMs) * unitMs }
      : {};
    const bars = this.#bars(this.#fitting({ ...filter, ...ends }), stepMs);
    const calls = bars.reduce((sum, bar) => sum + bar.calls, 0);
    const failures = bars.reduce((sum, bar) => sum + bar.failures, 0);
    return { stepMs, fromMs, untilMs, bars, calls, failures, isExact: !isRounded };
  }

  #bars(fits: (index: number) => boolean, stepMs: number): HistogramBar[] {
    const bars = new Map<number, HistogramBar>();
    for (let index = 0; index < this.#count; index += 1) {
      if (!fits(index)) continue;
      const atMs = Math.floor((this.#atMs[index] ?? 0) / stepMs) * stepMs;
      const bar = bars.get(atMs) ?? { atMs, calls: 0, failures: 0 };
      bar.calls += 1;
      if (this.#outcome[index] !== 0) bar.failures += 1;
      bars.set(atMs, bar);
    }
    return [...bars.values()].toSorted((a, b) => a.atMs - b.atMs);
  }

  row(id: number): ActivityRow | null {
    return id >= 1 && id <= this.#count ? rowOf(this.#line(id - 1), this.#accounts) : null;
  }

  /** Id of the row of this rank (0: the newest) among those that fit: what a page must show there. */
  idAt(filter: ActivityFilter, rank: number, newestId: number = this.#count): number | null {
    const fits = this.#fitting(filter);
    let left = rank;
    for (let index = newestId - 1; index >= 0; index -= 1) {
      if (!fits(index)) continue;
      if (left === 0) return index + 1;
      left -= 1;
    }
    return null;
  }

  #add(atMs: number): void {
    const index = this.#count;
    const id = index + 1;
    const noise = noiseOf(id);
    const call = Math.floor(noiseOf(id + 7_000_000) * CALLS.length);
    const isBurst = index % BURST_ROWS < BURST_LENGTH;
    const share = noise * (isBurst ? 4 : 40);
    const isFailure = share < 1 && CALLS[call]?.kind === 'request';
    this.#atMs[index] = atMs;
    this.#call[index] = call;
    this.#outcome[index] = isFailure ? (isBurst ? 1 : 1 + Math.floor(share * (OUTCOMES.length - 1))) : 0;
    this.#caller[index] = Math.floor(noiseOf(id + 3_000_000) * CALLERS.length);
    this.#count += 1;
  }

  #line(index: number): Line {
    return {
      id: index + 1,
      atMs: this.#atMs[index] ?? 0,
      call: this.#call[index] ?? 0,
      outcome: this.#outcome[index] ?? 0,
      caller: this.#caller[index] ?? 0,
    };
  }

  /** Decided once for each kind of line there is, so that a million are looked through in a blink. */
  #fitting(filter: ActivityFilter): (index: number) => boolean {
    const kinds = CALLS.length * OUTCOMES.length * CALLERS.length;
    const fit = Array.from({ length: kinds }, (_, kind) => {
      const caller = kind % CALLERS.length;
      const outcome = Math.floor(kind / CALLERS.length) % OUTCOMES.length;
      const call = Math.floor(kind / CALLERS.length / OUTCOMES.length);
      return this.#fits(filter, { id: 1, atMs: 0, call, outcome, caller });
    });
    const fromMs = filter.fromMs ?? Number.NEGATIVE_INFINITY;
    const untilMs = filter.untilMs ?? Number.POSITIVE_INFINITY;
    return (index) => {
      const atMs = this.#atMs[index] ?? 0;
      if (atMs < fromMs || atMs >= untilMs) return false;
      const kind = ((this.#call[index] ?? 0) * OUTCOMES.length + (this.#outcome[index] ?? 0)) * CALLERS.length;
      return fit[kind + (this.#caller[index] ?? 0)] === true;
    };
  }

  #fits(filter: ActivityFilter, line: Line): boolean {
    const row = rowOf(line, this.#accounts);
    const isAmong = (chosen: readonly string[] | undefined, value: string | null | undefined): boolean =>
      chosen === undefined || chosen.length === 0 || (typeof value === 'string' && chosen.includes(value));
    const text = `${callOf(line).endpoint} ${codeOf(line) ?? ''}`.toLowerCase();
    const words = (filter.text ?? '').toLowerCase().split(/\s+/);
    return (
      isAmong(filter.kinds, row.kind) &&
      isAmong(filter.exchanges, row.exchange) &&
      isAmong(filter.accounts, row.account) &&
      isAmong(filter.lanes, row.lane) &&
      isAmong(filter.callers, row.caller) &&
      isAmong(filter.outcomes, row.outcome) &&
      isAmong(filter.codes, row.code) &&
      words.every((word) => text.includes(word))
    );
  }
}

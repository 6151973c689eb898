import { phaseAt } from './headroom.ts';
import type { RecentSpend } from './recent-spend.ts';
import { type Counter, foreignUsed, ownUsed, spanOf } from './state.ts';
import { certainIndex, periodOf } from './windows.ts';

/** What was answered at the very moment a call left had been counted before it. */
const JUST_AFTER_MS = 0.001;

export interface ReadBy {
  readonly admittedAtMs: number;
  /** False: when it was produced is a guess. */
  readonly isTimed?: boolean;
  readonly windowIndex?: number | null;
  readonly counted?: number;
  readonly refundedBefore?: number;
}

/**
 * A reading that was not carried by a call of this counter: produced at most `ageMs` ago. `isTimed`: surely, because it
 * answers a call that left then; otherwise that is what answers usually take.
 */
export function observeUsed(counter: Counter, reading: number, age: ReadingAge, nowMs: number, wallMs: number): void {
  readUsed(counter, reading, { admittedAtMs: nowMs - age.ageMs, isTimed: age.isTimed }, 0, nowMs, wallMs);
}

export interface ReadingAge {
  readonly ageMs: number;
  readonly isTimed: boolean;
}

/** True when the reading is sane and speaks for the call that carried it, which kept so much of its cost. */
export function readUsed(
  counter: Counter,
  value: number,
  by: ReadBy,
  kept: number,
  nowMs: number,
  wallMs: number,
): boolean {
  if (!Number.isFinite(value) || value < 0) return false;
  if (counter.frame.index === null || counter.alignment === null || counter.window.kind !== 'fixed') {
    const excess = raiseForeign(counter, value, by.admittedAtMs, nowMs);
    counter.reserve.see(excess, foreignUsed(counter), nowMs, spanOf(counter));
    counter.readings.wallAtMs = wallMs;
    counter.readings.atMs = nowMs;
    return true;
  }
  const index = certainIndex(counter.window.periodMs, counter.alignment, by.admittedAtMs, nowMs);
  if (index !== counter.frame.index && !isBelowOldWindow(counter, value, by, index)) return false;
  if (counter.recent !== null) return readFalling(counter, counter.recent, value, by, kept, nowMs, wallMs);
  return readWindow(counter, value, by, kept, nowMs, wallMs);
}

// A call that crossed the edge read either window. Less than the old one was known to hold can only be the new one.
function isBelowOldWindow(counter: Counter, value: number, by: ReadBy, certain: number | null): boolean {
  if (counter.recent !== null || certain !== null || by.windowIndex === undefined || by.counted === undefined)
    return false;
  return by.windowIndex === (counter.frame.index ?? 0) - 1 && value < by.counted;
}

function readWindow(counter: Counter, value: number, by: ReadBy, kept: number, nowMs: number, wallMs: number): boolean {
  const { readings } = counter;
  if (value < leastCount(counter, by, kept)) return false;
  const isLater = by.admittedAtMs >= readings.atMs;
  if (readings.used === null || isLater || value > readings.used) {
    readings.used = value;
    readings.refundedAtUsed = readings.refunded;
    readings.atMs = nowMs;
  }
  if (by.admittedAtMs >= readings.unreadAtMs) readings.unread = 0;
  readings.wallAtMs = wallMs;
  seeForeign(counter, value, by, nowMs);
  return true;
}

/**
 * Where the exchange takes counts off again. A reading counts with all that we may have been charged after it, and a
 * later one is believed although it is lower; later is what left after the last believed one had come. Of readings whose
 * calls overlap either may have been taken later: the one that leaves less room stands.
 */
function readFalling(
  counter: Counter,
  recent: RecentSpend,
  value: number,
  by: ReadBy,
  kept: number,
  nowMs: number,
  wallMs: number,
): boolean {
  const { readings } = counter;
  const fromMs = by.admittedAtMs + JUST_AFTER_MS;
  // The reading contains this call itself, which stands in the log as of now.
  const since = Math.max(0, recent.sumSince(fromMs) - (nowMs >= fromMs ? kept : 0));
  const isLater = by.isTimed !== false && by.admittedAtMs >= readings.atMs;
  const isHigher = readings.used === null || value + since > readings.used + readings.unread;
  // Had it been taken later, its own bound would hold; had it not, the believed one contains this call.
  if (!isLater && !isHigher) return true;
  if (isLater) fall(counter, ownUsed(counter) + foreignUsed(counter) - value - since);
  readings.used = value;
  readings.unread = since;
  readings.atMs = nowMs;
  readings.wallAtMs = wallMs;
  recent.dropBefore(nowMs);
  seeForeign(counter, value, by, nowMs);
  return true;
}

// Others are only what our own count cannot explain, so their part goes first.
function fall(counter: Counter, amount: number): void {
  if (amount <= 0) return;
  const ofForeign = Math.min(amount, foreignUsed(counter));
  counter.readings.fallenForeign += ofForeign;
  counter.readings.fallenOwn += amount - ofForeign;
}

function seeForeign(counter: Counter, value: number, by: ReadBy, nowMs: number): void {
  raiseForeign(counter, value, by.admittedAtMs, nowMs);
  const countedAtMs = (by.admittedAtMs + nowMs) / 2;
  const certain = foreignUsed(counter);
  // What left about when the reading was taken may be in it: an estimate counts only where others are certain.
  const foreign = certain > 0 ? Math.max(certain, value - counter.taken.by(countedAtMs)) : 0;
  const blur = (nowMs - by.admittedAtMs) / 2 / (periodOf(counter.window) ?? 1);
  counter.forecast.see(phaseAt(counter, countedAtMs), foreign, blur);
}

// Counts only rise inside a window, but for what was given back: a smaller reading is not believed.
function leastCount(counter: Counter, by: ReadBy, kept: number): number {
  const { readings, frame } = counter;
  if (by.counted === undefined) return (readings.used ?? 0) - (readings.refunded - readings.refundedAtUsed);
  if (by.windowIndex !== frame.index) return kept;
  return by.counted - (readings.refunded - (by.refundedBefore ?? 0)) + kept;
}

// Settled costs that weighed at some time since the call left: in a sliding window some may have gone in the meantime.
function settledSince(counter: Counter, fromMs: number): number {
  const { frame, window } = counter;
  if (frame.index !== null || window.kind === 'decaying') return ownUsed(counter) + foreignUsed(counter);
  const cutoffMs = Math.min(frame.cutoffMs, fromMs - window.periodMs);
  const sum = counter.own.sumSince(cutoffMs) + counter.foreign.sumSince(cutoffMs);
  counter.own.sumSince(frame.cutoffMs);
  counter.foreign.sumSince(frame.cutoffMs);
  return sum;
}

// Everything of ours that the reading may contain is taken off before the rest is called foreign.
function raiseForeign(counter: Counter, value: number, fromMs: number, nowMs: number): number {
  const excess = value - counter.inFlight - settledSince(counter, fromMs);
  if (excess <= 0) return 0;
  if (counter.window.kind === 'decaying') {
    counter.level += excess;
    // What drained while the answer was on its way was nobody's spend.
    return Math.max(0, excess - (counter.window.perSecond * (nowMs - fromMs)) / 1000);
  }
  counter.foreign.push(nowMs, excess);
  return excess;
}

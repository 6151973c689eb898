import type { AccountId } from '../../../shared/model/account.ts';
import type { Bucket, WindowRule } from '../../../shared/model/bucket.ts';
import { ForeignForecast } from './foreign.ts';
import type { Alignment } from './server-clock.ts';
import { RecentReadings } from './recent-readings.ts';
import { RecentSpend } from './recent-spend.ts';
import { ForeignReserve } from './reserve.ts';
import { SpendLog } from './spend-log.ts';
import { TakenLog } from './taken-log.ts';
import type { Realm } from './types.ts';
import { type Frame, drained, frameOf, periodOf } from './windows.ts';

/** Answers older than this are rare; until then a reading can be told from what has left the window since. */
const ANSWER_MS = 5000;

/** One live counter: what is known of one bucket of one holder. All times are monotonic ms unless they say wall. */
export interface Counter {
  readonly key: string;
  readonly realm: Realm;
  readonly bucket: Bucket;
  readonly part: string | null;
  readonly accounts: Set<AccountId>;
  /** Gate keys of every holder that spends from it. */
  readonly holders: Map<string, readonly string[]>;
  capacity: number;
  window: WindowRule;
  frame: Frame;
  advancedAtMs: number;
  alignment: Alignment | null;
  /** Windowed kinds: settled costs by the latest time at which they may have been counted. */
  readonly own: SpendLog;
  readonly foreign: SpendLog;
  /** Only where a count may fall, else null. */
  readonly falling: Falling | null;
  /** Decaying kind: everybody's settled costs, and ours alone. */
  level: number;
  ownLevel: number;
  inFlight: number;
  /** The part of `inFlight` that a success gives back. */
  refundable: number;
  readonly readings: ReadingState;
  readonly forecast: ForeignForecast;
  /** The same for kinds without window edges. */
  readonly reserve: ForeignReserve;
  /** Admitted in this fixed window. */
  readonly taken: TakenLog;
  /** Its limit was told to this holder, not to everybody. */
  hasOwnLimit: boolean;
  wasActive: boolean;
  lastActiveMs: number;
  isRegistered: boolean;
}

/** What a lower reading is held against. */
export interface Falling {
  /** Own costs that no reading speaks for, to the millisecond. */
  readonly untold: RecentSpend;
  readonly readings: RecentReadings;
}

/** What readings said about the present fixed window. */
export interface ReadingState {
  /** The exchange's own count, as last believed; null before the first reading of this window. */
  used: number | null;
  atMs: number;
  wallAtMs: number | null;
  /** Own costs settled without a reading that surely includes them. */
  unread: number;
  unreadAtMs: number;
  /** Everything given back in this window, and how much of it when `used` was read. */
  refunded: number;
  refundedAtUsed: number;
  /** What the exchange took off again in this window, of ours and of others'; only where a bucket may fall. */
  fallenOwn: number;
  fallenForeign: number;
}

export function createCounter(key: string, realm: Realm, bucket: Bucket, part: string | null, nowMs: number): Counter {
  const periodMs = periodOf(bucket.window) ?? 1000;
  return {
    key,
    realm,
    bucket,
    part,
    accounts: new Set(),
    holders: new Map(),
    capacity: bucket.capacity,
    window: bucket.window,
    frame: frameOf(bucket.window, null, nowMs, null),
    advancedAtMs: Number.NaN,
    alignment: null,
    own: new SpendLog(periodMs),
    foreign: new SpendLog(periodMs),
    falling: bucket.mayFall === true ? { untold: new RecentSpend(), readings: new RecentReadings() } : null,
    level: 0,
    ownLevel: 0,
    inFlight: 0,
    refundable: 0,
    readings: {
      used: null,
      atMs: -Infinity,
      wallAtMs: null,
      unread: 0,
      unreadAtMs: -Infinity,
      refunded: 0,
      refundedAtUsed: 0,
      fallenOwn: 0,
      fallenForeign: 0,
    },
    forecast: new ForeignForecast(),
    reserve: new ForeignReserve(bucket.reading.kind !== 'none'),
    taken: new TakenLog(),
    hasOwnLimit: false,
    wasActive: false,
    lastActiveMs: nowMs,
    isRegistered: false,
  };
}

/** Brings a counter to `nowMs`: turns its window, drains its level. Changes nothing that a later call would not. */
export function advance(counter: Counter, alignment: Alignment | null, nowMs: number): void {
  if (counter.window.kind === 'decaying') {
    drain(counter, counter.window.perSecond, nowMs);
    return;
  }
  const lastIndex = counter.frame.index;
  counter.alignment = alignment;
  counter.frame = frameOf(counter.window, alignment, nowMs, lastIndex);
  counter.advancedAtMs = nowMs;
  if (counter.frame.index !== lastIndex) turnWindow(counter, nowMs);
  counter.own.sumSince(counter.frame.cutoffMs);
  counter.foreign.sumSince(counter.frame.cutoffMs);
  // Kept for a whole period even after a turn: a new offset may show that alignment was wrong.
  const keepFromMs = Math.min(counter.frame.cutoffMs, nowMs - counter.window.periodMs) - ANSWER_MS;
  counter.own.dropBefore(keepFromMs);
  counter.foreign.dropBefore(keepFromMs);
}

export function ownUsed(counter: Counter): number {
  if (counter.window.kind === 'decaying') return counter.ownLevel;
  return Math.max(0, counter.own.sumSince(counter.frame.cutoffMs) - counter.readings.fallenOwn);
}

/** Spent by others as far as it is certain: exactly 0 while our own calls explain every reading. */
export function foreignUsed(counter: Counter): number {
  if (counter.window.kind === 'decaying') return Math.max(0, counter.level - counter.ownLevel);
  return Math.max(0, counter.foreign.sumSince(counter.frame.cutoffMs) - counter.readings.fallenForeign);
}

/**
 * Spent by anybody, calls in flight left out. In a fixed window the last of the answered calls to arrive read at least
 * all of them plus what others had spent, so the largest reading plus what it cannot contain bounds the exchange's count.
 */
export function used(counter: Counter): number {
  if (counter.window.kind === 'decaying') return counter.level;
  const counted = ownUsed(counter) + foreignUsed(counter);
  const { used: read, unread } = counter.readings;
  return read === null ? counted : Math.max(counted, read + unread);
}

/** The limit itself is taken over live; a window of another kind keeps what is counted. */
export function resize(counter: Counter, capacity: number, window: WindowRule | null, nowMs: number): void {
  counter.capacity = capacity;
  if (window === null || isSameRule(window, counter.window)) return;
  const own = ownUsed(counter);
  const foreign = foreignUsed(counter);
  const wasDecaying = counter.window.kind === 'decaying';
  counter.window = window;
  counter.advancedAtMs = nowMs;
  if (window.kind === 'decaying') {
    counter.ownLevel = own;
    counter.level = own + foreign;
    return;
  }
  counter.own.setPeriod(window.periodMs);
  counter.foreign.setPeriod(window.periodMs);
  if (!wasDecaying) return;
  counter.own.push(nowMs, own);
  counter.foreign.push(nowMs, foreign);
}

/** In this time a full bucket empties, ms. */
export function spanOf({ window, capacity }: Counter): number {
  return window.kind === 'decaying' ? (capacity / window.perSecond) * 1000 : window.periodMs;
}

function isSameRule(left: WindowRule, right: WindowRule): boolean {
  if (left.kind === 'decaying') return right.kind === 'decaying' && left.perSecond === right.perSecond;
  return left.kind === right.kind && left.periodMs === right.periodMs;
}

function drain(counter: Counter, perSecond: number, nowMs: number): void {
  const forMs = Number.isNaN(counter.advancedAtMs) ? 0 : nowMs - counter.advancedAtMs;
  if (forMs > 0) {
    counter.level = drained(counter.level, perSecond, forMs);
    counter.ownLevel = drained(counter.ownLevel, perSecond, forMs);
  }
  counter.frame = frameOf(counter.window, null, nowMs, null);
  counter.advancedAtMs = nowMs;
}

function turnWindow(counter: Counter, nowMs: number): void {
  const carried = counter.own.sumSince(counter.frame.cutoffMs);
  const { readings } = counter;
  const phase = (nowMs - counter.frame.startMs) / (periodOf(counter.window) ?? 1);
  counter.forecast.turn(counter.wasActive, counter.capacity, phase, counter.taken.by(nowMs));
  counter.wasActive = carried > 0 || counter.inFlight > 0;
  counter.taken.restart(nowMs, carried + counter.inFlight);
  readings.used = null;
  counter.falling?.readings.clear();
  // Answered around the edge: they may have been counted before it, so no reading of the old window speaks for them.
  readings.unread = carried;
  readings.unreadAtMs = nowMs;
  readings.refunded = 0;
  readings.refundedAtUsed = 0;
  readings.fallenOwn = 0;
  readings.fallenForeign = 0;
}

import { type Asker, available, fitsAt } from './headroom.ts';
import { readUsed } from './readings.ts';
import { type Counter, resize, spanOf, used } from './state.ts';

/** A charge on a counter, several charges of one call on the same counter already added up. */
export interface Demand {
  readonly counter: Counter;
  readonly cost: number;
  /** The part of the cost that a success gives back. */
  readonly refund: number;
  /** Room spoken for by a call that goes first. */
  readonly claimed: number;
}

export type Decision =
  | { readonly kind: 'admit' }
  /** `untilMs`, monotonic: when time alone may make room; null: only an answer or a reading can. */
  | { readonly kind: 'wait'; readonly untilMs: number | null; readonly blockedBy: string }
  | { readonly kind: 'refuse'; readonly blockedBy: string; readonly cost: number; readonly capacity: number };

/**
 * May a call that takes all of `demands` leave now? Takes nothing, so it also answers "what if".
 * Of several blocking buckets the one that blocks longest is named. Counters must have been advanced to `nowMs`.
 */
export function decide(demands: readonly Demand[], asker: Asker, nowMs: number): Decision {
  const blocker = blockerOf(demands, asker, nowMs);
  if (blocker === null) return { kind: 'admit' };
  const { counter, cost } = blocker;
  if (cost > counter.capacity) return { kind: 'refuse', blockedBy: counter.key, cost, capacity: counter.capacity };
  return { kind: 'wait', untilMs: fitsDemandAt(blocker, asker, nowMs), blockedBy: counter.key };
}

/** The demand that cannot be met now: one that never can, else the one that blocks longest; null: all can. */
export function blockerOf(demands: readonly Demand[], asker: Asker, nowMs: number): Demand | null {
  let blocker: Demand | null = null;
  for (const demand of demands) {
    const { counter, cost, claimed } = demand;
    if (cost > counter.capacity) return demand;
    if (cost === 0 || cost + claimed <= available(counter, asker, nowMs)) continue;
    if (blocker === null || blocksLonger(demand, blocker, asker, nowMs)) blocker = demand;
  }
  return blocker;
}

function blocksLonger(left: Demand, right: Demand, asker: Asker, nowMs: number): boolean {
  return (fitsDemandAt(left, asker, nowMs) ?? Infinity) > (fitsDemandAt(right, asker, nowMs) ?? Infinity);
}

function fitsDemandAt({ counter, cost, claimed }: Demand, asker: Asker, nowMs: number): number | null {
  return fitsAt(counter, cost + claimed, asker, nowMs);
}

/** What an admitted call holds on one counter until it is answered. */
export interface Hold {
  readonly counter: Counter;
  readonly cost: number;
  readonly refund: number;
  readonly admittedAtMs: number;
  /** The window it was admitted in, and what the exchange had surely counted there by then. */
  readonly windowIndex: number | null;
  readonly counted: number;
  readonly refundedBefore: number;
}

export function take({ counter, cost, refund }: Demand, nowMs: number): Hold {
  const { readings } = counter;
  counter.inFlight += cost;
  if (counter.frame.index === null) counter.reserve.spend(cost, nowMs, spanOf(counter));
  else counter.taken.add(nowMs, cost, spanOf(counter));
  counter.refundable += refund;
  counter.lastActiveMs = nowMs;
  counter.wasActive = true;
  const counted = (readings.used ?? 0) - (readings.refunded - readings.refundedAtUsed);
  const windowIndex = counter.frame.index;
  return { counter, cost, refund, admittedAtMs: nowMs, windowIndex, counted, refundedBefore: readings.refunded };
}

export type Outcome = 'success' | 'failure' | 'not-sent' | 'unknown' | 'refused';

/** How long a request whose answer never came may still be on its way, ms. */
const LATE_ARRIVAL_MS = 1000;

/**
 * Turns a hold into a settled cost, or gives it back. `reading`: what the answer said about this counter, if anything.
 * The counter must have been advanced to `nowMs`.
 */
export function settle(hold: Hold, outcome: Outcome, reading: number | null, nowMs: number, wallMs: number): void {
  const { counter } = hold;
  counter.inFlight = nonNegative(counter.inFlight - hold.cost);
  counter.refundable = nonNegative(counter.refundable - hold.refund);
  counter.lastActiveMs = nowMs;
  const given = outcome === 'not-sent' ? hold.cost : outcome === 'success' ? hold.refund : 0;
  const kept = hold.cost - given;
  if (given > 0) counter.taken.giveBack(given);
  const lateMs = outcome === 'unknown' ? LATE_ARRIVAL_MS : 0;
  addOwn(counter, kept, lateMs, nowMs);
  if (outcome === 'refused') noteRefusal(hold, nowMs);
  if (outcome === 'success') counter.readings.refunded += given;
  // What may still be done may still be counted: then the reading does not speak for it.
  const by = outcome === 'unknown' ? { ...hold, isTimed: false } : hold;
  const isRead = reading !== null && readUsed(counter, reading, by, kept, nowMs, wallMs);
  if (isRead || kept === 0) return;
  counter.falling?.untold.push(nowMs + lateMs, kept, lateMs > 0);
  counter.readings.unread += kept;
  counter.readings.unreadAtMs = nowMs;
}

/** A capacity reading replaces the limit live; values that cannot be a limit are ignored. */
export function observeCapacity(
  counter: Counter,
  capacity: number,
  window: Counter['window'] | null,
  nowMs: number,
): void {
  if (!Number.isFinite(capacity) || capacity <= 0) return;
  resize(counter, capacity, window, nowMs);
}

// By our own count there was room: what was missing others had taken.
function noteRefusal({ counter, admittedAtMs }: Hold, nowMs: number): void {
  if (counter.frame.index !== null) return;
  const free = counter.capacity - used(counter) - counter.inFlight;
  counter.reserve.refuse(admittedAtMs, Math.max(0, free), counter.capacity, nowMs, spanOf(counter));
}

// `lateMs`: so much later it may still arrive.
function addOwn(counter: Counter, cost: number, lateMs: number, nowMs: number): void {
  if (cost === 0) return;
  if (counter.window.kind !== 'decaying') {
    counter.own.push(nowMs + lateMs, cost);
    return;
  }
  // What has not arrived does not drain: what drains here until then is counted on top.
  const level = cost + (counter.window.perSecond * lateMs) / 1000;
  counter.level += level;
  counter.ownLevel += level;
}

// Halves and hundredths add up with rounding errors; nothing in flight is exactly nothing.
function nonNegative(value: number): number {
  return value > 1e-9 ? value : 0;
}

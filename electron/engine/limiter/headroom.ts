import { type Counter, foreignUsed, ownUsed, spanOf, used } from './state.ts';

/** How often per emptying time held-back room is looked at again. */
const LOOKS_PER_SPAN = 40;

/** What adding up fractions may be off by: without it a cost of the whole capacity would wait for more than there is. */
const ROUNDING = 1e-9;

/** Who asks decides whether the room kept for others counts. */
export interface Asker {
  /** Kept room is no reason to hold a cancel, nor a call that waited at the head for a whole window. */
  readonly ignoresForeign: boolean;
  /** A cancel is not held by what is only assumed. */
  readonly isCancel?: boolean;
}

/** capacity − used − in flight; negative after a limit was lowered or others overspent. */
export function headroom(counter: Counter): number {
  return counter.capacity - used(counter) - counter.inFlight;
}

/** Room kept now for what others are expected to spend before the window turns. */
export function keptForOthers(counter: Counter, nowMs: number): number {
  if (counter.frame.index === null) return reservedNow(counter, nowMs);
  if (!isForecast(counter)) return 0;
  return counter.forecast.remaining(phaseAt(counter, nowMs), counter.capacity, phaseAt(counter, counter.lastActiveMs));
}

/** What others are expected to spend before the window turns, by what readings showed of them. */
export function foreignForecast(counter: Counter, nowMs: number): number {
  if (counter.frame.index === null) return counter.reserve.expected(spanOf(counter));
  return isForecast(counter) ? counter.forecast.expected(phaseAt(counter, nowMs), counter.capacity) : 0;
}

/** True where the limit is only assumed and no reading of late says how full it is: its count proves nothing. */
export function isAssumption(counter: Counter, nowMs: number): boolean {
  if (counter.bucket.isAssumed !== true || counter.hasOwnLimit) return false;
  return nowMs - counter.readings.atMs > spanOf(counter);
}

/** What a call of this asker may take now. */
export function available(counter: Counter, asker: Asker, nowMs: number): number {
  if (asker.isCancel === true && isAssumption(counter, nowMs)) return Infinity;
  const room = headroom(counter);
  if (asker.ignoresForeign) return room;
  if (!isForecast(counter)) return room - keptForOthers(counter, nowMs);
  const now = Math.min(room - keptForOthers(counter, nowMs), ownRoom(counter, nowMs));
  return isAtTurn(counter, nowMs) ? Math.min(now, roomAfterTurn(counter)) : now;
}

/**
 * When the cost may fit, monotonic ms, if nothing but time changes it; null: only an answer can.
 * The counter must have been advanced to `nowMs`.
 */
export function fitsAt(counter: Counter, cost: number, asker: Asker, nowMs: number): number | null {
  if (asker.isCancel === true && isAssumption(counter, nowMs)) return nowMs;
  const missing = cost - headroom(counter);
  if (missing <= 0) return asker.ignoresForeign ? nowMs : keptRoomFitsAt(counter, cost, nowMs);
  return timeToLose(counter, missing, nowMs);
}

/** Earliest time at which the cost could fit whatever the answers of the calls in flight are. Proof for a deadline. */
export function earliestAt(counter: Counter, cost: number, nowMs: number): number {
  const missing = cost - headroom(counter) - counter.refundable;
  if (missing <= 0) return nowMs;
  if (counter.window.kind === 'decaying') return nowMs + (missing / counter.window.perSecond) * 1000;
  return timeToLose(counter, missing, nowMs) ?? nowMs + counter.window.periodMs;
}

/** Where the present window stands, 0 at its start and 1 at its end. */
export function phaseAt(counter: Counter, atMs: number): number {
  if (counter.window.kind === 'decaying') return 0;
  return Math.min(1, Math.max(0, (atMs - counter.frame.startMs) / counter.window.periodMs));
}

function timeToLose(counter: Counter, amount: number, nowMs: number): number | null {
  const { window, frame } = counter;
  if (frame.turnMs !== null) return frame.turnMs;
  if (window.kind !== 'decaying') return exitTime(counter, amount, window.periodMs);
  return amount <= counter.level + ROUNDING ? nowMs + (amount / window.perSecond) * 1000 : null;
}

// Both logs are in order of time, so the exits are merged until enough has left.
function exitTime({ own, foreign }: Counter, amount: number, periodMs: number): number | null {
  let [left, right, lost] = [0, 0, 0];
  for (;;) {
    const [ours, theirs] = [own.at(left), foreign.at(right)];
    const isOurs = theirs === undefined || (ours !== undefined && ours.atMs <= theirs.atMs);
    const slot = isOurs ? ours : theirs;
    if (slot === undefined) return null;
    lost += slot.cost;
    if (lost >= amount - ROUNDING) return leavesAt(slot.atMs, periodMs);
    if (isOurs) left += 1;
    else right += 1;
  }
}

// A cost still weighs at exactly one period after it was counted.
function leavesAt(atMs: number, periodMs: number): number {
  return atMs + periodMs + 0.5;
}

function isForecast(counter: Counter): boolean {
  return counter.frame.index !== null && counter.bucket.reading.kind !== 'none';
}

// What leaves while the exchange may be turning must fit beside others in the next window as well.
function isAtTurn({ frame, alignment }: Counter, nowMs: number): boolean {
  return frame.turnMs !== null && alignment !== null && nowMs >= frame.turnMs - 2 * alignment.uncertaintyMs;
}

function roomAfterTurn(counter: Counter): number {
  return counter.capacity - counter.inFlight - counter.forecast.ofNext(counter.capacity);
}

// What we may still spend now although more is free.
function ownRoom(counter: Counter, nowMs: number): number {
  const limit = counter.forecast.ownLimit(phaseAt(counter, nowMs), counter.capacity);
  return limit === Infinity ? Infinity : limit - ownUsed(counter) - counter.inFlight;
}

function keptRoomFitsAt(counter: Counter, cost: number, nowMs: number): number | null {
  if (cost <= available(counter, { ignoresForeign: false }, nowMs)) return nowMs;
  if (counter.frame.index === null) return reserveFitsAt(counter, cost, nowMs);
  const turnMs = counter.frame.turnMs ?? Infinity;
  if (isAtTurn(counter, nowMs)) return turnMs;
  const { forecast, capacity } = counter;
  const freePhase = forecast.phaseWhen(
    headroom(counter) - cost,
    phaseAt(counter, nowMs),
    capacity,
    phaseAt(counter, counter.lastActiveMs),
  );
  const phase = Math.max(freePhase, forecast.phaseOfOwn(ownUsed(counter) + counter.inFlight + cost, capacity));
  // Not within this window: the exchange's edge itself, a little before our turn, lets nobody out.
  if (phase >= 1) return turnMs;
  return Math.min(counter.frame.startMs + phase * spanOf(counter), turnMs);
}

function reservedNow(counter: Counter, nowMs: number): number {
  const isDraining = counter.window.kind === 'decaying';
  return counter.reserve.kept(counter.capacity, foreignUsed(counter), isDraining, nowMs, spanOf(counter));
}

// What is held back is let out little by little: looked at again after as long as draining the rest would take.
function reserveFitsAt(counter: Counter, cost: number, nowMs: number): number {
  const spanMs = spanOf(counter);
  const missing = cost - available(counter, { ignoresForeign: false }, nowMs);
  return nowMs + Math.max(1, Math.min(spanMs / LOOKS_PER_SPAN, (missing / counter.capacity) * spanMs));
}

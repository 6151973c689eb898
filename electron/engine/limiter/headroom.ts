import { type Counter, used } from './state.ts';

/** Who asks decides whether the room kept for others counts. */
export interface Asker {
  /** Kept room is no reason to hold a cancel, nor a call that waited at the head for a whole window. */
  readonly ignoresForeign: boolean;
}

/** capacity − used − in flight; negative after a limit was lowered or others overspent. */
export function headroom(counter: Counter): number {
  return counter.capacity - used(counter) - counter.inFlight;
}

/** Room kept now for what others are expected to spend before the window turns. */
export function keptForOthers(counter: Counter, nowMs: number): number {
  if (!isForecast(counter)) return 0;
  return counter.forecast.remaining(phaseAt(counter, nowMs), counter.capacity);
}

/** What others are expected to spend before the window turns, by what readings showed of them. */
export function foreignForecast(counter: Counter, nowMs: number): number {
  return isForecast(counter) ? counter.forecast.expected(phaseAt(counter, nowMs)) : 0;
}

/** What a call of this asker may take now. */
export function available(counter: Counter, asker: Asker, nowMs: number): number {
  const room = headroom(counter);
  if (asker.ignoresForeign || !isForecast(counter)) return room;
  const now = room - keptForOthers(counter, nowMs);
  return isAtTurn(counter, nowMs) ? Math.min(now, roomAfterTurn(counter)) : now;
}

/**
 * When the cost may fit, monotonic ms, if nothing but time changes it; null: only an answer can.
 * The counter must have been advanced to `nowMs`.
 */
export function fitsAt(counter: Counter, cost: number, asker: Asker, nowMs: number): number | null {
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
  return amount <= counter.level ? nowMs + (amount / window.perSecond) * 1000 : null;
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
    if (lost >= amount) return leavesAt(slot.atMs, periodMs);
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

function keptRoomFitsAt(counter: Counter, cost: number, nowMs: number): number | null {
  if (cost <= available(counter, { ignoresForeign: false }, nowMs)) return nowMs;
  if (counter.window.kind === 'decaying') return null;
  const turnMs = counter.frame.turnMs ?? Infinity;
  if (isAtTurn(counter, nowMs)) return turnMs;
  const phase = counter.forecast.phaseWhen(headroom(counter) - cost, phaseAt(counter, nowMs), counter.capacity);
  return Math.min(counter.frame.startMs + phase * counter.window.periodMs, turnMs);
}

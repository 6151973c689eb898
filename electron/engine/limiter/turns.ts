import type { Claims } from './claims.ts';
import type { Counters, Instant } from './counters.ts';
import { type Asker, available, fitsAt } from './headroom.ts';
import { type Job, type Room, ignoresForeign, isBefore, mayOvertake } from './queue.ts';
import type { Rooms } from './rooms.ts';
import type { Counter } from './state.ts';

/** Rounding must not make a wake-up repeat at the same instant. */
const MIN_WAIT_MS = 0.25;

/** Asks for no more than what is left once others are provided for. */
const PATIENT: Asker = { ignoresForeign: false };
const PRIVILEGED: Asker = { ignoresForeign: true };
const CANCELLING: Asker = { ignoresForeign: true, isCancel: true };

export function askerOf(job: Job, nowMs: number): Asker {
  if (job.isCancel) return CANCELLING;
  return ignoresForeign(job, nowMs) ? PRIVILEGED : PATIENT;
}

/** Whose turn it is, in one room and among several. Takes nothing and moves nobody. */
export class Turns {
  readonly #counters: Counters;
  readonly #claims: Claims;
  readonly #rooms: Rooms;

  constructor(counters: Counters, claims: Claims, rooms: Rooms) {
    this.#counters = counters;
    this.#claims = claims;
    this.#rooms = rooms;
  }

  /** The head if it fits, else the first that fits into a gap the head cannot use. */
  next(room: Room, at: Instant): Job | null {
    const { head, counter } = room;
    if (head === null || counter === null) return head;
    this.#counters.advance(counter, at);
    if (head.roomCost > counter.capacity || this.#fits(head, counter, at)) return head;
    const least = room.leastCost;
    if (least >= head.roomCost) return null;
    const gap = available(counter, PATIENT, at.monotonicMs);
    const job = least > gap ? null : room.firstUpTo(gap);
    if (job === null || !mayOvertake(room, job.roomCost, at.monotonicMs, this.#lagOf(job))) return null;
    return job.roomCost + this.#claims.before(job, counter) <= gap ? job : null;
  }

  /** What surely may leave the room by head after head, if nobody there needs anything else. */
  spare(counter: Counter, at: Instant): number {
    if (this.#claims.on(counter) > 0) return 0;
    this.#counters.advance(counter, at);
    return available(counter, PATIENT, at.monotonicMs);
  }

  /** A room in which somebody stands who goes first and whom this call, which fits, may not overtake. */
  queuedBefore(job: Job, at: Instant): Room | null {
    for (const { counter, cost } of job.charges) {
      const room = this.#rooms.get(counter.key);
      if (room === undefined || room.head === null || room.head === job || cost === 0) continue;
      if (!isBefore(room.head, job)) continue;
      if (this.#fits(room.head, counter, at)) {
        this.#rooms.mark(room);
        return room;
      }
      if (!mayOvertake(room, cost, at.monotonicMs, this.#lagOf(job))) return room;
    }
    return null;
  }

  /**
   * A room in which surely nobody can leave now, and this call neither goes first nor wants less than those who are
   * there: it need not be decided. Of several the one that holds longest.
   */
  hopeless(job: Job, nowMs: number): Room | null {
    // A cancel may use room that others leave alone.
    if (job.isCancel) return null;
    let longest: Room | null = null;
    for (const { counter, cost } of job.charges) {
      if (cost > counter.capacity) return null;
      const room = this.#rooms.get(counter.key);
      if (room === undefined || cost === 0 || !isStill(room, nowMs)) continue;
      if (room.head === null || !isBefore(room.head, job) || cost < room.leastCost) continue;
      if (longest === null || room.wakeMs > longest.wakeMs) longest = room;
    }
    return longest;
  }

  /** Monotonic ms at which time alone may let somebody out of the room; Infinity: never. */
  wakeAt(room: Room, at: Instant): number {
    const { head, counter } = room;
    if (head === null || counter === null) return Infinity;
    this.#counters.advance(counter, at);
    const nowMs = at.monotonicMs;
    const headMs = fitsAt(counter, head.roomCost + this.#claims.before(head, counter), askerOf(head, nowMs), nowMs);
    const gapMs = this.#gapAt(room, counter, nowMs);
    return Math.max(nowMs + MIN_WAIT_MS, Math.min(headMs ?? Infinity, gapMs));
  }

  // When the smallest cost that waits may fill a gap.
  #gapAt(room: Room, counter: Counter, nowMs: number): number {
    const { head } = room;
    const least = room.leastCost;
    if (head === null || least >= head.roomCost || !mayOvertake(room, least, nowMs, this.#lagOf(head))) return Infinity;
    return fitsAt(counter, least + this.#claims.on(counter), PATIENT, nowMs) ?? Infinity;
  }

  #fits(job: Job, counter: Counter, at: Instant): boolean {
    const { monotonicMs } = at;
    return (
      job.roomCost + this.#claims.before(job, counter) <= available(counter, askerOf(job, monotonicMs), monotonicMs)
    );
  }

  #lagOf(job: Job): number {
    return this.#counters.lagMs(job.request.realm);
  }
}

function isStill(room: Room, nowMs: number): boolean {
  return !room.isDirty && room.wakeMs > nowMs;
}

import { Claims } from './claims.ts';
import type { Counters, Instant } from './counters.ts';
import type { GateBlock, GateBook } from './gates.ts';
import { type Asker, available, earliestAt, fitsAt } from './headroom.ts';
import { Heap } from './heap.ts';
import { scopeKeys } from './keys.ts';
import { type Decision, type Hold, blockerOf, decide, take } from './limiter.ts';
import { type Job, Room, ignoresForeign, isBefore, mayOvertake } from './queue.ts';
import type { Counter } from './state.ts';
import { Wakes } from './wakes.ts';

/** Rounding must not make a wake-up repeat at the same instant. */
const MIN_WAIT_MS = 0.25;

export interface DispatcherEvents {
  admitted(job: Job, holds: readonly Hold[], at: Instant): void;
  refused(
    job: Job,
    why: 'deadline' | 'capacity',
    blockedBy: string,
    untilMonotonicMs: number | null,
    at: Instant,
  ): void;
}

/**
 * Who leaves next. Waiting calls stand in the room of the counter or gate that blocks them; only rooms in which
 * something changed are looked at, so the others cost nothing.
 */
export class Dispatcher {
  readonly #rooms = new Map<string, Room>();
  readonly #gateRooms = new Map<string, Room>();
  readonly #wakes = new Wakes();
  readonly #deadlines = new Heap<Job>(
    (left, right) => left.deadlineMs < right.deadlineMs,
    (job, place) => {
      job.deadlinePlace = place;
    },
  );
  readonly #claims = new Claims();
  readonly #dirty: Room[] = [];
  readonly #counters: Counters;
  readonly #gates: GateBook;
  readonly #events: DispatcherEvents;

  constructor(counters: Counters, gates: GateBook, events: DispatcherEvents) {
    this.#counters = counters;
    this.#gates = gates;
    this.#events = events;
  }

  /** Decides a new call; it leaves, is refused, or waits. */
  submit(job: Job, at: Instant): void {
    if (job.deadlineMs < at.monotonicMs) return void this.#refuseLate(job, at);
    if (!this.#try(job, at) || job.deadlineMs === Infinity) return;
    if (this.#earliest(job, at).earliestMs > job.deadlineMs) this.#refuseLate(job, at);
    else this.#deadlines.push(job);
  }

  /** The same decision without taking part. */
  whatIf(job: Job, at: Instant): Decision {
    const gate = this.#gateBefore(job);
    if (gate !== null) return { kind: 'wait', untilMs: gate.untilMonotonicMs, blockedBy: gate.key };
    this.#advance(job, at);
    const decision = decide(this.#claims.demandsOf(job), askerOf(job, at), at.monotonicMs);
    const room = decision.kind === 'admit' ? this.#queuedBefore(job, at) : null;
    return room === null
      ? decision
      : { kind: 'wait', untilMs: room.wakeMs === Infinity ? null : room.wakeMs, blockedBy: room.key };
  }

  waitingFor(key: string): number {
    return this.#rooms.get(key)?.size ?? 0;
  }

  /** Monotonic ms of the next thing to do here; Infinity: nothing but an event changes anything. */
  nextMs(): number {
    return Math.min(this.#wakes.nextMs(), this.#deadlines.peek()?.deadlineMs ?? Infinity);
  }

  counterChanged(key: string): void {
    this.#mark(this.#rooms.get(key));
  }

  gateChanged(key: string): void {
    this.#mark(this.#gateRooms.get(key));
  }

  everythingChanged(): void {
    for (const room of this.#rooms.values()) this.#mark(room);
  }

  /** Lets out everybody who may leave now. */
  run(at: Instant): void {
    this.#expireDeadlines(at);
    for (const room of this.#wakes.takeDue(at.monotonicMs)) this.#mark(room);
    for (let room = this.#dirty.pop(); room !== undefined; room = this.#dirty.pop()) {
      room.isDirty = false;
      this.#empty(room, at);
    }
  }

  /** Takes a call out of the queue, as when it was aborted. The key of what it waited for. */
  withdraw(job: Job, at: Instant): string {
    const room = job.room;
    this.#leave(job, at);
    return room?.key ?? '';
  }

  /** Everybody who waits, in no order. */
  drain(at: Instant): readonly Job[] {
    const jobs: Job[] = [];
    for (const room of [...this.#rooms.values(), ...this.#gateRooms.values()]) {
      for (let job = room.head; job !== null; job = room.head) {
        jobs.push(job);
        this.#leave(job, at);
      }
    }
    return jobs;
  }

  // True when the job waits.
  #try(job: Job, at: Instant): boolean {
    const gate = this.#gateBefore(job);
    if (gate !== null) return this.#park(job, this.#gateRoom(gate.key), at);
    this.#advance(job, at);
    const blocker = blockerOf(this.#claims.demandsOf(job), askerOf(job, at), at.monotonicMs);
    if (blocker === null) {
      const room = this.#queuedBefore(job, at);
      return room === null ? this.#admit(job, at) : this.#park(job, room, at);
    }
    const { counter, cost } = blocker;
    if (cost > counter.capacity) return this.#refuse(job, 'capacity', counter.key, null, at);
    return this.#park(job, this.#room(counter.key), at);
  }

  #gateBefore(job: Job): GateBlock | null {
    return this.#gates.isEmpty ? null : this.#gates.blocking(gateKeysOf(job), job.isCancel);
  }

  #advance(job: Job, at: Instant): void {
    for (const { counter } of job.charges) this.#counters.advance(counter, at);
  }

  // A room in which somebody stands who goes first and whom this call may not overtake.
  #queuedBefore(job: Job, at: Instant): Room | null {
    for (const { counter, cost } of job.charges) {
      const room = this.#rooms.get(counter.key);
      if (room === undefined || room.head === null || room.head === job || cost === 0) continue;
      if (!isBefore(room.head, job)) continue;
      if (this.#fits(room.head, counter, at)) {
        this.#mark(room);
        return room;
      }
      if (!mayOvertake(room, cost, at.monotonicMs, this.#lagOf(job))) return room;
    }
    return null;
  }

  #fits(job: Job, counter: Counter, at: Instant): boolean {
    return job.roomCost + this.#claims.before(job, counter) <= available(counter, askerOf(job, at), at.monotonicMs);
  }

  #empty(room: Room, at: Instant): void {
    for (let job = this.#next(room, at); job !== null; job = this.#next(room, at)) {
      if (this.#try(job, at) && job.room === room) break;
    }
    this.#planWake(room, at);
    if (room.size === 0) this.#forget(room);
  }

  // The head if it fits, else the first that fits into a gap the head cannot use.
  #next(room: Room, at: Instant): Job | null {
    const { head, counter } = room;
    if (head === null || counter === null) return head;
    this.#counters.advance(counter, at);
    if (head.roomCost > counter.capacity || this.#fits(head, counter, at)) return head;
    const lagMs = this.#lagOf(head);
    const gap = available(counter, { ignoresForeign: false }, at.monotonicMs);
    const job = room.firstUpTo(gap);
    if (job === null || !mayOvertake(room, job.roomCost, at.monotonicMs, lagMs)) return null;
    return job.roomCost + this.#claims.before(job, counter) <= gap ? job : null;
  }

  #planWake(room: Room, at: Instant): void {
    const { head, counter } = room;
    if (head === null || counter === null) return this.#wakes.set(room, Infinity);
    this.#counters.advance(counter, at);
    const lagMs = this.#lagOf(head);
    const nowMs = at.monotonicMs;
    const headMs = fitsAt(counter, head.roomCost + this.#claims.before(head, counter), askerOf(head, at), nowMs);
    const gapMs = this.#gapAt(room, counter, nowMs, lagMs);
    this.#wakes.set(room, Math.max(nowMs + MIN_WAIT_MS, Math.min(headMs ?? Infinity, gapMs)));
  }

  // When the smallest cost that waits may fill a gap.
  #gapAt(room: Room, counter: Counter, nowMs: number, lagMs: number): number {
    const least = room.leastCost();
    if (room.head === null || least >= room.head.roomCost || !mayOvertake(room, least, nowMs, lagMs)) return Infinity;
    return fitsAt(counter, least + this.#claims.on(counter), { ignoresForeign: false }, nowMs) ?? Infinity;
  }

  #admit(job: Job, at: Instant): false {
    this.#leave(job, at);
    const holds = job.charges.map((charge) => take(charge, at.monotonicMs));
    this.#events.admitted(job, holds, at);
    return false;
  }

  #refuse(job: Job, why: 'deadline' | 'capacity', blockedBy: string, untilMs: number | null, at: Instant): false {
    this.#leave(job, at);
    this.#events.refused(job, why, blockedBy, untilMs, at);
    return false;
  }

  #park(job: Job, room: Room, at: Instant): true {
    if (job.room === room) return true;
    if (job.room !== null) this.#moveOut(job, job.room, at);
    const wasHead = room.head;
    const wasLeast = room.size === 0 ? Infinity : room.leastCost();
    room.add(job, at.monotonicMs);
    if (room.head !== wasHead || job.roomCost < wasLeast) this.#planWake(room, at);
    return true;
  }

  #moveOut(job: Job, room: Room, at: Instant): void {
    room.remove(job, at.monotonicMs);
    this.#mark(room);
    this.#claims.moved(job);
  }

  #leave(job: Job, at: Instant): void {
    if (job.deadlinePlace >= 0) this.#deadlines.removeAt(job.deadlinePlace);
    for (const counter of this.#claims.drop(job)) this.counterChanged(counter.key);
    const { room } = job;
    if (room === null) return;
    room.remove(job, at.monotonicMs);
    this.#mark(room);
  }

  #expireDeadlines(at: Instant): void {
    for (
      let job = this.#deadlines.peek();
      job !== undefined && job.deadlineMs <= at.monotonicMs;
      job = this.#deadlines.peek()
    ) {
      this.#refuseLate(job, at);
    }
  }

  #refuseLate(job: Job, at: Instant): void {
    const { blockedBy, earliestMs } = this.#earliest(job, at);
    this.#refuse(job, 'deadline', blockedBy, earliestMs, at);
  }

  // Before this time it surely cannot leave.
  #earliest(job: Job, at: Instant): { readonly blockedBy: string; readonly earliestMs: number } {
    let blockedBy = job.room?.key ?? job.charges[0]?.counter.key ?? '';
    let earliestMs = at.monotonicMs;
    const gate = this.#gateBefore(job);
    if (gate !== null) {
      blockedBy = gate.key;
      earliestMs = gate.untilMonotonicMs;
    }
    for (const { counter, cost } of job.charges) {
      this.#counters.advance(counter, at);
      const counterMs = earliestAt(counter, cost, at.monotonicMs);
      if (counterMs <= earliestMs) continue;
      blockedBy = counter.key;
      earliestMs = counterMs;
    }
    return { blockedBy, earliestMs };
  }

  #lagOf(job: Job): number {
    return this.#counters.lagMs(job.request.realm);
  }

  #room(key: string): Room {
    const known = this.#rooms.get(key);
    if (known !== undefined) return known;
    const room = new Room(key, this.#counters.get(key) ?? null);
    this.#rooms.set(key, room);
    return room;
  }

  #gateRoom(key: string): Room {
    const room = this.#gateRooms.get(key) ?? new Room(key, null);
    this.#gateRooms.set(key, room);
    return room;
  }

  #forget(room: Room): void {
    const rooms = room.counter === null ? this.#gateRooms : this.#rooms;
    if (rooms.get(room.key) === room) rooms.delete(room.key);
  }

  #mark(room: Room | undefined): void {
    if (room === undefined || room.isDirty) return;
    room.isDirty = true;
    this.#dirty.push(room);
  }
}

function gateKeysOf({ request, charges }: Job): readonly string[] {
  const { ip, account, key } = scopeKeys(request.realm, request.holder);
  return [ip, account, key, ...charges.map(({ counter }) => counter.key)];
}

function askerOf(job: Job, at: Instant): Asker {
  return { ignoresForeign: ignoresForeign(job, at.monotonicMs) };
}

import { Claims } from './claims.ts';
import type { Counters, Instant } from './counters.ts';
import { Deadlines } from './deadlines.ts';
import type { GateBlock, GateBook } from './gates.ts';
import { earliestAt, isAssumption } from './headroom.ts';
import { scopeKeys } from './keys.ts';
import { type Decision, type Hold, blockerOf, decide, take } from './limiter.ts';
import type { Job, Room } from './queue.ts';
import { Rooms } from './rooms.ts';
import { Turns, askerOf } from './turns.ts';
import { Wakes } from './wakes.ts';

/** What adding up fractions may be off by; calls so close to the limit are decided anew. */
const ROUNDING = 1e-6;

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
  readonly #rooms = new Rooms();
  readonly #wakes = new Wakes();
  readonly #deadlines = new Deadlines();
  readonly #claims = new Claims();
  readonly #turns: Turns;
  readonly #counters: Counters;
  readonly #gates: GateBook;
  readonly #events: DispatcherEvents;

  constructor(counters: Counters, gates: GateBook, events: DispatcherEvents) {
    this.#counters = counters;
    this.#gates = gates;
    this.#events = events;
    this.#turns = new Turns(counters, this.#claims, this.#rooms);
  }

  /** Decides a new call; it leaves, is refused, or waits. */
  submit(job: Job, at: Instant): void {
    if (job.deadlineMs < at.monotonicMs) return void this.#refuseLate(job, at);
    const room = this.#gates.isEmpty ? this.#turns.hopeless(job, at.monotonicMs) : null;
    const isWaiting = room === null ? this.#try(job, at) : this.#park(job, room, at);
    if (!isWaiting || job.deadlineMs === Infinity) return;
    if (this.#earliest(job, at).earliestMs > job.deadlineMs) this.#refuseLate(job, at);
    else this.#deadlines.add(job);
  }

  /** The same decision without taking part. */
  whatIf(job: Job, at: Instant): Decision {
    const gate = this.#gateBefore(job);
    if (gate !== null) return { kind: 'wait', untilMs: gate.untilMonotonicMs, blockedBy: gate.key };
    this.#advance(job, at);
    const decision = decide(this.#claims.demandsOf(job), askerOf(job, at.monotonicMs), at.monotonicMs);
    const room = decision.kind === 'admit' ? this.#turns.queuedBefore(job, at) : null;
    return room === null
      ? decision
      : { kind: 'wait', untilMs: room.wakeMs === Infinity ? null : room.wakeMs, blockedBy: room.key };
  }

  waitingFor(key: string): number {
    return this.#rooms.get(key)?.size ?? 0;
  }

  /** Monotonic ms of the next thing to do here; Infinity: nothing but an event changes anything. */
  nextMs(): number {
    return Math.min(this.#wakes.nextMs(), this.#deadlines.nextMs());
  }

  counterChanged(key: string): void {
    this.#rooms.markCounter(key);
  }

  gateChanged(key: string): void {
    this.#rooms.markGate(key);
  }

  everythingChanged(): void {
    this.#rooms.markCounters();
  }

  /** Lets out everybody who may leave now. */
  run(at: Instant): void {
    const nowMs = at.monotonicMs;
    for (let job = this.#deadlines.due(nowMs); job !== undefined; job = this.#deadlines.due(nowMs))
      this.#refuseLate(job, at);
    for (let room = this.#wakes.takeDue(nowMs); room !== undefined; room = this.#wakes.takeDue(nowMs))
      this.#rooms.mark(room);
    for (let room = this.#rooms.takeDirty(); room !== undefined; room = this.#rooms.takeDirty()) this.#empty(room, at);
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
    for (const room of this.#rooms.all()) {
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
    if (gate !== null) return this.#park(job, this.#rooms.ofGate(gate.key), at);
    this.#advance(job, at);
    const blocker = blockerOf(this.#claims.demandsOf(job), askerOf(job, at.monotonicMs), at.monotonicMs);
    if (blocker === null) {
      const room = this.#turns.queuedBefore(job, at);
      return room === null ? this.#admit(job, at) : this.#park(job, room, at);
    }
    const { counter, cost } = blocker;
    if (cost > counter.capacity) return this.#refuse(job, 'capacity', counter.key, null, at);
    return this.#park(job, this.#rooms.ofCounter(counter), at);
  }

  #gateBefore(job: Job): GateBlock | null {
    return this.#gates.isEmpty ? null : this.#gates.blocking(gateKeysOf(job), job.isCancel);
  }

  #advance(job: Job, at: Instant): void {
    for (const { counter } of job.charges) this.#counters.advance(counter, at);
  }

  #empty(room: Room, at: Instant): void {
    this.#emptyPlain(room, at);
    for (let job = this.#turns.next(room, at); job !== null; job = this.#turns.next(room, at)) {
      if (this.#try(job, at) && job.room === room) break;
    }
    room.isDirty = false;
    this.#wakes.set(room, this.#turns.wakeAt(room, at));
    if (room.size === 0) this.#rooms.forget(room);
  }

  // Calls that need this counter alone follow each other out without a decision each.
  #emptyPlain(room: Room, at: Instant): void {
    if (room.counter === null || room.head === null || !this.#gates.isEmpty) return;
    let spare = this.#turns.spare(room.counter, at) - ROUNDING;
    for (let job: Job | null = room.head; job !== null && job.roomCost <= spare; job = room.head) {
      if (job.charges.length > 1) return;
      spare -= job.roomCost;
      this.#admit(job, at);
    }
  }

  #admit(job: Job, at: Instant): false {
    this.#leave(job, at);
    this.#events.admitted(
      job,
      job.charges.map((charge) => take(charge, at.monotonicMs)),
      at,
    );
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
    const wasLeast = room.leastCost;
    room.add(job, at.monotonicMs);
    if (room.head !== wasHead || job.roomCost < wasLeast) this.#wakes.set(room, this.#turns.wakeAt(room, at));
    return true;
  }

  #moveOut(job: Job, room: Room, at: Instant): void {
    room.remove(job, at.monotonicMs);
    this.#rooms.mark(room);
    this.#claims.moved(job);
  }

  #leave(job: Job, at: Instant): void {
    this.#deadlines.remove(job);
    if (job.hasClaim) for (const counter of this.#claims.drop(job)) this.counterChanged(counter.key);
    const { room } = job;
    if (room === null) return;
    room.remove(job, at.monotonicMs);
    this.#rooms.mark(room);
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
      if (job.isCancel && isAssumption(counter, at.monotonicMs)) continue;
      const counterMs = earliestAt(counter, cost, at.monotonicMs);
      if (counterMs <= earliestMs) continue;
      blockedBy = counter.key;
      earliestMs = counterMs;
    }
    return { blockedBy, earliestMs };
  }
}

function gateKeysOf({ request, charges }: Job): readonly string[] {
  const { ip, account, key } = scopeKeys(request.realm, request.holder);
  return [ip, account, key, ...charges.map(({ counter }) => counter.key)];
}

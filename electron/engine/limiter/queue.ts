import type { Demand } from './limiter.ts';
import type { Counter } from './state.ts';
import { Line } from './line.ts';
import type { Admission, AdmissionRequest } from './types.ts';

/** A call that waits, or is just being decided. */
export interface Job {
  readonly request: AdmissionRequest;
  readonly lane: number;
  readonly isCancel: boolean;
  /** Monotonic ms; Infinity without a deadline. */
  readonly deadlineMs: number;
  readonly sequence: number;
  readonly askedAtMs: number;
  /** Added up per counter. */
  readonly charges: readonly Demand[];
  resolve: (admission: Admission) => void;
  stopListening: (() => void) | null;
  room: Room | null;
  roomCost: number;
  /** Where it stands in its room; only the room understands it. */
  roomPlace: number;
  /** It stands among those who wait with a deadline, there. */
  isTimed: boolean;
  timedPlace: number;
  /** How often it found another bucket full after the one it waited for had room. */
  moves: number;
  /** It has been passed over so often that its charges are kept free for it. */
  hasClaim: boolean;
}

const LANE_COUNT = 5;

/** Lane, then deadline, then arrival. */
export function isBefore(left: Job, right: Job): boolean {
  if (left.lane !== right.lane) return left.lane < right.lane;
  if (left.deadlineMs !== right.deadlineMs) return left.deadlineMs < right.deadlineMs;
  return left.sequence < right.sequence;
}

/** Those of one lane who want the same of a counter. */
interface CostLine {
  readonly cost: number;
  readonly line: Line<Job>;
}

/**
 * Everything that waits for one counter or one gate, by lane and by cost, so that the first call and the first call
 * that fits a gap are both found without looking at the others.
 */
export class Room {
  readonly key: string;
  /** Null for a gate's room. */
  readonly counter: Counter | null;
  size = 0;
  /** Monotonic ms at which time alone may let somebody out; Infinity: never. */
  wakeMs = Infinity;
  wakePlace = -1;
  isDirty = false;
  /** The smallest cost that waits here; Infinity when nothing does. */
  leastCost = Infinity;
  /** Who has been first, and since when. */
  head: Job | null = null;
  headSinceMs = 0;
  /** Per lane, smallest cost first. */
  readonly #lanes: readonly CostLine[][] = Array.from({ length: LANE_COUNT }, () => []);

  constructor(key: string, counter: Counter | null) {
    this.key = key;
    this.counter = counter;
  }

  add(job: Job, nowMs: number): void {
    const cost = this.counter === null ? 0 : costOn(job, this.counter);
    job.room = this;
    job.roomCost = cost;
    this.#lineFor(job.lane, cost).push(job);
    this.size += 1;
    if (cost < this.leastCost) this.leastCost = cost;
    if (this.head === null || isBefore(job, this.head)) this.#setHead(job, nowMs);
  }

  remove(job: Job, nowMs: number): void {
    const lane = this.#lanes[job.lane] ?? [];
    const index = placeOf(lane, job.roomCost);
    const line = lane[index]?.line;
    if (line === undefined) return;
    line.remove(job.roomPlace);
    if (line.size === 0) {
      lane.splice(index, 1);
      this.leastCost = this.#leastCost();
    }
    job.room = null;
    this.size -= 1;
    if (this.head === job) this.#setHead(this.firstUpTo(Infinity), nowMs);
  }

  /** The first call whose cost on this counter is at most `cost`. */
  firstUpTo(cost: number): Job | null {
    for (const lane of this.#lanes) {
      let first: Job | null = null;
      for (const entry of lane) {
        if (entry.cost > cost) break;
        const job = entry.line.peek();
        if (job !== undefined && (first === null || isBefore(job, first))) first = job;
      }
      if (first !== null) return first;
    }
    return null;
  }

  #leastCost(): number {
    let least = Infinity;
    for (const lane of this.#lanes) least = Math.min(least, lane[0]?.cost ?? Infinity);
    return least;
  }

  #lineFor(laneIndex: number, cost: number): Line<Job> {
    const lane = this.#lanes[laneIndex];
    if (lane === undefined) throw new Error(`There is no lane ${laneIndex}`);
    const index = placeOf(lane, cost);
    const known = lane[index];
    if (known?.cost === cost) return known.line;
    const line = new Line<Job>(isBefore, setRoomPlace);
    lane.splice(index, 0, { cost, line });
    return line;
  }

  #setHead(job: Job | null, nowMs: number): void {
    this.head = job;
    this.headSinceMs = nowMs;
  }
}

// Of the first that costs at least so much.
function placeOf(lane: readonly CostLine[], cost: number): number {
  let low = 0;
  let high = lane.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((lane[middle]?.cost ?? Infinity) < cost) low = middle + 1;
    else high = middle;
  }
  return low;
}

export function costOn(job: Job, counter: Counter): number {
  for (const charge of job.charges) if (charge.counter === counter) return charge.cost;
  return 0;
}

function setRoomPlace(job: Job, place: number): void {
  job.roomPlace = place;
}

/**
 * May a call of this cost go before the head of the room, which does not fit now? Only into room that the head cannot
 * use: it never goes without bound.
 */
export function mayOvertake(room: Room, cost: number, nowMs: number, lagMs: number): boolean {
  const { counter, head } = room;
  if (counter === null || head === null || counter.window.kind === 'decaying') return false;
  const { turnMs, startMs } = counter.frame;
  const { periodMs } = counter.window;
  if (turnMs === null) return nowMs - room.headSinceMs < periodMs;
  if (room.headSinceMs < startMs) return false;
  // What is still in flight at the turn weighs on the next window too, where the head goes first.
  return nowMs + lagMs < turnMs || counter.inFlight + cost + head.roomCost <= counter.capacity;
}

/** A call that was first for a whole window may use the room kept for others: they must not starve it. */
export function ignoresForeign(job: Job, nowMs: number): boolean {
  if (job.isCancel) return true;
  const { room } = job;
  if (room === null || room.head !== job || room.counter === null || room.counter.window.kind === 'decaying')
    return false;
  return nowMs - room.headSinceMs > room.counter.window.periodMs;
}

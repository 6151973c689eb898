import { Heap } from './heap.ts';
import type { Room } from './queue.ts';

/** The same moment reckoned twice: finer than what any reckoning keeps clear of an edge. A new timer would cost more. */
const SAME_MS = 0.005;

/** When which room may let somebody out by time alone. */
export class Wakes {
  readonly #rooms = new Heap<Room>(
    (left, right) => left.wakeMs < right.wakeMs,
    (room, place) => {
      room.wakePlace = place;
    },
  );

  /** Monotonic ms of the first; Infinity when there is none. */
  nextMs(): number {
    return this.#rooms.peek()?.wakeMs ?? Infinity;
  }

  /** Infinity takes the room off the list. */
  set(room: Room, wakeMs: number): void {
    if (room.wakeMs === wakeMs || Math.abs(room.wakeMs - wakeMs) < SAME_MS) return;
    if (room.wakePlace >= 0) this.#rooms.removeAt(room.wakePlace);
    room.wakePlace = -1;
    room.wakeMs = wakeMs;
    if (wakeMs !== Infinity) this.#rooms.push(room);
  }

  /** Takes off the first room whose time has come. */
  takeDue(nowMs: number): Room | undefined {
    const room = this.#rooms.peek();
    if (room === undefined || room.wakeMs > nowMs) return undefined;
    this.set(room, Infinity);
    return room;
  }
}

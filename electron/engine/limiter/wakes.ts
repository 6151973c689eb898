import { Heap } from './heap.ts';
import type { Room } from './queue.ts';

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
    if (room.wakeMs === wakeMs) return;
    if (room.wakePlace >= 0) this.#rooms.removeAt(room.wakePlace);
    room.wakeMs = wakeMs;
    if (wakeMs !== Infinity) this.#rooms.push(room);
  }

  /** Takes off every room whose time has come. */
  takeDue(nowMs: number): readonly Room[] {
    const due: Room[] = [];
    for (let room = this.#rooms.peek(); room !== undefined && room.wakeMs <= nowMs; room = this.#rooms.peek()) {
      this.set(room, Infinity);
      due.push(room);
    }
    return due;
  }
}

import { Room } from './queue.ts';
import type { Counter } from './state.ts';

/** Where calls wait, one room per counter or gate that holds somebody, and in which of them something changed. */
export class Rooms {
  readonly #ofCounters = new Map<string, Room>();
  readonly #ofGates = new Map<string, Room>();
  readonly #dirty: Room[] = [];

  get(key: string): Room | undefined {
    return this.#ofCounters.get(key);
  }

  ofCounter(counter: Counter): Room {
    const known = this.#ofCounters.get(counter.key);
    if (known !== undefined) return known;
    const room = new Room(counter.key, counter);
    this.#ofCounters.set(counter.key, room);
    return room;
  }

  ofGate(key: string): Room {
    const room = this.#ofGates.get(key) ?? new Room(key, null);
    this.#ofGates.set(key, room);
    return room;
  }

  all(): readonly Room[] {
    return [...this.#ofCounters.values(), ...this.#ofGates.values()];
  }

  forget(room: Room): void {
    const rooms = room.counter === null ? this.#ofGates : this.#ofCounters;
    if (rooms.get(room.key) === room) rooms.delete(room.key);
  }

  mark(room: Room | undefined): void {
    if (room === undefined || room.isDirty) return;
    room.isDirty = true;
    this.#dirty.push(room);
  }

  markCounter(key: string): void {
    this.mark(this.#ofCounters.get(key));
  }

  markGate(key: string): void {
    this.mark(this.#ofGates.get(key));
  }

  markCounters(): void {
    for (const room of this.#ofCounters.values()) this.mark(room);
  }

  /** A marked room, still marked: what is changed while it is looked at needs no second look. */
  takeDirty(): Room | undefined {
    return this.#dirty.pop();
  }
}

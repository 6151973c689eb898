import { Heap } from './heap.ts';

/** Holes worth closing. */
const COMPACT_AFTER = 32;

/**
 * Items in order, made for arrivals that come last: those stand in a plain list and cost the same however many wait. The
 * few that belong further forward stand aside in a heap. Any of them can leave at any time; every item knows its place.
 */
export class Line<Item extends object> {
  readonly #isBefore: (left: Item, right: Item) => boolean;
  readonly #setPlace: (item: Item, place: number) => void;
  #list: (Item | null)[] = [];
  #front = 0;
  #listed = 0;
  #aside: Heap<Item> | null = null;

  /** `setPlace` is told where an item stands, which only `remove` understands. */
  constructor(isBefore: (left: Item, right: Item) => boolean, setPlace: (item: Item, place: number) => void) {
    this.#isBefore = isBefore;
    this.#setPlace = setPlace;
  }

  get size(): number {
    return this.#listed + (this.#aside?.size ?? 0);
  }

  peek(): Item | undefined {
    const first = this.#list[this.#front] ?? undefined;
    const aside = this.#aside?.peek();
    if (first === undefined || aside === undefined) return first ?? aside;
    return this.#isBefore(aside, first) ? aside : first;
  }

  push(item: Item): void {
    const last = this.#list.at(-1) ?? undefined;
    if (last !== undefined && this.#isBefore(item, last)) return this.#pushAside(item);
    this.#setPlace(item, this.#list.length);
    this.#list.push(item);
    this.#listed += 1;
  }

  /** Removes the item that was told this place. */
  remove(place: number): void {
    if (place < 0) return this.#aside?.removeAt(-1 - place);
    this.#list[place] = null;
    this.#listed -= 1;
    if (this.#listed === 0) return this.#clear();
    while (this.#list.at(-1) === null) this.#list.pop();
    while (this.#list[this.#front] === null) this.#front += 1;
    if (this.#list.length > COMPACT_AFTER && this.#listed * 2 < this.#list.length) this.#compact();
  }

  #pushAside(item: Item): void {
    this.#aside ??= new Heap<Item>(this.#isBefore, (moved, place) => this.#setPlace(moved, -1 - place));
    this.#aside.push(item);
  }

  #clear(): void {
    this.#list = [];
    this.#front = 0;
  }

  #compact(): void {
    const list = this.#list.filter((item) => item !== null);
    for (const [place, item] of list.entries()) this.#setPlace(item, place);
    this.#list = list;
    this.#front = 0;
  }
}

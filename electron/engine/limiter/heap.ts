/** A binary heap that can also remove from the middle: every item is told its place. */
export class Heap<Item extends object> {
  readonly #items: Item[] = [];
  readonly #isBefore: (left: Item, right: Item) => boolean;
  readonly #setPlace: (item: Item, place: number) => void;

  /** `setPlace` is told where an item stands; not that it left. */
  constructor(isBefore: (left: Item, right: Item) => boolean, setPlace: (item: Item, place: number) => void) {
    this.#isBefore = isBefore;
    this.#setPlace = setPlace;
  }

  get size(): number {
    return this.#items.length;
  }

  peek(): Item | undefined {
    return this.#items[0];
  }

  push(item: Item): void {
    this.#items.push(item);
    this.#rise(item, this.#items.length - 1);
  }

  /** Removes the item that stands at `place`. */
  removeAt(place: number): void {
    const item = this.#items[place];
    const last = this.#items.pop();
    if (item === undefined || last === undefined) return;
    if (item === last) return;
    this.#sink(last, place);
    if (this.#items[place] === last) this.#rise(last, place);
  }

  #rise(item: Item, from: number): void {
    let place = from;
    while (place > 0) {
      const above = (place - 1) >> 1;
      const parent = this.#items[above];
      if (parent === undefined || !this.#isBefore(item, parent)) break;
      this.#put(parent, place);
      place = above;
    }
    this.#put(item, place);
  }

  #sink(item: Item, from: number): void {
    let place = from;
    for (;;) {
      const below = this.#lesserChild(place);
      const child = this.#items[below];
      if (child === undefined || !this.#isBefore(child, item)) break;
      this.#put(child, place);
      place = below;
    }
    this.#put(item, place);
  }

  #lesserChild(place: number): number {
    const left = place * 2 + 1;
    const [first, second] = [this.#items[left], this.#items[left + 1]];
    return first !== undefined && second !== undefined && this.#isBefore(second, first) ? left + 1 : left;
  }

  #put(item: Item, place: number): void {
    this.#items[place] = item;
    this.#setPlace(item, place);
  }
}

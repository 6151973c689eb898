/** Follows the numbers of a feed's messages: each is one more than the last, or something was lost. */
export class Sequence {
  #last: number | null = null;

  /** Null while nothing is missing; else what came after what. A message without number says nothing. */
  take(number: number | null): string | null {
    if (number === null) return null;
    const last = this.#last;
    this.#last = number;
    return last === null || number === last + 1 ? null : `${last} then ${number}`;
  }

  /** The subscription begins anew; whatever number comes next is the first. */
  restart(): void {
    this.#last = null;
  }
}

import type { PracticeRandom } from '../../core/random.ts';

const CHARACTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789';

/** Ids in Kraken's form, six, five and six upper-case characters: `O…` orders, `T…` trades and amends, `L…` ledger. */
export class Ids {
  readonly #random: PracticeRandom;

  constructor(random: PracticeRandom) {
    this.#random = random;
  }

  next(prefix: 'O' | 'T' | 'L'): string {
    const part = (length: number): string => this.#random.text(length, CHARACTERS);
    return `${prefix}${part(5)}-${part(5)}-${part(6)}`;
  }
}

/** True for a text in the form of an order, trade or ledger id. */
export function isKrakenId(text: string): boolean {
  return /^[A-Z0-9]{6}-[A-Z0-9]{5}-[A-Z0-9]{6}$/.test(text);
}

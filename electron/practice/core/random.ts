/** A seeded stream: the same seed gives the same numbers on every machine. */
export interface PracticeRandom {
  /** Uniform in [0, 1). */
  fraction(): number;
  /** Whole number from `from` to `to`, both included. */
  integer(from: number, to: number): number;
  /** Standard normal. */
  gaussian(): number;
  /** `length` characters out of `alphabet`. */
  text(length: number, alphabet?: string): string;
  /** An independent stream named by `label`; drawing from it does not move this one. */
  fork(label: string): PracticeRandom;
}

const ALPHANUMERIC = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

/** 32-bit FNV-1a of a text. */
export function hashText(text: string): number {
  let hash = 0x811c9dc5;
  for (const byte of Buffer.from(text, 'utf8')) hash = Math.imul(hash ^ byte, 0x01000193);
  return hash >>> 0;
}

/** Mixes whole numbers into [0, 1), without any state. */
export function hashFraction(...parts: readonly number[]): number {
  let hash = 0x9e3779b9;
  for (const part of parts) hash = mix(hash ^ (part | 0));
  return hash / 0x1_0000_0000;
}

function mix(value: number): number {
  let mixed = Math.imul(value ^ (value >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}

/** Starts a stream (a Weyl sequence through a 32-bit finaliser; good enough for prices, never for secrets). */
export function createRandom(seed: string | number): PracticeRandom {
  const name = String(seed);
  let state = hashText(name);
  function fraction(): number {
    state = (state + 0x9e3779b9) >>> 0;
    return mix(mix(state) ^ 0x2545f491) / 0x1_0000_0000;
  }
  const integer = (from: number, to: number): number => from + Math.floor(fraction() * (to - from + 1));
  return {
    fraction,
    integer,
    gaussian: () => Math.sqrt(-2 * Math.log(1 - fraction())) * Math.cos(2 * Math.PI * fraction()),
    text: (length, alphabet = ALPHANUMERIC) =>
      Array.from({ length }, () => alphabet.charAt(integer(0, alphabet.length - 1))).join(''),
    fork: (label) => createRandom(`${name}/${label}`),
  };
}

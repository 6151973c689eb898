import { createHash, timingSafeEqual } from 'node:crypto';
import { Secret } from './secret.ts';

/** Bytes of UTF-8 in one item. Windows keeps 2,560 (CRED_MAX_CREDENTIAL_BLOB_SIZE); one limit serves everywhere. */
export const ITEM_LIMIT_BYTES = 2_400;
/** Bytes of UTF-8 in one value: two items less what they say about themselves. */
export const VALUE_LIMIT_BYTES = 4_600;

/** What the item under a key's name holds: all of it, or its first part and how to know the second. */
export type Head =
  | { readonly kind: 'whole'; readonly value: Secret }
  | { readonly kind: 'first'; readonly generation: number; readonly hash: string; readonly part: Secret };

export interface TwoParts {
  readonly first: Secret;
  readonly second: Secret;
}

const WHOLE = 'v1:';
const FIRST = /^v2:(\d{1,9}):([0-9a-f]{64}):/;
const SECOND = /^v2:(\d{1,9}):/;
const FIRST_ROOM_BYTES = ITEM_LIMIT_BYTES - 'v2:999999999:'.length - 64 - 1;
const LAST_GENERATION = 999_999_999;

/** Why the value cannot be kept; null when it can. Never shows the value. */
export function refusalOf(value: string): string | null {
  if (value === '') return 'it is empty';
  // Keychains take C strings: what follows a NUL would be cut off without a word.
  if (value.includes('\0')) return 'it contains a NUL character';
  return Buffer.byteLength(value) > VALUE_LIMIT_BYTES ? `it is longer than ${VALUE_LIMIT_BYTES} bytes` : null;
}

/** The one item of a value that fits into one; null when it does not. */
export function wholeItem(value: string): Secret | null {
  const item = WHOLE + value;
  return Buffer.byteLength(item) <= ITEM_LIMIT_BYTES ? new Secret(item) : null;
}

/** Cuts a value in two between characters; both know the generation, the first the hash of the whole. */
export function twoItems(value: string, generation: number): TwoParts {
  const bytes = Buffer.from(value);
  const cut = characterEdge(bytes, FIRST_ROOM_BYTES);
  return {
    first: new Secret(`v2:${generation}:${sha256(value).toString('hex')}:${bytes.toString('utf8', 0, cut)}`),
    second: new Secret(`v2:${generation}:${bytes.toString('utf8', cut)}`),
  };
}

/** Null: not an item of ours. */
export function readHead(item: Secret): Head | null {
  return item.use((text) => {
    if (text.startsWith(WHOLE)) return { kind: 'whole', value: new Secret(text.slice(WHOLE.length)) };
    const found = FIRST.exec(text);
    if (found === null) return null;
    const [prefix, generation = '', hash = ''] = found;
    return { kind: 'first', generation: Number(generation), hash, part: new Secret(text.slice(prefix.length)) };
  });
}

/** Null: the second part belongs to another generation or is not what was written. */
export function joined(head: Head & { readonly kind: 'first' }, second: Secret): Secret | null {
  return second.use((text) => {
    const found = SECOND.exec(text);
    if (found === null || Number(found[1]) !== head.generation) return null;
    const value = head.part.use((part) => part + text.slice(found[0].length));
    return sha256(value).toString('hex') === head.hash ? new Secret(value) : null;
  });
}

/** Two places take turns, so that a new second part never lies on the one in use. */
export function secondName(name: string, generation: number): string {
  return `${name}${generation % 2 === 0 ? '.even' : '.odd'}`;
}

export function secondNames(name: string): readonly string[] {
  return [secondName(name, 0), secondName(name, 1)];
}

export function nextGeneration(old: Head | null): number {
  if (old?.kind !== 'first') return 1;
  // The turn of places must hold when the number starts over, too: the last one is odd, two is even.
  return old.generation >= LAST_GENERATION ? 2 : old.generation + 1;
}

/** Takes the same time wherever they differ. */
export function isSame(one: Secret, other: Secret): boolean {
  return timingSafeEqual(one.use(sha256), other.use(sha256));
}

function characterEdge(bytes: Buffer, at: number): number {
  let edge = at;
  while (((bytes[edge] ?? 0) & 0xc0) === 0x80) edge -= 1;
  return edge;
}

function sha256(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}

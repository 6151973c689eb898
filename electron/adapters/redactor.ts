import { createHmac, randomBytes } from 'node:crypto';

/** Shorter ones are words that a line may hold by chance. */
const SHORTEST = 8;
const GONE = '[redacted]';
// Whatever looks drawn at random, should a secret come by that nobody registered; the longest id of ours has 36 signs.
const RANDOM_TEXT = /(?=[A-Za-z0-9+=_-]*[0-9])(?=[A-Za-z0-9+=_-]*[A-Za-z])[A-Za-z0-9+=_-]{40,}/g;

/**
 * Takes registered secrets out of lines of text, however they were written. It keeps none of them: of each it knows the
 * length and a digest under a key of this run, and looks at every piece of a line that is as long.
 */
export class Redactor {
  readonly #key = randomBytes(32);
  readonly #base = (randomBytes(4).readUInt32LE() | 1) >>> 0;
  /** Length → quick hash → digests. */
  readonly #needles = new Map<number, Map<number, Set<string>>>();

  /** A text with several lines counts by its lines, as a key in PEM does. */
  add(secret: string): void {
    const lines = secret.split(/[\r\n]+/).map((line) => line.trim());
    for (const form of new Set([secret, ...lines].flatMap(formsOf))) this.#addNeedle(form);
  }

  redact(line: string): string {
    let text = line;
    for (const length of [...this.#needles.keys()].sort((left, right) => right - left))
      text = this.#without(text, length);
    return text.replace(RANDOM_TEXT, GONE);
  }

  #addNeedle(needle: string): void {
    if (needle.length < SHORTEST) return;
    const byHash = this.#needles.get(needle.length) ?? new Map<number, Set<string>>();
    const hash = this.#hashOf(needle, 0, needle.length);
    byHash.set(hash, (byHash.get(hash) ?? new Set()).add(this.#digestOf(needle)));
    this.#needles.set(needle.length, byHash);
  }

  #without(text: string, length: number): string {
    const needles = this.#needles.get(length);
    if (needles === undefined || text.length < length) return text;
    const kept: string[] = [];
    let from = 0;
    const top = this.#power(length - 1);
    let hash = this.#hashOf(text, 0, length);
    for (let at = 0; at + length <= text.length; ) {
      if (needles.get(hash)?.has(this.#digestOf(text.slice(at, at + length))) === true) {
        kept.push(text.slice(from, at), GONE);
        at += length;
        from = at;
        hash = at + length <= text.length ? this.#hashOf(text, at, length) : 0;
      } else {
        const less = (hash - Math.imul(text.charCodeAt(at), top)) | 0;
        hash = (Math.imul(less, this.#base) + text.charCodeAt(at + length)) | 0;
        at += 1;
      }
    }
    kept.push(text.slice(from));
    return kept.join('');
  }

  #hashOf(text: string, from: number, length: number): number {
    let hash = 0;
    for (let at = from; at < from + length; at += 1) hash = (Math.imul(hash, this.#base) + text.charCodeAt(at)) | 0;
    return hash;
  }

  #power(exponent: number): number {
    let power = 1;
    for (let count = 0; count < exponent; count += 1) power = Math.imul(power, this.#base);
    return power;
  }

  #digestOf(text: string): string {
    return createHmac('sha256', this.#key).update(text).digest('base64');
  }
}

/** As it is, in a URL, in JSON, in hex, and in both kinds of base64. */
function formsOf(secret: string): readonly string[] {
  if (secret.length < SHORTEST) return [];
  const bytes = Buffer.from(secret);
  const json = JSON.stringify(secret).slice(1, -1);
  const bare = (text: string): string => text.replace(/=+$/, '');
  return [
    secret,
    encodeURIComponent(secret),
    new URLSearchParams({ '': secret }).toString().slice(1),
    json,
    JSON.stringify(json).slice(1, -1),
    bytes.toString('hex'),
    bytes.toString('hex').toUpperCase(),
    bare(bytes.toString('base64')),
    bytes.toString('base64url'),
  ];
}

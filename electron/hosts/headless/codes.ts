import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

export const CODE_LIFE_MS = 30_000;
const TOKENS_KEPT = 16;

interface Code {
  readonly digest: Buffer;
  readonly untilMs: number;
}

/**
 * One-time codes and the bearer tokens they are swapped for. A code lives 30 s and works once; a token lives as long as
 * the process. Neither is stored: only digests are kept, and compared in constant time.
 */
export class Sessions {
  readonly #nowMs: () => number;
  #codes: Code[] = [];
  #tokens: Buffer[] = [];

  /** `nowMs` is monotonic. */
  constructor(nowMs: () => number) {
    this.#nowMs = nowMs;
  }

  mintCode(): string {
    const code = randomBytes(32).toString('base64url');
    this.#codes = [...this.#alive(), { digest: digestOf(code), untilMs: this.#nowMs() + CODE_LIFE_MS }];
    return code;
  }

  /** The bearer for a code, or null when it is wrong, used or too old. */
  swap(code: string): string | null {
    const digest = digestOf(code);
    const alive = this.#alive();
    const found = alive.find((known) => timingSafeEqual(known.digest, digest));
    this.#codes = alive.filter((known) => known !== found);
    if (found === undefined) return null;
    const token = randomBytes(32).toString('base64url');
    this.#tokens = [...this.#tokens, digestOf(token)].slice(-TOKENS_KEPT);
    return token;
  }

  isToken(token: string): boolean {
    const digest = digestOf(token);
    return this.#tokens.some((known) => timingSafeEqual(known, digest));
  }

  #alive(): Code[] {
    return this.#codes.filter((code) => this.#nowMs() < code.untilMs);
  }
}

function digestOf(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}

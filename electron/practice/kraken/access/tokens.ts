import type { PracticeRandom } from '../../core/random.ts';

/** A token must be used within this time (GetWebSocketsToken, 2026-05; 900 in recorded replies). */
export const TOKEN_LIFE_MS = 900_000;

interface Token {
  readonly apiKey: string;
  readonly expiresAtMs: number;
  /** Connections whose private subscriptions keep it alive. */
  holders: number;
}

/** WebSocket tokens. One that carries a private subscription does not expire while its connection lasts. */
export class Tokens {
  readonly #random: PracticeRandom;
  readonly #tokens = new Map<string, Token>();

  constructor(random: PracticeRandom) {
    this.#random = random;
  }

  issue(apiKey: string, nowMs: number): string {
    const text = this.#random.text(43);
    this.#tokens.set(text, { apiKey, expiresAtMs: nowMs + TOKEN_LIFE_MS, holders: 0 });
    return text;
  }

  /** The key a token was issued to; undefined when it is unknown or too old. */
  keyOf(text: string, nowMs: number): string | undefined {
    const token = this.#tokens.get(text);
    return token !== undefined && (token.holders > 0 || nowMs < token.expiresAtMs) ? token.apiKey : undefined;
  }

  /** Keeps the token alive until the returned function is called. */
  hold(text: string): () => void {
    const token = this.#tokens.get(text);
    if (token === undefined) return () => {};
    token.holders += 1;
    return () => {
      token.holders -= 1;
    };
  }
}

import type { Failure } from '../../../shared/contract/failure.ts';
import type { SignedRequest } from '../http.ts';

const GONE = '[removed]';
/** Shorter values are words like a symbol or a side, which a person needs to read. */
const SHORTEST_SECRET = 12;
/** Header values are credentials rather than words; an OKX passphrase has 8 characters or more (sub-account page, 2026-08). */
const SHORTEST_HEADER = 8;
// Whatever looks drawn at random, in case an answer repeats a secret in another spelling.
const RANDOM_TEXT = /(?=[A-Za-z0-9+=_-]*\d)[A-Za-z0-9+=_-]{20,}/g;

/**
 * Takes out of a failure's free text what the call carried, should the answer repeat it: header values, which hold key,
 * signature and passphrase, and the longer values of query and body.
 */
export function scrubFailure(failure: Failure, sent: SignedRequest): Failure {
  const texts = secretTexts(sent);
  const scrubbed: Record<string, unknown> = { ...failure };
  for (const name of ['detail', 'code'] as const) {
    const value = scrubbed[name];
    if (typeof value === 'string') scrubbed[name] = scrub(value, texts);
  }
  return scrubbed as Failure;
}

function scrub(text: string, secrets: readonly string[]): string {
  const exact = secrets.reduce((rest, secret) => rest.replaceAll(secret, GONE), text);
  return exact.replace(RANDOM_TEXT, GONE);
}

// The longest first, so that no remainder of a long one stays behind.
function secretTexts(sent: SignedRequest): readonly string[] {
  const [, query = ''] = sent.target.split('?');
  const body = sent.body ?? '';
  const headers = Object.values(sent.headers).filter((value) => value.length >= SHORTEST_HEADER);
  const values = [query, body, ...valuesOf(query), ...valuesOf(body), ...wordsOf(body)];
  return [...new Set([...headers, ...values.filter((value) => value.length >= SHORTEST_SECRET)])].sort(
    (left, right) => right.length - left.length,
  );
}

function valuesOf(text: string): readonly string[] {
  return text.split('&').flatMap((pair) => {
    const raw = pair.slice(pair.indexOf('=') + 1);
    return [raw, decoded(raw)];
  });
}

function wordsOf(json: string): readonly string[] {
  return [...json.matchAll(/"((?:[^"\\]|\\.)*)"/g)].map((match) => match[1] ?? '');
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

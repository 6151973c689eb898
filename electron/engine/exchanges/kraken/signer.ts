import { createHash, createHmac, createSecretKey, type KeyObject } from 'node:crypto';
import { type Result, fail, ok } from '../../../../shared/contract/failure.ts';
import type { ExchangeRequest, RequestBody, SignedRequest } from '../../http.ts';
import { parseJson } from '../../json.ts';
import type { Credential, SigningKey, Stamp } from '../definition.ts';

/**
 * `API-Sign`: base64 of HMAC-SHA512 over path and SHA-256 of nonce and body; `path` begins at `/0/private/`, `body` is
 * the exact text sent and holds the nonce a second time (Spot REST Authentication, 2026-05).
 */
export function signBody(path: string, nonce: string, body: string, key: KeyObject): string {
  const digest = createHash('sha256').update(nonce).update(body).digest();
  return createHmac('sha512', key).update(path).update(digest).digest('base64');
}

/**
 * Puts the stamp's nonce into the body, unless the body carries one already, and adds `API-Key` and `API-Sign`.
 * A nonce that the body carries is signed as it stands.
 */
export function sign(request: ExchangeRequest, credential: Credential, stamp: Stamp): SignedRequest {
  const { signing, apiKey } = credential;
  if (signing.algorithm !== 'hmac') throw new Error(`Kraken signs with HMAC, not ${signing.algorithm}`);
  const { body, nonce } = withNonce(request.body ?? { type: 'form', text: '' }, String(stamp.nonce));
  const unsignedRequest = unsigned({ ...request, body });
  const signature = signBody(request.path, nonce, body.text, signing.key);
  return { ...unsignedRequest, headers: { ...unsignedRequest.headers, 'API-Key': apiKey, 'API-Sign': signature } };
}

export function unsigned(request: ExchangeRequest): SignedRequest {
  const { method, path, query, body } = request;
  return {
    method,
    target: query === '' ? path : `${path}?${query}`,
    headers: body === null ? {} : { 'Content-Type': CONTENT_TYPES[body.type] },
    body: body === null ? null : body.text,
  };
}

const CONTENT_TYPES: Readonly<Record<RequestBody['type'], string>> = {
  form: 'application/x-www-form-urlencoded',
  json: 'application/json',
};

interface NoncedBody {
  readonly body: RequestBody;
  readonly nonce: string;
}

function withNonce(body: RequestBody, nonce: string): NoncedBody {
  const carried = body.type === 'form' ? formNonce(body.text) : jsonNonce(body.text);
  if (carried !== null) return { body, nonce: carried };
  const text = body.type === 'form' ? formWithNonce(body.text, nonce) : jsonWithNonce(body.text, nonce);
  return { body: { type: body.type, text }, nonce };
}

// Most bodies plainly carry none; a name may be written with escapes.
function formNonce(text: string): string | null {
  if (!text.includes('nonce') && !text.includes('%')) return null;
  return new URLSearchParams(text).get('nonce');
}

function formWithNonce(text: string, nonce: string): string {
  return text === '' ? `nonce=${nonce}` : `nonce=${nonce}&${text}`;
}

function jsonNonce(text: string): string | null {
  if (!text.includes('nonce') && !text.includes('\\')) return null;
  const parsed = parseJson(text);
  if (typeof parsed !== 'object' || parsed === null || !Object.hasOwn(parsed, 'nonce')) return null;
  const { nonce } = parsed as { readonly nonce: unknown };
  return typeof nonce === 'string' || typeof nonce === 'number' ? String(nonce) : null;
}

// The rest of the text stays as it is: what is signed must be what the caller wrote. Text that is no object has no
// place for a nonce; Kraken will refuse it.
function jsonWithNonce(text: string, nonce: string): string {
  const member = `"nonce":"${nonce}"`;
  if (text.trim() === '') return `{${member}}`;
  const match = /^\s*\{\s*(\}?)/.exec(text);
  if (match === null) return text;
  return `{${member}${match[1] === '}' ? '' : ','}${text.slice(text.indexOf('{') + 1)}`;
}

const BASE64 = /^[A-Za-z0-9+/]+={0,2}$/;

/** Kraken's private key is base64 text; blanks and line ends from pasting are dropped. The text is never repeated. */
export function importSecret(secretText: string): Result<SigningKey> {
  const text = secretText.replace(/\s/g, '');
  if (text === '') return refuse('the private key is empty');
  if (!BASE64.test(text) || text.length % 4 !== 0) {
    return refuse('the private key is not base64 text: copy it whole, with any = at its end');
  }
  const bytes = Buffer.from(text, 'base64');
  const key = createSecretKey(bytes);
  bytes.fill(0);
  return ok({ algorithm: 'hmac', key });
}

function refuse(detail: string): Result<SigningKey> {
  return fail({ kind: 'invalid-input', detail });
}

import { createHmac, createPrivateKey, createSecretKey, sign as signBytes, type KeyObject } from 'node:crypto';
import { fail, ok, type Result } from '../../../../shared/contract/failure.ts';
import type { ExchangeRequest, SignedRequest } from '../../http.ts';
import type { Credential, SigningKey, Stamp } from '../definition.ts';

// rest-api.md "SIGNED endpoint examples" and CHANGELOG.md of 2025-12-17: the signature covers the percent-encoded
// text, so what is signed is exactly what is sent.
const MAX_RECV_WINDOW_MS = 60_000;
const FORM_TYPE = 'application/x-www-form-urlencoded';
const JSON_TYPE = 'application/json';

/**
 * Signs a payload as it is. HMAC-SHA-256 as lower-case hex, Ed25519 and RSA (PKCS#1 v1.5, SHA-256) as base64
 * (rest-api.md "Signing", 2026-07). The base64 is not yet percent-encoded.
 */
export function signPayload(payload: string, signing: SigningKey): string {
  switch (signing.algorithm) {
    case 'hmac':
      return createHmac('sha256', signing.key).update(payload, 'utf8').digest('hex');
    case 'ed25519':
      return signBytes(null, Buffer.from(payload, 'utf8'), signing.key).toString('base64');
    case 'rsa':
      return signBytes('sha256', Buffer.from(payload, 'utf8'), signing.key).toString('base64');
  }
}

/**
 * Completes a REST request: `recvWindow` and `timestamp` are added when it carries no timestamp, a signature that it
 * carries is replaced, and `signature` comes last. What the request already carries keeps its bytes and its order.
 */
export function sign(request: ExchangeRequest, credential: Credential, stamp: Stamp): SignedRequest {
  const parts = stamped(partsOf(request), stamp);
  const payload = parts.query + parts.form + parts.json;
  const signature = encodeURIComponent(signPayload(payload, credential.signing));
  return wire(request, appended(parts, `signature=${signature}`), { 'X-MBX-APIKEY': credential.apiKey });
}

/** A public call as it is sent. */
export function unsigned(request: ExchangeRequest): SignedRequest {
  const { type = null, text = '' } = request.body ?? {};
  return wire(
    request,
    { query: request.query, form: type === 'form' ? text : '', json: type === 'json' ? text : '' },
    {},
  );
}

export type SocketParams = Readonly<Record<string, string | number | boolean>>;

/**
 * Completes the `params` of a signed WebSocket API request with `apiKey` and `signature`: members sorted by name,
 * unencoded, other than text as its JSON (web-socket-api.md "SIGNED request security", 2026-07).
 */
export function signSocket(params: SocketParams, credential: Credential): SocketParams {
  const { signature: _replaced, ...own } = params;
  const complete: SocketParams = { ...own, apiKey: credential.apiKey };
  const payload = Object.keys(complete)
    .sort()
    .map((name) => `${name}=${String(complete[name])}`)
    .join('&');
  return { ...complete, signature: signPayload(payload, credential.signing) };
}

/**
 * Reads the secret half a user pasted: 64 letters and digits (HMAC), or a PKCS#8 private key as PEM or bare base64
 * (Ed25519, RSA of 2048 bits and more; faqs/api_key_types.md, 2026-07). A failure never repeats the text.
 */
export function importSecret(secretText: string): Result<SigningKey> {
  const text = secretText.trim();
  const pem = /-----BEGIN ([A-Z0-9 ]+)-----([\s\S]*?)-----END \1-----/.exec(text);
  if (pem === null && text.includes('-----'))
    return refused('The key text is cut off: BEGIN and END line must both be there.');
  if (pem !== null) return importPem(pem[1] ?? '', pem[2] ?? '');
  // An Ed25519 key in bare base64 has 64 characters too, so the private key is tried first.
  const key = privateKey(text);
  if (key !== null) return accepted(key);
  if (!/^[A-Za-z0-9]{64}$/.test(text)) {
    return refused('Expected a secret of 64 letters and digits, or a PKCS#8 private key (Ed25519 or RSA).');
  }
  return ok({ algorithm: 'hmac', key: createSecretKey(Buffer.from(text, 'utf8')) });
}

function importPem(label: string, content: string): Result<SigningKey> {
  if (label === 'PUBLIC KEY') return refused('This is the public half; paste the private key.');
  if (label === 'ENCRYPTED PRIVATE KEY')
    return refused('The private key is encrypted; export it without a passphrase.');
  if (label !== 'PRIVATE KEY') return refused('The private key is not in PKCS#8 form (BEGIN PRIVATE KEY).');
  // Some copies carry the two characters \n instead of line breaks.
  const key = privateKey(content.replaceAll('\\n', ''));
  return key === null ? refused('The private key cannot be read.') : accepted(key);
}

function privateKey(base64: string): KeyObject | null {
  const packed = base64.replace(/\s+/g, '');
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(packed)) return null;
  try {
    return createPrivateKey({ key: Buffer.from(packed, 'base64'), format: 'der', type: 'pkcs8' });
  } catch {
    return null;
  }
}

function accepted(key: KeyObject): Result<SigningKey> {
  if (key.asymmetricKeyType === 'ed25519') return ok({ algorithm: 'ed25519', key });
  if (key.asymmetricKeyType !== 'rsa') return refused('Binance takes Ed25519 and RSA keys only.');
  const bits = key.asymmetricKeyDetails?.modulusLength ?? 0;
  return bits < 2048 ? refused('The RSA key is shorter than 2048 bits.') : ok({ algorithm: 'rsa', key });
}

function refused(detail: string): Result<SigningKey> {
  return fail({ kind: 'invalid-input', detail });
}

/** Empty where the request has no such part; a body is a form or JSON, never both. */
interface Parts {
  readonly query: string;
  readonly form: string;
  readonly json: string;
}

function partsOf({ query, body }: ExchangeRequest): Parts {
  return {
    query: withoutSignature(query),
    form: body?.type === 'form' ? withoutSignature(body.text) : '',
    json: body?.type === 'json' ? body.text : '',
  };
}

function stamped(parts: Parts, stamp: Stamp): Parts {
  const carries = (name: string): boolean => hasName(parts.query, name) || hasName(parts.form, name);
  if (carries('timestamp')) return parts;
  const window = carries('recvWindow') ? [] : recvWindow(stamp);
  return appended(parts, [...window, `timestamp=${Math.floor(stamp.serverMs)}`].join('&'));
}

// A form body takes additions, so that they stand last in the payload, which is query + body.
function appended(parts: Parts, addition: string): Parts {
  if (parts.form === '') return { ...parts, query: joined(parts.query, addition) };
  return { ...parts, form: joined(parts.form, addition) };
}

// In milliseconds with at most three decimals, 60,000 at most (rest-api.md "Timing security", 2026-07).
function recvWindow(stamp: Stamp): readonly string[] {
  if (!(stamp.validForMs > 0)) return [];
  const milliseconds = Math.floor(Math.min(stamp.validForMs, MAX_RECV_WINDOW_MS) * 1_000) / 1_000;
  return [`recvWindow=${milliseconds}`];
}

function hasName(text: string, name: string): boolean {
  return text.includes(name) && text.split('&').some((pair) => nameOf(pair) === name);
}

function nameOf(pair: string): string {
  return pair.split('=', 1)[0] ?? '';
}

function withoutSignature(text: string): string {
  if (!text.includes('signature')) return text;
  return text
    .split('&')
    .filter((pair) => nameOf(pair) !== 'signature')
    .join('&');
}

function joined(text: string, addition: string): string {
  return text === '' ? addition : `${text}&${addition}`;
}

function wire(request: ExchangeRequest, parts: Parts, headers: Readonly<Record<string, string>>): SignedRequest {
  const { method, path } = request;
  const target = parts.query === '' ? path : `${path}?${parts.query}`;
  if (parts.form !== '')
    return { method, target, headers: { ...headers, 'Content-Type': FORM_TYPE }, body: parts.form };
  if (parts.json !== '')
    return { method, target, headers: { ...headers, 'Content-Type': JSON_TYPE }, body: parts.json };
  return { method, target, headers, body: null };
}

import { createHmac, createSecretKey } from 'node:crypto';
import { type Result, fail, ok } from '../../../../shared/contract/failure.ts';
import type { Credential, SigningKey, Stamp } from '../definition.ts';
import type { ExchangeRequest, SignedRequest } from '../../http.ts';

const JSON_TYPE = 'application/json';

// Only these honour a deadline ("Transaction Timeouts", 2026-08); cancels and reads ignore it.
const TAKES_DEADLINE: ReadonlySet<string> = new Set([
  '/api/v5/trade/order',
  '/api/v5/trade/batch-orders',
  '/api/v5/trade/amend-order',
  '/api/v5/trade/amend-batch-orders',
]);

/**
 * Signs by "REST Authentication" (2026-08): Base64 of HMAC-SHA256 over timestamp + method + path with query + body, the
 * texts exactly as they go on the wire. Throws when the credential is not of OKX's form, which the vault rules out.
 */
export function sign(request: ExchangeRequest, credential: Credential, stamp: Stamp): SignedRequest {
  const plain = unsigned(request);
  const timestamp = isoMs(stamp.serverMs);
  const signature = hmac(credential, `${timestamp}${plain.method}${plain.target}${plain.body ?? ''}`);
  const headers = {
    ...plain.headers,
    'OK-ACCESS-KEY': credential.apiKey,
    'OK-ACCESS-SIGN': signature,
    'OK-ACCESS-TIMESTAMP': timestamp,
    'OK-ACCESS-PASSPHRASE': passphraseOf(credential),
    ...deadline(request, stamp),
  };
  return { ...plain, headers };
}

/** The request as it goes out without a key. A POST never has an empty body (50000), so `{}` stands for none. */
export function unsigned(request: ExchangeRequest): SignedRequest {
  const { method, path, query } = request;
  const target = query === '' ? path : `${path}?${query}`;
  if (method !== 'POST') return { method, target, headers: {}, body: null };
  const text = request.body?.text ?? '';
  return { method, target, headers: { 'content-type': JSON_TYPE }, body: text === '' ? '{}' : text };
}

export interface SocketLogin {
  readonly op: 'login';
  readonly args: readonly [
    { readonly apiKey: string; readonly passphrase: string; readonly timestamp: string; readonly sign: string },
  ];
}

/** The first message of a private socket ("WebSocket Login", 2026-08). `seconds` is exchange time in whole epoch seconds. */
export function signSocketLogin(credential: Credential, seconds: number): SocketLogin {
  const timestamp = String(Math.floor(seconds));
  const signature = hmac(credential, `${timestamp}GET/users/self/verify`);
  const { apiKey } = credential;
  return { op: 'login', args: [{ apiKey, passphrase: passphraseOf(credential), timestamp, sign: signature }] };
}

/** The secret's own characters are the HMAC key, although they look like hex. Refuses what cannot be an OKX secret. */
export function importSecret(secretText: string): Result<SigningKey> {
  const text = secretText.trim();
  if (text === '') return fail({ kind: 'invalid-input', detail: 'The secret is empty' });
  if (!/^[\x21-\x7e]{16,128}$/.test(text)) {
    return fail({ kind: 'invalid-input', detail: 'An OKX secret is one line of 16 to 128 letters and digits' });
  }
  return ok({ algorithm: 'hmac', key: createSecretKey(text, 'utf8') });
}

function hmac(credential: Credential, text: string): string {
  if (credential.signing.algorithm !== 'hmac') throw new Error('OKX keys sign with HMAC alone');
  return createHmac('sha256', credential.signing.key).update(text, 'utf8').digest('base64');
}

function passphraseOf(credential: Credential): string {
  if (credential.passphrase === null) throw new Error('An OKX credential has a passphrase');
  return credential.passphrase.use((value) => value);
}

function deadline(request: ExchangeRequest, stamp: Stamp): Readonly<Record<string, string>> {
  if (request.method !== 'POST' || !TAKES_DEADLINE.has(request.path)) return {};
  return { expTime: String(Math.floor(stamp.serverMs + stamp.validForMs)) };
}

const DAY_MS = 86_400_000;

/** Epoch ms from 1970 on as `2020-12-08T09:08:57.715Z`. */
export function isoMs(epochMs: number): string {
  const whole = Math.floor(epochMs);
  const ofDay = whole % DAY_MS;
  const [hour, minute, second] = [ofDay / 3_600_000, (ofDay / 60_000) % 60, (ofDay / 1_000) % 60];
  const time = `${padded(hour, 2)}:${padded(minute, 2)}:${padded(second, 2)}.${padded(ofDay % 1_000, 3)}`;
  return `${dayText(Math.floor(whole / DAY_MS))}T${time}Z`;
}

// Calls of one day share its text: reckoning it anew takes longer than the HMAC.
let lastDay = { day: Number.NaN, text: '' };

function dayText(days: number): string {
  if (lastDay.day === days) return lastDay.text;
  const { year, month, day } = civilDate(days);
  lastDay = { day: days, text: `${padded(year, 4)}-${padded(month, 2)}-${padded(day, 2)}` };
  return lastDay.text;
}

function padded(value: number, digits: number): string {
  return String(Math.floor(value)).padStart(digits, '0');
}

function civilDate(daysSince1970: number): { readonly year: number; readonly month: number; readonly day: number } {
  let [year, month, rest] = [1970, 1, daysSince1970];
  for (; rest >= (isLeap(year) ? 366 : 365); year += 1) rest -= isLeap(year) ? 366 : 365;
  for (; rest >= daysIn(month, year); month += 1) rest -= daysIn(month, year);
  return { year, month, day: rest + 1 };
}

function isLeap(year: number): boolean {
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
}

function daysIn(month: number, year: number): number {
  if (month === 2) return isLeap(year) ? 29 : 28;
  return [4, 6, 9, 11].includes(month) ? 30 : 31;
}

export const signer = { usesNonce: false, sign, unsigned, importSecret } as const;

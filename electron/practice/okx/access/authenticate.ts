import { allowsIp, keyStateAt, type PracticeAccounts, type PracticeKey } from '../../core/accounts.ts';
import { refuse, type Refusal } from '../facts/errors.ts';
import { CLOCK_TOLERANCE_MS } from '../facts/operations.ts';
import { readStampMs, sameText, signatureOf } from './signature.ts';

export type Environment = 'live' | 'demo';

/** A request as far as its signature is concerned. Header names in lower case. */
export interface SignedRequest {
  readonly method: string;
  /** Path with query exactly as on the wire. */
  readonly target: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly ip: string;
}

export interface KeyRing {
  readonly accounts: PracticeAccounts;
  environmentOf(apiKey: string): Environment;
}

export type Authentication = { readonly key: PracticeKey } | { readonly refusal: Refusal };

const HEADERS = [
  ['ok-access-key', '50103'],
  ['ok-access-passphrase', '50104'],
  ['ok-access-sign', '50106'],
  ['ok-access-timestamp', '50107'],
] as const;

/** `x-simulated-trading: 1` asks for demo trading; any other value or none means live. */
export function environmentOf(headers: SignedRequest['headers']): Environment {
  return headers['x-simulated-trading'] === '1' ? 'demo' : 'live';
}

function missingHeader(headers: SignedRequest['headers']): Refusal | undefined {
  const missing = HEADERS.find(([name]) => (headers[name] ?? '') === '');
  return missing === undefined ? undefined : refuse(missing[1]);
}

function stampRefusal(stamp: string, nowMs: number): Refusal | undefined {
  const atMs = readStampMs(stamp);
  if (atMs === undefined) return refuse('50112');
  return Math.abs(nowMs - atMs) > CLOCK_TOLERANCE_MS ? refuse('50102') : undefined;
}

/**
 * Headers, key, environment, time, passphrase, signature, address, in this order. The order is not documented; every
 * single check is (API v5 docs "REST authentication" and "Error code", 2026-08).
 */
export function authenticate(request: SignedRequest, ring: KeyRing, nowMs: number): Authentication {
  const { headers } = request;
  const missing = missingHeader(headers);
  if (missing !== undefined) return { refusal: missing };
  const key = ring.accounts.key(headers['ok-access-key'] ?? '');
  if (key === undefined || keyStateAt(key, nowMs) !== 'valid') return { refusal: refuse('50119') };
  if (ring.environmentOf(key.apiKey) !== environmentOf(headers)) return { refusal: refuse('50101') };
  const stale = stampRefusal(headers['ok-access-timestamp'] ?? '', nowMs);
  if (stale !== undefined) return { refusal: stale };
  if (!sameText(headers['ok-access-passphrase'] ?? '', key.passphrase ?? '')) return { refusal: refuse('50105') };
  if (!hasRightSignature(request, key)) return { refusal: refuse('50113') };
  if (!allowsIp(key, request.ip)) return { refusal: refuse('50110', request.ip) };
  key.lastUsedAtMs = nowMs;
  return { key };
}

function hasRightSignature({ method, target, headers, body }: SignedRequest, key: PracticeKey): boolean {
  const expected = signatureOf(key.secret, headers['ok-access-timestamp'] ?? '', method, target, body);
  return sameText(headers['ok-access-sign'] ?? '', expected);
}

/** Every key can read; trading and withdrawing are granted by name (docs "API key", 2026-08). */
export function permits(key: PracticeKey, permission: 'read_only' | 'trade' | 'withdraw'): boolean {
  return permission === 'read_only' || key.permissions.has(permission);
}

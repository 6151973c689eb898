import { createHmac, timingSafeEqual } from 'node:crypto';

const STAMP = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,3})?Z$/;
const LOGIN_STAMP = /^\d{10}$/;

export const LOGIN_METHOD_AND_PATH = 'GET/users/self/verify';

/** Base64 of HMAC-SHA256 over timestamp + METHOD + path with query + body (docs "Signature", 2026-08). */
export function signatureOf(secret: string, stamp: string, method: string, target: string, body: string): string {
  return createHmac('sha256', secret)
    .update(stamp + method + target + body)
    .digest('base64');
}

/** Base64 of HMAC-SHA256 over seconds + GET + /users/self/verify (docs "WebSocket login", 2026-08). */
export function loginSignatureOf(secret: string, seconds: string): string {
  return createHmac('sha256', secret)
    .update(seconds + LOGIN_METHOD_AND_PATH)
    .digest('base64');
}

export function sameText(left: string, right: string): boolean {
  const [a, b] = [Buffer.from(left), Buffer.from(right)];
  return a.length === b.length && timingSafeEqual(a, b);
}

/** UTC milliseconds of an ISO-8601 stamp with `Z`; undefined when it is anything else. */
export function readStampMs(stamp: string): number | undefined {
  if (!STAMP.test(stamp)) return undefined;
  const atMs = Date.parse(stamp);
  return Number.isNaN(atMs) ? undefined : atMs;
}

/** UTC milliseconds of a login stamp in whole seconds; undefined for ISO, milliseconds and the rest. */
export function readLoginStampMs(stamp: string): number | undefined {
  return LOGIN_STAMP.test(stamp) ? Number(stamp) * 1000 : undefined;
}

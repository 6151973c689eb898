import { createHash, createHmac, timingSafeEqual } from 'node:crypto';

/**
 * The API-Sign value that belongs to a private call: HMAC-SHA512 under the decoded secret over the path and the raw
 * SHA-256 of nonce and body (Spot REST Authentication, 2026-05). `body` is the text exactly as sent.
 */
export function expectedSignature(path: string, nonce: string, body: string, secret: string): string {
  const digest = createHash('sha256')
    .update(nonce + body, 'utf8')
    .digest();
  const key = Buffer.from(secret, 'base64');
  return createHmac('sha512', key)
    .update(Buffer.concat([Buffer.from(path, 'utf8'), digest]))
    .digest('base64');
}

export function isSignedBy(secret: string, path: string, nonce: string, body: string, signature: string): boolean {
  const expected = Buffer.from(expectedSignature(path, nonce, body, secret), 'utf8');
  const given = Buffer.from(signature, 'utf8');
  return expected.length === given.length && timingSafeEqual(expected, given);
}

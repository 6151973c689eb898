import { createHmac, createPublicKey, timingSafeEqual, verify } from 'node:crypto';
import type { PracticeKey } from '../core/accounts.ts';

// Algorithms: rest-api.md and faqs/api_key_types.md (2026-07). HMAC in hex of either case; RSA (PKCS#1 v1.5, SHA-256) and
// Ed25519 in base64.

/** Is this the key's signature over exactly these bytes? `signature` is decoded, not percent-encoded. */
export function isSignedBy(key: PracticeKey, payload: string, signature: string): boolean {
  const bytes = Buffer.from(payload, 'utf8');
  switch (key.kind) {
    case 'hmac':
      return isHmac(key.secret, bytes, signature);
    case 'ed25519':
      return isAsymmetric(null, key.secret, bytes, signature);
    case 'rsa':
      return isAsymmetric('sha256', key.secret, bytes, signature);
  }
}

function isHmac(secret: string, payload: Buffer, signature: string): boolean {
  if (!/^[0-9a-fA-F]{64}$/.test(signature)) return false;
  const expected = createHmac('sha256', secret).update(payload).digest();
  return timingSafeEqual(expected, Buffer.from(signature, 'hex'));
}

function isAsymmetric(digest: 'sha256' | null, publicPem: string, payload: Buffer, signature: string): boolean {
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(signature)) return false;
  return verify(digest, payload, createPublicKey(publicPem), Buffer.from(signature, 'base64'));
}

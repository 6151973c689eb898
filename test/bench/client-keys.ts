import { createHmac, createPrivateKey, generateKeyPairSync, sign as signBytes } from 'node:crypto';

export const algorithms = ['hmac', 'ed25519', 'rsa'] as const;
export type Algorithm = (typeof algorithms)[number];

export interface BenchKey {
  readonly algorithm: Algorithm;
  readonly apiKey: string;
  /** 64 letters and digits, or a private key as PEM. */
  readonly secret: string;
  /** The least that can be done: node:crypto alone, percent-encoded. */
  readonly signRaw: (payload: string) => string;
}

const apiKey = `${'B'.repeat(60)}key1`;
const hmacSecret = 'b'.repeat(64);

/** A key made for this run alone. */
export function createBenchKey(algorithm: Algorithm): BenchKey {
  if (algorithm === 'hmac') {
    const signRaw = (payload: string): string => createHmac('sha256', hmacSecret).update(payload).digest('hex');
    return { algorithm, apiKey, secret: hmacSecret, signRaw };
  }
  const secret = pem(algorithm);
  const key = createPrivateKey(secret);
  const digest = algorithm === 'rsa' ? 'sha256' : null;
  const signRaw = (payload: string): string =>
    encodeURIComponent(signBytes(digest, Buffer.from(payload), key).toString('base64'));
  return { algorithm, apiKey, secret, signRaw };
}

function pem(algorithm: 'ed25519' | 'rsa'): string {
  const { privateKey } =
    algorithm === 'rsa' ? generateKeyPairSync('rsa', { modulusLength: 2_048 }) : generateKeyPairSync('ed25519');
  return privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
}

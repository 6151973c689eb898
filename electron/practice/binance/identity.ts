import { createPrivateKey, createPublicKey } from 'node:crypto';

/** A key pair as a client holds it. */
export interface ClientKey {
  readonly apiKey: string;
  /** HMAC secret, or private key as PKCS#8 PEM. */
  readonly secret: string;
}

/** The pair Binance publishes for illustration (rest-api.md, 2026-07), so that runs are reproducible. */
export const HMAC_KEY: ClientKey = {
  apiKey: 'vmPUZE6mv9SD5VNHk4HlWFsOr6aKE2zvsw0MuIgwCIPy6utIco14y7Ju91duEh8A',
  secret: 'NhqPtmdSJYdKjVHjA7PZj4Mge3R5YNiP1e3UZjInClVN65XAbvqqM6A7H5fATj0j',
};

/** Private key published in fix-api.md (2026-07) under an api key of our own. */
export const ED25519_KEY: ClientKey = {
  apiKey: 'practiceEd25519Key0000000000000000000000000000000000000000000001',
  secret:
    '-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VwBCIEIIJEYWtGBrhACmb9Dvy+qa8WEf0lQOl1s4CLIAB9m89u\n-----END PRIVATE KEY-----\n',
};

/** Public half as SPKI PEM: what the exchange keeps of a key the user made. */
export function publicPemOf(privatePem: string): string {
  return createPublicKey(createPrivateKey(privatePem)).export({ type: 'spki', format: 'pem' }).toString();
}

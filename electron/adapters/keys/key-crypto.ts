import { createHash, createHmac, generateKeyPairSync, randomBytes, scrypt, timingSafeEqual } from 'node:crypto';
import type { KeyCrypto } from '../../engine/vault/keys/key-ports.ts';
import type { Journal } from '../../engine/recorder/types.ts';
import { Secret } from '../../engine/vault/secret.ts';

const INSTALL_KEY = 'install-key';
const FINGERPRINT_CHARS = 32;
// 64 MiB and about a quarter of a second: dear to guess, bearable to type.
const SCRYPT = { N: 65_536, r: 8, p: 1, maxmem: 128 * 1024 * 1024 } as const;
const HASH_BYTES = 32;

/** Cryptography of this install; its fingerprint key is made once and kept in the journal. */
export function nodeKeyCrypto(journal: Pick<Journal, 'loadSetting' | 'saveSetting'>): KeyCrypto {
  const installKey = Buffer.from(loadInstallKey(journal), 'hex');
  return {
    fingerprint: (apiKey) => createHmac('sha256', installKey).update(apiKey).digest('hex').slice(0, FINGERPRINT_CHARS),
    makeEd25519() {
      const { privateKey, publicKey } = generateKeyPairSync('ed25519');
      return {
        privatePem: new Secret(privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()),
        publicPem: publicKey.export({ type: 'spki', format: 'pem' }).toString(),
      };
    },
    async hashPassphrase(passphrase) {
      const salt = randomBytes(16);
      return `scrypt$${salt.toString('hex')}$${(await slowHash(passphrase, salt)).toString('hex')}`;
    },
    async fitsPassphrase(passphrase, hash) {
      const [kind, salt, expected] = hash.split('$');
      if (kind !== 'scrypt' || salt === undefined || expected === undefined) return false;
      const found = await slowHash(passphrase, Buffer.from(salt, 'hex'));
      const wanted = Buffer.from(expected, 'hex');
      return wanted.length === found.length && timingSafeEqual(wanted, found);
    },
  };
}

function loadInstallKey(journal: Pick<Journal, 'loadSetting' | 'saveSetting'>): string {
  const known = /^"([0-9a-f]{64})"$/.exec(journal.loadSetting(INSTALL_KEY) ?? '')?.[1];
  if (known !== undefined) return known;
  const made = randomBytes(32).toString('hex');
  journal.saveSetting(INSTALL_KEY, JSON.stringify(made));
  return made;
}

function slowHash(passphrase: string, salt: Buffer): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    scrypt(passphrase.normalize('NFKC'), salt, HASH_BYTES, SCRYPT, (error, hash) =>
      error === null ? resolve(hash) : reject(error),
    );
  });
}

/** Hex SHA-256 of a text. */
export function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

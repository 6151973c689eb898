import { createCipheriv, createDecipheriv, createHash, randomBytes, scrypt } from 'node:crypto';
import type { Secret } from '../../engine/vault/secret.ts';

/** scrypt's work: memory is 128 · N · r bytes. */
export interface ScryptCost {
  readonly N: number;
  readonly r: number;
  readonly p: number;
}

/** OWASP's first choice for scrypt (Password Storage Cheat Sheet, 2026-11): 128 MiB, some 0.4 s. */
export const STRONG_COST: ScryptCost = { N: 2 ** 17, r: 8, p: 1 };

/** Key and how it was made; lives as long as the file is open. */
export interface Seal {
  readonly cost: ScryptCost;
  readonly salt: Buffer;
  readonly key: Buffer;
}

/** What a sealed text says of itself before it is opened. */
export interface SealedHead {
  readonly cost: ScryptCost;
  readonly salt: Buffer;
}

export type Parsed =
  | { readonly kind: 'sealed'; readonly head: SealedHead; readonly headLine: string; readonly body: Buffer }
  | { readonly kind: 'damaged' }
  /** Whole, but of a form this version does not know. */
  | { readonly kind: 'unknown-form' };

const FORMAT = 'headroom-secrets';
const VERSION = 1;
const SALT_BYTES = 16;
const IV_BYTES = 12;
const TAG_BYTES = 16;
const KEY_BYTES = 32;
// A file from elsewhere must neither be weak nor eat the machine's memory.
const LEAST_N = 2 ** 14;
const MOST_MEMORY_BYTES = 2 ** 30;

/** Node's scrypt rather than its argon2: the library inside Electron (BoringSSL) has no Argon2. */
export async function makeSeal(passphrase: Secret, head: SealedHead): Promise<Seal> {
  const { cost, salt } = head;
  const maxmem = 128 * cost.N * cost.r + 2 ** 25;
  const bytes = Buffer.from(passphrase.use((text) => text.normalize('NFC')));
  const key = await new Promise<Buffer>((resolve, reject) => {
    scrypt(bytes, salt, KEY_BYTES, { ...cost, maxmem }, (error, made) => (error ? reject(error) : resolve(made)));
  }).finally(() => bytes.fill(0));
  return { cost, salt, key };
}

export function newHead(cost: ScryptCost): SealedHead {
  return { cost, salt: randomBytes(SALT_BYTES) };
}

/** Three lines: how it was sealed, the sealed bytes, a checksum that tells damage from a wrong passphrase. */
export function sealText(text: string, { cost, salt, key }: Seal): string {
  const head = { format: FORMAT, version: VERSION, cipher: 'aes-256-gcm', kdf: 'scrypt', ...cost };
  const headLine = JSON.stringify({ ...head, salt: salt.toString('base64') });
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv('aes-256-gcm', key, iv, { authTagLength: TAG_BYTES }).setAAD(Buffer.from(headLine));
  const plain = Buffer.from(text);
  const sealed = Buffer.concat([cipher.update(plain), cipher.final()]);
  plain.fill(0);
  const lines = `${headLine}\n${Buffer.concat([iv, cipher.getAuthTag(), sealed]).toString('base64')}\n`;
  return `${lines}${checksum(lines)}\n`;
}

export function parseSealed(content: string): Parsed {
  const [headLine = '', bodyLine = '', sum] = content.split('\n');
  if (sum !== checksum(`${headLine}\n${bodyLine}\n`)) return { kind: 'damaged' };
  const head = readHead(headLine);
  const body = Buffer.from(bodyLine, 'base64');
  if (head === null || body.length < IV_BYTES + TAG_BYTES) return { kind: 'unknown-form' };
  return { kind: 'sealed', head, headLine, body };
}

/** Null: another passphrase sealed it. */
export function openText({ headLine, body }: Parsed & { readonly kind: 'sealed' }, { key }: Seal): string | null {
  const [iv, tag] = [body.subarray(0, IV_BYTES), body.subarray(IV_BYTES, IV_BYTES + TAG_BYTES)];
  const opener = createDecipheriv('aes-256-gcm', key, iv, { authTagLength: TAG_BYTES });
  opener.setAAD(Buffer.from(headLine)).setAuthTag(tag);
  const plain = opener.update(body.subarray(IV_BYTES + TAG_BYTES));
  try {
    opener.final();
    return plain.toString();
  } catch {
    return null;
  } finally {
    plain.fill(0);
  }
}

function readHead(line: string): SealedHead | null {
  const head = record(line);
  if (head['format'] !== FORMAT || head['version'] !== VERSION) return null;
  if (head['cipher'] !== 'aes-256-gcm' || head['kdf'] !== 'scrypt') return null;
  const { N, r, p, salt } = head;
  if (!isCount(N) || !isCount(r) || !isCount(p) || typeof salt !== 'string') return null;
  const isPowerOfTwo = Number.isInteger(Math.log2(N));
  if (!isPowerOfTwo || N < LEAST_N || r < 8 || p > 16 || 128 * N * r > MOST_MEMORY_BYTES) return null;
  return { cost: { N, r, p }, salt: Buffer.from(salt, 'base64') };
}

function record(line: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null ? { ...value } : {};
  } catch {
    return {};
  }
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && Number(value) > 0;
}

function checksum(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

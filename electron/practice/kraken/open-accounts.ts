import type { PracticeAccounts } from '../core/accounts.ts';
import { type GivenKey, grantedIn, type NewKeyRequest } from '../core/new-key.ts';
import type { PracticeRandom } from '../core/random.ts';
import { TRADING_PERMISSIONS } from './access/permissions.ts';
import type { KrakenKeyInput, PracticeKrakenOptions } from './options.ts';

/** A key as its owner got it. */
export interface IssuedKey {
  readonly apiKey: string;
  readonly secret: string;
  readonly accountId: string;
}

const DEFAULT_ACCOUNTS = { main: { USD: '100000', USDT: '50000', BTC: '1', ETH: '10', SOL: '100' } } as const;
const DEFAULT_KEYS: readonly KrakenKeyInput[] = [
  { apiKey: 'PRACTICE-KRAKEN-KEY', accountId: 'main', label: 'practice' },
];

/** Bytes of a Kraken secret. */
const SECRET_BYTES = 64;

/** Opens accounts and issues keys as the options say; secrets follow from the seed. */
export function openAccounts(
  accounts: PracticeAccounts,
  options: PracticeKrakenOptions,
  random: PracticeRandom,
  nowMs: number,
): readonly IssuedKey[] {
  for (const [id, balances] of Object.entries(options.accounts ?? DEFAULT_ACCOUNTS)) accounts.open(id, balances, nowMs);
  return (options.keys ?? DEFAULT_KEYS).map((key) => {
    const secret = key.secret ?? secretOf(random.fork(key.apiKey));
    accounts.addKey({
      apiKey: key.apiKey,
      accountId: key.accountId,
      secret,
      label: key.label ?? key.apiKey,
      permissions: key.permissions ?? TRADING_PERMISSIONS,
      ips: key.ips ?? [],
      createdAtMs: nowMs,
      ...(key.expiresAtMs === undefined ? {} : { expiresAtMs: key.expiresAtMs }),
    });
    return { apiKey: key.apiKey, secret, accountId: key.accountId };
  });
}

/** Bytes of the public half: 56 characters of base64. */
const API_KEY_BYTES = 42;

/** Makes a key as the site does; names the codes that are true, whatever they are. */
export function issueKey(
  accounts: PracticeAccounts,
  random: PracticeRandom,
  request: NewKeyRequest,
  nowMs: number,
): GivenKey {
  if (request.publicKeyPem !== undefined) throw new Error('Kraken issues keys with a shared secret only');
  const { accountId = accounts.all()[0]?.id ?? '', ips = [], label = '', expiresAtMs } = request;
  if (accounts.find(accountId) === undefined) accounts.open(accountId, {}, nowMs);
  const issued = random.fork(`issued key ${accounts.allKeys().length}`);
  const [apiKey, secret] = [base64Of(issued, API_KEY_BYTES), base64Of(issued, SECRET_BYTES)];
  const permissions = grantedIn(request);
  const expiry = expiresAtMs === undefined ? {} : { expiresAtMs };
  accounts.addKey({ apiKey, accountId, secret, label, permissions, ips, createdAtMs: nowMs, ...expiry });
  return { apiKey, secret, passphrase: null, accountId };
}

function secretOf(random: PracticeRandom): string {
  return base64Of(random, SECRET_BYTES);
}

function base64Of(random: PracticeRandom, bytes: number): string {
  return Buffer.from(Array.from({ length: bytes }, () => random.integer(0, 255))).toString('base64');
}

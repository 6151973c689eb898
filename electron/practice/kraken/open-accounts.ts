import type { PracticeAccounts } from '../core/accounts.ts';
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

function secretOf(random: PracticeRandom): string {
  return Buffer.from(Array.from({ length: SECRET_BYTES }, () => random.integer(0, 255))).toString('base64');
}

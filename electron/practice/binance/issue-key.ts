import { createPublicKey } from 'node:crypto';
import type { KeyKind } from '../core/accounts.ts';
import { type GivenKey, grantedIn, type NewKeyRequest } from '../core/new-key.ts';
import type { PracticeRandom } from '../core/random.ts';
import type { BinanceApp } from './app.ts';

/** What the exchange knows of a key beyond its granted rights. */
export interface KeyNotes {
  /** Rights named at its birth, granted or not, so that names the exchange lacks are shown either way. */
  readonly shown: readonly string[];
  /** When the right to trade lapses; null: never. */
  readonly tradingUntilMs: number | null;
}

// faqs/api_key_types.md, 2026-07.
const LENGTH = 64;
const SMALLEST_RSA_BITS = 2048;

/** Makes a key as the site does. Throws on a public key that the exchange does not take. */
export function issueKey(
  app: BinanceApp,
  random: PracticeRandom,
  mainAccount: string,
  request: NewKeyRequest,
): GivenKey {
  const { accountId = mainAccount, publicKeyPem, ips = [], label = '', expiresAtMs } = request;
  const registered = publicKeyPem === undefined ? null : publicKeyOf(publicKeyPem);
  if (app.accounts.find(accountId) === undefined) app.accounts.open(accountId, {}, app.nowMs());
  const apiKey = random.text(LENGTH);
  const secret = registered?.pem ?? random.text(LENGTH);
  app.accounts.addKey({
    apiKey,
    accountId,
    secret,
    kind: registered?.kind ?? 'hmac',
    label,
    permissions: grantedIn(request),
    ips,
    createdAtMs: app.nowMs(),
  });
  app.keyNotes.set(apiKey, { shown: Object.keys(request.flags), tradingUntilMs: expiresAtMs ?? null });
  return { apiKey, secret: registered === null ? secret : null, passphrase: null, accountId };
}

function publicKeyOf(pem: string): { readonly pem: string; readonly kind: KeyKind } {
  if (!pem.includes('BEGIN PUBLIC KEY')) throw new Error('Register the public half of the key, as PEM');
  const key = createPublicKey(pem);
  const kind = key.asymmetricKeyType;
  if (kind !== 'ed25519' && kind !== 'rsa') throw new Error('Binance takes Ed25519 and RSA keys only');
  if (kind === 'rsa' && (key.asymmetricKeyDetails?.modulusLength ?? 0) < SMALLEST_RSA_BITS)
    throw new Error(`RSA keys must have at least ${SMALLEST_RSA_BITS} bits`);
  return { pem: key.export({ type: 'spki', format: 'pem' }).toString(), kind };
}

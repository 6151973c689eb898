import type { Environment } from '../../../../shared/model/account.ts';
import type { ImportItem } from '../../../../shared/model/vault.ts';
import { Secret } from '../secret.ts';
import { exchangeIn, wordsOf } from './exchange-names.ts';
import { isPlaceholder, isTemplate } from './placeholder.ts';

/** What signs, out of a foreign file. */
export interface ForeignMaterial {
  readonly apiKey: string;
  readonly secret: Secret;
  readonly passphrase: Secret | null;
}

/** One key of a foreign file: what may be shown of it, and what stays in the host. */
export interface ForeignKey {
  readonly item: ImportItem;
  /** Null where the item names a problem. */
  readonly material: ForeignMaterial | null;
}

/** A key as a parser found it; empty texts are what the file does not have. */
export interface FoundKey {
  readonly exchangeName: string;
  readonly label: string;
  readonly environment: Environment | null;
  readonly apiKey: string;
  readonly secret: string;
  readonly passphrase: string;
}

// As the vault takes a key's public id: it travels in a header.
const API_KEY = /^[\x21-\x7e]{1,256}$/;
// Lines of a PEM are fine; what was no UTF-8 is not.
const SECRET = /^[\x20-\x7e\r\n\t]+$/;
const MIN_SHOWN = 8;

/** Judges a found key and boxes its secrets. */
export function foreignKey(found: FoundKey, index: number): ForeignKey {
  const exchange = exchangeIn(wordsOf(found.exchangeName))?.id ?? null;
  const apiKey = found.apiKey.trim();
  const secret = found.secret.trim();
  const passphrase = found.passphrase.trim();
  const problem = problemOf(exchange, { apiKey, secret, passphrase });
  // Nothing is shown of what may be no exchange's key at all.
  const isShown = exchange !== null && apiKey.length >= MIN_SHOWN && API_KEY.test(apiKey) && !isPlaceholder(apiKey);
  const item: ImportItem = {
    index,
    exchange,
    exchangeName: shownText(found.exchangeName, 60),
    label: shownText(found.label, 80),
    last4: isShown ? apiKey.slice(-4) : '',
    environment: found.environment,
    problem,
  };
  if (problem !== null) return { item, material: null };
  return {
    item,
    material: { apiKey, secret: new Secret(secret), passphrase: passphrase === '' ? null : new Secret(passphrase) },
  };
}

function problemOf(
  exchange: ImportItem['exchange'],
  { apiKey, secret, passphrase }: Pick<FoundKey, 'apiKey' | 'secret' | 'passphrase'>,
): ImportItem['problem'] {
  if (exchange === null) return 'unknown-exchange';
  if (!API_KEY.test(apiKey)) return 'no-key';
  if (!SECRET.test(secret)) return 'no-secret';
  if (isPlaceholder(apiKey) || isPlaceholder(secret)) return 'placeholder';
  const needsPassphrase = exchange === 'okx';
  return needsPassphrase && (passphrase === '' || isTemplate(passphrase)) ? 'no-passphrase' : null;
}

/** Without control characters, and cut between characters so that it fits `most` UTF-16 units. */
function shownText(text: string, most: number): string {
  const clean = text
    .slice(0, 4 * most)
    .replace(/\p{C}/gu, '')
    .trim();
  return clean.length <= most ? clean : [...clean].slice(0, most / 2).join('');
}

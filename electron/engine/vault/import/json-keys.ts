import type { Environment } from '../../../../shared/model/account.ts';
import { environmentIn, wordsOf } from './exchange-names.ts';
import type { FoundKey } from './foreign-key.ts';

type Members = Readonly<Record<string, unknown>>;

export interface FoundKeys {
  readonly format: 'freqtrade' | 'ccxt' | 'env' | 'unknown';
  readonly keys: readonly FoundKey[];
}

// Names without case, dash and underscore.
const KEY_NAMES: readonly string[] = ['apikey', 'key', 'apikeyid', 'publickey'];
const SECRET_NAMES: readonly string[] = ['secret', 'apisecret', 'secretkey', 'apisecretkey', 'privatekey'];
const PASSPHRASE_NAMES: readonly string[] = ['password', 'passphrase', 'apipassphrase', 'apipassword'];
const FLAG_NAMES: readonly string[] = [
  'sandbox',
  'sandboxmode',
  'testnet',
  'test',
  'demo',
  'paper',
  'issandbox',
  'istestnet',
];
const EXCHANGE_NAMES: readonly string[] = ['exchange', 'exchangeid', 'exchangename', 'id', 'name'];

/** Reads the parsed text of a freqtrade configuration or of a CCXT key file. */
export function keysOfJson(value: unknown): FoundKeys {
  if (!isMembers(value)) return { format: 'unknown', keys: [] };
  const { exchange } = value;
  if (
    isMembers(exchange) &&
    (hasAny(exchange, KEY_NAMES) || hasAny(exchange, SECRET_NAMES) || hasAny(exchange, ['name']))
  ) {
    return { format: 'freqtrade', keys: [ofFreqtrade(exchange)] };
  }
  const keys = holdsKey(value)
    ? [ofCcxt(textOf(value, EXCHANGE_NAMES), value)]
    : Object.entries(value).flatMap(ofEntry);
  return { format: keys.length === 0 ? 'unknown' : 'ccxt', keys };
}

// `ccxt_config` goes to CCXT as it is, so keys may be there instead.
function ofFreqtrade(exchange: Members): FoundKey {
  const { ccxt_config: config } = exchange;
  const nested = isMembers(config) ? config : {};
  const name = textOf(exchange, ['name']);
  const either = (names: readonly string[]): string => textOf(exchange, names) || textOf(nested, names);
  return {
    exchangeName: name,
    label: name === '' ? 'freqtrade' : `freqtrade ${name}`,
    environment: flagged(exchange) ?? flagged(nested),
    apiKey: either(KEY_NAMES),
    secret: either(SECRET_NAMES),
    passphrase: either(PASSPHRASE_NAMES),
  };
}

// One exchange may have a list of keys.
function ofEntry([name, value]: readonly [string, unknown]): readonly FoundKey[] {
  const candidates: readonly unknown[] = Array.isArray(value) ? value : [value];
  return candidates
    .filter((candidate) => isMembers(candidate) && holdsKey(candidate))
    .map((candidate) => ofCcxt(name, candidate as Members));
}

function holdsKey(members: Members): boolean {
  return hasAny(members, KEY_NAMES) && hasAny(members, SECRET_NAMES);
}

function ofCcxt(name: string, members: Members): FoundKey {
  const named = textOf(members, ['exchange', 'exchangeid', 'exchangename']);
  return {
    exchangeName: named === '' ? name : named,
    label: name,
    environment: flagged(members) ?? environmentIn(wordsOf(name)),
    apiKey: textOf(members, KEY_NAMES),
    secret: textOf(members, SECRET_NAMES),
    passphrase: textOf(members, PASSPHRASE_NAMES),
  };
}

/** `testnet` or `live` by a flag of the key or of its `options`; null where none is there. */
function flagged(members: Members): Environment | null {
  const { options } = members;
  const own = flagIn(members);
  const isOn = own ?? (isMembers(options) ? flagIn(options) : null);
  return isOn === null ? null : isOn ? 'testnet' : 'live';
}

function flagIn(members: Members): boolean | null {
  const values = Object.entries(members).filter(([name]) => FLAG_NAMES.includes(plain(name)));
  const flags = values.flatMap(([, value]) =>
    value === true || value === 'true' ? [true] : value === false || value === 'false' ? [false] : [],
  );
  return flags.length === 0 ? null : flags.includes(true);
}

function hasAny(members: Members, names: readonly string[]): boolean {
  return Object.keys(members).some((name) => names.includes(plain(name)));
}

/** The first of these members that is a text with something in it. */
function textOf(members: Members, names: readonly string[]): string {
  for (const wanted of names) {
    const entry = Object.entries(members).find(([name, value]) => plain(name) === wanted && typeof value === 'string');
    if (typeof entry?.[1] === 'string' && entry[1] !== '') return entry[1];
  }
  return '';
}

function plain(name: string): string {
  return name.length > 40 ? name : name.toLowerCase().replace(/[_-]/g, '');
}

function isMembers(value: unknown): value is Members {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

import type { Environment } from '../../../../shared/model/account.ts';
import type { Assignment } from './env-file.ts';
import { environmentIn, exchangeIn, wordsOf } from './exchange-names.ts';
import type { FoundKey } from './foreign-key.ts';

type Part = 'apiKey' | 'secret' | 'passphrase';

// Words that say which part of a key a variable holds, most telling first.
const PARTS: readonly (readonly [Part, readonly string[]])[] = [
  ['passphrase', ['passphrase', 'password', 'passwd', 'pwd', 'pass', 'phrase']],
  ['secret', ['secret', 'apisecret', 'secretkey', 'private', 'privatekey']],
  ['apiKey', ['apikey', 'key']],
];
const PART_WORDS: readonly string[] = [...PARTS.flatMap(([, words]) => words), 'api', 'public', 'id'];
// Words about the program, not about the account.
const PROGRAM_WORDS: readonly string[] = ['freqtrade', 'exchange', 'ccxt', 'name'];
const ON: readonly string[] = ['1', 'true', 'yes', 'on'];
const OFF: readonly string[] = ['0', 'false', 'no', 'off'];

interface Group {
  /** Words of the account: exchange and label. */
  readonly words: readonly string[];
  readonly environment: Environment | null;
  readonly parts: Map<Part, string>;
  /** A variable says API in its name, so this is about an API key and not about a database. */
  isApi: boolean;
}

/** Keys in variables: one account for each set of names that differ only in the part they hold. */
export function keysOfEnv(assignments: readonly Assignment[]): readonly FoundKey[] {
  const groups = new Map<string, Group>();
  for (const assignment of assignments) addTo(groups, assignment);
  const flags = flagsIn(assignments);
  const named = exchangeVariable(assignments);
  return [...groups.values()].flatMap((group) => foundIn(group, flags, named));
}

function addTo(groups: Map<string, Group>, { name, value }: Assignment): void {
  const words = wordsOf(name);
  const part = partOf(words);
  if (part === null) return;
  const own = accountWords(words);
  const environment = environmentIn(words);
  const id = `${own.join('_')} ${environment ?? ''}`;
  const group = groups.get(id) ?? { words: own, environment, parts: new Map(), isApi: false };
  group.parts.set(part, value);
  group.isApi ||= words.some((word) => word.includes('api')) || words.includes('exchange');
  groups.set(id, group);
}

function partOf(words: readonly string[]): Part | null {
  return PARTS.find(([, names]) => words.some((word) => names.includes(word)))?.[0] ?? null;
}

function accountWords(words: readonly string[]): readonly string[] {
  const isOwn = (word: string): boolean =>
    !PART_WORDS.includes(word) && !PROGRAM_WORDS.includes(word) && environmentIn([word]) === null;
  return words.filter(isOwn);
}

/** Switches such as `BINANCE_TESTNET=true`, by the words beside them. */
function flagsIn(assignments: readonly Assignment[]): ReadonlyMap<string, Environment> {
  const flags = new Map<string, Environment>();
  for (const { name, value } of assignments) {
    const words = wordsOf(name);
    const isOn = ON.includes(value.toLowerCase()) ? true : OFF.includes(value.toLowerCase()) ? false : null;
    if (partOf(words) !== null || environmentIn(words) !== 'testnet' || isOn === null) continue;
    flags.set(accountWords(words).join('_'), isOn ? 'testnet' : 'live');
  }
  return flags;
}

/** What `EXCHANGE=…`, `EXCHANGE_NAME=…` or freqtrade's `FREQTRADE__EXCHANGE__NAME=…` says; '' where none is there. */
function exchangeVariable(assignments: readonly Assignment[]): string {
  const isMeant = ({ name }: Assignment): boolean => {
    const words = wordsOf(name);
    return words.includes('exchange') && words.every((word) => PROGRAM_WORDS.includes(word) || word === 'id');
  };
  return assignments.findLast(isMeant)?.value ?? '';
}

function foundIn(group: Group, flags: ReadonlyMap<string, Environment>, named: string): readonly FoundKey[] {
  const { words, parts, isApi } = group;
  const text = (part: Part): string => parts.get(part) ?? '';
  const own = exchangeIn(words);
  const isBare = words.length === 0;
  const exchangeName = own?.word ?? (isBare ? named : words.join(' '));
  // A password alone, or the keys of some other service, are none of ours.
  const isComplete = parts.has('apiKey') && parts.has('secret');
  if (own === null ? !isApi || !isComplete : !parts.has('apiKey') && !parts.has('secret')) return [];
  const environment = group.environment ?? flags.get(words.join('_')) ?? null;
  const label = isBare ? exchangeName : words.join(' ');
  return [
    {
      exchangeName,
      label,
      environment,
      apiKey: text('apiKey'),
      secret: text('secret'),
      passphrase: text('passphrase'),
    },
  ];
}

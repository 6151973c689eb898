import { readAssignments } from './env-file.ts';
import { keysOfEnv } from './env-keys.ts';
import { type ForeignKey, foreignKey } from './foreign-key.ts';
import { type FoundKeys, keysOfJson } from './json-keys.ts';
import { opensAsJson, parseRelaxedJson } from './relaxed-json.ts';

export type { ForeignKey, ForeignMaterial } from './foreign-key.ts';

export interface ForeignKeys {
  readonly format: FoundKeys['format'];
  readonly keys: readonly ForeignKey[];
}

// As the contract has it; whoever calls from elsewhere is held to the same.
const MOST_CHARACTERS = 1_048_576;
const MOST_KEYS = 200;

/**
 * Finds the keys in the text of a freqtrade configuration, a CCXT key file or an environment file, told apart by the
 * text itself. Anything else is `unknown` and empty; nothing throws, and nothing is kept but what is returned. At most
 * 200 keys are read.
 */
export function readForeignKeys(text: string): ForeignKeys {
  if (text.length > MOST_CHARACTERS) return { format: 'unknown', keys: [] };
  const { format, keys } = foundIn(text.charCodeAt(0) === 0xfeff ? text.slice(1) : text);
  return { format, keys: keys.slice(0, MOST_KEYS).map(foreignKey) };
}

function foundIn(text: string): FoundKeys {
  if (opensAsJson(text)) return keysOfJson(parseRelaxedJson(text));
  const assignments = readAssignments(text);
  return { format: assignments.length === 0 ? 'unknown' : 'env', keys: keysOfEnv(assignments) };
}

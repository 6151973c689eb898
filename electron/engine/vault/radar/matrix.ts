import { Grant, type KeyFacts, type KeyGrant } from '../../../../shared/model/key.ts';
import type { GrantUse } from '../../../../shared/model/vault.ts';
import type { KeyRules } from '../../exchanges/key-rules.ts';
import type { GrantCalls } from './use-by-grant.ts';

/**
 * Every grant a key of this exchange can have, with the exchange's own names, whether it is granted and what was done
 * with it; then each right we do not know on a row of its own. A grant opened by several rights is granted by any of
 * them, and not granted only when all of them say so. Use of a grant that no right is known for keeps its row.
 */
export function matrixOf(rules: KeyRules, facts: KeyFacts | null, use: readonly GrantCalls[]): readonly GrantUse[] {
  const told = facts?.grants ?? [];
  const known = Grant.options.filter((grant) => grant !== 'unknown').flatMap((grant) => rowOf(rules, grant, told, use));
  return [...known, ...unknownRows(told, use)];
}

function rowOf(rules: KeyRules, grant: Grant, told: readonly KeyGrant[], use: readonly GrantCalls[]): GrantUse[] {
  const ofGrant = told.filter((row) => row.grant === grant);
  const names = [...new Set([...namesOf(rules, grant), ...ofGrant.map(({ name }) => name)])];
  const calls = callsOf(use, grant);
  if (names.length === 0 && calls.calls === 0) return [];
  return [{ grant, names, isGranted: merged(ofGrant), ...calls }];
}

function unknownRows(told: readonly KeyGrant[], use: readonly GrantCalls[]): readonly GrantUse[] {
  const names = [...new Set(told.filter(({ grant }) => grant === 'unknown').map(({ name }) => name))];
  const calls = callsOf(use, 'unknown');
  const rows = names.map((name): GrantUse => {
    const ofName = told.filter((row) => row.grant === 'unknown' && row.name === name);
    return { grant: 'unknown', names: [name], isGranted: merged(ofName), calls: 0, lastUsedAtMs: null };
  });
  // Which of several unknown rights a call used cannot be told.
  return calls.calls === 0 ? rows : [...rows, { grant: 'unknown', names: [], isGranted: null, ...calls }];
}

function namesOf(rules: KeyRules, grant: Grant): readonly string[] {
  return Object.entries(rules.grantsOf).flatMap(([name, grants]) => (grants.includes(grant) ? [name] : []));
}

function callsOf(use: readonly GrantCalls[], grant: Grant): Pick<GrantUse, 'calls' | 'lastUsedAtMs'> {
  const rows = use.filter((row) => row.grant === grant);
  const times = rows.flatMap(({ lastUsedAtMs }) => (lastUsedAtMs === null ? [] : [lastUsedAtMs]));
  const calls = rows.reduce((sum, row) => sum + row.calls, 0);
  return { calls, lastUsedAtMs: times.length === 0 ? null : Math.max(...times) };
}

/** Any yes is a yes; a no wants every row to say it. */
export function merged(rows: readonly Pick<KeyGrant, 'isGranted'>[]): boolean | null {
  if (rows.some(({ isGranted }) => isGranted === true)) return true;
  return rows.length > 0 && rows.every(({ isGranted }) => isGranted === false) ? false : null;
}

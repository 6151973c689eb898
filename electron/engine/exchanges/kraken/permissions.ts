import { z } from 'zod';
import { type Result, ok } from '../../../../shared/contract/failure.ts';
import type { KeyFacts, KeyGrant } from '../../../../shared/model/key.ts';
import type { ExchangeDefinition } from '../definition.ts';
import { grantsOfName } from '../key-rules.ts';
import { readResult } from './errors.ts';
import { rules } from './key-rules.ts';
import { needed } from './needed-grants.ts';
import { ApiKeyInfo } from './schemas.ts';

/** Every code GetApiKeyInfo is known to name. */
export const permissionCodes: readonly string[] = Object.keys(rules.grantsOf);

const Members = z.record(z.string(), z.unknown());

/** Reads GetApiKeyInfo, in the reference's camel case or in the snake case that clients recorded. */
function read(body: unknown): Result<KeyFacts> {
  const members = readResult(body, Members);
  if (!members.ok) return members;
  const info = readResult({ error: [], result: snakeCase(members.value) }, ApiKeyInfo);
  return info.ok ? ok(factsOf(info.value)) : info;
}

function snakeCase(members: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    Object.entries(members).map(([name, value]) => [
      name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`),
      value,
    ]),
  );
}

function factsOf(info: ApiKeyInfo): KeyFacts {
  return {
    grants: grantsOf(info.permissions),
    ipRestriction: restrictionOf(info.ip_allowlist),
    label: info.api_key_name,
    createdAtMs: timeOf(info.created_time),
    modifiedAtMs: timeOf(info.modified_time),
    lastUsedAtMs: timeOf(info.last_used),
    expiresAtMs: timeOf(info.valid_until),
    accountRef: info.iban,
    extra: extraOf(info),
  };
}

function grantsOf(permissions: readonly string[]): KeyGrant[] {
  const known = permissionCodes.flatMap((name) => {
    const isGranted = permissions.includes(name);
    return grantsOfName(rules, name).map((grant) => ({ grant, name, isGranted }));
  });
  const unknown = permissions.filter((name) => !permissionCodes.includes(name));
  return [...known, ...unknown.map((name) => ({ grant: 'unknown' as const, name, isGranted: true }))];
}

// No restriction reads [] in the reference and [""] in a recording.
function restrictionOf(allowlist: readonly string[] | null | undefined): KeyFacts['ipRestriction'] {
  if (allowlist === null || allowlist === undefined) return { kind: 'unknown' };
  const addresses = allowlist.filter((address) => address.trim() !== '');
  return addresses.length === 0 ? { kind: 'none' } : { kind: 'list', addresses };
}

/** Unix seconds as text to epoch ms; `0` means never. */
function timeOf(seconds: string | null | undefined): number | null {
  if (seconds === null || seconds === undefined || !/^\d{1,12}(\.\d+)?$/.test(seconds)) return null;
  const value = Number(seconds);
  return value === 0 ? null : Math.round(value * 1_000);
}

// By the reference's own names; the public key stays out, since tables keep only its last characters.
function extraOf(info: ApiKeyInfo): Record<string, string> {
  const values = {
    nonce: info.nonce,
    nonceWindow: info.nonce_window,
    queryFrom: info.query_from,
    queryTo: info.query_to,
  };
  const given = Object.entries(values).filter((entry): entry is [string, string] => typeof entry[1] === 'string');
  return Object.fromEntries(given);
}

// "Query start date" and "query end date" of a key (GetApiKeyInfo, 2026-05): unix seconds, `0` for none.
function blindSpot({ extra }: KeyFacts, fromMs: number, toMs: number): string | null {
  const [queryFromMs, queryToMs] = [timeOf(extra['queryFrom']), timeOf(extra['queryTo'])];
  const isWhole = (queryFromMs === null || queryFromMs <= fromMs) && (queryToMs === null || queryToMs >= toMs);
  return isWhole ? null : 'the key may query a part of the time alone';
}

export const permissions: ExchangeDefinition['permissions'] = {
  request: (environment) =>
    environment === 'testnet'
      ? null
      : { method: 'POST', path: '/0/private/GetApiKeyInfo', query: '', body: { type: 'form', text: '' } },
  read,
  identity: null,
  standing: null,
  needed,
  rules,
  blindSpot,
};

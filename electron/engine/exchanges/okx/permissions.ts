import type { z } from 'zod';
import type { Grant, KeyFacts, KeyGrant } from '../../../../shared/model/key.ts';
import { type Result, ok } from '../../../../shared/contract/failure.ts';
import { type ExchangeRequest, get } from '../../http.ts';
import { rules } from './key-rules.ts';
import { needed } from './needed-grants.ts';
import { ConfigRow, badReply, given, rowsOf } from './schemas.ts';

/** One call says all about the calling key; no endpoint lists a master account's other keys (2026-08). */
export function request(): ExchangeRequest {
  return get('/api/v5/account/config');
}

/** Reads account/config. OKX tells neither when a key was made nor when it expires, so those times are null. */
export function read(body: unknown): Result<KeyFacts> {
  const rows = rowsOf(ConfigRow, body);
  if (!rows.ok) return rows;
  const config = rows.value[0];
  if (config === undefined) return badReply('account/config without a row');
  return ok({
    grants: [...grantsOf(config)],
    ipRestriction: restrictionOf(config.ip),
    label: given(config.label),
    createdAtMs: null,
    modifiedAtMs: null,
    lastUsedAtMs: null,
    expiresAtMs: null,
    accountRef: given(config.uid),
    extra: extraOf(config),
  });
}

// The documentation writes `read` for `read_only` in one sample ("Reset the API key of a sub-account", 2026-08).
const READ = ['read_only', 'read'];
const KNOWN: readonly string[] = [...READ, 'trade', 'withdraw'];

// One right, many grants (key-rules.ts): what Trade reaches depends on the account's mode.
function grantsOf(config: ConfigRow): readonly KeyGrant[] {
  const perms = listOf(config.perm);
  const trades = perms.includes('trade');
  const { acctLv, opAuth } = config;
  const hasMargin = acctLv === undefined ? null : acctLv !== '1';
  const hasOptions = opAuth === undefined ? null : opAuth === '1';
  return [
    grant(
      'read',
      'read_only',
      perms.some((perm) => READ.includes(perm)),
    ),
    grant('trade-spot', 'trade', trades),
    grant('trade-margin', 'trade', trades && hasMargin),
    grant('trade-futures', 'trade', trades && hasMargin),
    grant('trade-options', 'trade', trades && hasOptions),
    grant('transfer', 'trade', trades),
    grant('sub-account', 'trade', trades),
    grant('withdraw', 'withdraw', perms.includes('withdraw')),
    ...perms.filter((perm) => !KNOWN.includes(perm)).map((perm) => grant('unknown', perm, true)),
  ];
}

function grant(kind: Grant, name: string, isGranted: boolean | null): KeyGrant {
  return { grant: kind, name, isGranted };
}

function restrictionOf(ip: string | undefined): KeyFacts['ipRestriction'] {
  if (ip === undefined) return { kind: 'unknown' };
  const addresses = listOf(ip);
  return addresses.length === 0 ? { kind: 'none' } : { kind: 'list', addresses: [...addresses] };
}

function listOf(text: string): readonly string[] {
  const items = text.split(',').map((item) => item.trim());
  return [...new Set(items.filter((item) => item !== ''))];
}

const SAID_ELSEWHERE: readonly string[] = ['perm', 'ip', 'label', 'uid'];

function extraOf(config: z.infer<typeof ConfigRow>): Record<string, string> {
  const rest = Object.entries(config).filter(([name]) => !SAID_ELSEWHERE.includes(name));
  return Object.fromEntries(rest.map(([name, value]) => [name, typeof value === 'string' ? value : shown(value)]));
}

function shown(value: unknown): string {
  return Array.isArray(value) ? value.map(String).join(',') : JSON.stringify(value);
}

/** A key that may read may read everything. */
const blindSpot = (): null => null;

export const permissions = { request, read, identity: null, standing: null, needed, rules, blindSpot };

import { z } from 'zod';
import type { Environment } from '../../../../shared/model/account.ts';
import type { KeyFacts, KeyGrant } from '../../../../shared/model/key.ts';
import { fail, ok, type Result } from '../../../../shared/contract/failure.ts';
import { type ExchangeRequest, get } from '../../http.ts';
import { rules } from './key-rules.ts';
import { balances } from './orders.ts';
import { KeyRestrictions } from './schemas.ts';

export { rules } from './key-rules.ts';
export { needed } from './needed-grants.ts';
export { standing } from './standing.ts';

/** `apiRestrictions` does not say whose key it is; the account's own reply does (rest-api.md "Account information", 2026-07). */
export const identity = {
  request: (): ExchangeRequest => balances(),
  read(body: unknown): string | null {
    const parsed = Identified.safeParse(body);
    return parsed.success ? String(parsed.data.uid) : null;
  },
};

const Identified = z.object({ uid: z.union([z.number().int().positive(), z.string().regex(/^\d{1,20}$/)]) });

const TIMES: readonly string[] = ['createTime', 'tradingAuthorityExpirationTime'];

/** `apiRestrictions` describes the key that signs it; the test environments have no /sapi (testnet/general-info.md, 2026-07). */
export function request(environment: Environment): ExchangeRequest | null {
  return environment === 'testnet' ? null : get('/sapi/v1/account/apiRestrictions');
}

/**
 * Every known right, with `isGranted` null where the reply does not name it or gives no boolean, then every other
 * boolean under its own name. `expiresAtMs` is when the right to trade lapses.
 */
export function read(body: unknown): Result<KeyFacts> {
  const parsed = KeyRestrictions.safeParse(body);
  if (!parsed.success) return fail({ kind: 'bad-reply', status: null, detail: 'apiRestrictions is no object' });
  const facts = parsed.data;
  return ok({
    grants: [...knownGrants(facts), ...unknownGrants(facts)],
    ipRestriction: ipRestriction(facts['ipRestrict']),
    label: null,
    createdAtMs: epochMs(facts['createTime']),
    modifiedAtMs: null,
    lastUsedAtMs: null,
    expiresAtMs: epochMs(facts['tradingAuthorityExpirationTime']),
    accountRef: null,
    extra: otherFacts(facts),
  });
}

function knownGrants(facts: KeyRestrictions): readonly KeyGrant[] {
  return Object.entries(rules.grantsOf).flatMap(([name, grants]) => {
    const value = facts[name];
    const isGranted = typeof value === 'boolean' ? value : null;
    return grants.map((grant) => ({ grant, name, isGranted }));
  });
}

function unknownGrants(facts: KeyRestrictions): readonly KeyGrant[] {
  return unknownEntries(facts).flatMap(([name, value]) =>
    typeof value === 'boolean' ? [{ grant: 'unknown', name, isGranted: value }] : [],
  );
}

function otherFacts(facts: KeyRestrictions): Record<string, string> {
  const others = unknownEntries(facts).filter(([, value]) => typeof value === 'string' || typeof value === 'number');
  return Object.fromEntries(others.map(([name, value]) => [name, String(value)]));
}

function unknownEntries(facts: KeyRestrictions): readonly (readonly [string, unknown])[] {
  return Object.entries(facts).filter(
    ([name]) => !Object.hasOwn(rules.grantsOf, name) && !TIMES.includes(name) && name !== 'ipRestrict',
  );
}

// The addresses themselves are never returned.
function ipRestriction(value: unknown): KeyFacts['ipRestriction'] {
  if (typeof value !== 'boolean') return { kind: 'unknown' };
  return value ? { kind: 'list', addresses: null } : { kind: 'none' };
}

function epochMs(value: unknown): number | null {
  return typeof value === 'number' && Number.isSafeInteger(value) && value > 0 ? value : null;
}

/** A key that may read may read everything. */
export function blindSpot(): null {
  return null;
}

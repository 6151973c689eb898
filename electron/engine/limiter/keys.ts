import { realmName } from '../../../shared/model/account.ts';
import type { Bucket, Scope } from '../../../shared/model/bucket.ts';
import type { Holder, Realm } from './types.ts';

/** The order in which scopes appear in a key, whatever the order in the bucket. */
const SCOPE_ORDER: readonly Scope[] = ['ip', 'account', 'key', 'instrument', 'endpoint', 'connection'];

/** `binance/live`. Asked for in every decision, so each is put together once. */
export function realmKey(realm: Realm): string {
  const known = realmKeys.get(realm);
  if (known !== undefined) return known;
  const key = realmName(realm);
  realmKeys.set(realm, key);
  return key;
}

const realmKeys = new WeakMap<Realm, string>();

/** Unique for one counter: `binance/live|orders-10s|account=1234`. Holders that share a counter get the same key. */
export function bucketKey(
  realm: Realm,
  bucket: Pick<Bucket, 'id' | 'scope'>,
  part: string | null,
  holder: Holder,
): string {
  let key = `${realmKey(realm)}|${bucket.id}`;
  for (const scope of SCOPE_ORDER) {
    if (bucket.scope.includes(scope)) key += `|${scope}=${escapeValue(scopeValue(scope, part, holder))}`;
  }
  return key;
}

const PART_SCOPES: readonly Scope[] = ['instrument', 'endpoint', 'connection'];

/** True for buckets that are counted apart for each instrument, endpoint or connection. */
export function hasParts(bucket: Pick<Bucket, 'scope'>): boolean {
  return bucket.scope.some((scope) => PART_SCOPES.includes(scope));
}

/** What the keys of all parts of one holder's bucket begin with, and no other key: parts come last in a key. */
export function partsPrefix(realm: Realm, bucket: Pick<Bucket, 'id' | 'scope'>, holder: Holder): string {
  const scope = bucket.scope.filter((one) => !PART_SCOPES.includes(one));
  return `${bucketKey(realm, { id: bucket.id, scope }, null, holder)}|`;
}

/** The gate keys a holder falls under: its address, its account, its key. */
export function scopeKeys(
  realm: Realm,
  holder: Holder,
): { readonly ip: string; readonly account: string; readonly key: string } {
  const prefix = realmKey(realm);
  return {
    ip: `${prefix}|ip=${escapeValue(holder.egress)}`,
    account: `${prefix}|account=${escapeValue(holder.accountRef)}`,
    key: `${prefix}|key=${escapeValue(holder.key)}`,
  };
}

function scopeValue(scope: Scope, part: string | null, holder: Holder): string {
  switch (scope) {
    case 'ip':
      return holder.egress;
    case 'account':
      return holder.accountRef;
    case 'key':
      return holder.key;
    case 'instrument':
    case 'endpoint':
    case 'connection':
      return part ?? '';
  }
}

// Two different holders must never meet in one key, so the separator cannot come from a value.
function escapeValue(value: string): string {
  if (!value.includes('|') && !value.includes('%')) return value;
  return value.replaceAll('%', '%25').replaceAll('|', '%7C');
}

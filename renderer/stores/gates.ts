import { type Account, realmName } from '../../shared/model/account.ts';
import type { BucketView, Gate } from '../../shared/model/bucket.ts';

/**
 * The gates one account stands behind. A gate's key names a scope (`exchange/environment|ip=…`, `…|account=…`); an account
 * falls under it when its egress is that address or one of its buckets is counted by that scope. A gate that fits no account
 * is shown at every account of its exchange: better one banner too many than a closed gate unseen.
 */
export function gatesOf(
  account: Account,
  gates: readonly Gate[],
  accounts: readonly Account[],
  views: readonly BucketView[],
): readonly Gate[] {
  return gates.filter((gate) => {
    if (!isSameRealm(account, gate)) return false;
    if (isUnder(account, gate, views)) return true;
    return !accounts.some((other) => isSameRealm(other, gate) && isUnder(other, gate, views));
  });
}

function isSameRealm(account: Account, gate: Gate): boolean {
  return account.exchange === gate.exchange && account.environment === gate.environment;
}

function isUnder(account: Account, gate: Gate, views: readonly BucketView[]): boolean {
  const [realm, ...scopes] = gate.key.split('|');
  if (realm !== realmName(account)) return false;
  if (scopes.length === 0) return true;
  if (scopes.includes(`ip=${account.egress}`)) return true;
  return views.some((view) => view.accounts.includes(account.id) && isCountedBy(view.key, scopes));
}

function isCountedBy(bucketKey: string, scopes: readonly string[]): boolean {
  const parts = bucketKey.split('|');
  return scopes.every((scope) => parts.includes(scope));
}

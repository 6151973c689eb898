import type { Account } from '../../../../shared/model/account.ts';
import type { KeyFacts, KeyGrant } from '../../../../shared/model/key.ts';
import { type Failure, type Result, ok } from '../../../../shared/contract/failure.ts';
import type { Answer, Client } from '../../client/client.ts';
import { exchange } from '../../exchanges/registry.ts';
import type { LentCredential } from '../vault.ts';

const WITHIN_MS = 20_000;

/** What a key may do when no call tells it: the signature was taken, and that is all. */
const UNTOLD: KeyFacts = {
  grants: [],
  ipRestriction: { kind: 'unknown' },
  label: null,
  createdAtMs: null,
  modifiedAtMs: null,
  lastUsedAtMs: null,
  expiresAtMs: null,
  accountRef: null,
  extra: {},
};

/**
 * Asks the exchange what a key may do, signed by that very key. Where an environment has no such call (Binance's
 * testnet), a look at the balances proves that key, signature, clock and address are taken; nothing is then known of
 * its rights.
 */
export async function askKey(
  client: Client,
  account: Account,
  lent: LentCredential,
  { isFirstUse = false }: { readonly isFirstUse?: boolean } = {},
): Promise<Result<KeyFacts>> {
  const { permissions, orders } = exchange(account.exchange);
  const asked = permissions.request(account.environment);
  const answer = await client.send({
    account,
    lent,
    isFirstUse,
    request: asked ?? orders.balances(),
    caller: 'app',
    lane: 'account',
    withinMs: WITHIN_MS,
  });
  if (!answer.ok) return answer;
  const facts = asked === null ? ok(UNTOLD) : permissions.read(answer.value.reply.json);
  if (!facts.ok) return facts;
  const ref =
    facts.value.accountRef === null
      ? await identityOf(client, account, lent, asked === null ? answer.value : null)
      : ok(facts.value.accountRef);
  // Whose key it is must be known before it is kept; later it may be told another time.
  if (!ref.ok && isFirstUse) return ref;
  const told = { ...facts.value, accountRef: ref.ok ? ref.value : null };
  const nonce = nonceOf(told);
  if (nonce !== null) client.peers.raiseNonce(account, lent, nonce);
  return ok(told);
}

/**
 * Whose key it is, where the exchange tells it in another call: null where it does not, the failure where it might have.
 * A key that may not read its account stays without.
 */
async function identityOf(
  client: Client,
  account: Account,
  lent: LentCredential,
  known: Answer | null,
): Promise<Result<string | null>> {
  const { identity } = exchange(account.exchange).permissions;
  if (identity === null) return ok(null);
  const call = { account, lent, caller: 'app', lane: 'account', withinMs: WITHIN_MS } as const;
  const answer = known === null ? await client.send({ ...call, request: identity.request() }) : ok(known);
  if (answer.ok) return ok(identity.read(answer.value.reply.json));
  return MAY_HAVE_TOLD.has(answer.failure.kind) ? answer : ok(null);
}

/** Of these nothing follows for the key: asked again, the exchange might tell. */
const MAY_HAVE_TOLD: ReadonlySet<Failure['kind']> = new Set([
  'held',
  'aborted',
  'unreachable',
  'timeout',
  'rate-limited',
  'banned',
  'firewall',
  'busy',
  'maintenance',
  'clock-skew',
]);

/** Where the exchange's count of the key's nonces stands; one beyond the form of any nonce is not believed. */
function nonceOf({ extra }: KeyFacts): bigint | null {
  const text = extra['nonce'];
  return text !== undefined && /^\d{1,19}$/.test(text) ? BigInt(text) : null;
}

/**
 * Names of the rights with which this key could move funds out, those of the future included whose name says so. One the
 * exchange did not tell of, and an unknown one, is rather asked about once too often.
 */
export function withdrawRights(facts: KeyFacts): readonly string[] {
  const rights = facts.grants.filter((right) => right.isGranted !== false && canWithdraw(right));
  return [...new Set(rights.map(({ name }) => name))];
}

function canWithdraw({ grant, name }: KeyGrant): boolean {
  return grant === 'withdraw' || (grant === 'unknown' && /withdraw/i.test(name));
}

import type { Account } from '../../../../shared/model/account.ts';
import type { AccountStanding } from '../../../../shared/model/vault.ts';
import type { Client } from '../../client/client.ts';
import { exchange } from '../../exchanges/registry.ts';
import type { LentCredential } from '../vault.ts';

const WITHIN_MS = 20_000;

/** What the exchange holds against an account; null where it tells of nothing, or could not be asked. */
export async function askStanding(
  client: Client,
  account: Account,
  lent: LentCredential,
): Promise<AccountStanding | null> {
  const { standing } = exchange(account.exchange).permissions;
  const requests = standing?.requests(account.environment) ?? [];
  const bodies: unknown[] = [];
  for (const request of requests) {
    const call = { account, lent, request, caller: 'app', lane: 'account', withinMs: WITHIN_MS } as const;
    const answer = await client.send(call);
    bodies.push(answer.ok ? answer.value.reply.json : null);
  }
  return standing === null || bodies.length === 0 ? null : standing.read(bodies);
}

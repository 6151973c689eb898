import type { Account } from '../../../shared/model/account.ts';
import { type Result, fail, ok } from '../../../shared/contract/failure.ts';
import type { Client } from '../client/client.ts';
import type { Resting } from '../exchanges/definition.ts';
import { exchange } from '../exchanges/registry.ts';
import type { ExchangeRequest } from '../http.ts';

const WITHIN_MS = 15_000;
/** OKX holds 4,000 open orders of an account at most, in pages of 100 ("General Info", 2026-08). */
const MOST_PAGES = 50;

/**
 * Every order that rests, page after page. It waits behind gates as any read does: a list is dear, and what is asked
 * for while an exchange wants quiet prolongs the quiet.
 */
export async function listResting(
  client: Client,
  account: Account,
  symbol: string | null,
): Promise<Result<readonly Resting[]>> {
  const { sweep } = exchange(account.exchange);
  const resting: Resting[] = [];
  let request: ExchangeRequest | null = sweep.list(symbol);
  for (let page = 0; request !== null; page += 1) {
    if (page >= MOST_PAGES)
      return fail({ kind: 'bad-reply', status: null, detail: 'the list of open orders never ends' });
    const answer = await client.send({ account, request, caller: 'ticket', lane: 'account', withinMs: WITHIN_MS });
    if (!answer.ok) return answer;
    const read = sweep.read(answer.value.reply.json, symbol);
    if (!read.ok) return read;
    resting.push(...read.value.resting);
    request = read.value.next;
  }
  return ok(resting);
}

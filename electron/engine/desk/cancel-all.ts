import type { Account } from '../../../shared/model/account.ts';
import { type Result, fail, ok } from '../../../shared/contract/failure.ts';
import type { OrderUpdate } from '../../../shared/model/order.ts';
import type { Client } from '../client/client.ts';
import { exchange } from '../exchanges/registry.ts';
import type { ExchangeRequest } from '../http.ts';

const WITHIN_MS = 15_000;
/** Cancels under way at once where an exchange takes them one by one. */
const AT_ONCE = 8;
const MOST_PAGES = 50;

/** How many orders were asked to be cancelled; null where one call took them all and gave no number. */
export type CancelledAll = Result<{ readonly asked: number | null }>;

/**
 * Cancels everything of an account, or all of one symbol. First what the exchange offers in one call; then what it
 * still lists as open, one by one. Ok when every order of the last list had its cancel taken.
 */
export async function cancelAll(client: Client, account: Account, symbol: string | null): Promise<CancelledAll> {
  const whole = exchange(account.exchange).orders.cancelAll(symbol);
  if (whole !== null) {
    const answer = await cancel(client, account, whole);
    // Nothing to cancel is what was wanted.
    if (answer.ok || answer.failure.kind === 'unknown-order') return ok({ asked: null });
  }
  return await cancelListed(client, account, symbol);
}

// A list may be the first page of a longer one, so it is asked for again until it holds nothing that was not asked
// before: an order whose cancel was taken may still be listed for a moment.
async function cancelListed(client: Client, account: Account, symbol: string | null): Promise<CancelledAll> {
  const asked = new Set<string>();
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const open = await openOrders(client, account, symbol);
    if (!open.ok) return open;
    const fresh = open.value.filter((update) => !asked.has(nameOf(update)));
    if (fresh.length === 0) return ok({ asked: asked.size });
    const failed = await cancelEach(client, account, fresh);
    if (failed !== null) return fail(failed);
    for (const update of fresh) asked.add(nameOf(update));
  }
  return fail({ kind: 'busy', code: null });
}

function nameOf({ symbol, exchangeOrderId, clientOrderId }: OrderUpdate): string {
  return `${symbol} ${exchangeOrderId ?? clientOrderId}`;
}

async function openOrders(
  client: Client,
  account: Account,
  symbol: string | null,
): Promise<Result<readonly OrderUpdate[]>> {
  const { orders } = exchange(account.exchange);
  const request = orders.open(symbol);
  // Asked for in the cancels' own lane: without the list nothing can be cancelled.
  const answer = await client.send({ account, request, caller: 'ticket', lane: 'cancel', withinMs: WITHIN_MS });
  if (!answer.ok) return answer;
  const updates = orders.readOrders(answer.value.reply.json, { endpoint: `${request.method} ${request.path}` });
  if (!updates.ok || symbol === null) return updates;
  return ok(updates.value.filter((update) => update.symbol === symbol));
}

async function cancelEach(client: Client, account: Account, open: readonly OrderUpdate[]) {
  const left = [...open];
  const failures = await Promise.all(
    Array.from({ length: Math.min(AT_ONCE, left.length) }, async () => {
      let failure = null;
      for (let update = left.shift(); update !== undefined; update = left.shift()) {
        const answer = await cancelOne(client, account, update);
        if (!answer.ok && answer.failure.kind !== 'unknown-order') failure = answer.failure;
      }
      return failure;
    }),
  );
  return failures.find((failure) => failure !== null) ?? null;
}

async function cancelOne(client: Client, account: Account, update: OrderUpdate): Promise<Result<unknown>> {
  if (update.symbol === null || (update.clientOrderId === null && update.exchangeOrderId === null)) {
    return fail({ kind: 'bad-reply', status: null, detail: 'an open order without a name' });
  }
  return await cancel(client, account, exchange(account.exchange).orders.cancelBy(update.symbol, update));
}

function cancel(client: Client, account: Account, request: ExchangeRequest): Promise<Result<unknown>> {
  return client.send({ account, request, caller: 'ticket', lane: 'cancel', withinMs: WITHIN_MS });
}

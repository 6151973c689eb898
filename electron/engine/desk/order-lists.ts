import { type Result, ok } from '../../../shared/contract/failure.ts';
import type { OrderUpdate } from '../../../shared/model/order.ts';
import type { Client, ClientCall } from '../client/client.ts';
import { exchange } from '../exchanges/registry.ts';
import type { ExchangeRequest } from '../http.ts';

/** More pages than an account may have orders (OKX: 4,000 open in pages of 100; "General Info", 2026-08). */
const MOST_PAGES = 50;

export interface OrderList {
  readonly updates: readonly OrderUpdate[];
  /** False: there is more than was read, so that what is missing here may be there. */
  readonly isWhole: boolean;
}

/** Reads a list of orders to its last page. Fails as a whole when one page cannot be had. */
export async function readOrderList(
  client: Client,
  call: Omit<ClientCall, 'request'>,
  first: ExchangeRequest,
): Promise<Result<OrderList>> {
  const { orders } = exchange(call.account.exchange);
  const endpoint = `${first.method} ${first.path}`;
  const updates: OrderUpdate[] = [];
  let request: ExchangeRequest | null = first;
  for (let page = 0; page < MOST_PAGES && request !== null; page += 1) {
    const answer = await client.send({ ...call, request });
    if (!answer.ok) return answer;
    const { json } = answer.value.reply;
    const read = orders.readOrders(json, { endpoint });
    if (!read.ok) return read;
    updates.push(...read.value);
    request = orders.nextPage(request, json);
  }
  const named = client.peers.parts.named(call.account.exchange, updates);
  return ok({ updates: named, isWhole: request === null });
}

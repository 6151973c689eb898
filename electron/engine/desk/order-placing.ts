import type { Account } from '../../../shared/model/account.ts';
import type { Failure } from '../../../shared/contract/failure.ts';
import type { OrderUpdate } from '../../../shared/model/order.ts';
import type { Answer, Client } from '../client/client.ts';
import { exchange } from '../exchanges/registry.ts';
import type { ExchangeRequest } from '../http.ts';

/** How long an order may wait for headroom before it is given up unsent, ms. */
export const ORDER_WITHIN_MS = 3_000;

/** What became of the one attempt. `never-sent`: not one byte left, for certain. */
export type Placed =
  | { readonly kind: 'acknowledged'; readonly update: OrderUpdate; readonly answer: Answer }
  | { readonly kind: 'refused'; readonly failure: Failure }
  | { readonly kind: 'never-sent'; readonly failure: Failure }
  | { readonly kind: 'unknown'; readonly failure: Failure; readonly answer: Answer | null };

export interface Placing {
  readonly account: Account;
  readonly request: ExchangeRequest;
  readonly clientOrderId: string;
  /** Asked right before the first byte; a failure keeps the order here. */
  readonly beforeSend: () => Failure | null;
  /** Asked again when a socket is there and not one byte has left. */
  readonly mayStart: () => Failure | null;
}

/** Sends an order, once. Whatever is not proof of the contrary means that it may be there. */
export async function placeOnce(client: Client, placing: Placing): Promise<Placed> {
  const { account, request, clientOrderId } = placing;
  let hasLeft = false;
  const result = await client.send({
    account,
    request,
    caller: 'ticket',
    lane: 'order',
    withinMs: ORDER_WITHIN_MS,
    beforeSend() {
      const failure = placing.beforeSend();
      hasLeft = failure === null;
      return failure;
    },
    mayStart() {
      const failure = placing.mayStart();
      if (failure !== null) hasLeft = false;
      return failure;
    },
  });
  if (!result.ok) return ofFailure(result.failure, hasLeft);
  return ofAnswer(account, request, clientOrderId, result.value);
}

// What an exchange says when it takes no order. Not among them: `duplicate-order`, since the id is taken, perhaps by this
// very order; and everything that is no word of the exchange's own.
const REFUSALS: ReadonlySet<Failure['kind']> = new Set([
  'rate-limited',
  'banned',
  'firewall',
  'busy',
  'maintenance',
  'restricted-location',
  'clock-skew',
  'invalid-nonce',
  'invalid-key',
  'missing-permission',
  'account-blocked',
  'insufficient-funds',
  'market-closed',
  'too-many-open-orders',
  'filter',
  'rejected',
]);

// The client says `outcome-unknown` for everything that may have arrived, and `unreachable` where not one byte left.
function ofFailure(failure: Failure, hasLeft: boolean): Placed {
  // Held: a gate closed at its first byte, and it was not let out again in time.
  if (!hasLeft || failure.kind === 'unreachable' || failure.kind === 'held') return { kind: 'never-sent', failure };
  return REFUSALS.has(failure.kind) ? { kind: 'refused', failure } : { kind: 'unknown', failure, answer: null };
}

// An answer about another order, or about none, says nothing of ours.
function ofAnswer(account: Account, request: ExchangeRequest, clientOrderId: string, answer: Answer): Placed {
  const endpoint = `${request.method} ${request.path}`;
  const updates = exchange(account.exchange).orders.readOrders(answer.reply.json, { endpoint });
  const own = updates.ok ? ownUpdate(updates.value, clientOrderId) : undefined;
  if (own !== undefined) return { kind: 'acknowledged', update: own, answer };
  const failure: Failure = updates.ok
    ? { kind: 'outcome-unknown', detail: 'the answer is about another order' }
    : updates.failure;
  return { kind: 'unknown', failure, answer };
}

// Where an answer names no client id (Kraken's AddOrder, 2026-05), it cannot be told from a swapped one: that it was
// taken counts, its id does not, until a message with our own id brings one.
function ownUpdate(updates: readonly OrderUpdate[], clientOrderId: string): OrderUpdate | undefined {
  const [only, ...more] = updates;
  if (only !== undefined && more.length === 0 && only.clientOrderId === null) return { ...only, exchangeOrderId: null };
  return updates.find((update) => update.clientOrderId === clientOrderId);
}

import type { ExchangeId } from '../../../shared/model/account.ts';
import { chargesByAge } from '../exchanges/charges.ts';
import { exchanges } from '../exchanges/registry.ts';
import { paramsOf } from '../exchanges/params.ts';
import type { ExchangeRequest } from '../http.ts';
import type { Attempt, AttemptResult } from './attempt.ts';
import type { OrderAges } from './order-book-keeping.ts';

// Names under which the three exchanges' calls carry the order they make or touch; `id` is an entry of a plain list.
const ORDER_ID_PARAMS = [
  'cl_ord_id',
  'txid',
  'order_id',
  'clOrdId',
  'ordId',
  'newClientOrderId',
  'origClientOrderId',
  'orderId',
  'id',
] as const;

const agedExchanges: ReadonlySet<ExchangeId> = new Set(
  Object.values(exchanges)
    .filter(({ limits }) => chargesByAge(limits))
    .map(({ id }) => id),
);

/** Every order a request names, once each. */
export function orderIdsOf(request: ExchangeRequest): readonly string[] {
  const { values, batch } = paramsOf(request);
  return [...new Set([values, ...batch].flatMap(idsIn))];
}

function idsIn(params: ReadonlyMap<string, string>): readonly string[] {
  return ORDER_ID_PARAMS.flatMap((name) => params.get(name) ?? []);
}

/**
 * Remembers the orders a call made or amended, where cancelling is priced by age. Unless it surely was not done it
 * counts as done: an order taken for younger than it is costs too much, never too little.
 */
export function noteOrders(
  ages: OrderAges,
  attempt: Omit<Attempt, 'number' | 'deadlineMs'>,
  result: AttemptResult,
  nowMs: number,
): void {
  const { call, definition, priced } = attempt;
  if (priced.endpoint.effect !== 'order' || !agedExchanges.has(definition.id) || !mayBeDone(result)) return;
  const named = orderIdsOf(call.request);
  const made = result.kind === 'answered' && result.verdict === null ? idsInReply(attempt, result.reply.json) : [];
  const ids = [...new Set([...named, ...made])];
  const instrument = priced.charges.find(({ bucket }) => bucket.scope.includes('instrument'))?.part ?? '';
  if (ids.length > 0) ages.note(call.account.id, ids, instrument, nowMs);
}

function mayBeDone(result: AttemptResult): boolean {
  if (result.kind === 'held') return false;
  if (result.kind === 'lost') return result.mayHaveArrived;
  return result.verdict === null || result.verdict.execution === 'unknown';
}

function idsInReply({ definition, priced }: Pick<Attempt, 'definition' | 'priced'>, body: unknown): readonly string[] {
  const orders = definition.orders.readOrders(body, { endpoint: priced.name });
  if (!orders.ok) return [];
  return orders.value.flatMap(({ clientOrderId, exchangeOrderId }) =>
    [clientOrderId ?? [], exchangeOrderId ?? []].flat(),
  );
}

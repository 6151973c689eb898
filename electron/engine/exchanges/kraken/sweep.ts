import { z } from 'zod';
import { type Result, ok } from '../../../../shared/contract/failure.ts';
import type { ExchangeRequest } from '../../http.ts';
import type { Resting, Sweep, SweepPage } from '../definition.ts';
import { readResult } from './errors.ts';
import { cancelBy } from './order-changes.ts';

// REST reference "Get Open Orders" and "Cancel Order", 2026-05: the list comes whole, and has no filter by pair.

const Row = z.object({
  opentm: z.coerce.number().positive().nullish(),
  descr: z.object({ pair: z.string() }),
});
// An empty one comes as `[]` at times.
const Rows = z.object({ open: z.union([z.record(z.string(), Row), z.tuple([]).transform(() => ({}))]) });

function read(body: unknown): Result<SweepPage> {
  const listed = readResult(body, Rows);
  if (!listed.ok) return listed;
  const resting = Object.entries(listed.value.open).map(([txid, { opentm, descr }]): Resting => {
    const placedAtMs = typeof opentm === 'number' ? Math.round(opentm * 1_000) : null;
    return { symbol: descr.pair, exchangeOrderId: txid, clientOrderId: null, placedAtMs };
  });
  return ok({ resting, next: null });
}

function cancel([order]: readonly [Resting, ...Resting[]]): ExchangeRequest {
  return cancelBy(order.symbol, order);
}

export const sweep: Sweep = {
  list: () => ({ method: 'POST', path: '/0/private/OpenOrders', query: '', body: { type: 'form', text: '' } }),
  read,
  most: 1,
  cancel,
};

import { z } from 'zod';
import { type Result, fail, ok } from '../../../../shared/contract/failure.ts';
import { type ExchangeRequest, get } from '../../http.ts';
import { idText } from '../../json.ts';
import type { Resting, Sweep, SweepPage } from '../definition.ts';
import { cancelBy } from './order-changes.ts';

// rest-api.md "Current open orders" and "Cancel order", 2026-07: the list comes whole, and orders are cancelled one by one.

const Row = z.object({ symbol: z.string(), orderId: idText, time: z.number().nullish() });

function read(body: unknown): Result<SweepPage> {
  const rows = z.array(Row).safeParse(body);
  if (!rows.success) return fail({ kind: 'bad-reply', status: null, detail: 'the open orders cannot be read' });
  const resting = rows.data.map(({ symbol, orderId, time }): Resting => {
    return { symbol, exchangeOrderId: orderId, clientOrderId: null, placedAtMs: time ?? null };
  });
  return ok({ resting, next: null });
}

function cancel([order]: readonly [Resting, ...Resting[]]): ExchangeRequest {
  return cancelBy(order.symbol, order);
}

export const sweep: Sweep = {
  list: (symbol) => get('/api/v3/openOrders', symbol === null ? {} : { symbol }),
  read,
  most: 1,
  cancel,
};

import type { z } from 'zod';
import type { ExchangeDefinition, ListedOrder } from '../definition.ts';
import { readResult } from './errors.ts';
import { displayName } from './instruments.ts';
import { OpenOrders, OrderMap, type RestOrder } from './schemas.ts';

const OPEN: ReadonlySet<RestOrder['status']> = new Set(['pending', 'open']);

/**
 * How old each open order of a list is: `opentm` is when it was made. An amend resets the age ("Spot Trading Limits",
 * 2026-05) and no list says when it was, only that there was one: recorded lists of 2026-01 have it in `misc`, the
 * reference as a member `amended`.
 */
export const readBirths: NonNullable<ExchangeDefinition['readBirths']> = (body, { endpoint }) => {
  if (endpoint.endsWith('/OpenOrders')) return listed(read(body, OpenOrders)?.open ?? {});
  return endpoint.endsWith('/QueryOrders') ? listed(read(body, OrderMap) ?? {}) : [];
};

function read<Schema extends z.ZodType>(body: unknown, schema: Schema): z.output<Schema> | null {
  const result = readResult(body, schema);
  return result.ok ? result.value : null;
}

function listed(orders: Readonly<Record<string, RestOrder>>): readonly ListedOrder[] {
  return Object.entries(orders)
    .filter(([, { status }]) => OPEN.has(status))
    .map(([txid, order]) => ({
      ids: order.cl_ord_id === null ? [txid] : [txid, order.cl_ord_id],
      instrument: displayName(order.descr.pair),
      madeAtMs: order.opentm,
      isAmended: isAmended(order),
    }));
}

function isAmended({ misc, amended }: RestOrder): boolean {
  return amended === true || misc.split(',').includes('amended');
}

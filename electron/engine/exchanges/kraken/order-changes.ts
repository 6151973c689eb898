import { z } from 'zod';
import { type Result, fail, ok } from '../../../../shared/contract/failure.ts';
import { encodeParams, type ExchangeRequest } from '../../http.ts';
import type { DeadMan } from '../definition.ts';
import type { AmendChange, AmendTarget, OrderIds } from '../order-question.ts';
import { readResult } from './errors.ts';
import { parseRfc3339 } from './rfc3339.ts';

// REST reference "Cancel Order", "Amend Order", "Cancel All Orders", "Cancel All Orders After X", 2026-05.

/** The engine's deadline is a wall time and so another one at every sending. */
export const volatileParams: readonly string[] = ['deadline'];

export function cancelBy(_symbol: string, ids: OrderIds): ExchangeRequest {
  return post('CancelOrder', ids.exchangeOrderId === null ? idParams(ids) : { txid: ids.exchangeOrderId });
}

export const isAmendDone = true;

/** Keeps ids and fills, and for a smaller quantity the place in the queue. */
export function amend(order: AmendTarget, { price, quantity }: AmendChange): ExchangeRequest | null {
  if (order.type === 'market' || (price === null && quantity === null)) return null;
  return post('AmendOrder', {
    ...idParams(order),
    ...(quantity === null ? {} : { order_qty: quantity }),
    ...(price === null ? {} : { limit_price: price }),
    ...(order.type === 'post-only' ? { post_only: 'true' } : {}),
  });
}

/** The whole account, whatever the pair. */
export function cancelAll(symbol: string | null): ExchangeRequest | null {
  return symbol === null ? post('CancelAll', {}) : null;
}

const CancelAfter = z.object({ currentTime: z.string(), triggerTime: z.string() });

// A day at most by the reference; recommended is a minute, set again every 15 to 30 s ("Cancel All Orders After X", 2026-05).
export const deadMan: DeadMan = {
  minS: 15,
  maxS: 3_600,
  refreshS: 15,
  request: (timeoutS) => post('CancelAllOrdersAfter', { timeout: String(timeoutS) }),
  readFiresAt(body): Result<number | null> {
    const parsed = readResult(body, CancelAfter);
    if (!parsed.ok) return parsed;
    // `0` stands where the switch is off.
    if (parsed.value.triggerTime === '0') return ok(null);
    const atMs = parseRfc3339(parsed.value.triggerTime);
    return atMs === null
      ? fail({ kind: 'bad-reply', status: null, detail: 'CancelAllOrdersAfter without a time' })
      : ok(atMs);
  },
};

function idParams({ clientOrderId, exchangeOrderId }: OrderIds): Readonly<Record<string, string>> {
  if (exchangeOrderId !== null) return { txid: exchangeOrderId };
  if (clientOrderId === null) throw new Error('An order without any id');
  return { cl_ord_id: clientOrderId };
}

function post(method: string, params: Readonly<Record<string, string>>): ExchangeRequest {
  return {
    method: 'POST',
    path: `/0/private/${method}`,
    query: '',
    body: { type: 'form', text: encodeParams(params) },
  };
}

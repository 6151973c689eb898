import { z } from 'zod';
import { type Result, fail, ok } from '../../../../shared/contract/failure.ts';
import type { ExchangeRequest } from '../../http.ts';
import type { DeadMan } from '../definition.ts';
import type { AmendChange, AmendTarget, OrderIds } from '../order-question.ts';

// "Cancel order", "Amend order", "Order precheck" and "Cancel all after" of the API v5 docs, 2026-08.

export const volatileParams: readonly string[] = [];

export function cancelBy(symbol: string, ids: OrderIds): ExchangeRequest {
  return post('/api/v5/trade/cancel-order', { instId: symbol, ...idParams(ids) });
}

/** Accepted is not done: the order channel tells the result ("Amend order", 2026-08). */
export const isAmendDone = false;

/** An order that cannot be changed stays as it is (`cxlOnFail` false). */
export function amend(order: AmendTarget, { price, quantity }: AmendChange): ExchangeRequest | null {
  if (order.type === 'market' || (price === null && quantity === null)) return null;
  return post('/api/v5/trade/amend-order', {
    instId: order.symbol,
    ...idParams(order),
    cxlOnFail: false,
    ...(quantity === null ? {} : { newSz: quantity }),
    ...(price === null ? {} : { newPx: price }),
  });
}

/** OKX cancels spot orders by name alone, twenty at a time. */
export function cancelAll(): null {
  return null;
}

/** Judges orders of multi-currency and portfolio margin accounts only; the spot mode is left to our own preflight. */
export function dryRun(): null {
  return null;
}

const CancelAllAfter = z.object({ code: z.literal('0'), data: z.array(z.object({ triggerTime: z.string() })).min(1) });

export const deadMan: DeadMan = {
  minS: 10,
  maxS: 120,
  refreshS: 5,
  request: (timeoutS) => post('/api/v5/trade/cancel-all-after', { timeOut: String(timeoutS) }),
  readFiresAt(body): Result<number | null> {
    const parsed = CancelAllAfter.safeParse(body);
    if (!parsed.success) return fail({ kind: 'bad-reply', status: null, detail: 'cancel-all-after without a time' });
    const atMs = Number(parsed.data.data[0]?.triggerTime);
    return ok(Number.isSafeInteger(atMs) && atMs > 0 ? atMs : null);
  },
};

function idParams({ clientOrderId, exchangeOrderId }: OrderIds): Readonly<Record<string, string>> {
  if (exchangeOrderId !== null) return { ordId: exchangeOrderId };
  if (clientOrderId === null) throw new Error('An order without any id');
  return { clOrdId: clientOrderId };
}

function post(path: string, body: Readonly<Record<string, string | boolean>>): ExchangeRequest {
  return { method: 'POST', path, query: '', body: { type: 'json', text: JSON.stringify(body) } };
}

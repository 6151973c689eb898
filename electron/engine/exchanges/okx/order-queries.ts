import { type ExchangeRequest, get } from '../../http.ts';
import type { LookUpStep, OrderQuestion } from '../order-question.ts';
import { PagedRow, rowsOf } from './schemas.ts';

/** Room for a clock that was off when the order left. */
const LOOK_BACK_MS = 60_000;

const HOUR_MS = 3_600_000;
/** Fills are listed for 3 days, ended orders for 7; their archives go back 3 months (order history pages, 2026-08). */
const FILLS_KEPT_MS = 71 * HOUR_MS;
const HISTORY_KEPT_MS = 167 * HOUR_MS;

/** An order cancelled before it was filled whole is shown for 2 hours ("Get order history", 2026-08); less a margin. */
export const absenceProvesForMs = 110 * 60_000;

/**
 * By id first; then what is open, what ended and what was filled since. 51603 alone proves nothing while the order's
 * deadline runs. An order told of by an id is listed under one instrument type, which histories want to be named.
 */
export function lookUp(question: OrderQuestion): readonly LookUpStep[] {
  const { symbol, clientOrderId, exchangeOrderId, sentAtMs, nowMs } = question;
  const ids = exchangeOrderId === null ? { clOrdId: clientOrderId ?? '' } : { ordId: exchangeOrderId };
  const begin = String(Math.floor(sentAtMs) - LOOK_BACK_MS);
  const spot = { instType: 'SPOT', instId: symbol, begin };
  const ageMs = nowMs - sentAtMs;
  const fills = { ...spot, ...(exchangeOrderId === null ? {} : { ordId: exchangeOrderId }) };
  return [
    step('order', get('/api/v5/trade/order', { instId: symbol, ...ids })),
    step('order', get('/api/v5/trade/orders-pending', { instId: symbol })),
    step('order', get('/api/v5/trade/orders-history', spot)),
    ...(ageMs > HISTORY_KEPT_MS ? [step('order', get('/api/v5/trade/orders-history-archive', spot))] : []),
    step('fills', get('/api/v5/trade/fills', fills)),
    ...(ageMs > FILLS_KEPT_MS ? [step('fills', get('/api/v5/trade/fills-history', fills))] : []),
  ];
}

function step(tells: LookUpStep['tells'], request: ExchangeRequest): LookUpStep {
  return { tells, request };
}

/** Of every instrument type, as the orders channel tells of every one: what only one of both has would look ended. */
export function open(symbol: string | null): ExchangeRequest {
  return get('/api/v5/trade/orders-pending', symbol === null ? {} : { instId: symbol });
}

/** Rows of a page, and by what its list is turned ("Get order List", "Get transaction details", 2026-08). */
const PAGE_ROWS = 100;
const TURNED_BY: Readonly<Record<string, 'ordId' | 'billId'>> = {
  '/api/v5/trade/orders-pending': 'ordId',
  '/api/v5/trade/orders-history': 'ordId',
  '/api/v5/trade/orders-history-archive': 'ordId',
  '/api/v5/trade/fills': 'billId',
  '/api/v5/trade/fills-history': 'billId',
};

export function nextPage(request: ExchangeRequest, body: unknown): ExchangeRequest | null {
  const name = TURNED_BY[request.path];
  const rows = name === undefined ? null : rowsOf(PagedRow, body);
  if (name === undefined || rows === null || !rows.ok || rows.value.length < PAGE_ROWS) return null;
  const after = rows.value.at(-1)?.[name];
  if (after === undefined) return null;
  const params = new URLSearchParams(request.query);
  params.delete('after');
  return get(request.path, { ...Object.fromEntries(params), after });
}

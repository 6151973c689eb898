import { z } from 'zod';
import { type Result, ok } from '../../../../shared/contract/failure.ts';
import { type ExchangeRequest, get } from '../../http.ts';
import { idText } from '../../json.ts';
import type { Resting, Sweep, SweepPage } from '../definition.ts';
import { epochMs, given, rowsOf } from './schemas.ts';

// "Get order List" and "Cancel multiple orders", 2026-08. Without `instType` the list holds margin, swap, futures and
// option orders too, and all of them are cancelled by the same call; algo orders are in neither.
const LIST = '/api/v5/trade/orders-pending';
const PAGE = 100;
const MOST = 20;

const Row = z.object({
  instId: z.string(),
  ordId: idText,
  clOrdId: z.string().default(''),
  cTime: idText.default(''),
});

function list(symbol: string | null, after?: string): ExchangeRequest {
  const instrument = symbol === null ? {} : { instId: symbol };
  return get(LIST, { ...instrument, ...(after === undefined ? {} : { after }), limit: String(PAGE) });
}

function read(body: unknown, symbol: string | null): Result<SweepPage> {
  const rows = rowsOf(Row, body);
  if (!rows.ok) return rows;
  const resting = rows.value.map(({ instId, ordId, clOrdId, cTime }): Resting => {
    return { symbol: instId, exchangeOrderId: ordId, clientOrderId: given(clOrdId), placedAtMs: epochMs(cTime) };
  });
  const last = rows.value.length < PAGE ? undefined : rows.value.at(-1);
  return ok({ resting, next: last === undefined ? null : list(symbol, last.ordId) });
}

function cancel(orders: readonly Resting[]): ExchangeRequest {
  const named = orders.map(({ symbol, exchangeOrderId, clientOrderId }) => {
    return { instId: symbol, ...(exchangeOrderId === null ? { clOrdId: clientOrderId } : { ordId: exchangeOrderId }) };
  });
  return {
    method: 'POST',
    path: '/api/v5/trade/cancel-batch-orders',
    query: '',
    body: { type: 'json', text: JSON.stringify(named) },
  };
}

export const sweep: Sweep = { list, read, most: MOST, cancel };

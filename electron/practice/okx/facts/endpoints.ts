// Every REST endpoint the practice exchange knows, with the limit and the permission OKX documents for it.
// Limits and scopes: endpoint pages of the API v5 docs, 2026-08; permissions: the same docs as of 2025-11.

const SECOND_MS = 1000;

/**
 * Who shares the counter of an endpoint.
 * `order` = user + operation + instrument, shared between REST and WebSocket and counted in facts/operations.
 */
export type Scope = 'ip' | 'ip+instType' | 'uid' | 'uid+instType' | 'uid+instId' | 'uid+tag' | 'order';

export type Permission = 'public' | 'read_only' | 'trade' | 'withdraw';

export interface Endpoint {
  readonly method: 'GET' | 'POST';
  readonly permission: Permission;
  readonly scope: Scope;
  /** Requests per window; the operation table has the numbers of `order` endpoints. */
  readonly capacity: number;
  readonly windowMs: number;
}

function row(
  method: Endpoint['method'],
  permission: Permission,
  scope: Scope,
  capacity: number,
  seconds: number,
): Endpoint {
  return { method, permission, scope, capacity, windowMs: seconds * SECOND_MS };
}

export const ENDPOINTS = {
  '/api/v5/public/time': row('GET', 'public', 'ip', 10, 2),
  '/api/v5/public/instruments': row('GET', 'public', 'ip+instType', 20, 2),
  '/api/v5/public/price-limit': row('GET', 'public', 'ip', 20, 2),
  '/api/v5/market/ticker': row('GET', 'public', 'ip', 20, 2),
  '/api/v5/market/tickers': row('GET', 'public', 'ip', 20, 2),
  '/api/v5/market/books': row('GET', 'public', 'ip', 40, 2),
  '/api/v5/market/books-full': row('GET', 'public', 'ip', 10, 2),
  '/api/v5/market/candles': row('GET', 'public', 'ip', 40, 2),
  '/api/v5/market/history-candles': row('GET', 'public', 'ip', 20, 2),
  '/api/v5/market/trades': row('GET', 'public', 'ip', 100, 2),
  '/api/v5/market/history-trades': row('GET', 'public', 'ip', 20, 2),
  // The page names no scope; per address is the careful reading.
  '/api/v5/system/status': row('GET', 'public', 'ip', 1, 5),

  '/api/v5/account/config': row('GET', 'read_only', 'uid', 5, 2),
  '/api/v5/account/balance': row('GET', 'read_only', 'uid', 10, 2),
  '/api/v5/account/positions': row('GET', 'read_only', 'uid', 10, 2),
  '/api/v5/account/instruments': row('GET', 'read_only', 'uid+instType', 20, 2),
  '/api/v5/account/max-size': row('GET', 'read_only', 'uid', 20, 2),
  '/api/v5/account/max-avail-size': row('GET', 'read_only', 'uid', 20, 2),
  '/api/v5/account/trade-fee': row('GET', 'read_only', 'uid', 5, 2),
  '/api/v5/account/demo-adjust-balance': row('POST', 'trade', 'uid', 5, 2),
  '/api/v5/asset/balances': row('GET', 'read_only', 'uid', 6, 1),
  '/api/v5/asset/currencies': row('GET', 'read_only', 'uid', 6, 1),
  '/api/v5/asset/withdrawal': row('POST', 'withdraw', 'uid', 6, 1),

  '/api/v5/trade/order': row('GET', 'read_only', 'uid+instId', 60, 2),
  '/api/v5/trade/orders-pending': row('GET', 'read_only', 'uid', 60, 2),
  '/api/v5/trade/orders-history': row('GET', 'read_only', 'uid', 40, 2),
  '/api/v5/trade/orders-history-archive': row('GET', 'read_only', 'uid', 20, 2),
  '/api/v5/trade/fills': row('GET', 'read_only', 'uid', 60, 2),
  '/api/v5/trade/fills-history': row('GET', 'read_only', 'uid', 10, 2),
  '/api/v5/trade/account-rate-limit': row('GET', 'read_only', 'uid', 1, 1),
  '/api/v5/trade/order-precheck': row('POST', 'trade', 'uid', 5, 2),
  '/api/v5/trade/cancel-all-after': row('POST', 'trade', 'uid+tag', 1, 1),
  '/api/v5/trade/batch-orders': row('POST', 'trade', 'order', 300, 2),
  '/api/v5/trade/cancel-order': row('POST', 'trade', 'order', 60, 2),
  '/api/v5/trade/cancel-batch-orders': row('POST', 'trade', 'order', 300, 2),
  '/api/v5/trade/amend-order': row('POST', 'trade', 'order', 60, 2),
  '/api/v5/trade/amend-batch-orders': row('POST', 'trade', 'order', 300, 2),
} as const satisfies Readonly<Record<string, Endpoint>>;

// The same path reads with GET and places with POST.
export const PLACE_ORDER = row('POST', 'trade', 'order', 60, 2);
export const PLACE_ORDER_PATH = '/api/v5/trade/order';

/** The endpoint behind a method and path, `wrong-method` when only another method exists there. */
export function findEndpoint(method: string, path: string): Endpoint | 'unknown' | 'wrong-method' {
  if (method === 'POST' && path === PLACE_ORDER_PATH) return PLACE_ORDER;
  const known: Readonly<Record<string, Endpoint>> = ENDPOINTS;
  const endpoint = Object.hasOwn(known, path) ? known[path] : undefined;
  if (endpoint === undefined) return 'unknown';
  return endpoint.method === method ? endpoint : 'wrong-method';
}

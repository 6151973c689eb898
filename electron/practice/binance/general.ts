import { done, refused } from './answer.ts';
import type { Answer } from './answer.ts';
import type { BinanceApp, Call, Endpoints } from './app.ts';
import { marketOf } from './app.ts';
import { badCombination, badSymbol } from './errors.ts';
import type { Params } from './params.ts';
import { statusOf, symbolRow } from './symbols.ts';

/** `rateLimits` of exchangeInfo; the WebSocket API lists connections instead of raw requests (web-socket-api.md, 2026-07). */
export function rateLimitsOf(app: BinanceApp, isSocket: boolean): readonly object[] {
  const { limits } = app.usage;
  const last = isSocket
    ? { rateLimitType: 'CONNECTIONS', limit: limits.connections }
    : { rateLimitType: 'RAW_REQUESTS', limit: limits.raw };
  return [
    { rateLimitType: 'REQUEST_WEIGHT', interval: 'MINUTE', intervalNum: 1, limit: limits.weight },
    { rateLimitType: 'ORDERS', interval: 'SECOND', intervalNum: 10, limit: limits.orders10s },
    { rateLimitType: 'ORDERS', interval: 'DAY', intervalNum: 1, limit: limits.ordersDay },
    { rateLimitType: last.rateLimitType, interval: 'MINUTE', intervalNum: 5, limit: last.limit },
  ];
}

/** Names asked for; null when the parameters contradict each other. */
function namesOf(params: Params, app: BinanceApp): readonly string[] | null {
  const one = params.get('symbol');
  const many = params.list('symbols');
  if (one !== undefined && many !== undefined) return null;
  if (one !== undefined) return params.has('symbolStatus') ? null : [one];
  if (many !== undefined) return params.has('symbolStatus') ? null : many;
  const status = params.get('symbolStatus');
  return app.symbols.all
    .filter(
      ({ market }) => status === undefined || statusOf(app.venue.market(market.id)?.status ?? 'trading') === status,
    )
    .map(({ name }) => name);
}

export function exchangeInfo({ params }: Call, app: BinanceApp, isSocket: boolean): Answer {
  const names = namesOf(params, app);
  if (names === null) return refused(badCombination);
  const found = names.map((name) => marketOf(app, name));
  const known = found.filter((each) => each !== undefined);
  if (known.length !== found.length) return refused(badSymbol);
  const showsPermissionSets = params.get('showPermissionSets') !== 'false';
  return done({
    timezone: 'UTC',
    serverTime: app.nowMs(),
    rateLimits: rateLimitsOf(app, isSocket),
    exchangeFilters: [],
    symbols: known.map(({ symbol, state }) => symbolRow(symbol, state.status, showsPermissionSets)),
  });
}

function executionRules({ params }: Call, app: BinanceApp): Answer {
  const names = namesOf(params, app);
  if (names === null) return refused(badCombination);
  if (names.some((name) => app.symbols.named(name) === undefined)) return refused(badSymbol);
  // The practice symbols have no price range rule; the exchange answers an empty list of rules then.
  return done({ symbolRules: names.map((symbol) => ({ symbol, rules: [] })) });
}

function rulesWeight(params: Params): number {
  if (params.has('symbol')) return 2;
  const count = params.list('symbols')?.length;
  return count === undefined ? 40 : Math.min(40, 2 * count);
}

/** rest-api.md, "General endpoints" (2026-07). */
export const general: Endpoints = {
  'GET /api/v3/ping': { security: 'none', weight: 1, required: [], run: () => done({}) },
  'GET /api/v3/time': {
    security: 'none',
    weight: 1,
    required: [],
    run: (_call, app) => done({ serverTime: app.nowMs() }),
  },
  'GET /api/v3/exchangeInfo': {
    security: 'none',
    weight: 20,
    required: [],
    run: (call, app) => exchangeInfo(call, app, false),
  },
  'GET /api/v3/executionRules': { security: 'none', weight: rulesWeight, required: [], run: executionRules },
};

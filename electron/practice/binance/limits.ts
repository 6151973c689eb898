import type { Params } from './params.ts';

export const SECOND_MS = 1000;
export const MINUTE_MS = 60_000;
export const DAY_MS = 86_400_000;

/** Every number a test may want to turn. */
export interface BinanceLimits {
  /** Weight per minute and ip (CHANGELOG 2023-08-25). */
  readonly weight: number;
  /** Requests per five minutes and ip (CHANGELOG 2026-03-27). */
  readonly raw: number;
  /** Unfilled orders per account, in 10 s and in a day (live exchangeInfo of 2025-08). */
  readonly orders10s: number;
  readonly ordersDay: number;
  /** Weight per minute, ip and sapi path (developers.binance.com, "Rate limits"). */
  readonly sapiWeight: number;
  /** New WebSocket connections per five minutes and ip (web-socket-api.md, 2026-07). */
  readonly connections: number;
  /** Incoming messages per second on a market stream connection, and streams per connection (web-socket-streams.md, 2026-07). */
  readonly streamMessages: number;
  readonly streamsPerConnection: number;
  /** Requests after the first 429 of a minute that bring the ban: not published, our choice. */
  readonly requestsToBan: number;
  /** First ban, doubling with each repeat up to the longest (rest-api.md: 2 minutes to 3 days). */
  readonly firstBanMs: number;
  readonly longestBanMs: number;
  /** How long the firewall shuts an ip out (support article, 2024-11: about five minutes). */
  readonly firewallMs: number;
  /** Taken off the order count by an order's first fill (faqs/order_count_decrement.md; the maker figure is its example). */
  readonly takerDecrement: number;
  readonly makerDecrement: number;
  readonly decrementDelayMs: number;
}

export const DEFAULT_LIMITS: BinanceLimits = {
  weight: 6000,
  raw: 300_000,
  orders10s: 100,
  ordersDay: 200_000,
  sapiWeight: 12_000,
  connections: 300,
  streamMessages: 5,
  streamsPerConnection: 1024,
  requestsToBan: 10,
  firstBanMs: 120_000,
  longestBanMs: 259_200_000,
  firewallMs: 300_000,
  takerDecrement: 1,
  makerDecrement: 5,
  decrementDelayMs: 50,
};

/** Weight of one call by its parameters. */
export type Weight = number | ((params: Params) => number);

export function weightOf(weight: Weight, params: Params): number {
  return typeof weight === 'number' ? weight : weight(params);
}

/** One symbol cheap, all of them dear. */
export function bySymbol(one: number, all: number): Weight {
  return (params) => (params.has('symbol') ? one : all);
}

/** `each` per symbol, at most `cap`. */
export function perSymbol(each: number, cap: number): Weight {
  return (params) => Math.min(cap, each * Math.max(1, params.list('symbols')?.length ?? 1));
}

/** By the depth asked for (rest-api.md, 2026-07). */
export function depthWeight(params: Params): number {
  const limit = params.integer('limit') ?? 100;
  if (limit <= 100) return 5;
  if (limit <= 500) return 25;
  return limit <= 1000 ? 50 : 250;
}

/** By the number of symbols (rest-api.md, 2026-07). */
export function tickerWeight(params: Params): number {
  if (params.has('symbol')) return 2;
  const count = params.list('symbols')?.length;
  if (count === undefined) return 80;
  if (count <= 20) return 2;
  return count <= 100 ? 40 : 80;
}

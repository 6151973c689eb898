import { z } from 'zod';
import { AccountId, Caller, ExchangeId, Lane } from './account.ts';

/** One request, as stored. Never a query string, never a body. */
export const ActivityRow = z.object({
  /** Rises with every row; 0 before it is stored. */
  id: z.number().int().nonnegative(),
  atMs: z.number(),
  kind: z.enum(['request', 'socket']),
  exchange: ExchangeId,
  account: AccountId,
  caller: Caller,
  /** `METHOD /path`, or `ws channel event`. */
  endpoint: z.string().max(200),
  lane: Lane,
  /** Charged to the bucket it weighed most in, in that bucket's unit. */
  cost: z.number(),
  bucket: z.string(),
  /** Milliseconds in our queue, connecting, to the first byte, reading the body. */
  waitedMs: z.number(),
  connectMs: z.number(),
  firstByteMs: z.number(),
  bodyMs: z.number(),
  /** Of firstByteMs, what the exchange says it took itself; null where it does not say. */
  exchangeMs: z.number().nullable(),
  /** HTTP status; null when no answer came. */
  status: z.number().int().nullable(),
  /** The exchange's own code, or our failure kind; null on success. */
  code: z.string().max(80).nullable(),
  /** Attempt of a repeated read, from 1. */
  attempt: z.number().int().positive(),
});
export type ActivityRow = z.infer<typeof ActivityRow>;

/** Latency of one exchange over a span, ms. */
export const LatencySummary = z.object({
  exchange: ExchangeId,
  count: z.number().int(),
  failures: z.number().int(),
  p50: z.number().nullable(),
  p95: z.number().nullable(),
  p99: z.number().nullable(),
});
export type LatencySummary = z.infer<typeof LatencySummary>;

/** One point of a bucket's history: the highest use seen in the step that begins at `atMs`. */
export const UsePoint = z.object({
  atMs: z.number(),
  used: z.number(),
  foreign: z.number(),
  inFlight: z.number(),
  capacity: z.number(),
});
export type UsePoint = z.infer<typeof UsePoint>;

/** One point of an exchange's latency: quantiles of the calls answered in the step that begins at `atMs`. */
export const LatencyPoint = z.object({
  atMs: z.number(),
  count: z.number().int(),
  failures: z.number().int(),
  p50: z.number().nullable(),
  p95: z.number().nullable(),
});
export type LatencyPoint = z.infer<typeof LatencyPoint>;

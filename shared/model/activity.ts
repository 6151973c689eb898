import { z } from 'zod';
import { AccountId, Caller, ExchangeId, Lane } from './account.ts';

/**
 * How a request ended. `rate-limited`: 429, or the exchange's own code for it in an answer of any status · `banned`: 418 ·
 * `forbidden`: 403 or a firewall · `rejected`: any other refusal, also one in the body of a 200 · `lost`: no answer that
 * can be read · `held`: it never left. The order is that of the stored numbers: add at the end.
 */
export const outcomes = [
  'ok',
  'rate-limited',
  'banned',
  'forbidden',
  'rejected',
  'server-error',
  'lost',
  'held',
] as const;
export const Outcome = z.enum(outcomes);
export type Outcome = z.infer<typeof Outcome>;

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
  outcome: Outcome.optional(),
  /** Key of `bucket`: which counter of whom. Absent where it was not known. */
  bucketKey: z.string().max(300).optional(),
  /** This computer was held up while it came: its times say nothing of the exchange. Absent: it was not. */
  isStalled: z.boolean().optional(),
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

/** Where the mean answered call of a step spent its time, ms; the three add up to its whole time. */
export const LatencySplit = z.object({
  queueMs: z.number(),
  networkMs: z.number(),
  exchangeMs: z.number(),
  /** True where the exchange does not say its own time: the fastest twentieth of first bytes is taken for the network. */
  isEstimated: z.boolean(),
});
export type LatencySplit = z.infer<typeof LatencySplit>;

/** One point of an exchange's latency: quantiles of the calls answered in the step that begins at `atMs`. */
export const LatencyPoint = z.object({
  atMs: z.number(),
  count: z.number().int(),
  failures: z.number().int(),
  p50: z.number().nullable(),
  p95: z.number().nullable(),
  p99: z.number().nullable().optional(),
  /** failures / count, 0 … 1; null without calls. */
  errorRate: z.number().nullable().optional(),
  split: LatencySplit.optional(),
});
export type LatencyPoint = z.infer<typeof LatencyPoint>;

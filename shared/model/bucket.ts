import { z } from 'zod';
import { AccountId, Environment, ExchangeId } from './account.ts';

/**
 * How a bucket empties.
 * `fixed`: drops to zero at every multiple of `periodMs` on the exchange's UTC clock.
 * `sliding`: each cost leaves `periodMs` after it was counted.
 * `decaying`: a counter that drains by `perSecond` all the time.
 */
export const WindowRule = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('fixed'), periodMs: z.number().int().positive() }),
  z.object({ kind: z.literal('sliding'), periodMs: z.number().int().positive() }),
  z.object({ kind: z.literal('decaying'), perSecond: z.number().positive() }),
]);
export type WindowRule = z.infer<typeof WindowRule>;

/** What a bucket is counted by. A bucket may need several, as OKX's user id + instrument. */
export const Scope = z.enum(['ip', 'account', 'key', 'instrument', 'endpoint', 'connection']);
export type Scope = z.infer<typeof Scope>;

export const BucketUnit = z.enum(['weight', 'requests', 'orders', 'points', 'connections']);
export type BucketUnit = z.infer<typeof BucketUnit>;

/** Where the exchange itself says how full the bucket is; `none` gives the reason why it never does. */
export const ReadingSource = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('header'), name: z.string() }),
  z.object({ kind: z.literal('body'), name: z.string() }),
  z.object({ kind: z.literal('socket'), name: z.string() }),
  z.object({ kind: z.literal('none'), reason: z.string() }),
]);
export type ReadingSource = z.infer<typeof ReadingSource>;

/** One limit as the exchange defines it. */
export const Bucket = z.object({
  id: z.string().regex(/^[a-z0-9-]+$/),
  /** The exchange's own name of it, shown to the user. */
  name: z.string(),
  unit: BucketUnit,
  capacity: z.number().positive(),
  window: WindowRule,
  scope: z.array(Scope).min(1).readonly(),
  reading: ReadingSource,
  /** Inside one window the exchange may take counts off again (Binance: an order that was filled). */
  mayFall: z.boolean().optional(),
  /** Its limit is assumed until the exchange tells it: as long as no reading says that it is full it holds no cancel. */
  isAssumed: z.boolean().optional(),
});
export type Bucket = z.infer<typeof Bucket>;

export const GateCause = z.enum(['rate-limited', 'banned', 'firewall', 'throttled', 'circuit', 'halt', 'maintenance']);
export type GateCause = z.infer<typeof GateCause>;

/** A scope closed until a time. */
export const Gate = z.object({
  /** `exchange/environment|ip=…` or `…|account=…`: everything under it is held. */
  key: z.string(),
  exchange: ExchangeId,
  environment: Environment,
  cause: GateCause,
  /** Local wall time at which it closed and at which it opens again, ms. */
  sinceMs: z.number(),
  untilMs: z.number(),
  /** The exchange's own code for it, if it gave one. */
  code: z.string().nullable(),
});
export type Gate = z.infer<typeof Gate>;

/** calm: under half used · warm: under 80 % · hot: above · held: calls wait for it · halted: behind a gate · stale: no news for too long. */
export const BucketStatus = z.enum(['calm', 'warm', 'hot', 'held', 'stale']);
export type BucketStatus = z.infer<typeof BucketStatus>;

/** One bucket of one holder as the limiter sees it now. All figures are in the bucket's unit. */
export const BucketView = z.object({
  /** Unique and stable: realm, bucket id and holder. */
  key: z.string(),
  exchange: ExchangeId,
  environment: Environment,
  /** Every account that spends from it. */
  accounts: z.array(AccountId),
  bucket: Bucket.pick({ id: true, name: true, unit: true, window: true, scope: true }),
  /** Instrument or endpoint this instance counts, where the scope has one. */
  part: z.string().nullable(),
  capacity: z.number(),
  /** Spent in this window by anybody, as far as known: own + foreign. */
  used: z.number(),
  own: z.number(),
  /** Spent by others, learned from readings; 0 where the exchange gives none. */
  foreign: z.number(),
  /** Forecast of what others will still spend before the window turns. */
  foreignForecast: z.number(),
  /** Admitted and not yet answered. */
  inFlight: z.number(),
  /** capacity − used − inFlight, never below 0. */
  headroom: z.number(),
  /** Calls waiting for it. */
  waiting: z.number().int(),
  /** Local wall time, ms, at which it is empty: window end, last cost's exit, or end of decay. */
  emptyAtMs: z.number().nullable(),
  atMs: z.number(),
  readingAtMs: z.number().nullable(),
  /** `held`: calls wait, or a gate is closed. A halt is of orders, and the desk's. */
  status: BucketStatus,
  /** Behind a closed gate: nothing is let through before it opens. Absent: it is not. */
  isGated: z.boolean().optional(),
});
export type BucketView = z.infer<typeof BucketView>;

import { z } from 'zod';
import { AccountId, Caller, Environment, ExchangeId, Lane } from './account.ts';
import { Outcome } from './activity.ts';
import { GateCause } from './bucket.ts';

/** What one endpoint, in one lane, for one caller and account, took from a bucket. */
export const Contribution = z.object({
  endpoint: z.string().max(200),
  lane: Lane,
  caller: Caller,
  account: AccountId,
  calls: z.number().int(),
  failures: z.number().int(),
  /** In the bucket's unit. */
  cost: z.number(),
  /** Of the cost of all own calls, 0 … 1. */
  share: z.number(),
  /** In our queue, all calls together, ms. */
  waitedMs: z.number(),
});
export type Contribution = z.infer<typeof Contribution>;

export const Contributions = z.object({
  /** What it covers; the beginning may lie before what was asked for, at a whole minute or hour. */
  fromMs: z.number(),
  untilMs: z.number(),
  calls: z.number().int(),
  cost: z.number(),
  /** The dearest first; those past a bound are in the sums alone. */
  entries: z.array(Contribution),
});
export type Contributions = z.infer<typeof Contributions>;

/** So many requests of one account ended this way in the step that begins at `atMs`. */
export const OutcomeMark = z.object({
  atMs: z.number(),
  exchange: ExchangeId,
  account: AccountId,
  outcome: Outcome,
  count: z.number().int(),
});
export type OutcomeMark = z.infer<typeof OutcomeMark>;

/** A gate closed or opened. */
export const GateMark = z.object({
  atMs: z.number(),
  key: z.string().max(300),
  exchange: ExchangeId,
  environment: Environment,
  cause: GateCause,
  change: z.enum(['closed', 'opened']),
  untilMs: z.number(),
  code: z.string().max(80).nullable(),
});
export type GateMark = z.infer<typeof GateMark>;

export const Marks = z.object({
  stepMs: z.number(),
  marks: z.array(OutcomeMark),
  /** Oldest first; the newest where there are too many. */
  gates: z.array(GateMark),
});
export type Marks = z.infer<typeof Marks>;

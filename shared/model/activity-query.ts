import { z } from 'zod';
import { AccountId, Caller, ExchangeId, Lane } from './account.ts';
import { ActivityRow, Outcome, UsePoint } from './activity.ts';

const MAX_CHOICES = 32;

/** Which requests to show. Every part must fit; an empty list or null leaves its part open. */
export const ActivityFilter = z
  .object({
    kinds: z.array(ActivityRow.shape.kind).max(2),
    exchanges: z.array(ExchangeId).max(MAX_CHOICES),
    accounts: z.array(AccountId).max(MAX_CHOICES),
    lanes: z.array(Lane).max(MAX_CHOICES),
    callers: z.array(Caller).max(MAX_CHOICES),
    outcomes: z.array(Outcome).max(MAX_CHOICES),
    /** The exchange's own codes, or our failure kinds, whole. */
    codes: z.array(z.string().max(80)).max(MAX_CHOICES),
    /** Words, each of which must stand somewhere in the endpoint or the code. */
    text: z.string().max(80),
    /** Wall times, ms: from, and before. */
    fromMs: z.number().nonnegative().nullable(),
    untilMs: z.number().nonnegative().nullable(),
  })
  .partial()
  .strict();
export type ActivityFilter = z.infer<typeof ActivityFilter>;

/** Requests of the step that begins at `atMs`. A failure is any outcome but `ok`. */
export const HistogramBar = z.object({ atMs: z.number(), calls: z.number().int(), failures: z.number().int() });
export type HistogramBar = z.infer<typeof HistogramBar>;

export const ActivityHistogram = z.object({
  stepMs: z.number(),
  /** What it covers: no more than there are rows for. */
  fromMs: z.number(),
  untilMs: z.number(),
  /** Steps without requests are left out. */
  bars: z.array(HistogramBar),
  calls: z.number().int(),
  failures: z.number().int(),
  /** False: its ends are rounded to whole minutes or hours. */
  isExact: z.boolean(),
});
export type ActivityHistogram = z.infer<typeof ActivityHistogram>;

/** What a request was priced at and what it took in the end (a refund or a request that never left takes nothing). */
export const RowCharge = z.object({ key: z.string().max(300), cost: z.number(), spent: z.number() });
export type RowCharge = z.infer<typeof RowCharge>;

/** What its answer said of a bucket. */
export const RowReading = z.object({
  key: z.string().max(300),
  kind: z.enum(['used', 'capacity']),
  value: z.number(),
});
export type RowReading = z.infer<typeof RowReading>;

/** A parameter it carried; `value` null: not shown. */
export const RowParam = z.object({ name: z.string().max(32), value: z.string().max(24).nullable() });
export type RowParam = z.infer<typeof RowParam>;

/** One request with all that is kept of it. */
export const ActivityDetail = z.object({
  row: ActivityRow,
  charges: z.array(RowCharge),
  readings: z.array(RowReading),
  params: z.array(RowParam),
  /** Use of the buckets it was charged to: the last second before it left and the first after its answer. */
  uses: z.array(z.object({ key: z.string(), before: UsePoint.nullable(), after: UsePoint.nullable() })),
});
export type ActivityDetail = z.infer<typeof ActivityDetail>;

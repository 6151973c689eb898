import { z } from 'zod';
import { WindowRule } from './bucket.ts';

/** What the exchange said about one of its buckets. `part` names the instrument or endpoint where the bucket has one. */
export const Reading = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('used'),
    bucket: z.string(),
    part: z.string().nullable(),
    used: z.number().nonnegative(),
    /** Length of the window it counts, where the exchange named it: it says nothing about another. */
    periodMs: z.number().positive().optional(),
    source: z.enum(['header', 'body', 'socket']),
  }),
  z.object({
    kind: z.literal('capacity'),
    bucket: z.string(),
    part: z.string().nullable(),
    capacity: z.number().positive(),
    /** The window it named, where it did. */
    window: WindowRule.nullable(),
    /** Told to everybody: what the account itself was told wins. */
    isGeneral: z.boolean().optional(),
    source: z.enum(['header', 'body', 'socket']),
  }),
]);
export type Reading = z.infer<typeof Reading>;
